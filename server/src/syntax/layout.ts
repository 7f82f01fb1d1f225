// The layout of a text as people see it, before it is parsed: its tokens, and the lines that the parts of blocks start on.
import { CST, Lexer } from 'yaml';
import type { Span } from './tree.ts';

/** A line on which a part of a block starts. Content in brackets or in a multi-line string does not count as lines. */
export interface Line {
  readonly start: number;
  /** The column of its first character. */
  readonly column: number;
  /** Whether it starts with the dash of a list item. */
  readonly dash: boolean;
  /** The text after its dashes: a key, if there is a colon. */
  readonly first: Span;
  /** The column of that text. */
  readonly firstColumn: number;
  readonly colon: boolean;
  /** Whether it contains anything besides the first text, its colon and a comment. */
  readonly more: boolean;
  /** Whether it starts with a bracket, after its dashes. */
  readonly flow: boolean;
  /** Whether the value of its key is in braces. */
  readonly opens: boolean;
  /** A key in its value. */
  readonly second: SecondKey | undefined;
}

export interface SecondKey {
  readonly start: number;
  /** Whether the first key has a value before it. */
  readonly isSibling: boolean;
  /** Whether nothing follows its colon. */
  isKey: boolean;
}

/** In order; undefined for a line whose layout says nothing about its siblings. */
export function linesOf(text: string): (Line | undefined)[] {
  const lines: (Line | undefined)[] = [];
  let line: UnfinishedLine = { start: 0 };
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

/** A line that is still being collected. */
interface UnfinishedLine {
  start: number;
  column?: number;
  dash?: boolean;
  first?: Span;
  colon?: boolean;
  more?: boolean;
  flow?: boolean;
  opens?: boolean;
  value?: { readonly start: number; readonly source: string };
  second?: SecondKey;
  /** Whether its layout says nothing about its siblings. */
  odd?: boolean;
}

function add(line: UnfinishedLine, type: TokenType, at: Span, source: string): void {
  const isFirst = line.column === undefined;
  if (type === 'space' && isFirst && source.includes('\t')) line.odd = true;
  if (ignored.includes(type) || (line.first && properties.includes(type))) return;
  line.column ??= at.start - line.start;
  if (type === 'seq-item-ind' && isFirst) line.dash = true;
  else if (type === 'map-value-ind' && line.first && !line.colon && !line.more) line.colon = true;
  else if (line.first) {
    if (line.second) line.second.isKey = false;
    else if (line.value && line.colon && type === 'map-value-ind') {
      const { start, source } = line.value;
      const lastWord = Math.max(source.lastIndexOf(' '), source.lastIndexOf('\t')) + 1;
      line.second = { start: start + lastWord, isSibling: lastWord > 0, isKey: true };
    }
    if (!line.more) {
      line.opens = type === 'flow-map-start';
      if (type === 'text') line.value = { start: at.start, source };
    }
    line.more = true;
  } else if (texts.includes(type)) line.first = at;
  else if (type === 'flow-map-start' || type === 'flow-seq-start')
    Object.assign(line, { first: at, more: true, flow: true });
  else if (type !== 'seq-item-ind') line.odd = true;
}

const ignored: readonly TokenType[] = ['space', 'comment', 'doc-mode', 'flow-error-end'];
/** They say nothing of whether a value follows on the line. */
const properties: readonly TokenType[] = ['anchor', 'tag'];
const texts: readonly TokenType[] = ['text', 'single-quoted-scalar', 'double-quoted-scalar', 'alias'];

function finished({
  start,
  column,
  dash = false,
  first,
  colon = false,
  more = false,
  flow = false,
  opens = false,
  second,
  odd,
}: UnfinishedLine): Line | undefined {
  if (odd === true || column === undefined || first === undefined) return undefined;
  return { start, column, dash, first, firstColumn: first.start - start, colon, more, flow, opens, second };
}

export type TokenType = CST.TokenType | 'text' | 'block-text';

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly source: string;
}

/** The lexer's tokens, except that an unquoted string ends with its line and may have dashes before it. */
export function* tokensOf(text: string): Iterable<Token> {
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
    else if (!isLead) yield { type: 'text', start, source: withoutSpaceAfter(piece) };
    else for (const token of leadTokens(start, piece)) yield token;
  }
}

/** The whitespace and the dashes at the start of a line. */
function* leadTokens(offset: number, source: string): Iterable<Token> {
  for (const { 0: piece, index } of source.matchAll(/[ \t]+|-/g)) {
    yield { type: piece === '-' ? 'seq-item-ind' : 'space', start: offset + index, source: piece };
  }
}

/** A no-break space, which `trimEnd` would remove too, belongs to the text. */
function withoutSpaceAfter(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(0, end);
}
