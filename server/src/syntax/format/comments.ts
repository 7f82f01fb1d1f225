// The positions of comments: those on their own lines at the level that they belong to, and trailing comments aligned
// if they were aligned.
import { columnIn, type Level, type Piece } from './pieces.ts';

/** The columns of comments on their own lines outside of brackets. */
export function commentColumns(text: string, pieces: readonly Piece[], step: number): ReadonlyMap<Piece, number> {
  const root = rootColumn(pieces);
  const next = following(pieces);
  const columns = new Map<Piece, number>();
  let previous: Piece | undefined;
  for (const piece of pieces) {
    if (piece.kind !== 'comment') previous = piece;
    else if (piece.opensLine && !piece.inFlow) {
      const below = next.get(piece);
      const line = below ? { from: columnIn(text, below.span.start), to: below.column } : { from: 0, to: root };
      columns.set(piece, commentColumn(columnIn(text, piece.span.start), previous, line, step));
    }
  }
  return columns;
}

/**
 * A comment belongs to the line below it, unless it is indented further. Then it belongs to the collection that ends
 * above it and has its column.
 */
function commentColumn(
  written: number,
  previous: Piece | undefined,
  below: { readonly from: number; readonly to: number },
  step: number,
): number {
  if (written <= below.from || !previous) return below.to;
  const opens = previous.kind === 'colon' || previous.kind === 'dash';
  let level: Level | undefined = previous.level;
  // A key without a value may be followed only by comments.
  if (opens && level && level.from >= below.from && written > level.from) return level.to + step;
  while (level && level.from > written) level = level.outer;
  return level && level.from > below.from ? level.to : below.to;
}

/** The column of the outermost collection, for comments below the last line. */
function rootColumn(pieces: readonly Piece[]): number {
  let level = pieces.find(({ kind }) => kind !== 'comment')?.level;
  while (level?.outer) level = level.outer;
  return level?.to ?? 0;
}

/** For each comment, the next piece that is not a comment. */
function following(pieces: readonly Piece[]): ReadonlyMap<Piece, Piece> {
  const found = new Map<Piece, Piece>();
  let next: Piece | undefined;
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index];
    if (piece?.kind !== 'comment') next = piece;
    else if (next) found.set(piece, next);
  }
  return found;
}

/** A trailing comment. */
export interface TrailingComment {
  readonly piece: Piece;
  /** Its offset. */
  readonly written: number;
  /** Its distance from what precedes it on the line. */
  readonly room: number;
  /** The column at which the text before it will end. */
  readonly reached: number;
  /** Whether an empty line separates it from the previous one. */
  readonly apart: boolean;
}

/** The whitespace before each: aligned comments stay aligned, and the longest line keeps its whitespace. */
export function alignTrailing(comments: readonly TrailingComment[]): ReadonlyMap<Piece, number> {
  const rooms = new Map<Piece, number>();
  let group: TrailingComment[] = [];
  const settle = (): void => {
    // Not with spread arguments, whose number is limited.
    const room = group.reduce((least, comment) => Math.min(least, comment.room), Infinity);
    const column = group.reduce((most, { reached }) => Math.max(most, reached), 0) + room;
    for (const { piece, reached } of group) rooms.set(piece, column - reached);
    group = [];
  };
  for (const comment of comments) {
    const last = group.at(-1);
    if (last && (comment.apart || comment.written !== last.written)) settle();
    group.push(comment);
  }
  settle();
  return rooms;
}
