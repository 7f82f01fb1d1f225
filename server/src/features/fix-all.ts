// Fix all: every repair that nobody could want otherwise, at once, as on save.
import type { Finding } from '../rules/rule.ts';
import { difference } from '../syntax/difference.ts';
import { applyEdits, type Edit } from '../syntax/edits.ts';

/** A repair may bring up another one; more rounds than these are none. */
const maximumRounds = 10;

/**
 * @param check what is wrong with a text
 * @returns edits of whole lines; none where there is nothing to repair
 */
export function fixAll(text: string, check: (text: string) => readonly Finding[], only?: string): Edit[] {
  let current = text;
  for (let round = 0; round < maximumRounds; round++) {
    const edits = certainEdits(check(current), only);
    if (edits.length === 0) break;
    current = applyEdits(current, edits);
  }
  return difference(text, current);
}

/** Those that can be made together: of two that overlap, the first. */
function certainEdits(findings: readonly Finding[], only: string | undefined): Edit[] {
  const taken: Edit[] = [];
  for (const finding of findings) {
    // Of one rule alone, the preferred fix is what was asked for; unasked, only what is certain.
    if (only === undefined ? !finding.rule.fixesUnasked : finding.rule.id !== only) continue;
    // A file beside the descriptor is created one at a time.
    const fix = finding.fixes().find(({ preferred, creates }) => preferred === true && !creates);
    const edits = fix?.edits ?? [];
    if (!edits.some((edit) => taken.some((other) => touches(edit, other)))) taken.push(...edits);
  }
  return taken;
}

function touches(one: Edit, other: Edit): boolean {
  return one.span.start <= other.span.end && other.span.start <= one.span.end;
}
