// Layout mistakes with an obvious intention: a key that lacks its colon above its value, and a line
// whose indentation differs from its siblings. Text with such slips is parsed as if they were already fixed.
import { explain } from './messages.ts';
import type { Edit, Span, SyntaxProblem, SyntaxNode, SyntaxTree } from './tree.ts';
import { CST, Lexer } from 'yaml';
import { firstAbove, lineIndex } from './positions.ts';

/** A problem that does not affect anything else, because the text is parsed with this fix applied. */
export interface Slip extends SyntaxProblem {
  readonly appliedFix: readonly Edit[];
}

/** Text with more of them is probably not a slip. */
const maximumSlips = 50;

/** A map that a line may belong to. */
interface OpenMap {
  /** The column of its keys. */
  readonly column: number;
  /** The column where it starts: that of its first key, or of the dash before it. */
  readonly from: number;
}

export function slipsOf(text: string): Slip[] {
  const lines = linesOf(text);
  const slips: Slip[] = [];
  let open: readonly OpenMap[] = [];
  for (const [index, line] of lines.entries()) {
    if (slips.length === maximumSlips) break;
    if (!line) {
      open = [];
      continue;
    }
    const next = lines[index + 1];
    const above = line.colon ? mapAbove(line, next, open) : undefined;
    if (above) {
      slips.push(indented(line, above.column - line.column));
      open = open.slice(0, open.indexOf(above) + 1);
      continue;
    }
    const enclosing = open.filter(({ column }) => column <= line.column);
    const last = enclosing.at(-1);
    const isKey = line.colon || last?.column === line.firstColumn;
    const isHalfTyped = next !== undefined && lacksColon(line, next, isKey);
    let column = line.firstColumn;
    if (isHalfTyped) slips.push(withColon(text, line));
    else if (next && cannotHold(line, next)) slips.push(outdented(text, next, next.column - line.firstColumn));
    else if (next && next.column < line.column && isDeepAlone(line, next, last, lines[index + 2])) {
      slips.push(outdented(text, line, line.column - next.column));
      ({ column } = next);
    }
    const isNew = (line.colon || isHalfTyped) && last?.column !== column;
    open = isNew ? [...enclosing, { column, from: line.column }] : enclosing;
  }
  return slips;
}

/**
 * The map above that a key belongs to although it is indented less: either it is indented further than the dash of that
 * map, or the next line continues that map and cannot be the key's value.
 */
function mapAbove(line: Line, next: Line | undefined, open: readonly OpenMap[]): OpenMap | undefined {
  if (line.dash) return undefined;
  const continued = next && cannotHold(line, next) ? open.find(({ column }) => column === next.column) : undefined;
  return open.find(({ from, column }) => from < line.column && line.column < column) ?? continued;
}

/** Whether the next line can only be the start of a value, so that this line is its key without a colon. */
function lacksColon(line: Line, next: Line, isKey: boolean): boolean {
  if (line.colon || line.more) return false;
  if (next.dash) return isKey && next.column >= line.firstColumn;
  return next.colon && next.column > line.firstColumn;
}

/** Whether the next line is indented like the value of a key that already has one. */
function cannotHold(line: Line, next: Line): boolean {
  return line.colon && line.more && next.colon && !next.dash && next.column > line.firstColumn;
}

/** Whether a map's first key is indented further than its other keys, all of them further than their parent. */
function isDeepAlone(line: Line, next: Line, enclosing: OpenMap | undefined, following: Line | undefined): boolean {
  if (!line.colon || !line.more || line.dash || !next.colon || !next.more || next.dash) return false;
  const isFirst = (enclosing?.column ?? -1) < next.column;
  return isFirst && following?.column !== line.column;
}

function withColon(text: string, { first }: Line): Slip {
  return {
    span: first,
    message: explain.missingColonAbove(text.slice(first.start, first.end)),
    kind: 'missing-colon',
    halfTyped: true,
    appliedFix: [{ span: { start: first.end, end: first.end }, newText: ':' }],
  };
}

function indented({ start, first }: Line, by: number): Slip {
  return misaligned(first, [{ span: { start, end: start }, newText: ' '.repeat(by) }]);
}

/** Moves the line left, with the lines below it that are indented at least as far. */
function outdented(text: string, { start, column, first }: Line, by: number): Slip {
  const appliedFix: Edit[] = [];
  for (const { 0: room, index } of text.slice(start).matchAll(/^ *(?=\S)/gm)) {
    if (room.length < column) break;
    const end = start + index + column;
    appliedFix.push({ span: { start: end - by, end }, newText: '' });
  }
  return misaligned(first, appliedFix);
}

