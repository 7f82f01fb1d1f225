// Writes plain values as YAML that all parsers read alike, those of YAML 1.2 and CloudFormation's YAML 1.1.
import { byteLength } from './positions.ts';
import type { Span } from './tree.ts';

/** A value whose parts are of the type `V`, so that what holds other data need not be copied to be written. */
export type YamlNode<V> = string | number | boolean | YamlTagged | YamlList<V> | YamlMap<V>;

/** A text with a tag, such as `!Ref Chat`. */
export interface YamlTagged {
  readonly kind: 'tagged';
  /** Includes the `!`. */
  readonly tag: string;
  readonly text: string;
}

export interface YamlList<V> {
  readonly kind: 'list';
  readonly items: readonly V[];
}

export interface YamlMap<V> {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry<V>[];
}

export interface YamlEntry<V> {
  readonly key: string;
  readonly value: V;
  /** Written on its own lines above the key. */
  readonly comment?: string | undefined;
  /** True for an empty line above. */
  readonly spaceBefore?: boolean;
}

/**
 * Writes the map, ending with a line break.
 * @param node what each value is in YAML
 * @param header a comment that opens the file
 */
export function writeYaml<V>(writer: Writer, root: YamlMap<V>, node: (value: V) => YamlNode<V>, header?: string): void {
  if (header !== undefined) writer.put(`${commentText(header, '')}\n\n`);
  writeMap(writer, root, node, 0);
  writer.put('\n');
}

/** A line break with the indentation at that depth. */
function lineAt(depth: number): string {
  return (lines[depth] ??= `\n${'  '.repeat(depth)}`);
}

/** Made once, since a counted text is looked up. */
const lines: string[] = [];

/** Writes the first line at the current position, and the others at that depth. */
function writeNode<V>(writer: Writer, value: YamlNode<V>, node: (value: V) => YamlNode<V>, depth: number): void {
  if (typeof value === 'string') writer.put(quoted(value));
  else if (typeof value !== 'object') writer.put(String(value));
  else if (value.kind === 'tagged') {
    writer.put(value.tag);
    writer.put(' ');
    writer.put(quoted(value.text));
  } else if (value.kind === 'list') writeList(writer, value, node, depth);
  else writeMap(writer, value, node, depth);
}

function writeList<V>(writer: Writer, { items }: YamlList<V>, node: (value: V) => YamlNode<V>, depth: number): void {
  if (items.length === 0) writer.put('[]');
  for (let index = 0; index < items.length; index++) {
    const item = items[index];
    if (item === undefined) continue;
    if (index > 0) writer.put(lineAt(depth));
    writer.put('- ');
    const part = writer.open(index);
    writeNode(writer, node(item), node, depth + 1);
    writer.close(part);
  }
}

function writeMap<V>(writer: Writer, { entries }: YamlMap<V>, node: (value: V) => YamlNode<V>, depth: number): void {
  if (entries.length === 0) writer.put('{}');
  let isFirst = true;
  for (const { key, value, comment, spaceBefore } of entries) {
    if (!isFirst) {
      if (spaceBefore) writer.put('\n');
      writer.put(lineAt(depth));
    }
    isFirst = false;
    const start = writer.position;
    if (comment !== undefined) writer.put(commentText(comment, '  '.repeat(depth)));
    const above = comment === undefined ? undefined : { start, end: writer.position };
    if (above) writer.put(lineAt(depth));
    const part = writer.open(key, above);
    const name = quoted(key);
    if (name.length > longestKey) writer.put(`? ${name}${lineAt(depth)}`);
    else writer.put(name);
    writer.put(':');
    const content = node(value);
    writer.put(hasParts(content) ? lineAt(depth + 1) : ' ');
    writeNode(writer, content, node, depth + 1);
    writer.close(part);
  }
}

/** The maximum length of a key without `?`. */
const longestKey = 1024;

