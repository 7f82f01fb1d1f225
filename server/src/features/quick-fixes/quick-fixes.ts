// Quick fixes: the fixes of the findings that a selection touches, and last, for each, its suppression.
import type { Finding, Fix } from '../../rules/rule.ts';
import { overlaps, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { suppressions } from './suppress.ts';

export interface QuickFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** True for a comment that makes the finding go unreported: it mends nothing. */
  readonly suppresses: boolean;
}

/** Who selects a whole file with thousands of faults wants no menu of them all. */
const maximumTouched = 100;

/** Findings at the same place may offer the same fix: it is shown once. */
export function quickFixes(tree: SyntaxTree, findings: readonly Finding[], span: Span): QuickFix[] {
  const touched = findings.filter((finding) => overlaps(finding.span, span)).slice(0, maximumTouched);
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