function misaligned(span: Span, appliedFix: readonly Edit[]): Slip {
  return { span, message: explain.misaligned, kind: 'misaligned', halfTyped: true, appliedFix };
}

/** A line on which a part of a block starts. Content in brackets or in a multi-line string does not count as lines. */
interface Line {
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
}

/** In order; undefined for a line whose layout says nothing about its siblings. */
function linesOf(text: string): (Line | undefined)[] {
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
  /** Whether its layout says nothing about its siblings. */
  odd?: boolean;
}

function add(line: UnfinishedLine, type: TokenType, at: Span, source: string): void {
  const isFirst = line.column === undefined;
  if (type === 'space' && isFirst && source.includes('\t')) line.odd = true;
  if (ignored.includes(type)) return;
  line.column ??= at.start - line.start;
  if (type === 'seq-item-ind' && isFirst) line.dash = true;
  else if (type === 'map-value-ind' && line.first && !line.colon && !line.more) line.colon = true;
  else if (line.first) line.more = true;
  else if (texts.includes(type)) line.first = at;
  else if (type !== 'seq-item-ind') line.odd = true;
}

const ignored: readonly TokenType[] = ['space', 'comment', 'doc-mode', 'flow-error-end'];
const texts: readonly TokenType[] = ['text', 'single-quoted-scalar', 'double-quoted-scalar'];

function finished({
  start,
  column,
  dash = false,
  first,
  colon = false,
  more = false,
  odd,
}: UnfinishedLine): Line | undefined {
  if (odd === true || column === undefined || first === undefined) return undefined;
  return { start, column, dash, first, firstColumn: first.start - start, colon, more };
}

type TokenType = CST.TokenType | 'text' | 'block-text';

interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly source: string;
}

/** The lexer's tokens, except that an unquoted string ends with its line and may have dashes before it. */
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

/** The whitespace and the dashes at the start of a line. */
function* leadTokens(offset: number, source: string): Iterable<Token> {
  for (const { 0: piece, index } of source.matchAll(/[ \t]+|-/g)) {
    yield { type: piece === '-' ? 'seq-item-ind' : 'space', start: offset + index, source: piece };
  }
}

/**
 * Moves every span of a tree that was parsed from the corrected text to its position in the original text. Changes the
 * tree in place, because nothing else refers to it yet. The edits must be in order.
 */
export function moveBack(tree: SyntaxTree, text: string, edits: readonly Edit[]): SyntaxTree {
  const move = mover(edits);
  const colons = new Set(edits.flatMap(({ span, newText }) => (newText === ':' ? span.start : [])));
  const moveSpan = <P extends { readonly span: Span }>(part: P): P => Object.assign(part, { span: move(part.span) });
  const visit = (node: SyntaxNode | undefined): void => {
    if (!node) return;
    moveSpan(node);
    if (node.kind === 'list') {
      for (const item of node.items) {
        visit(item.value);
        moveSpan(item);
      }
    } else if (node.kind === 'map') {
      for (const entry of node.entries) {
        visit(entry.key);
        visit(entry.value);
        moveSpan(entry);
        if (colons.has(entry.key.span.end)) Object.assign(entry, { colon: false });
      }
    }
  };
  visit(tree.root);
  for (const part of [...tree.problems, ...tree.comments, ...tree.anchors]) moveSpan(part);
  return Object.assign(tree, { text, lines: lineIndex(text) });
}

function mover(edits: readonly Edit[]): (span: Span) => Span {
  /** Where the text of each edit starts in the corrected text, in order. */
  const starts: number[] = [];
  let shift = 0;
  for (const { span, newText } of edits) {
    starts.push(span.start + shift);
    shift += newText.length - (span.end - span.start);
  }
  const moved = (offset: number, last: number): number => {
    const edit = edits[last];
    if (!edit) return offset;
    const after = offset - (starts[last] ?? 0) - edit.newText.length;
    return after < 0 ? edit.span.start : edit.span.end + after;
  };
  return ({ start, end }) => {
    const from = moved(start, firstAbove(starts, start) - 1);
    return { start: from, end: Math.max(from, moved(end, firstAbove(starts, end - 1) - 1)) };
  };
}
