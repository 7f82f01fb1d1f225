// Writes a YAML document as a person would: a collection on one line if it is short and simple, a text of several lines
// as such, comments above what they are about, and empty lines in between.
import { isPlain } from './write-value.ts';
import { commentText, printableText, quoted } from './write-yaml.ts';

export type DocumentValue = DocumentScalar | DocumentList | DocumentMap;

export interface DocumentScalar {
  readonly kind: 'scalar';
  readonly text: string;
  /** Whether the text is not that of a string: a number, a boolean, `null`. */
  readonly isBare?: boolean | undefined;
  /** With its `!`. */
  readonly tag?: string | undefined;
}

export interface DocumentList {
  readonly kind: 'list';
  readonly items: readonly DocumentPart[];
  readonly tag?: string | undefined;
}

export interface DocumentMap {
  readonly kind: 'map';
  readonly entries: readonly DocumentEntry[];
  readonly tag?: string | undefined;
  /**
   * `block`: each entry has lines of its own, however short they are. `line`: all entries are on one line if they fit there,
   * although one of them is a map.
   */
  readonly layout?: 'block' | 'line' | undefined;
}

export interface DocumentPart {
  readonly value: DocumentValue;
  /** Written on lines of its own above. */
  readonly comment?: string | undefined;
  /** Whether an empty line is above, unless it is the first of its collection. */
  readonly spaceBefore?: boolean | undefined;
}

export interface DocumentEntry extends DocumentPart {
  readonly key: string;
}

/** How far the lines of collections and comments reach. A longer text still has one line. */
const width = 100;

/** Writes the map, ending with a line break. The formatter would change nothing. */
export function writeDocument(root: DocumentMap): string {
  return `${root.entries.length === 0 ? '{}' : partsOf(root, 0)}\n`;
}

/** The parts of a collection that is not empty, from where the first one starts. */
function partsOf(collection: DocumentList | DocumentMap, column: number): string {
  const indent = ' '.repeat(column);
  return partsIn(collection)
    .map(({ part, key }, index) => {
      const above = index === 0 ? '' : `${part.spaceBefore ? '\n' : ''}\n${indent}`;
      const comment = part.comment === undefined ? '' : `${commentOf(part.comment, column)}\n${indent}`;
      return above + comment + (key === undefined ? itemText(part.value, column) : entryText(key, part.value, column));
    })
    .join('');
}

interface Keyed {
  readonly part: DocumentPart;
  /** Of a map. */
  readonly key: string | undefined;
}

function partsIn(collection: DocumentList | DocumentMap): readonly Keyed[] {
  return collection.kind === 'list'
    ? collection.items.map((part) => ({ part, key: undefined }))
    : collection.entries.map((part) => ({ part, key: part.key }));
}

/** The maximum length of a key without `?`. */
const longestKey = 1024;

function entryText(key: string, value: DocumentValue, column: number): string {
  const name = inBlock(key);
  const start = name.length > longestKey ? `? ${name}\n${' '.repeat(column)}:` : `${name}:`;
  const line = lineOf(value, width - column - start.length - 1);
  return line === undefined ? start + belowKey(value, column + 2) : `${start} ${line}`;
}

function itemText(value: DocumentValue, column: number): string {
  const line = lineOf(value, width - column - 2);
  if (line !== undefined) return `- ${line}`;
  // What starts on the line of the dash is aligned with it, unless a tag is in between.
  if (value.tag !== undefined || value.kind === 'scalar') return `-${belowKey(value, column + 2)}`;
  return `- ${partsOf(value, column + 2)}`;
}

/** A value with lines of its own, in that column. */
function belowKey(value: DocumentValue, column: number): string {
  const tag = value.tag === undefined ? '' : ` ${value.tag}`;
  if (value.kind === 'scalar') return `${tag} ${literal(value.text, column)}`;
  return `${tag}\n${' '.repeat(column)}${partsOf(value, column)}`;
}

/** The value on one line. Undefined if it has to have several, or if they are easier to read. */
function lineOf(value: DocumentValue, room: number): string | undefined {
  if (value.kind === 'scalar') return isLiteral(value) ? undefined : scalarText(value, inBlock);
  if (value.kind === 'map' && value.layout === 'block' && value.entries.length > 0) return undefined;
  return flowOf(value, room, { isOuter: true, holdsMaps: false });
}

interface Brackets {
  /** Whether no brackets are around it. */
  readonly isOuter: boolean;
  /** Whether those around it can hold maps. */
  readonly holdsMaps: boolean;
}

/** The value inside of brackets or between them. What is on one line holds no maps, unless its layout says so. */
function flowOf(value: DocumentValue, room: number, { isOuter, holdsMaps }: Brackets): string | undefined {
  if (value.kind === 'scalar') return isLiteral(value) ? undefined : scalarText(value, inBrackets);
  const [open, close] = value.kind === 'list' ? '[]' : ['{ ', ' }'];
  const tag = value.tag === undefined ? '' : `${value.tag} `;
  const parts = partsIn(value);
  if (parts.length === 0) return value.kind === 'list' ? `${tag}[]` : `${tag}{}`;
  if (value.kind === 'map' && !isOuter && !holdsMaps) return undefined;
  const inside = { isOuter: false, holdsMaps: value.kind === 'map' && value.layout === 'line' };
  let text = `${tag}${open}`;
  for (const [index, { part, key }] of parts.entries()) {
    const inner = part.comment === undefined ? flowOf(part.value, room - text.length, inside) : undefined;
    if (inner === undefined) return undefined;
    text += `${index > 0 ? ', ' : ''}${key === undefined ? '' : `${inBrackets(key)}: `}${inner}`;
    if (text.length > room) return undefined;
  }
  return text.length + 2 > room ? undefined : text + close;
}

function scalarText({ text, isBare, tag }: DocumentScalar, write: (text: string) => string): string {
  const written = isBare ? text : write(text);
  return tag === undefined ? written : `${tag} ${written}`;
}

/** What starts with a digit or a dot, as `1-way` and `./send` do, is a text if it has a letter or a slash and is no number. */
function inBlock(text: string): string {
  const isOdd = /^[\d.][\w./-]*$/.test(text) && /[a-z/]/i.test(text);
  return isOdd && isPlain(text) ? text : quoted(text);
}

/** Brackets, braces and commas are signs there. */
function inBrackets(text: string): string {
  const written = inBlock(text);
  return written === text && /[,[\]{}]/.test(text) ? `'${text.replaceAll("'", "''")}'` : written;
}

/** Whether a text is written as its lines: there are several, and each of them shows all that it has. */
function isLiteral({ text, isBare }: DocumentScalar): boolean {
  if (isBare || !text.includes('\n') || text.endsWith('\n\n') || /^[\n ]/.test(text)) return false;
  return text.split('\n').every((line) => printableText.test(line) && !line.endsWith(' '));
}

function literal(text: string, column: number): string {
  const lines = text.replace(/\n$/, '').split('\n');
  const indent = ' '.repeat(column);
  return [text.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n');
}

/** The comment in lines that are not too long, after the first of which the others get their indentation. */
function commentOf(comment: string, column: number): string {
  const lines = comment.split('\n').flatMap((line) => wrapped(line, width - column - 2));
  return lines.map((line) => (line === '' ? '#' : commentText(line, ''))).join(`\n${' '.repeat(column)}`);
}

function wrapped(line: string, room: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > room) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current.trimEnd()];
}
