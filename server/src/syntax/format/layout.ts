// The layout of a text: its pieces, and the whitespace before each of them. Uses the parser's own tokens, so that only
// whitespace between them can ever change.
import { Parser, type CST } from 'yaml';
import type { Span } from '../tree.ts';
import {
  columnIn,
  contentStart,
  gapBetween,
  kinds,
  wholeOf,
  type Level,
  type Piece,
  type PieceKind,
} from './pieces.ts';

export interface Layout {
  /** In the file's order. */
  readonly pieces: readonly Piece[];
  /** Whether the line breaks after the last piece are data, of a block scalar that keeps them. */
  readonly keepsEnd: boolean;
  /** Whether everything is inside brackets, where tabs are allowed. */
  readonly isFlow: boolean;
}

export interface LayoutOptions {
  /** Columns per level. */
  readonly step: number;
  /** Whole lines. Collections that reach beyond them keep their columns. */
  readonly within: Span;
}

export function layOut(text: string, options: LayoutOptions): Layout {
  const walk = new LayoutWalk(text, options);
  for (const token of new Parser().parse(text)) walk.document(token);
  return walk;
}

/** In JSON, a collection beyond this column, or one that already has a line break, is split into one part per line. */
const jsonWidth = 100;

/** How the parent of a value (a key, a dash) affects its position. */
interface LayoutContext {
  /** The value's column if it starts a line, or if it is a block collection. */
  readonly column: number;
  /** The indentation of brackets that open on the holder's line. */
  readonly base: number;
  /** The column of the collection around it, as it is and as it should be. */
  readonly level: Level | undefined;
  readonly inFlow: boolean;
}

const room: ReadonlySet<CST.Token['type']> = new Set([
  'space',
  'newline',
  'doc-mode',
  'flow-error-end',
  'byte-order-mark',
]);

class LayoutWalk implements Layout {
  readonly pieces: Piece[] = [];
  isFlow = false;
  /** Options for the next piece only: keep the empty lines or whitespace before it, start a line. */
  keepsEnd = false;
  private keepsGap = false;
  private breaks = false;
  private isJson = false;
  /** The current line: the column at which it starts, and the current column. */
  private lineColumn = 0;
  private reached = 0;

  constructor(
    private readonly text: string,
    private readonly options: LayoutOptions,
  ) {}

  document(token: CST.Token): void {
    const place: LayoutContext = { column: 0, base: 0, level: undefined, inFlow: false };
    if (token.type !== 'document') {
      this.token(token, place);
      return;
    }
    this.isFlow = token.value?.type === 'flow-collection';
    this.isJson = token.value?.type === 'flow-collection' && token.value.items[0]?.key?.type === 'double-quoted-scalar';
    for (const start of token.start) this.token(start, place);
    if (token.value) {
      // Text that looks like a document marker would become one at the start of a line.
      const hasMarker = /^[ \t]+(?:---|\.{3})/m.test(this.text);
      this.value(
        token.value,
        hasMarker ? { ...place, column: columnIn(this.text, wholeOf(token.value).start) } : place,
      );
    }
    for (const end of token.end ?? []) this.token(end, place);
  }

  private value(token: CST.Token, place: LayoutContext): void {
    if (token.type === 'block-map') this.blockMap(token, place);
    else if (token.type === 'block-seq') this.blockList(token, place);
    else if (token.type === 'flow-collection') this.flow(token, place);
    else if (token.type === 'block-scalar') this.blockScalar(token, place);
    else this.token(token, place);
  }

  private blockMap(map: CST.BlockMap, place: LayoutContext): void {
    const level = this.enter(map, place);
    const own: LayoutContext = { column: level.to, base: level.to, level, inFlow: false };
    for (const item of map.items) {
      // `? key` and, on its own line, `: value`: what follows the sign is treated as after a dash.
      const isExplicit = item.explicitKey === true;
      const nested = { ...own, column: level.to + (isExplicit ? 2 : this.options.step) };
      for (const token of item.start) this.token(token, own);
      if (item.key) this.value(item.key, isExplicit ? nested : own);
      for (const token of item.sep ?? []) this.token(token, token.type === 'map-value-ind' ? own : nested);
      if (item.value) this.value(item.value, nested);
    }
  }

  private blockList(list: CST.BlockSequence, place: LayoutContext): void {
    const level = this.enter(list, place);
    const own: LayoutContext = { column: level.to, base: level.to, level, inFlow: false };
    const nested: LayoutContext = { ...own, column: level.to + 2, base: level.to + 2 };
    for (const item of list.items) {
      for (const token of item.start) this.token(token, token.type === 'seq-item-ind' ? own : nested);
      if (item.value) this.value(item.value, nested);
    }
  }

  /** A collection that is only partly formatted stays in place, so that its parts stay aligned. */
  private enter(collection: CST.BlockMap | CST.BlockSequence, { column, level: outer }: LayoutContext): Level {
    const { start, end } = wholeOf(collection);
    const from = columnIn(this.text, start);
    const isWhole = this.isWithin({ start: start - from, end });
    if (!isWhole) this.keepsGap = true;
    return { from, to: isWhole ? column : from, outer };
  }

