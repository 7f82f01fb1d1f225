// Divides a text into blocks: the entries and items of its block collections, found by indentation alone. The meaning of
// a block does not depend on the text around it, so that a block can be parsed by itself.
import { firstAbove, spliced, type Difference } from './positions.ts';
import type { Span } from './tree.ts';

/** An entry of a block map with its value, or an item of a block list, up to where the next one starts. */
export type Block = Span;

/** A block collection: the whole text, or the value of a key. */
export interface Collection {
  readonly kind: 'map' | 'list';
  readonly column: number;
}

/** The lines that have content other than a comment. */
export interface ContentLines {
  readonly text: string;
  readonly starts: Uint32Array;
  /** Of the first character of each. */
  readonly columns: Uint32Array;
}

/** Content lines, by their indexes. The end is excluded. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/**
 * Undefined for a text in which indentation says too little: with tabs before content, a byte order mark, directives or
 * several documents. Nor for one in which a carriage return alone ends a line.
 */
export function contentLines(text: string): ContentLines | undefined {
  const found = scan(text, 0, text.length);
  return found && { text, starts: Uint32Array.from(found.starts), columns: Uint32Array.from(found.columns) };
}

/** How the lines of a text differ from those of an earlier one. */
export interface ChangedLines {
  readonly before: ContentLines;
  readonly after: ContentLines;
  /** In the earlier text. Those that have replaced them start with the same index. */
  readonly changed: Lines;
  /** How many more there are after the change. */
  readonly added: number;
}

/** The lines of a text that differs from an earlier one only there. Undefined like those of a whole text. */
export function contentLinesAfter(
  before: ContentLines,
  text: string,
  { start, end, by }: Difference,
): ChangedLines | undefined {
  const from = start === 0 ? 0 : text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', end + by);
  const to = lineBreak < 0 ? text.length : lineBreak + 1;
  const found = scan(text, from, to);
  if (!found) return undefined;
  const changed = { from: firstAbove(before.starts, from - 1), to: firstAbove(before.starts, to - by - 1) };
  const after = {
    text,
    starts: spliced(before.starts, changed, found.starts, by),
    columns: spliced(before.columns, changed, found.columns),
  };
  return { before, after, changed, added: found.starts.length - (changed.to - changed.from) };
}

/** The content lines between two starts of lines. */
function scan(
  text: string,
  from: number,
  to: number,
): { readonly starts: readonly number[]; readonly columns: readonly number[] } | undefined {
  const part = text.slice(from, to);
  if (part.includes('\r') && /\r(?!\n)/.test(part)) return undefined;
  const starts: number[] = [];
  const columns: number[] = [];
  for (let start = from; start < to;) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const first = text.charAt(at);
    if (first === '\t' || first === '\uFEFF') return undefined;
    if (at === start && /^(?:%|---|\.\.\.)/.test(text.slice(start, start + 3))) return undefined;
    if (first !== '' && !'\r\n#'.includes(first)) {
      starts.push(start);
      columns.push(at - start);
    }
    const lineEnd = text.indexOf('\n', at);
    start = lineEnd < 0 ? to : lineEnd + 1;
  }
  return { starts, columns };
}

/** Whether a block of the collection starts on the line. */
export function isFirst({ text, starts, columns }: ContentLines, line: number, { kind, column }: Collection): boolean {
  if (columns[line] !== column) return false;
  const at = (starts[line] ?? 0) + column;
  const isDash = text.charAt(at) === '-' && ' \r\n'.includes(text.charAt(at + 1));
  return isDash === (kind === 'list');
}

/** The blocks of the collection that start on these lines, of which the first is one. Each one ends where the next one starts. */
export function blocksIn(lines: ContentLines, { from, to }: Lines, collection: Collection): readonly Block[] {
  const starts: number[] = [];
  for (let line = from; line < to; line++) {
    if (isFirst(lines, line, collection)) starts.push(lines.starts[line] ?? 0);
  }
  const end = lines.starts[to] ?? lines.text.length;
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? end }));
}

/** Whether the line is a key with its value below it. */
export function isKeyAlone({ text, starts }: ContentLines, line: number): boolean {
  return /^ *[A-Za-z_][\w.-]*:[ \r]*(?:\n|#)/.test(text.slice(starts[line], starts[line + 1]));
}

/** The line that an entry or item of the collection starts on; undefined if there is anything before it. */
export function lineOf(
  lines: ContentLines,
  part: { readonly span: Span } | undefined,
  collection: Collection,
): number | undefined {
  if (!part) return undefined;
  const { kind, column } = collection;
  const { starts, columns } = lines;
  const { start } = part.span;
  let line = firstAbove(starts, start) - 1;
  // An item is where its value is, which may be below the dash.
  if (kind === 'list') while ((columns[line] ?? 0) > column) line--;
  else if (starts[line] !== start - column) return undefined;
  return isFirst(lines, line, collection) ? line : undefined;
}
