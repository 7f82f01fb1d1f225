// Everything that is offered as a code action for a range, in display order.
import { CodeActionKind } from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { QuickFix } from '../features/fixes.ts';
import type { Refactoring } from '../features/refactorings.ts';
import type { Change } from '../changes/change.ts';
import type { Finding } from '../rules/rule.ts';
import type { Span } from '../syntax/tree.ts';

export interface Offer {
  readonly title: string;
  readonly kind: CodeActionKind;
  /** The finding that it fixes. */
  readonly finding?: Finding;
  /** True for the fix that is most likely intended. */
  readonly preferred?: boolean;
  /** True if it only creates a file, so that it does nothing in an editor that cannot create files. */
  readonly onlyCreates?: boolean;
  /** Why it is not possible here. */
  readonly disabled?: string | undefined;
  /** Computed on request. */
  change(): Change;
}

const fixAllKind = `${CodeActionKind.SourceFixAll}.websocketProject`;

const refactoringKinds: readonly CodeActionKind[] = [
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorMove,
  CodeActionKind.RefactorRewrite,
];

/** All kinds of code actions that the server offers. */
export const offeredKinds: readonly CodeActionKind[] = [CodeActionKind.QuickFix, ...refactoringKinds, fixAllKind];

/**
 * The offers for a span.
 * @param only the requested kinds, which include their subkinds; undefined for all that apply to the span
 */
export function offersAt(analysis: Analysis, span: Span, only: readonly CodeActionKind[] | undefined): Offer[] {
  const wants = (kind: CodeActionKind): boolean =>
    !only || only.some((requested) => requested === '' || kind === requested || kind.startsWith(`${requested}.`));
  const fixes = wants(CodeActionKind.QuickFix) ? analysis.quickFixes(span) : [];
  const refactorings = refactoringKinds.some(wants) ? analysis.refactorings(span) : [];
  return [
    ...fixes.filter(({ suppresses }) => !suppresses).map((one) => fixOffer(analysis, one)),
    ...fixAllOfRule(analysis, fixes),
    ...refactorings.filter(({ kind }) => wants(kind)).map(refactoringOffer),
    ...fixes.filter(({ suppresses }) => suppresses).map((one) => fixOffer(analysis, one)),
    // Only on explicit request, as on save: otherwise it would be offered everywhere.
    ...(only && wants(fixAllKind) ? fixAll(analysis) : []),
  ];
}

function refactoringOffer({ title, kind, edits, disabled }: Refactoring): Offer {
  return { title, kind, disabled, change: () => ({ edits }) };
}

function fixAll(analysis: Analysis): Offer[] {
  const edits = analysis.fixAll();
  if (edits.length === 0) return [];
  return [{ title: 'Fix all safe problems', kind: fixAllKind, change: () => ({ edits }) }];
}

function fixOffer(analysis: Analysis, { finding, fix, suppresses }: QuickFix): Offer {
  const { title, preferred = false, edits, creates } = fix;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    finding,
    preferred,
    onlyCreates: edits.length === 0,
    // A file with errors is not deployed as it is, so fixing one replaces nothing.
    change: () =>
      suppresses || finding.rule.severity === 'error'
        ? { edits, creates }
        : { edits, creates, consequence: analysis.replacement(edits) },
  };
}

/** For each rule with a preferred fix here that also reports problems elsewhere in the file. It creates no files. */
function* fixAllOfRule(analysis: Analysis, fixes: readonly QuickFix[]): Iterable<Offer> {
  const rules = new Map(
    fixes.flatMap(({ finding, fix }) => (fix.preferred && !fix.creates ? [[finding.rule.id, finding]] : [])),
  );
  for (const [id, finding] of rules) {
    if (analysis.findings.filter(({ rule }) => rule.id === id).length < 2) continue;
    const change = (): Change => {
      const edits = analysis.fixAll(id);
      return finding.rule.severity === 'error' ? { edits } : { edits, consequence: analysis.replacement(edits) };
    };
    yield { title: `Fix all problems of \`${id}\` in this file`, kind: CodeActionKind.QuickFix, finding, change };
  }
}
