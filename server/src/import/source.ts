// The files that are imported, as values that know where they are written. What one line of a file stands for, such as a
// function of the Serverless Framework, has the place of that line in all that it becomes.
import { t } from '../locale.ts';
import { maximumLength, parse } from '../syntax/parse.ts';
import { longName } from '../model/intrinsics.ts';
import type { LineIndex } from '../syntax/positions.ts';
import { isMergeKey, resolveAlias, type MapNode, type Span, type SyntaxNode, type ValueNode } from '../syntax/tree.ts';
import { amount } from '../wording.ts';

/** A file that was read. */
export interface SourceFile {
  /** As it is shown to people, and as it is opened: relative to the folder of the imported file, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** Where something is written. */
export interface Place {
  readonly file: SourceFile;
  readonly span: Span;
}

/** In YAML, an intrinsic function in its short form is read as its long one: `!Ref Chat` is a map with the key `Ref`. */
export type SourceValue = SourceScalar | SourceList | SourceMap;

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As it is written, without quotes: an account ID keeps its leading zeros. */
  readonly text: string;
}

export interface SourceList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly SourceValue[];
}

export interface SourceMap {
  readonly kind: 'map';
  readonly place: Place;
  /** In the order of the file. Of two with one key, the later counts. */
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

export interface SourceEntry {
  /** Of the key. */
  readonly place: Place;
  readonly value: SourceValue;
}

/** Why a file cannot be imported, to follow a colon. */
export interface Unreadable {
  readonly unreadable: string;
  readonly place?: Place | undefined;
}

/** Reads a project in YAML or JSON. Never throws. */
export function readSource(path: string, text: string): SourceMap | Unreadable {
  const value = readValue(path, text);
  if ('unreadable' in value || value.kind === 'map') return value;
  return { unreadable: t`it is no map`, place: { file: value.place.file, span: { start: 0, end: 0 } } };
}

/** Reads a file in YAML or JSON that a project refers to, which can also be a list or a text. Never throws. */
export function readValue(path: string, text: string): SourceValue | Unreadable {
  if (text.length > maximumLength) {
    const most = `it has ${amount(text.length)} characters, and an import reads ${amount(maximumLength)}`;
    return { unreadable: `${most}. Remove what the API does not need, or the white space of JSON: jq -c . FILE` };
  }
  const { root, problems, lines } = parse(text, { content: 'template' });
  const file: SourceFile = { path, text, lines };
  const [problem] = problems;
  if (problem) return { unreadable: problem.message, place: { file, span: problem.span } };
  if (root) return new Reader(file).valueOf(root);
  return { kind: 'scalar', place: { file, span: { start: 0, end: 0 } }, value: null, text: '' };
}

/** Each node of the tree becomes one value, however many aliases lead to it. */
class Reader {
  private readonly known = new Map<SyntaxNode, SourceValue>();

  constructor(private readonly file: SourceFile) {}

  valueOf(written: SyntaxNode): SourceValue {
    const node = resolveAlias(written);
    const place = this.placeOf(written.span);
    if (!node) return { kind: 'scalar', place, value: null, text: '' };
    const known = this.known.get(node);
    if (known) return known;
    // What contains itself is empty there.
    this.known.set(node, { kind: 'scalar', place, value: null, text: '' });
    const read = this.read(node);
    this.known.set(node, read);
    return read;
  }

  private read(node: ValueNode): SourceValue {
    const place = this.placeOf(node.span);
    const content = this.contentOf(node);
    if (node.tag === undefined) return content;
    const name = longName(node.tag);
    const argument = name === 'Fn::GetAtt' && content.kind === 'scalar' ? this.splitAttribute(content) : content;
    return { kind: 'map', place, entries: new Map([[name, { place, value: argument }]]) };
  }

  private contentOf(node: ValueNode): SourceValue {
    const place = this.placeOf(node.span);
    switch (node.kind) {
      case 'scalar': {
        const { value, text } = node;
        return { kind: 'scalar', place, value: typeof value === 'bigint' ? text : value, text };
      }
      case 'list':
        return { kind: 'list', place, items: node.items.flatMap(({ value }) => (value ? [this.valueOf(value)] : [])) };
      case 'map':
        return { kind: 'map', place, entries: this.entriesOf(node) };
    }
  }

  /** With those of the maps that it merges: `<<: *defaults`. */
  private entriesOf({ entries }: MapNode): ReadonlyMap<string, SourceEntry> {
    const merged = new Map<string, SourceEntry>();
    const own = new Map<string, SourceEntry>();
    for (const entry of entries) {
      const { key, value } = entry;
      const place = this.placeOf(key.span);
      const read = value ? this.valueOf(value) : ({ kind: 'scalar', place, value: null, text: '' } as const);
      if (!isMergeKey(entry)) own.set(key.text, { place, value: read });
      else for (const [name, inherited] of mergedBy(read)) merged.set(name, merged.get(name) ?? inherited);
    }
    return new Map([...merged, ...own]);
  }

  /** `Chat.Arn` as the list that the long form has. */
  private splitAttribute(scalar: SourceScalar): SourceList {
    const dot = scalar.text.indexOf('.');
    const parts = dot < 0 ? [scalar.text] : [scalar.text.slice(0, dot), scalar.text.slice(dot + 1)];
    return {
      kind: 'list',
      place: scalar.place,
      items: parts.map((text) => ({ kind: 'scalar', place: scalar.place, value: text, text })),
    };
  }

  private placeOf(span: Span): Place {
    return { file: this.file, span };
  }
}

/** One map, or several in a list, of which the first has precedence. */
function mergedBy(value: SourceValue): Iterable<[string, SourceEntry]> {
  if (value.kind === 'map') return value.entries;
  return value.kind === 'list' ? value.items.flatMap((item) => [...mergedBy(item)]) : [];
}

export function entryAt(value: SourceValue | undefined, key: string): SourceEntry | undefined {
  return value?.kind === 'map' ? value.entries.get(key) : undefined;
}

/** The value below those keys, one after the other. */
export function valueAt(value: SourceValue | undefined, ...keys: readonly string[]): SourceValue | undefined {
  return keys.reduce<SourceValue | undefined>((inner, key) => entryAt(inner, key)?.value, value);
}

/** The text of a string, number or boolean at those keys. */
export function textAt(value: SourceValue | undefined, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined;
}

// What a reader makes of its source: values that are not written, with the place of what they stand for.

export type Made =
  string | number | boolean | SourceValue | readonly Made[] | { readonly [key: string]: Made | undefined };

/** A value as it would be if it were written in long form there. An undefined member is left out. */
export function made(place: Place, value: Made): SourceValue {
  if (typeof value !== 'object') return { kind: 'scalar', place, value, text: String(value) };
  if (isSourceValue(value)) return value;
  if (isList(value)) return { kind: 'list', place, items: value.map((item) => made(place, item)) };
  return madeMap(place, value);
}

export function madeMap(place: Place, members: { readonly [key: string]: Made | undefined }): SourceMap {
  const entries = Object.entries(members).flatMap(([key, member]) =>
    member === undefined ? [] : [[key, { place, value: made(place, member) }] as const],
  );
  return { kind: 'map', place, entries: new Map(entries) };
}

function isList(value: Exclude<Made, string | number | boolean>): value is readonly Made[] {
  return Array.isArray(value);
}

/** Source values are the only ones with a kind and a place. */
function isSourceValue(value: object): value is SourceValue {
  return 'kind' in value && 'place' in value;
}
