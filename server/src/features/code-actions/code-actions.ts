// Everything that is offered at a place as a code action, in the order in which it is shown.
import type { Change } from '../../changes/change.ts';
import type { Finding } from '../../rules/rule.ts';
import type { Edit } from '../../syntax/edits.ts';
import type { Span } from '../../syntax/tree.ts';
import type { QuickFix } from './fixes.ts';
import type { Refactoring, RefactoringKind } from './refactorings.ts';
import { t } from '../../locale.ts';

export interface OfferedAction {
  readonly title: string;
  readonly kind: OfferedKind;
  /** The finding that it fixes. */
  readonly finding?: Finding;
  /** True for the action that is most likely wanted. */
  readonly preferred?: boolean;
  /** True if it only creates a file, so that it does nothing in an editor that cannot create files. */
  readonly onlyCreates?: boolean;
  /** Why it cannot be done here. */
  readonly disabled?: string | undefined;
  /** Computed on request. */
  change(): Change;
}

/** The kinds of the Language Server Protocol, with one of our own below `source.fixAll`. */
export type OfferedKind = 'quickfix' | RefactoringKind | typeof fixAllKind;

const fixAllKind = 'source.fixAll.websocketProject';

const refactoringKinds: readonly RefactoringKind[] = [
  'refactor.extract',
  'refactor.inline',
  'refactor.move',
  'refactor.rewrite',
];

export const offeredKinds: readonly OfferedKind[] = ['quickfix', ...refactoringKinds, fixAllKind];

/** The functions that code actions are computed with. */
export interface ActionSources {
  readonly findings: readonly Finding[];
  quickFixes(span: Span): readonly QuickFix[];
  /** Of one rule, or of all whose fixes are safe. */
  fixAll(ruleId?: string): readonly Edit[];
  refactorings(span: Span): readonly Refactoring[];
  /**
   * The change with everything that it does added to its own consequence.
   * @param isDeployed false if the project has errors, so that it is not deployed as it is
   */
  withConsequences(change: Change, isDeployed?: boolean): Change;
}

/** @param only the requested kinds, which include those below them; if absent, every kind that belongs to a place */
export function codeActions(sources: ActionSources, span: Span, only?: readonly string[]): OfferedAction[] {
  const wants = (kind: OfferedKind): boolean =>
    !only || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
  const fixes = wants('quickfix') ? sources.quickFixes(span) : [];
  const refactorings = refactoringKinds.some(wants) ? sources.refactorings(span) : [];
  return [
    ...fixes.filter(({ suppresses }) => !suppresses).map((one) => fixAction(sources, one)),
    ...fixAllOfRule(sources, fixes),
    ...refactorings.filter(({ kind }) => wants(kind)).map((one) => refactoringAction(sources, one)),
    ...fixes.filter(({ suppresses }) => suppresses).map((one) => fixAction(sources, one)),
    // Only if requested, as on save: it belongs to no place, so it would be offered everywhere.
    ...(only && wants(fixAllKind) ? fixAll(sources) : []),
  ];
}

function refactoringAction(sources: ActionSources, refactoring: Refactoring): OfferedAction {
  const { title, kind, disabled } = refactoring;
  return { title, kind, disabled, change: () => sources.withConsequences(refactoring.change()) };
}

function fixAll(sources: ActionSources): OfferedAction[] {
  const edits = sources.fixAll();
  if (edits.length === 0) return [];
  return [{ title: t`Fix all safe problems`, kind: fixAllKind, change: () => ({ edits }) }];
}

function fixAction(sources: ActionSources, { finding, fix, suppresses }: QuickFix): OfferedAction {
  const { title, preferred = false, edits } = fix;
  return {
    title,
    kind: 'quickfix',
    finding,
    preferred,
    onlyCreates: edits.length === 0,
    change: () => (suppresses ? fix : sources.withConsequences(fix, finding.rule.severity !== 'error')),
  };
}

/** For each rule with a preferred fix here that also reports problems elsewhere in the file. It creates no files. */
function* fixAllOfRule(sources: ActionSources, fixes: readonly QuickFix[]): Iterable<OfferedAction> {
  const rules = new Map(
    fixes.flatMap(({ finding, fix }) => (fix.preferred && !fix.creates ? [[finding.rule.id, finding]] : [])),
  );
  for (const [id, finding] of rules) {
    if (sources.findings.filter(({ rule }) => rule.id === id).length < 2) continue;
    const change = (): Change =>
      sources.withConsequences({ edits: sources.fixAll(id) }, finding.rule.severity !== 'error');
    yield { title: t`Fix all problems of \`${id}\` in this file`, kind: 'quickfix', finding, change };
  }
}
