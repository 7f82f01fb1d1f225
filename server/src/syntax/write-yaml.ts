// A tree of plain values to YAML text that every reader takes alike: YAML 1.2's, and the YAML 1.1 of CloudFormation.
// A line is never folded: that would depend on how deep it stands, and nobody searches for half an ARN.

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
  const lines = header === undefined ? [] : [...commentLines(header), ''];
  if (root.entries.length === 0) lines.push('{}');
  else writeMap(root, '', '', lines);
  return `${lines.join('\n')}\n`;
}

/** `lead` stands on the first line where others have their indentation: a list's dash may be in it. */
function writeMap({ entries }: YamlMap, lead: string, indent: string, lines: string[]): void {
  for (const [index, { key, value, comment, spaceBefore }] of entries.entries()) {
    if (spaceBefore && index > 0) lines.push('');
    if (comment !== undefined) lines.push(...commentLines(comment).map((line) => indent + line));
    const written = quoted(key);
    const start = index === 0 ? lead : indent;
    // A key of more characters must say that it is one.
    if (written.length > 1024) lines.push(`${start}? ${written}`);
    writeValue(value, written.length > 1024 ? `${indent}:` : `${start}${written}:`, indent, lines);
  }
}

function writeValue(value: YamlValue, lead: string, indent: string, lines: string[]): void {
  const inner = `${indent}  `;
  if (typeof value !== 'object') lines.push(`${lead} ${scalar(value)}`);
  else if (value.kind === 'tagged') lines.push(`${lead} ${value.tag} ${quoted(value.text)}`);
  else if (value.kind === 'list') {
    lines.push(value.items.length === 0 ? `${lead} []` : lead);
    writeList(value, inner, inner, lines);
  } else if (value.entries.length === 0) lines.push(`${lead} {}`);
  else {
    lines.push(lead);
    writeMap(value, inner, inner, lines);
  }
}

function writeList({ items }: YamlList, lead: string, indent: string, lines: string[]): void {
  for (const [index, item] of items.entries()) {
    const start = `${index === 0 ? lead : indent}-`;
    const isCollection = typeof item === 'object' && item.kind !== 'tagged';
    if (isCollection && item.kind === 'map' && item.entries.length > 0) {
      writeMap(item, `${start} `, `${indent}  `, lines);
    } else if (isCollection && item.kind === 'list' && item.items.length > 0) {
      writeList(item, `${start} `, `${indent}  `, lines);
    } else writeValue(item, start, indent, lines);
  }
}

function scalar(value: string | number | boolean): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

/** What both versions of YAML print as it is, on one line: no control, no space but the plain one, no byte order mark. */
const printable = String.raw`\p{L}\p{M}\p{N}\p{P}\p{S}`;
const printableText = new RegExp(`^[${printable} ]*$`, 'u');

/** Starts like no number, date, indicator or `<<`, and holds nothing that would end it. */
const plainText = new RegExp(String.raw`^(?!.*(?:: | #|[: ]$))[\p{L}$/_][${printable} ]*$`, 'u');

/** The words that YAML 1.1 takes for a boolean or for nothing, and what a lenient reader takes for a number. */
const words = /^(?:y|yes|n|no|true|false|on|off|null|e[0-9]+)$/i;

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

function commentLines(comment: string): string[] {
  return comment.split('\n').map((line) => (line === '' ? '' : `# ${escaped(line)}`));
}
