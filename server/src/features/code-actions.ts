// Quick fixes: the fixes of the findings that a selection touches.
import type { Finding, Fix } from '../rules/rule.ts';
import { overlaps, type Span } from '../syntax/tree.ts';

export interface CodeAction {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** Findings at the same place may offer the same fix: it is shown once. */
export function codeActions(findings: readonly Finding[], span: Span): CodeAction[] {
  const seen = new Set<string>();
  return findings
    .filter((finding) => overlaps(finding.span, span))
    .flatMap((finding) => finding.fixes().map((fix) => ({ finding, fix })))
    .filter(({ fix }) => {
      const key = JSON.stringify([fix.title, fix.edits]);
      return !seen.has(key) && seen.add(key);
    });
}
