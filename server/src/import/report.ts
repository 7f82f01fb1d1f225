// What an import did with each part of its source, and how that is reported: on a terminal, as a document in Markdown,
// and as data for other programs.
import { code, escaped } from '../features/markdown.ts';
import { groupBy } from '../model/group-by.ts';
import { counted, printable, sentences, shorten } from '../wording.ts';
import type { Place } from './source.ts';

export type ReportEntry = Taken | Changed | LeftOut | NextStep;

/** It is in the descriptor and means the same. */
export interface Taken {
  readonly kind: 'taken';
  /** A noun phrase that starts a line: `Route sendMessage`. */
  readonly what: string;
  readonly place: Place;
  /** The resource ID in the descriptor, if it has become one or a part of one. */
  readonly resource?: string | undefined;
}

/** It is in the descriptor and means something else. */
export interface Changed {
  readonly kind: 'changed';
  readonly what: string;
  readonly place: Place;
  /** As the source has it, and as the descriptor has it: `nodejs10.x`, `nodejs22.x`. */
  readonly before: string;
  readonly after: string;
  /** A sentence. */
  readonly why: string;
  /** A sentence, in the imperative, if there is something to do. */
  readonly todo?: string | undefined;
  readonly resource?: string | undefined;
}

/** It is not in the descriptor: a loss. */
export interface LeftOut {
  readonly kind: 'left out';
  readonly what: string;
  readonly place: Place;
  /** A sentence. */
  readonly why: string;
  /** A sentence, in the imperative. */
  readonly todo: string;
}

/** What to do after the import. */
export interface NextStep {
  readonly kind: 'next step';
  /** A sentence, in the imperative. */
  readonly todo: string;
  readonly place?: Place | undefined;
}

/** A name of the source as it is shown: quoted, with escapes, if it is blank or has characters that nobody would see. */
export function shownName(name: string): string {
  const isVisible = name !== '' && name.trim() === name && !name.includes('\n') && printable(name) === name;
  return isVisible ? name : JSON.stringify(name);
}

/** How entries name a route. */
export function routeWords(key: string): string {
  return `Route ${shownName(key)}`;
}

type Kind = ReportEntry['kind'];

/** On a terminal, what matters most is near the end; in a document, near the start. */
const terminalOrder = ['taken', 'changed', 'left out', 'next step'] as const satisfies readonly Kind[];
const documentOrder = ['left out', 'changed', 'next step', 'taken'] as const satisfies readonly Kind[];

const headings: Readonly<Record<Kind, string>> = {
  taken: 'Taken over',
  changed: 'Changed',
  'left out': 'Left out',
  'next step': 'Next steps',
};

/** How texts of the source are written. */
interface Ink {
  readonly text: (text: string) => string;
  /** The name of a part. */
  readonly name: (text: string) => string;
  /** As the source or the descriptor has it. */
  readonly value: (text: string) => string;
}

/** How much of a value a terminal shows. */
const shownLength = 120;

const terminalInk: Ink = {
  text: (text) => text,
  name: (text) => text,
  value: (text) => shorten(text, shownLength),
};

const markdownInk: Ink = {
  text: escaped,
  name: (text) => `**${escaped(text)}**`,
  value: code,
};

function sentenceOf(entry: ReportEntry, { text, name, value }: Ink): string {
  switch (entry.kind) {
    case 'taken':
      return name(entry.what);
    case 'changed':
      return `${name(entry.what)}: ${value(entry.before)} → ${value(entry.after)} — ${text(sentences(entry.why, entry.todo))}`;
    case 'left out':
      return `${name(entry.what)} — ${text(sentences(entry.why, entry.todo))}`;
    case 'next step':
      return text(entry.todo);
  }
}

type Groups = ReadonlyMap<Kind, readonly ReportEntry[]>;

/** Each entry once, those of a kind in the order of the files: the imported one first, and what has no place last. */
function groupsOf(title: string, entries: readonly ReportEntry[]): Groups {
  const paths = new Set([title, ...entries.flatMap(({ place }) => place?.file.path ?? [])]);
  const ranks = new Map([...paths].map((path, index) => [path, index]));
  const rank = ({ place }: ReportEntry): number => (place ? (ranks.get(place.file.path) ?? 0) : ranks.size);
  const start = ({ place }: ReportEntry): number => place?.span.start ?? 0;
  const keyOf = (entry: ReportEntry): string => JSON.stringify({ ...entry, place: [rank(entry), start(entry)] });
  const distinct = [...new Map(entries.map((entry) => [keyOf(entry), entry])).values()];
  const inOrder = distinct.sort((one, other) => rank(one) - rank(other) || start(one) - start(other));
  return new Map(terminalOrder.map((kind) => [kind, inOrder.filter((entry) => entry.kind === kind)]));
}

