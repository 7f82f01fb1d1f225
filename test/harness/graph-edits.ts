// Edits of the graph for tests: every edit on offer, filled in as a user would.
import type { Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { buildGraph } from '../../server/src/graph/graph.ts';
import { graphEdit } from '../../client/src/protocol-checks.ts';
import type { EditProposal, GraphEdit } from '../../server/src/features/graph-edits/graph-edit.ts';
import type { Outcome } from './case-file.ts';

/** The IDs of all nodes and edges. */
export function partsOf({ project }: Analysis): string[] {
  const { nodes, edges } = buildGraph(project);
  return [...nodes, ...edges].map(({ id }) => id);
}

/** All edits that are on offer for a part. */
export function offeredEdits(analysis: Analysis, part: string | undefined): GraphEdit[] {
  const { offers, targets } = analysis.graphEdits(part);
  return offers.flatMap(({ refused, proposal }): GraphEdit[] => {
    if (refused !== undefined) return [];
    // The offer to connect has no proposal itself.
    const proposals = proposal ? [proposal] : targets.flatMap((target) => target.proposal ?? []);
    return proposals.flatMap(completed);
  });
}

function completed({ edit, input, options }: EditProposal): GraphEdit[] {
  const proposed = 'name' in edit ? edit.name : '';
  // A rename to the same name is not an edit.
  const names =
    edit.kind === 'rename' || edit.kind === 'setVariable'
      ? [`${proposed}2`]
      : [
          ...(edit.kind === 'setBatchSize' || edit.kind === 'setAttempts' ? [] : [proposed]),
          ...(input?.suggestions ?? []),
        ];
  const edits = options?.choices.map((choice) => choice.edit) ?? [edit];
  return names.flatMap((name) => edits.map((each) => ('name' in each ? { ...each, name } : each)));
}

/** The offers for the part or for the project, including refused ones with their reasons. */
export function showOffers(analysis: Analysis, part: string): string {
  const { title, offers, refused } = analysis.graphEdits(part === '' ? undefined : part);
  const lines = offers.map(({ title, proposal, refused }) =>
    [title, ...(proposal ? asked(proposal) : []), refused].filter((piece) => piece !== undefined).join(' · '),
  );
  return [title ?? '(the project)', ...lines, ...(refused === undefined ? [] : [refused]), ''].join('\n');
}

function asked({ edit, input, options }: EditProposal): string[] {
  const proposed = 'name' in edit ? edit.name : '';
  return [
    ...(input ? [`${input.label}: ${[proposed, ...input.suggestions].join(', ')}`] : []),
    ...(options ? [`${options.label}: ${options.choices.map(({ value }) => value).join(', ')}`] : []),
  ];
}

export function showTargets(analysis: Analysis, part: string): string {
  const { targets } = analysis.graphEdits(part);
  return targets
    .map(({ title, does, refused }) => `${refused === undefined ? '*' : ' '} ${title}: ${refused ?? does}\n`)
    .join('');
}

/** The text after an edit written as `connect resource Help | to resource Sessions | access read-only`. */
export function showEdited(analysis: Analysis, written: string): Outcome {
  const change = analysis.graphEdit(readEdit(written));
  return change.refused === undefined ? { document: applyEdits(analysis.text, change.edits) } : `${change.refused}\n`;
}

/** The effects of the edit other than the new text. */
export function showEffect(analysis: Analysis, written: string): string {
  const change = analysis.graphEdit(readEdit(written));
  if (change.refused !== undefined) return `${change.refused}\n`;
  const { consequence, creates, select, reveal } = change;
  const lines = [
    `selects ${select ?? 'nothing'}`,
    reveal && `reveals ${JSON.stringify(reveal.text.slice(reveal.span.start, reveal.span.end))}`,
    creates && `creates ${creates.path}`,
    consequence && `${consequence.label}${consequence.needsConfirmation ? ' (asks)' : ''}: ${consequence.description}`,
  ];
  return lines.map((line) => (line === undefined ? '' : `${line}\n`)).join('');
}

function readEdit(written: string): GraphEdit {
  const [first = '', ...rest] = written.split(' | ');
  const [, kind, part] = /^(\w+)(?: (.*))?$/.exec(first) ?? [];
  const fields = rest.map((field) => [field.slice(0, field.indexOf(' ')), field.slice(field.indexOf(' ') + 1)]);
  const edit: unknown = { kind, part, ...Object.fromEntries(fields) };
  const report = (fault: string): never => {
    throw new Error(`Not an edit: ${written} (${fault})`);
  };
  return graphEdit(edit, report) ? edit : report('');
}
