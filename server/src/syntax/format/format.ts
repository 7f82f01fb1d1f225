// Formats the whitespace of a text and changes nothing else.
import { lineEnd, type Edit } from '../edits.ts';
import type { Span } from '../tree.ts';
import { alignTrailing, commentColumns, type TrailingComment } from './comments.ts';
import { layOut, type Layout } from './layout.ts';
import { columnIn, type Piece } from './pieces.ts';

export interface FormatOptions {
  /** Columns per level. */
  readonly tabSize: number;
  /** Tabs are used only in JSON, because YAML does not allow them outside of brackets. */
  readonly insertSpaces: boolean;
  readonly trimTrailingWhitespace: boolean;
  /** Whether the text should end with a line break. */
  readonly insertFinalNewline: boolean;
  /** Whether empty lines at the end are removed. */
  readonly trimFinalNewlines: boolean;
}

/**
 * The edits that format the text, in order, which change only whitespace; `within` is whole lines. Formatting a text
 * without syntax errors preserves its data and comments, and formatting again changes nothing.
 */
export function format(text: string, options: FormatOptions, within: Span = { start: 0, end: text.length }): Edit[] {
  const step = indentWidth(options);
  const layout = layOut(text, { step, within });
  const edits = [...new WhiteSpace(text, layout, step, options).edits()];
  return edits.filter(
    ({ span, newText }) =>
      within.start <= span.start && span.end <= within.end && text.slice(span.start, span.end) !== newText,
  );
}

/** The columns per level, within limits. */
export function indentWidth({ tabSize }: FormatOptions): number {
  return Number.isInteger(tabSize) && tabSize > 0 && tabSize <= 16 ? tabSize : 2;
}

class WhiteSpace {
  private readonly columns: ReadonlyMap<Piece, number>;
  private readonly rooms: ReadonlyMap<Piece, number>;
  private readonly lineEnd: string;

  constructor(
    private readonly text: string,
    private readonly layout: Layout,
    private readonly step: number,
    private readonly options: FormatOptions,
  ) {
    this.lineEnd = lineEnd(text);
    this.columns = commentColumns(text, layout.pieces, step);
    this.rooms = alignTrailing([...this.trailingComments()]);
  }

  *edits(): Iterable<Edit> {
    let end = this.text.startsWith('\uFEFF') ? 1 : 0;
    let last: Piece | undefined;
    for (const piece of this.layout.pieces) {
      yield* this.between(last, piece, { start: end, end: piece.span.start });
      end = piece.span.end;
      last = piece;
    }
    if (last) yield* this.atEnd(last, { start: end, end: this.text.length });
  }

  private *between(previous: Piece | undefined, piece: Piece, room: Span): Iterable<Edit> {
    const written = this.text.slice(room.start, room.end);
    if (!/^(?:[ \t\n]|\r\n)*$/.test(written)) return;
    if (!piece.opensLine) {
      if (piece.kind === 'comment') yield { span: room, newText: ' '.repeat(this.rooms.get(piece) ?? 1) };
      else if (piece.gap !== 'kept') yield { span: room, newText: piece.gap };
      return;
    }
    const indent = this.indent(this.columns.get(piece) ?? piece.column);
    const breaks = lineBreaks(written, room.start);
    const last = breaks.at(-1);
    if (!last) {
      yield { span: room, newText: (previous ? this.lineEnd : '') + indent };
      return;
    }
    const allowed = !previous ? 0 : piece.keepsEmptyLines ? breaks.length : 2;
    yield* this.lines(room, breaks, allowed, this.trims(previous, piece));
    yield { span: { start: last.end, end: room.end }, newText: indent };
  }

  private *atEnd(last: Piece, room: Span): Iterable<Edit> {
    const written = this.text.slice(room.start, room.end);
    const isData = this.layout.keepsEnd && last.kind !== 'block-text';
    if (isData || !/^(?:[ \t\n]|\r\n)*$/.test(written)) return;
    const breaks = lineBreaks(written, room.start);
    const keepsAll = this.layout.keepsEnd || !this.options.trimFinalNewlines;
    const trims = this.trims(last);
    yield* this.lines(room, breaks, keepsAll ? breaks.length : 1, trims);
    const rest = { start: breaks.at(-1)?.end ?? room.start, end: room.end };
    const isEnded = breaks.length > 0 || this.layout.keepsEnd || !this.options.insertFinalNewline;
    if (!isEnded) yield { span: rest, newText: this.lineEnd };
    else if (trims) yield { span: rest, newText: '' };
  }

  /** Whitespace around a line of a block scalar would become data if its indentation changed. */
  private trims(...around: readonly (Piece | undefined)[]): boolean {
    return this.options.trimTrailingWhitespace || around.some((piece) => piece?.kind === 'block-text');
  }

  /** Keeps at most that many line breaks, and removes the whitespace before each. */
  private *lines(room: Span, breaks: readonly Span[], allowed: number, trims: boolean): Iterable<Edit> {
    let end = room.start;
    for (const [index, { start, end: next }] of breaks.entries()) {
      if (index >= allowed) yield { span: { start: end, end: next }, newText: '' };
      else if (trims) yield { span: { start: end, end: start }, newText: '' };
      end = next;
    }
  }

  private indent(column: number): string {
    if (this.options.insertSpaces || !this.layout.isFlow) return ' '.repeat(column);
    return '\t'.repeat(Math.floor(column / this.step)) + ' '.repeat(column % this.step);
  }

  private *trailingComments(): Iterable<TrailingComment> {
    let reached = 0;
    let end = 0;
    let apart = false;
    for (const piece of this.layout.pieces) {
      const { start } = piece.span;
      const room = this.text.slice(end, start);
      if (piece.opensLine) {
        if (room.split('\n').length > 2 || piece.kind === 'comment') apart = true;
        reached = this.columns.get(piece) ?? piece.column;
      } else if (piece.kind === 'comment') {
        yield { piece, written: columnIn(this.text, start), room: room.length, reached, apart };
        apart = false;
      } else reached += piece.gap === 'kept' ? room.length : piece.gap.length;
      reached += piece.span.end - start;
      end = piece.span.end;
    }
  }
}

function lineBreaks(written: string, offset: number): Span[] {
  return [...written.matchAll(/\r?\n/g)].map(({ index, 0: { length } }) => ({
    start: offset + index,
    end: offset + index + length,
  }));
}
