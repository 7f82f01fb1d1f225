// Everything that is offered at a place as a code action, in the order in which it is shown.
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
  /** What it mends. */
  readonly finding?: Finding;
  /** True for the one that is most likely meant. */
  readonly preferred?: boolean;
  /** Why it cannot be done here. */
  readonly disabled?: string | undefined;
  /** Computed when it is asked for. */
  change(): Change;
}

const fixAllKind = `${CodeActionKind.SourceFixAll}.websocketProject`;

const refactoringKinds: readonly CodeActionKind[] = [
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.RefactorMove,
  CodeActionKind.RefactorRewrite,
];

/** Every kind that there is. */
export const offeredKinds: readonly CodeActionKind[] = [CodeActionKind.QuickFix, ...refactoringKinds, fixAllKind];

/** By the kinds that are asked for, which mean those below them too; without any, what belongs to the place. */
export function offersAt(analysis: Analysis, span: Span, only: readonly CodeActionKind[] | undefined): Offer[] {
  const wants = (kind: CodeActionKind): boolean =>
    !only || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
  const fixes = wants(CodeActionKind.QuickFix) ? analysis.quickFixes(span) : [];
  const refactorings = refactoringKinds.some(wants) ? analysis.refactorings(span) : [];
  return [
    ...fixes.filter(({ suppresses }) => !suppresses).map((one) => fixOffer(analysis, one)),
    ...fixAllOfRule(analysis, fixes),
    ...refactorings.filter(({ kind }) => wants(kind)).map(refactoringOffer),
    ...fixes.filter(({ suppresses }) => suppresses).map((one) => fixOffer(analysis, one)),
    // Asked for by name, as on save: among what belongs to a place it would stand everywhere.
    ...(only && wants(fixAllKind) ? fixAll(analysis) : []),
  ];
}

function refactoringOffer({ title, kind, edits, disabled }: Refactoring): Offer {
  return { title, kind, disabled, change: () => ({ edits }) };
}

function fixAll(analysis: Analysis): Offer[] {
  const edits = analysis.fixAll();
  if (edits.length === 0) return [];
  return [{ title: 'Fix all that is certain', kind: fixAllKind, change: () => ({ edits }) }];
}

function fixOffer(analysis: Analysis, { finding, fix, suppresses }: QuickFix): Offer {
  const { title, preferred = false, edits, creates } = fix;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    finding,
    preferred,
    // What has errors is not deployed as it stands.
    change: () =>
      suppresses || finding.rule.severity === 'error'
        ? { edits, creates }
        : { edits, creates, consequence: analysis.replacement(edits) },
  };
}

/** For each rule that has been broken here and elsewhere, where there is a way to mend it. */
function* fixAllOfRule(analysis: Analysis, fixes: readonly QuickFix[]): Iterable<Offer> {
  const rules = new Map(fixes.flatMap(({ finding, fix }) => (fix.preferred ? [[finding.rule.id, finding]] : [])));
  for (const [id, finding] of rules) {
    if (analysis.findings.filter(({ rule }) => rule.id === id).length < 2) continue;
    const change = (): Change => {
      const edits = analysis.fixAll(id);
      return finding.rule.severity === 'error' ? { edits } : { edits, consequence: analysis.replacement(edits) };
    };
    yield { title: `Fix all problems of \`${id}\` in this file`, kind: CodeActionKind.QuickFix, finding, change };
  }
}
