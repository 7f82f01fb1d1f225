// The fixes of findings: those in a selection, comments that suppress a finding, and all safe fixes at once.
import { preferredFix, type Finding, type Fix } from '../../rules/rule.ts';
import {
  contains,
  overlaps,
  type Span,
  type SyntaxTree,
  locate,
  firstUnreadable,
  isJson,
  type Comment,
} from '../../syntax/tree.ts';
import { ignoreFile, ignoreLine, readSuppressions } from '../../rules/suppressions.ts';
import { columnOf, endOfLine, lineEnd, startOfLine, type Edit, applyEdits } from '../../syntax/edits.ts';
import { difference } from '../../syntax/difference.ts';
import { t } from '../../locale.ts';

export interface QuickFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** True for a comment that suppresses the finding instead of fixing it. */
  readonly suppresses: boolean;
}

/** A selection with thousands of problems must not produce a menu with all their fixes. */
const maximumTouched = 100;
/** Of the problems elsewhere on the line, which may be long. */
const maximumOnLine = 10;

/** Findings with the same span may offer the same fix, which is shown once. */
export function quickFixes(tree: SyntaxTree, findings: readonly Finding[], span: Span): QuickFix[] {
  const touched = findingsAt(tree, findings, span).slice(0, maximumTouched);
  const actionsOf = (fixesOf: (finding: Finding) => readonly Fix[], suppresses: boolean): QuickFix[] =>
    touched.flatMap((finding) => fixesOf(finding).map((fix) => ({ finding, fix, suppresses })));
  const seen = new Set<string>();
  const all = [
    ...actionsOf((finding) => finding.fixes(), false),
    ...actionsOf((finding) => suppressions(finding, tree), true),
  ];
  return all.filter(({ fix }) => {
    const key = JSON.stringify([fix.title, fix.edits]);
    return !seen.has(key) && seen.add(key);
  });
}

/** The findings that the selection touches, or else those on its lines: some editors show the fixes of a whole line. */
function findingsAt({ text }: SyntaxTree, findings: readonly Finding[], span: Span): readonly Finding[] {
  const touched = findings.filter((finding) => overlaps(finding.span, span));
  if (touched.length > 0) return touched;
  const lines: Span = { start: startOfLine(text, span.start), end: endOfLine(text, span.end) };
  return findings.filter((finding) => contains(lines, finding.span.start)).slice(0, maximumOnLine);
}

/** None in JSON, which has no comments, and none for unparseable text. */
function suppressions(finding: Finding, tree: SyntaxTree): Fix[] {
  const { rule, span } = finding;
  if (isJson(tree) || firstUnreadable(tree)) return [];
  const forLine = onLine(tree, span.start, rule.id);
  return [
    ...(forLine ? [{ title: t`Ignore \`${rule.id}\` on this line`, edits: [forLine] }] : []),
    { title: t`Ignore \`${rule.id}\` in this file`, edits: [inFile(tree, rule.id)] },
  ];
}

/**
 * Adds the rule to the comment that already suppresses on the line, or in a new comment above it. If a multiline scalar
 * reaches into the line, the comment goes at its end, because above it would be part of the scalar. Undefined if
 * neither is possible.
 */
function onLine(tree: SyntaxTree, offset: number, ruleId: string): Edit | undefined {
  const start = startOfLine(tree.text, offset);
  const { line } = tree.lines.positionAt(start);
  const existing = readSuppressions(tree).all.find((one) => one.line === line);
  if (existing) return extend(existing.comment, ignoreLine, tree, ruleId);
  if (isInScalar(tree, start)) {
    const end = endOfLine(tree.text, offset);
    const isTaken = tree.comments.some((comment) => start <= comment.span.start && comment.span.end <= end);
    if (isTaken || isInScalar(tree, end)) return undefined;
    return { span: { start: end, end }, newText: ` # ${ignoreLine}: ${ruleId}` };
  }
  const content = start + (/^[ \t]*/.exec(tree.text.slice(start))?.[0].length ?? 0);
  const indent = ' '.repeat(columnOf(tree.text, content));
  return { span: { start, end: start }, newText: `${indent}# ${ignoreLine}: ${ruleId}${lineEnd(tree.text)}` };
}

function isInScalar(tree: SyntaxTree, offset: number): boolean {
  const { scalar, key } = locate(tree, offset);
  return [scalar, key?.key].some((node) => node && node.span.start < offset && offset < node.span.end);
}

/** Adds the rule to the comment that already suppresses in the file, or in a new comment at its top. */
function inFile(tree: SyntaxTree, ruleId: string): Edit {
  const existing = readSuppressions(tree).all.find((one) => one.line === undefined);
  if (existing) return extend(existing.comment, ignoreFile, tree, ruleId);
  const start = tree.text.startsWith('\uFEFF') ? 1 : 0;
  return { span: { start, end: start }, newText: `# ${ignoreFile}: ${ruleId}${lineEnd(tree.text)}` };
}

/** Inserts the rule first, so that a reason stays at the end. */
function extend({ span }: Comment, directive: string, { text }: SyntaxTree, ruleId: string): Edit {
  const written = text.slice(span.start, span.end);
  const end = span.start + written.indexOf(directive) + directive.length;
  const colon = /^\s*:\s*/.exec(text.slice(end, span.end))?.[0] ?? '';
  const rest = text.slice(end + colon.length, span.end);
  const separator = rest === '' || rest.startsWith('--') ? (rest === '' ? '' : ' ') : ', ';
  return { span: { start: end, end: end + colon.length }, newText: `: ${ruleId}${separator}` };
}

/** A fix can reveal another problem, so fixing takes several rounds, but never more than these. */
const maximumRounds = 10;

/**
 * @param check finds the problems of a text
 * @returns edits of whole lines; empty if there is nothing to fix
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

/** The edits that can be made together: of two that overlap, the first. */
function certainEdits(findings: readonly Finding[], only: string | undefined): Edit[] {
  const taken: Edit[] = [];
  for (const finding of findings) {
    // For a single rule, the user asked for its preferred fix. Otherwise only safe fixes are applied.
    if (only === undefined ? !finding.rule.fixesUnasked : finding.rule.id !== only) continue;
    const edits = preferredFix(finding)?.edits ?? [];
    if (!edits.some((edit) => taken.some((other) => touches(edit, other)))) taken.push(...edits);
  }
  return taken;
}

function touches(one: Edit, other: Edit): boolean {
  return one.span.start <= other.span.end && other.span.start <= one.span.end;
}