  /** The following comments must move as well: otherwise a block scalar could absorb them. */
  private isWithin({ start, end }: Span): boolean {
    const { within } = this.options;
    if (within.start === 0 && within.end === this.text.length) return true;
    const comments = /(?:[ \t\r]*(?:#[^\n]*)?\n)*/y;
    comments.lastIndex = end;
    comments.test(this.text);
    return within.start <= start && Math.max(end, comments.lastIndex) <= within.end;
  }

  private flow(flow: CST.FlowCollection, place: LayoutContext): void {
    const ownLine = this.opensLine(flow.offset) || this.breaks;
    const base = ownLine ? place.column : place.inFlow ? this.lineColumn : place.base;
    const { step } = this.options;
    // Only the last bracket may close at the column of the key. Inner ones must be indented further.
    if (!place.inFlow) this.lineColumn = ownLine || !place.level ? base : base + step;
    const isMap = flow.start.source === '{';
    this.add(flow.start.offset, flow.start.source, isMap ? 'open-map' : 'open-list', place);
    const isBroken = this.isJson && this.isLong(flow);
    const own: LayoutContext = { column: base + step, base, level: place.level, inFlow: true };
    const nested: LayoutContext = { ...own, column: base + 2 * step };
    for (const item of flow.items) {
      if (isBroken) this.breaks = !item.start.some(({ type }) => type === 'comma');
      for (const token of item.start) {
        this.token(token, own);
        if (isBroken && token.type === 'comma') this.breaks = true;
      }
      if (item.key) this.value(item.key, own);
      for (const token of item.sep ?? []) this.token(token, nested);
      if (item.value) this.value(item.value, item.sep ? nested : own);
    }
    const [close, ...behind] = flow.end;
    this.breaks = isBroken && flow.items.length > 0;
    if (close) this.token(close, { ...own, column: base });
    for (const token of behind) this.token(token, place);
  }

  private isLong(flow: CST.FlowCollection): boolean {
    const { start, end } = wholeOf(flow);
    if (flow.items.length === 0) return false;
    if (this.text.slice(start, end).includes('\n')) return true;
    const onOneLine = new LayoutWalk(this.text, this.options);
    onOneLine.flow(flow, { column: 0, base: 0, level: undefined, inFlow: true });
    return this.reached - flow.start.source.length + onOneLine.reached > jsonWidth;
  }

  private blockScalar(scalar: CST.BlockScalar, place: LayoutContext): void {
    const { props, source } = scalar;
    for (const token of props) this.token(token, place);
    const header = props.flatMap((token) => (token.type === 'block-scalar-header' ? token.source : [])).join('');
    const lines = source.split('\n');
    const given = /[1-9]/.exec(header)?.[0];
    const first = lines.find((line) => /[^ \r]/.test(line));
    const shown = first === undefined ? source.length : first.search(/[^ ]/);
    const { level } = place;
    const from = given === undefined ? shown : (level?.from ?? 0) + Number(given);
    const wanted = given === undefined ? place.column : (level?.to ?? 0) + Number(given);
    let start = contentStart(scalar);
    const isWhole = level && this.isWithin({ start, end: start + source.trimEnd().length });
    for (const line of lines) {
      const content = line.replace(/\r$/, '').slice(from);
      if (content !== '') this.addLine(start + from, content, 'block-text', isWhole ? wanted : from, place);
      start += line.length + 1;
    }
    this.keepsEnd = header.includes('+');
  }

  private token(token: CST.Token, place: LayoutContext): void {
    const { type } = token;
    if (type === 'scalar' || type === 'single-quoted-scalar' || type === 'double-quoted-scalar' || type === 'alias') {
      this.scalar(token, place);
    } else if (type === 'comment') this.add(token.offset, token.source.trimEnd(), type, place);
    else if (type === 'doc-end') {
      this.add(token.offset, token.source, 'text', place);
      for (const end of token.end ?? []) this.token(end, place);
    } else if ('source' in token && !room.has(type)) this.add(token.offset, token.source, kinds[type] ?? 'text', place);
  }

  /** Whitespace at the folds of a multiline scalar is not part of it, except at the end of a quoted line. */
  private scalar({ type, offset, source, end = [] }: CST.FlowScalar, place: LayoutContext): void {
    const kind = type === 'alias' ? 'alias' : 'text';
    // A top-level scalar stays in place, because `---` at the start of a line would be something else.
    const isLoose = !place.level && !place.inFlow;
    const columnOf = (at: number): number => (isLoose ? columnIn(this.text, at) : place.column);
    let start = offset;
    for (const [index, line] of source.split('\n').entries()) {
      const lead = index === 0 ? 0 : line.length - line.trimStart().length;
      const content = type === 'scalar' ? line.slice(lead).trimEnd() : line.slice(lead).replace(/\r$/, '');
      if (index === 0) this.add(start, content, kind, { ...place, column: columnOf(start) });
      else if (content !== '') this.addLine(start + lead, content, 'text', columnOf(start + lead), place);
      start += line.length + 1;
    }
    for (const token of end) this.token(token, place);
  }

  /** Another line of a scalar. */
  private addLine(start: number, source: string, kind: PieceKind, column: number, place: LayoutContext): void {
    this.keepsEnd = true;
    this.add(start, source, kind, { ...place, column });
  }

  private add(start: number, source: string, kind: PieceKind, { column, level, inFlow }: LayoutContext): void {
    const previous = this.pieces.at(-1);
    const gap = previous ? gapBetween(previous.kind, kind) : ' ';
    const opensLine = this.opensLine(start) || (this.breaks && kind !== 'comment');
    const keeps = this.keepsGap && kind !== 'comment';
    this.pieces.push({
      span: { start, end: start + source.length },
      kind,
      opensLine,
      column,
      gap: kind === 'comment' || keeps ? 'kept' : gap,
      keepsEmptyLines: this.keepsEnd,
      level,
      inFlow,
    });
    this.keepsEnd = false;
    if (kind === 'comment') return;
    if (opensLine) this.lineColumn = column;
    this.reached = (opensLine ? column : this.reached + gap.length) + source.length;
    this.keepsGap = false;
    this.breaks = false;
  }

  private opensLine(offset: number): boolean {
    const previous = this.pieces.at(-1);
    return !previous || this.text.slice(previous.span.end, offset).includes('\n');
  }
}
