// Puts faults into the text of a descriptor, one at a time, as a user's typo or a careless tool would.
import * as fc from 'fast-check';
import { isMap, isSeq, parseDocument, type Document, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

type Place = { readonly map: YAMLMap; readonly pair: Pair } | { readonly list: YAMLSeq; readonly index: number };

/** Replacements for a value. */
const strangers = [
  null,
  '',
  0,
  1.5,
  7,
  true,
  [],
  {},
  'x',
  'on',
  ' padded',
  '$connect',
  '$conect',
  '2way',
  '512 MB',
  'functions\\send.js',
  '$request.body.action',
  'route.request.header.Auth',
  'nodejs16.x',
  'nodejs99.x',
  'readwrite',
  'a b',
  'CodeS3Bucket',
  'chat-stage',
  'y'.repeat(70),
  'z'.repeat(1100),
  { to: 'Nobody' },
  ['Nobody', 'Nobody'],
];

const kinds = ['remove', 'replace', 'misspell', 'repeat', 'wrap', 'stranger', 'share', 'merge'] as const;

interface Mutation {
  readonly kind: (typeof kinds)[number];
  /** The indices of the place and of the other value or place, modulo their number. */
  readonly place: number;
  readonly other: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...kinds),
  place: fc.nat(10_000),
  other: fc.nat(10_000),
});

/** The text with one fault, in the same notation. */
export function mutated(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(texts, mutation).map(([text, one]) => mutate(text, one));
}

function mutate(text: string, { kind, place, other }: Mutation): string {
  const document = parseDocument(text, { uniqueKeys: false });
  const places = placesOf(document);
  const chosen = places[place % places.length];
  const stranger = strangers[other % strangers.length];
  const second = places[other % places.length];
  if (!chosen) return text;
  const value = valueOf(chosen);
  const isKeyed = 'pair' in chosen;
  if (kind === 'remove') remove(chosen);
  else if (kind === 'replace') setValue(chosen, document.createNode(stranger));
  else if (kind === 'misspell' && isKeyed)
    chosen.pair.key = document.createNode(misspelled(String(chosen.pair.key), other));
  else if (kind === 'repeat' && isKeyed)
    chosen.map.items.splice(other % (chosen.map.items.length + 1), 0, copy(chosen.pair));
  else if (kind === 'repeat' && !isKeyed) chosen.list.items.push(clone(value));
  else if (kind === 'wrap') setValue(chosen, document.createNode([value]));
  else if (kind === 'stranger' && isKeyed) chosen.map.items.push(document.createPair('stranger', stranger));
  else if (kind === 'share' && second) setValue(chosen, clone(valueOf(second)));
  else if (kind === 'merge' && isKeyed) chosen.map.items.push(document.createPair('<<', { name: 'Merged' }));
  const json = text.startsWith('{');
  return json ? JSON.stringify(document.toJS(), null, 2) : document.toString({ blockQuote: false });
}

function placesOf(document: Document): Place[] {
  const places: Place[] = [];
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      for (const pair of node.items) {
        places.push({ map: node, pair });
        visit(pair.value);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        places.push({ list: node, index });
        visit(item);
      }
    }
  };
  visit(document.contents);
  return places;
}

function valueOf(place: Place): unknown {
  return 'pair' in place ? place.pair.value : place.list.items[place.index];
}

function setValue(place: Place, value: unknown): void {
  if ('pair' in place) place.pair.value = value;
  else place.list.items[place.index] = value;
}

function remove(place: Place): void {
  if ('pair' in place) place.map.items.splice(place.map.items.indexOf(place.pair), 1);
  else place.list.items.splice(place.index, 1);
}

function clone(node: unknown): unknown {
  return isMap(node) || isSeq(node) ? node.clone() : node;
}

function copy(pair: Pair): Pair {
  return pair.clone();
}

function misspelled(word: string, at: number): string {
  const index = at % Math.max(word.length, 1);
  return `${word.slice(0, index)}${word.slice(index + 1)}` || 'q';
}

/** The text with comments at the ends of lines and on separate lines, wherever they do not change its meaning. */
export function commented(text: string, spots: readonly number[]): string {
  const meaning = meaningOf(text);
  return spots.reduce((sofar, spot) => {
    const lines = sofar.split('\n');
    const index = spot % lines.length;
    const line = lines[index] ?? '';
    const indent = /^ */.exec(line)?.[0] ?? '';
    const added = spot % 2 === 0 ? [`${indent}# comment ${spot}`, line] : [`${line} # comment ${spot}`];
    const candidate = [...lines.slice(0, index), ...added, ...lines.slice(index + 1)].join('\n');
    return meaningOf(candidate) === meaning ? candidate : sofar;
  }, text);
}

function meaningOf(text: string): string {
  const document = parseDocument(text, { uniqueKeys: false });
  return document.errors.length > 0 ? `${document.errors.length}` : JSON.stringify(document.toJSON());
}