/** "12 parts taken over, 1 changed, 2 left out, 1 next step". */
function summaryOf(groups: Groups): string {
  const count = (kind: Kind): number => groups.get(kind)?.length ?? 0;
  const [taken, changed, leftOut, steps] = terminalOrder.map(count);
  return [
    `${counted(taken ?? 0, 'part')} taken over`,
    `${(changed ?? 0).toLocaleString('en')} changed`,
    `${(leftOut ?? 0).toLocaleString('en')} left out`,
    counted(steps ?? 0, 'next step'),
  ].join(', ');
}

/** 1-based, in UTF-16 units, the end exclusive. */
export interface FlatPlace {
  /** Relative to the folder of the imported file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function flatPlace({ file, span }: Place): FlatPlace {
  const start = file.lines.positionAt(span.start);
  const end = file.lines.positionAt(span.end);
  return {
    file: file.path,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/**
 * `serverless.yml:3:5`.
 * @param pathOf the path that is shown for a file
 */
export function spotOf(place: Place, pathOf: (file: string) => string = (file) => file): string {
  const { file, line, column } = flatPlace(place);
  return `${pathOf(file)}:${line}:${column}`;
}

/** How many entries that are alike have a line each on a terminal. */
const mostAlike = 5;

/** Equal for entries about the same kind of part with the same reason: `Route` and `Runtime` are such kinds. */
function likeness(entry: ReportEntry): string {
  if (entry.kind === 'next step') return JSON.stringify(entry.todo);
  const [noun] = entry.what.split(' ');
  return JSON.stringify([noun, entry.kind === 'taken' ? [] : [entry.why, entry.todo]]);
}

/**
 * The lines for a terminal, where many entries that are alike have one. The last one has the counts.
 * @param title the name of the imported file
 * @param pathOf the path that is shown for a file
 */
export function reportLines(
  title: string,
  entries: readonly ReportEntry[],
  pathOf: (file: string) => string = (file) => file,
): readonly string[] {
  const groups = groupsOf(title, entries);
  const lines = terminalOrder.flatMap((kind) => {
    const group = groups.get(kind) ?? [];
    const written = [...groupBy(group, likeness).values()].flatMap((alike) => {
      const lines = alike.map((entry) => {
        const sentence = sentenceOf(entry, terminalInk);
        return entry.place ? `${spotOf(entry.place, pathOf)}: ${sentence}` : sentence;
      });
      const more = lines.length - 1;
      return more < mostAlike ? lines : lines.slice(0, 1).map((line) => `${line} … and ${more} more like this`);
    });
    return group.length === 0 ? [] : [`${headings[kind]}:`, ...written];
  });
  return [...lines, `${pathOf(title)}: ${summaryOf(groups)}`].map((line) => printable(line.replaceAll(/\s+/g, ' ')));
}

/** Where the descriptor is, for a report that links to it. */
export interface DescriptorLinks {
  /** The name of its file. */
  readonly name: string;
  readonly address: string;
  /** The address of a resource in it, by its ID. */
  readonly addressOf: (resource: string) => string | undefined;
}

/**
 * The report in Markdown.
 * @param title the name of the imported file
 * @param linkTo the address of a place, to which its entry links; undefined for none
 */
export function reportDocument(
  title: string,
  entries: readonly ReportEntry[],
  linkTo: (place: Place) => string | undefined,
  descriptor?: DescriptorLinks,
): string {
  const groups = groupsOf(title, entries);
  const link = (name: string, address: string | undefined): string =>
    address === undefined
      ? escaped(name)
      : `[${escaped(name)}](<${address.replaceAll(/[<>\s]/g, encodeURIComponent)}>)`;
  const spot = (place: Place): string => link(spotOf(place), linkTo(place));
  /** The resource that an entry has become a part of. */
  const outcome = (entry: ReportEntry): string => {
    const resource = 'resource' in entry ? entry.resource : undefined;
    const address = resource === undefined ? undefined : descriptor?.addressOf(resource);
    return resource === undefined || address === undefined ? '' : ` (${link(resource, address)})`;
  };
  const sections = documentOrder.flatMap((kind) => {
    const group = groups.get(kind) ?? [];
    const items = group.map((entry) => {
      const sentence = sentenceOf(entry, markdownInk);
      return `- ${entry.place ? `${spot(entry.place)}: ` : ''}${sentence}${outcome(entry)}`;
    });
    return group.length === 0 ? [] : [`## ${headings[kind]}`, items.join('\n')];
  });
  const into = descriptor ? `Into ${link(descriptor.name, descriptor.address)}: ` : '';
  return `${[`# Import of ${escaped(title)}`, `${into}${summaryOf(groups)}.`, ...sections].join('\n\n')}\n`;
}

/**
 * The entries as other programs read them, in the order in which a terminal shows them.
 * @param title the name of the imported file
 */
export function reportData(title: string, entries: readonly ReportEntry[]): readonly object[] {
  const groups = groupsOf(title, entries);
  return terminalOrder.flatMap((kind) =>
    (groups.get(kind) ?? []).map(({ place, ...words }) => ({ ...words, ...(place && flatPlace(place)) })),
  );
}

/** Whether something of the source is not in the descriptor. */
export function hasLosses(entries: readonly ReportEntry[]): boolean {
  return entries.some(({ kind }) => kind === 'left out');
}
