// Tokens for coloring the template. Not a parser: it relies on the plain style in which the server writes YAML and JSON.
import type { TemplateFormat } from '../../server/src/protocol.ts';

export const tokenKinds = ['key', 'text', 'value', 'tag', 'comment'] as const;
export type TokenKind = (typeof tokenKinds)[number];

export interface Token {
  readonly kind: TokenKind;
  /** In UTF-16 units from the beginning of the line. */
  readonly start: number;
  readonly end: number;
}

const quoted = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'`;
const plainKey = String.raw`[^\s"'#&*!|>{}[\],-](?:[^:#]|:(?!\s|$))*?`;
const value = String.raw`-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`;

const patterns: Readonly<Record<TemplateFormat, RegExp>> = {
  yaml: new RegExp(
    String.raw`(?<=^\s*(?:- +)*)(?<key>${quoted}|${plainKey})(?=:(?:\s|$))|(?<text>${quoted})|(?<=^|\s)(?<comment>#.*)|(?<tag>![A-Za-z]+)|(?<=[\s[,])(?<value>${value})(?=[,\]}\s]|$)`,
    'g',
  ),
  json: new RegExp(String.raw`(?<key>"(?:[^"\\]|\\.)*")(?=:)|(?<text>"(?:[^"\\]|\\.)*")|(?<value>${value})`, 'g'),
};

/** Longer lines are not colored, because that would be slow. In UTF-16 units. */
const maximumLength = 5000;

export function tokensOf(line: string, format: TemplateFormat): Token[] {
  if (line.length > maximumLength) return [];
  return [...line.trimEnd().matchAll(patterns[format])].flatMap(({ 0: all, index, groups = {} }) => {
    const kind = tokenKinds.find((each) => groups[each] !== undefined);
    return kind ? [{ kind, start: index, end: index + all.length }] : [];
  });
}
