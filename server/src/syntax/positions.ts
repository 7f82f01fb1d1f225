// Offsets to lines and columns and back. Lines end at \n, \r\n or a lone \r, as in the Language Server Protocol.

/** Both 0-based; the character counts units of the index's encoding. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** The unit of columns: UTF-16 units, bytes of UTF-8, or code points. Offsets are always in UTF-16 units. */
export type PositionEncoding = 'utf-16' | 'utf-8' | 'utf-32';

export interface LineIndex {
  /** The offset at which each line starts; the first is 0. */
  readonly starts: readonly number[];
  positionAt(offset: number): Position;
  /** A column after the end of the line becomes the end; one inside a character becomes the character's start. */
  offsetAt(position: Position): number;
}

/** The text is scanned once, on first use. */
export function lineIndex(text: string, encoding: PositionEncoding = 'utf-16'): LineIndex {
  let scanned: readonly number[] | undefined;
  return indexWith(text, encoding, () => (scanned ??= lineStarts(text)));
}

/** The index of the same text with columns in another encoding, without another scan for its lines. */
export function inEncoding(text: string, lines: LineIndex, encoding: PositionEncoding): LineIndex {
  return encoding === 'utf-16' ? lines : indexWith(text, encoding, () => lines.starts);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (!/\r(?!\n)/.test(text)) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) starts.push(index + lineBreak.length);
  return starts;
}

function indexWith(text: string, encoding: PositionEncoding, startsOf: () => readonly number[]): LineIndex {
  const columns = encoding === 'utf-16' ? utf16Columns : columnsIn(text, unitsIn[encoding]);
  return {
    get starts() {
      return startsOf();
    },
    positionAt(offset) {
      const starts = startsOf();
      const within = Math.max(0, Math.min(offset, text.length));
      const line = lineOf(starts, within);
      return { line, character: columns.ofOffset(starts[line] ?? 0, within) };
    },
    offsetAt({ line, character }) {
      const starts = startsOf();
      const start = starts[Math.max(0, line)];
      if (start === undefined) return text.length;
      const end = contentEnd(text, start, starts[line + 1] ?? text.length);
      return columns.toOffset(start, Math.max(0, character), end);
    },
  };
}

/** Converts between offsets and columns. `start` is the start of the line. */
interface Columns {
  ofOffset(start: number, offset: number): number;
  toOffset(start: number, column: number, end: number): number;
}

const utf16Columns: Columns = {
  ofOffset: (start, offset) => offset - start,
  toOffset: (start, column, end) => Math.min(start + column, end),
};

/** The number of units of a code point. A lone surrogate has as many as the replacement character. */
const unitsIn = {
  'utf-8': (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4),
  'utf-32': () => 1,
} as const;

/** The size of the text in UTF-8, in bytes. */
export function byteLength(text: string): number {
  let size = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit < 0x80) size++;
    else {
      const point = text.codePointAt(offset) ?? 0;
      size += unitsIn['utf-8'](point);
      if (point > 0xffff) offset++;
    }
  }
  return size;
}

/** The distance between the checkpoints of a long line, in UTF-16 units. */
const stride = 1024;

interface Checkpoint {
  readonly offset: number;
  readonly column: number;
}

function columnsIn(text: string, units: (point: number) => number): Columns {
  /** The checkpoints of each line that have been reached so far, by the start of the line. */
  const checkpointsOf = new Map<number, Checkpoint[]>();
  /** Walks the line from the closest checkpoint, up to the last character boundary that is not beyond the target. */
  const walk = (start: number, isBeyond: (checkpoint: Checkpoint) => boolean): Checkpoint => {
    const checkpoints = checkpointsOf.get(start) ?? [{ offset: start, column: 0 }];
    checkpointsOf.set(start, checkpoints);
    let current: Checkpoint = { offset: start, column: 0 };
    for (const checkpoint of checkpoints) if (!isBeyond(checkpoint)) current = checkpoint;
    while (current.offset < text.length) {
      const point = text.codePointAt(current.offset) ?? 0;
      const next = { offset: current.offset + (point > 0xffff ? 2 : 1), column: current.column + units(point) };
      if (isBeyond(next)) break;
      current = next;
      if (current.offset - (checkpoints.at(-1)?.offset ?? start) >= stride) checkpoints.push(current);
    }
    return current;
  };
  return {
    ofOffset: (start, offset) => walk(start, ({ offset: reached }) => reached > offset).column,
    toOffset: (start, column, end) => walk(start, (one) => one.column > column || one.offset > end).offset,
  };
}

/** The end of a line, without its line break. */
function contentEnd(text: string, start: number, next: number): number {
  let end = next;
  while (end > start && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
  return end;
}

/** The index of the first number above the value, by binary search; the length if there is none. */
export function firstAbove(sorted: readonly number[], value: number): number {
  return firstIndex(sorted, (one) => one > value);
}

/** The index of the first for which the condition holds, as it does for all after it; the length if there is none. */
export function firstIndex<T>(sorted: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = sorted[middle];
    if (one === undefined || holds(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function lineOf(starts: readonly number[], offset: number): number {
  return Math.max(0, firstAbove(starts, offset) - 1);
}
