// Writes values as text, in the notation of their destination.
import { parseDocument } from 'yaml';
import { resolveAlias, type SyntaxNode } from './tree.ts';

export type PlainValue = string | number | boolean | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** JSON quotes everything, keys included. */
export type Notation = 'yaml' | 'json';

export interface ScalarStyle {
  /** Inside brackets or braces. */
  readonly flow: boolean;
  readonly quote: 'none' | 'single' | 'double' | 'block';
}

/** A string as a scalar on one line, which parses as the same string. */
export function writeScalar(text: string, style: ScalarStyle): string {
  if (style.quote === 'single' && /^[^\r\n\t\p{Cc}]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  if (style.quote === 'none' && isPlain(text)) return text;
  return JSON.stringify(text);
}

export function writeKey(key: string, notation: Notation): string {
  return notation === 'json' ? JSON.stringify(key) : writeScalar(key, { flow: true, quote: 'none' });
}

/** A value on one line: lists and maps in brackets and braces. */
export function writeFlow(value: PlainValue, notation: Notation): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    return notation === 'json' ? JSON.stringify(value) : writeScalar(value, { flow: true, quote: 'none' });
  }
  if (isList(value)) return `[${value.map((item) => writeFlow(item, notation)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${writeKey(key, notation)}: ${writeFlow(item, notation)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

/** Whether YAML reads the bare text back as the same string, in brackets too. */
export function isPlain(text: string): boolean {
  if (!/^[\w$./][\w$./ @+()*?-]*$/u.test(text) || text.endsWith(' ')) return false;
  const document = parseDocument(text);
  return document.errors.length === 0 && document.toJS() === text;
}

/** The largest value that is copied, because aliases can expand a short text into a huge one. */
const maximumCopy = 200;

/** The plain value of a node; undefined if it is empty, has a tag, or is too large to be copied. */
export function plainValue(node: SyntaxNode | undefined): PlainValue | undefined {
  let nodes = 0;
  const plain = (syntax: SyntaxNode | undefined): PlainValue | undefined => {
    const value = resolveAlias(syntax);
    if (!value || value.tag || nodes++ > maximumCopy) return undefined;
    if (value.kind === 'scalar') {
      return value.value === null || typeof value.value === 'bigint' ? undefined : value.value;
    }
    if (value.kind === 'list') return complete(value.items.map((item) => plain(item.value)));
    const entries = complete(value.entries.map(({ key, value: own }) => entry(key.text, plain(own))));
    return entries && Object.fromEntries(entries);
  };
  return plain(node);
}

function entry(key: string, value: PlainValue | undefined): readonly [string, PlainValue] | undefined {
  return value === undefined ? undefined : [key, value];
}

function complete<T>(values: readonly (T | undefined)[]): T[] | undefined {
  const present = values.flatMap((value) => (value === undefined ? [] : [value]));
  return present.length === values.length ? present : undefined;
}
