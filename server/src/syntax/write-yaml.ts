// A tree of plain values to YAML text that every reader takes alike: YAML 1.2's, and the YAML 1.1 of CloudFormation.
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, type ScalarTag } from 'yaml';

export type YamlValue = string | number | boolean | YamlTagged | YamlList | YamlMap;

/** A text with a tag, such as `!Ref Chat`. */
export interface YamlTagged {
  readonly kind: 'tagged';
  /** With its `!`. */
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
  /** Stands on lines of its own above the key. */
  readonly comment?: string | undefined;
  /** True for an empty line above. */
  readonly spaceBefore?: boolean;
}

/** The text of the map, ending with a line break. `header` is a comment that opens the file. */
export function writeYaml(root: YamlMap, header?: string): string {
  const document = new Document(nodeOf(root), { version: '1.2', customTags: (tags) => [text, ...tags] });
  if (header !== undefined) document.commentBefore = commentText(header);
  // A folded line would depend on how deep it stands, and nobody searches for half an ARN.
  return document.toString({ lineWidth: 0 });
}

function nodeOf(value: YamlValue): Scalar | YAMLSeq | YAMLMap {
  if (typeof value !== 'object') return new Scalar(value);
  if (value.kind === 'tagged') {
    const scalar = new Scalar(value.text);
    scalar.tag = value.tag;
    return scalar;
  }
  if (value.kind === 'list') {
    const list = new YAMLSeq();
    list.items = value.items.map(nodeOf);
    list.flow = value.items.length === 0;
    return list;
  }
  const map = new YAMLMap();
  map.items = value.entries.map(pairOf);
  map.flow = value.entries.length === 0;
  return map;
}

function pairOf({ key, value, comment, spaceBefore }: YamlEntry): Pair {
  const name = new Scalar(key);
  if (comment !== undefined) name.commentBefore = commentText(comment);
  if (spaceBefore) name.spaceBefore = true;
  return new Pair(name, nodeOf(value));
}

/** What both versions of YAML print as it is, on one line: no control, no space but the plain one, no byte order mark. */
const printable = String.raw`\p{L}\p{M}\p{N}\p{P}\p{S}`;
const printableText = new RegExp(`^[${printable} ]*$`, 'u');

/** Starts like no number, date, indicator or `<<`, and holds nothing that would end it. */
const plainText = new RegExp(String.raw`^(?!.*(?:: | #|[: ]$))[\p{L}$/_][${printable} ]*$`, 'u');

/** The words that YAML 1.1 takes for a boolean or for nothing, and what a lenient reader takes for a number. */
const words = /^(?:y|yes|n|no|true|false|on|off|null|e[0-9]+)$/i;

/** The library quotes only what YAML 1.2 would misread, and prints characters that YAML 1.1 takes for line breaks. */
const text: ScalarTag = {
  identify: (value) => typeof value === 'string',
  default: true,
  tag: 'tag:yaml.org,2002:str',
  resolve: (source) => source,
  stringify: ({ value }) => quoted(String(value)),
};

function quoted(value: string): string {
  if (plainText.test(value) && !words.test(value)) return value;
  if (printableText.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${escaped(value.replaceAll(/["\\]/g, String.raw`\$&`))}"`;
}

const shortEscapes: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(value: string): string {
  return value.replaceAll(new RegExp(`[^${printable} ]`, 'gu'), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hexadecimal = (digits: number): string => code.toString(16).toUpperCase().padStart(digits, '0');
    if (code > 0xffff) return `\\U${hexadecimal(8)}`;
    return shortEscapes[character] ?? (code > 0xff ? `\\u${hexadecimal(4)}` : `\\x${hexadecimal(2)}`);
  });
}

function commentText(comment: string): string {
  return comment
    .split('\n')
    .map((line) => (line === '' ? '' : ` ${escaped(line)}`))
    .join('\n');
}
