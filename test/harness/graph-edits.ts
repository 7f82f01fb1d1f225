// Edits of the graph for tests: every one that is offered, completed as a person would.
import type { Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { buildGraph } from '../../server/src/graph/graph.ts';
import {
  graphEditKinds,
  type GraphEdit,
  type GraphEditOffer,
} from '../../server/src/features/graph-edits/graph-edit.ts';
import type { Outcome } from './case-file.ts';

/** The ids of all nodes and edges. */
export function partsOf({ project }: Analysis): string[] {
  const { nodes, edges } = buildGraph(project);
  return [...nodes, ...edges].map(({ id }) => id);
}

/** All the edits that the offers for a part come to. */
export function offeredEdits(analysis: Analysis, part: string | undefined): GraphEdit[] {
  const { offers, targets } = analysis.graphEdits(part);
  return offers.flatMap((offer): GraphEdit[] => {
    if (offer.refused !== undefined) return [];
    if (offer.edit.kind !== 'connect') return completed(offer);
    const allowed = targets.filter(({ refused }) => refused === undefined);
    return allowed.flatMap(({ part: to, options }) =>
      (options?.values ?? [undefined]).map((option) => ({ ...offer.edit, to, option })),
    );
  });
}

function completed({ edit, input, options }: GraphEditOffer): GraphEdit[] {
  const names = input ? [input.value, ...input.suggestions] : [edit.name];
  // A rename to the same name is none.
  const wanted = edit.kind === 'rename' ? [`${input?.value ?? ''}2`] : names;
  return wanted.flatMap((name) => (options?.values ?? [edit.option]).map((option) => ({ ...edit, name, option })));
}

/** What is offered for the part, or for the project; what cannot be done is there with its reason. */
export function showOffers(analysis: Analysis, part: string): string {
  const { title, offers, refused } = analysis.graphEdits(part === '' ? undefined : part);
  const lines = offers.map(({ title, input, options, refused }) =>
    [
      title,
      input && `${input.label}: ${[input.value, ...input.suggestions].join(', ')}`,
      options && `${options.label}: ${options.values.join(', ')}`,
      refused,
    ]
      .filter((piece) => piece !== undefined)
      .join(' · '),
  );
  return [title ?? '(the project)', ...lines, ...(refused === undefined ? [] : [refused]), ''].join('\n');
}

export function showTargets(analysis: Analysis, part: string): string {
  const { targets } = analysis.graphEdits(part);
  return targets
    .map(({ title, does, refused }) => `${refused === undefined ? '*' : ' '} ${title}: ${refused ?? does}\n`)
    .join('');
}

/** The text after an edit written as `connect resource Help | to resource Sessions | option read-only`. */
export function showEdited(analysis: Analysis, written: string): Outcome {
  const change = analysis.graphEdit(readEdit(written));
  return change.refused === undefined ? { document: applyEdits(analysis.text, change.edits) } : `${change.refused}\n`;
}

/** What comes of the edit beside the text. */
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
  const [, word = '', part] = /^(\w+)(?: (.*))?$/.exec(first) ?? [];
  const kind = graphEditKinds.find((known) => known === word);
  if (!kind) throw new Error(`No edit is called ${JSON.stringify(word)}.`);
  const fields = new Map(
    rest.map((field) => [field.slice(0, field.indexOf(' ')), field.slice(field.indexOf(' ') + 1)]),
  );
  return {
    kind,
    part,
    to: fields.get('to'),
    name: fields.get('name'),
    type: fields.get('type'),
    option: fields.get('option'),
  };
}
