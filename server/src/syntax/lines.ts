// The lines of a text as its layout has them: how far each is indented, and whether a key, a colon and a value stand on it.
import { CST, Lexer } from 'yaml';
import type { Span } from './tree.ts';

/** A line on which a part of a block starts: what stands in brackets, or in a text of several lines, has no lines. */
export interface Line {
  readonly start: number;
  /** How far it is indented. */
  readonly column: number;
  /** Whether it starts with the dash of a list's item. */
  readonly dash: boolean;
  /** The text behind its dashes: a key, where there is a colon. */
  readonly first: Span;
  /** How far that text is indented, the dashes included. */
  readonly firstColumn: number;
  readonly colon: boolean;
  /** Whether anything but the first text, its colon and a comment stands on it. */
  readonly more: boolean;
}

/** In order; undefined for a line that says nothing of its neighbours. */
export function linesOf(text: string): (Line | undefined)[] {
  const lines: (Line | undefined)[] = [];
  let line: Draft = { start: 0 };
  let brackets = 0;
  const end = (start: number): void => {
    if (line.column !== undefined) lines.push(finished(line));
    line = { start };
  };
  for (const { type, start, source } of tokensOf(text)) {
    const isInBrackets = brackets > 0;
    if (type === 'flow-map-start' || type === 'flow-seq-start') brackets++;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') brackets = Math.max(0, brackets - 1);
    else if (type === 'flow-error-end') brackets = 0;
    if (type === 'block-text' || (type === 'newline' && !isInBrackets)) end(start + source.length);
    else if (!isInBrackets) add(line, type, { start, end: start + source.length }, source);
  }
  end(text.length);
  return lines;
}

/** A line of which not all is known yet. */
interface Draft {
  start: number;
  column?: number;
  dash?: boolean;
  first?: Span;
  colon?: boolean;
  more?: boolean;
  /** Whether it is laid out in a way that tells nothing. */
  odd?: boolean;
}

function add(line: Draft, type: TokenType, at: Span, source: string): void {
  const isFirst = line.column === undefined;
  if (type === 'space' && isFirst && source.includes('\t')) line.odd = true;
  if (nothing.includes(type)) return;
  line.column ??= at.start - line.start;
  if (type === 'seq-item-ind' && isFirst) line.dash = true;
  else if (type === 'map-value-ind' && line.first && !line.colon && !line.more) line.colon = true;
  else if (line.first) line.more = true;
  else if (texts.includes(type)) line.first = at;
  else if (type !== 'seq-item-ind') line.odd = true;
}

const nothing: readonly TokenType[] = ['space', 'comment', 'doc-mode', 'flow-error-end'];
const texts: readonly TokenType[] = ['text', 'single-quoted-scalar', 'double-quoted-scalar'];

function finished({ start, column, dash = false, first, colon = false, more = false, odd }: Draft): Line | undefined {
  if (odd === true || column === undefined || first === undefined) return undefined;
  return { start, column, dash, first, firstColumn: first.start - start, colon, more };
}

type TokenType = CST.TokenType | 'text' | 'block-text';

interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly source: string;
}

/** The lexer's tokens, but that a text without quotes ends with its line, and may have dashes before it. */
function* tokensOf(text: string): Iterable<Token> {
  let start = 0;
  let textType: 'text' | 'block-text' = 'text';
  let isText = false;
  for (const source of new Lexer().lex(text)) {
    const type = isText ? textType : CST.tokenType(source);
    if (type === 'scalar') {
      isText = true;
      continue;
    }
    if (type === 'text') yield* textTokens(start, source);
    else if (type) yield { type, start, source };
    if (isText) textType = 'text';
    isText = false;
    if (type === 'block-scalar-header') textType = 'block-text';
    if (type !== 'doc-mode' && type !== 'flow-error-end') start += source.length;
  }
}

function* textTokens(offset: number, source: string): Iterable<Token> {
  for (const { 0: piece, index } of source.matchAll(/\r?\n|(?<=\n)(?:[ \t]|-(?=[ \t]))+|[^\r\n]+/g)) {
    const start = offset + index;
    const isLead = /^[ \t-]+$/.test(piece);
    if (piece.endsWith('\n')) yield { type: 'newline', start, source: piece };
    else if (!isLead) yield { type: 'text', start, source: piece.trimEnd() };
    else for (const token of leadTokens(start, piece)) yield token;
  }
}

/** The room and the dashes with which a line begins. */
function* leadTokens(offset: number, source: string): Iterable<Token> {
  for (const { 0: piece, index } of source.matchAll(/[ \t]+|-/g)) {
    yield { type: piece === '-' ? 'seq-item-ind' : 'space', start: offset + index, source: piece };
  }
}
