// Writes plain values as YAML that all parsers read alike, those of YAML 1.2 and CloudFormation's YAML 1.1.
import { byteLength } from './positions.ts';
import type { Span } from './tree.ts';

export type YamlValue = string | number | boolean | YamlTagged | YamlList | YamlMap;

/** A text with a tag, such as `!Ref Chat`. */
export interface YamlTagged {
  readonly kind: 'tagged';
  /** Includes the `!`. */
  readonly tag: string;
  readonly text: string;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlValue[];
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly value: YamlValue;
  /** Written on its own lines above the key. */
  readonly comment?: string | undefined;
  /** True for an empty line above. */
  readonly spaceBefore?: boolean;
}

/** The map, ending with a line break. `header` is a comment that opens the file. */
export function writeYaml(root: YamlMap, header?: string): WrittenText {
  const writer = new TextWriter();
  writeDocument(writer, root, header);
  return writer;
}

/** How many bytes `writeYaml` would write, in UTF-8, without building the text. */
export function yamlSize(root: YamlMap, header?: string): number {
  const counter = new ByteCounter();
  writeDocument(counter, root, header);
  return counter.size;
}

function writeDocument(writer: Writer, root: YamlMap, header: string | undefined): void {
  if (header !== undefined) writer.put(`${commentText(header, '')}\n\n`);
  writeValue(writer, root, '');
  writer.put('\n');
}

/** Writes the first line at the current position, and indents the others. */
function writeValue(writer: Writer, value: YamlValue, indent: string): void {
  if (typeof value === 'string') writer.put(quoted(value));
  else if (typeof value !== 'object') writer.put(String(value));
  else if (value.kind === 'tagged') writer.put(`${value.tag} ${quoted(value.text)}`);
  else if (value.kind === 'list') writeList(writer, value, indent);
  else writeMap(writer, value, indent);
}

function writeList(writer: Writer, { items }: YamlList, indent: string): void {
  if (items.length === 0) writer.put('[]');
  for (const [index, item] of items.entries()) {
    writer.put(index > 0 ? `\n${indent}- ` : '- ');
    writer.part(index, undefined, () => writeValue(writer, item, `${indent}  `));
  }
}

function writeMap(writer: Writer, { entries }: YamlMap, indent: string): void {
  if (entries.length === 0) writer.put('{}');
  for (const [index, { key, value, comment, spaceBefore }] of entries.entries()) {
    if (index > 0) writer.put(`${spaceBefore ? '\n' : ''}\n${indent}`);
    const above = comment === undefined ? undefined : writer.put(commentText(comment, indent));
    if (above) writer.put(`\n${indent}`);
    const name = quoted(key);
    const inner = `${indent}  `;
    writer.part(key, above, () => {
      writer.put(name.length > longestKey ? `? ${name}\n${indent}:` : `${name}:`);
      writer.put(hasParts(value) ? `\n${inner}` : ' ');
      writeValue(writer, value, inner);
    });
  }
}

/** The maximum length of a key without `?`. */
const longestKey = 1024;

function hasParts(value: YamlValue): boolean {
  if (typeof value !== 'object' || value.kind === 'tagged') return false;
  return (value.kind === 'list' ? value.items : value.entries).length > 0;
}

/**
 * The characters that need no escape in either version of YAML: no control characters, no byte order mark, and of all
 * whitespace only the space.
 */
const printable = String.raw`\p{L}\p{M}\p{N}\p{P}\p{S}`;
const printableText = new RegExp(`^[${printable} ]*$`, 'u');

/** Does not start like a number, date, indicator or `<<`, and contains nothing that would end a plain scalar. */
const plainText = new RegExp(String.raw`^(?!.*(?:: | #|[: ]$))[\p{L}$/_][${printable} ]*$`, 'u');

/** The words that YAML 1.1 reads as a boolean or null, and those that a lenient parser reads as a number. */
const words = /^(?:y|yes|n|no|true|false|on|off|null|e[0-9]+)$/i;

function quoted(value: string): string {
  if (plainText.test(value) && !words.test(value)) return value;
  if (printableText.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${escaped(value.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

const shortEscapes: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const unprintable = new RegExp(`[^${printable} ]`, 'gu');

function escaped(value: string): string {
  return value.replaceAll(unprintable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hexadecimal = (digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');
    if (code > 0xffff) return `\\U${hexadecimal(8)}`;
    return shortEscapes[character] ?? (code > 0xff ? `\\u${hexadecimal(4)}` : `\\x${hexadecimal(2)}`);
  });
}

function commentText(comment: string, indent: string): string {
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
  /** The position after the piece, in the writer's unit. */
  put(text: string): Span;
  /** Marks the text that `write` puts as the part at that key or index of the surrounding part. */
  part(step: string | number, comment: Span | undefined, write: () => void): void;
}

/** Collects the text and the spans of its parts. */
export class TextWriter implements Writer, WrittenText {
  text = '';
  readonly parts: WrittenPart[] = [];
  private path: Path = [];

  put(text: string): Span {
    const start = this.text.length;
    this.text += text;
    return { start, end: this.text.length };
  }

  part(step: string | number, comment: Span | undefined, write: () => void): void {
    const start = this.text.length;
    const around = this.path;
    const path = [...around, step];
    // Added before its inner parts, because outer parts come first; its end is known only after them.
    const index = this.parts.push({ path, comment, span: { start, end: start } }) - 1;
    this.path = path;
    write();
    this.path = around;
    this.parts[index] = { path, comment, span: { start, end: this.text.length } };
  }
}

/** Counts the bytes without storing the text. */
class ByteCounter implements Writer {
  size = 0;

  put(text: string): Span {
    const start = this.size;
    this.size += byteLength(text);
    return { start, end: this.size };
  }

  part(_step: string | number, _comment: Span | undefined, write: () => void): void {
    write();
  }
}
