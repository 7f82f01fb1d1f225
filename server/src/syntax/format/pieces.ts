// The pieces of a text without its whitespace, and the whitespace that belongs between them.
import type { CST } from 'yaml';
import type { Span } from '../tree.ts';

/** A token, or a line of a multiline scalar. */
export interface Piece {
  readonly span: Span;
  readonly kind: PieceKind;
  /** Whether it is the first on its line, or should be. */
  readonly opensLine: boolean;
  /** Its column if it starts a line. */
  readonly column: number;
  /** The whitespace before it, if it does not start a line: as written, one space, or none. */
  readonly gap: 'kept' | ' ' | '';
  /** Whether the empty lines before it are data. */
  readonly keepsEmptyLines: boolean;
  /** The block collection around it. */
  readonly level: Level | undefined;
  readonly inFlow: boolean;
}

export type PieceKind =
  | 'comment'
  | 'text'
  /** A line of a block scalar. */
  | 'block-text'
  | 'alias'
  | 'mark'
  | 'dash'
  | 'question'
  | 'colon'
  | 'comma'
  | 'open-map'
  | 'open-list'
  | 'close-map'
  | 'close-list';

/** A block collection: the column of its parts as it is, and as it should be. */
export interface Level {
  readonly from: number;
  readonly to: number;
  readonly outer: Level | undefined;
}

/** Any other token is text. */
export const kinds: Readonly<Partial<Record<CST.Token['type'], PieceKind>>> = {
  anchor: 'mark',
  tag: 'mark',
  'seq-item-ind': 'dash',
  'explicit-key-ind': 'question',
  'map-value-ind': 'colon',
  comma: 'comma',
  'flow-map-end': 'close-map',
  'flow-seq-end': 'close-list',
};

/** The whitespace between two pieces on a line. */
export function gapBetween(previous: PieceKind, next: PieceKind): ' ' | '' {
  if (next === 'comma') return '';
  // Otherwise the colon would become part of the name of an anchor or alias.
  if (next === 'colon') return previous === 'text' || previous === 'close-map' || previous === 'close-list' ? '' : ' ';
  if (previous === 'open-list' || next === 'close-list') return '';
  if (previous === 'open-map' && next === 'close-map') return '';
  return ' ';
}

/** From the first to the last token of a collection, without outer whitespace and comments. */
export function wholeOf(collection: CST.Token): Span {
  return { start: firstOf(collection) ?? collection.offset, end: lastOf(collection) ?? collection.offset };
}

function firstOf(token: CST.Token): number | undefined {
  if (token.type === 'flow-collection') return token.start.offset;
  if (!('items' in token)) return isContent(token) ? token.offset : undefined;
  for (const { start, key, sep = [], value } of token.items) {
    for (const part of [...start, key, ...sep, value]) {
      const first = part ? firstOf(part) : undefined;
      if (first !== undefined) return first;
    }
  }
  return undefined;
}

function lastOf(token: CST.Token): number | undefined {
  if (!('items' in token)) {
    if (!isContent(token) || !('source' in token)) return undefined;
    return contentStart(token) + token.source.trimEnd().length;
  }
  if (token.type === 'flow-collection') {
    const close = token.end.find(isContent);
    if (close) return close.offset + close.source.length;
  }
  for (let index = token.items.length - 1; index >= 0; index--) {
    const { start = [], key, sep = [], value } = token.items[index] ?? {};
    const last = [...start, key, ...sep, value].flatMap((part) => (part ? (lastOf(part) ?? []) : [])).at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

/** Where the token's source starts, which is after the header for a block scalar. */
export function contentStart(token: CST.Token): number {
  const header = token.type === 'block-scalar' ? token.props.at(-1) : undefined;
  return header && 'source' in header ? header.offset + header.source.length : token.offset;
}

function isContent({ type }: CST.Token): boolean {
  return type !== 'space' && type !== 'newline' && type !== 'comment';
}

/** The column of the offset. A byte order mark has no width. Only YAML's line ends count. */
export function columnIn(text: string, offset: number): number {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  return offset - lineStart - (lineStart === 0 && text.startsWith('\uFEFF') ? 1 : 0);
}