function hasParts<V>(value: YamlNode<V>): boolean {
  if (typeof value !== 'object' || value.kind === 'tagged') return false;
  return (value.kind === 'list' ? value.items : value.entries).length > 0;
}

/**
 * The characters that need no escape in either version of YAML: no control characters, no byte order mark, and of all
 * whitespace only the space.
 */
const printable = String.raw`\p{L}\p{M}\p{N}\p{P}\p{S}`;
export const printableText = new RegExp(`^[${printable} ]*$`, 'u');

/** Does not start like a number, date, indicator or `<<`, and contains nothing that would end a plain scalar. */
const plainText = new RegExp(String.raw`^(?!.*(?:: | #|[: ]$))[\p{L}$/_][${printable} ]*$`, 'u');

/** The words that YAML 1.1 reads as a boolean or null, and those that a lenient parser reads as a number. */
const words = /^(?:y|yes|n|no|true|false|on|off|null|e[-+]?[0-9]+)$/i;

/** Certainly plain text, and recognized quickly. */
const commonText = /^[A-Za-z$/][\w$./-]*(?:::?[\w$./-]+)*$/;

/** A string as a scalar on one line, outside of brackets. */
export function quoted(value: string): string {
  if (commonText.test(value) && !words.test(value)) return value;
  if (plainText.test(value) && !words.test(value)) return value;
  if (printableText.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${escaped(value.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

const shortEscapes: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const unprintable = new RegExp(`[^${printable} ]`, 'gu');

function escaped(value: string): string {
  if (/^[ -~]*$/.test(value)) return value;
  return value.replaceAll(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hexadecimal = (digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');
    if (code > 0xffff) return `\\U${hexadecimal(8)}`;
    return shortEscapes[character] ?? (code > 0xff ? `\\u${hexadecimal(4)}` : `\\x${hexadecimal(2)}`);
  });
}

/** The lines of a comment, of which the further ones get the indent. */
export function commentText(comment: string, indent: string): string {
  return comment
    .split('\n')
    .map((line) => (line === '' ? '' : `# ${escaped(line)}`))
    .join(`\n${indent}`);
}

/** The keys and indices from the root: `['Resources', 'Chat', 'Properties', 'Name']`. */
export type Path = readonly (string | number)[];

export interface WrittenText {
  readonly text: string;
  /** In the text's order, outer parts before inner ones. */
  readonly parts: readonly WrittenPart[];
}

/** An entry of a map, or an item of a list. */
export interface WrittenPart {
  readonly path: Path;
  /** From the key, if it has one, to the end of the value. */
  readonly span: Span;
  /** Of the comment above it. */
  readonly comment: Span | undefined;
}

/** The target that text is written to. */
export interface Writer {
  /** How much has been written, in the writer's unit. */
  readonly position: number;
  put(text: string): void;
  /** Starts the part at that key or index of the surrounding part. Returns what ends it. */
  open(step: string | number, comment?: Span): number;
  close(part: number): void;
}

/** Collects the text and the spans of its parts. */
export class TextWriter implements Writer, WrittenText {
  text = '';
  readonly parts: WrittenPart[] = [];
  private path: Path = [];

  get position(): number {
    return this.text.length;
  }

  put(text: string): void {
    this.text += text;
  }

  open(step: string | number, comment?: Span): number {
    const start = this.text.length;
    this.path = [...this.path, step];
    // Added before its inner parts, because outer parts come first; its end is known only after them.
    return this.parts.push({ path: this.path, comment, span: { start, end: start } }) - 1;
  }

  close(part: number): void {
    const opened = this.parts[part];
    if (opened) this.parts[part] = { ...opened, span: { start: opened.span.start, end: this.text.length } };
    this.path = this.path.slice(0, -1);
  }
}

/** Counts the bytes in UTF-8, without storing the text. */
export class ByteCounter implements Writer {
  position = 0;

  put(text: string): void {
    this.position += byteLength(text);
  }

  open(): number {
    return 0;
  }

  close(): void {
    return undefined;
  }
}
