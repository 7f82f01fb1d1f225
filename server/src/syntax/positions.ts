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
  readonly starts: Uint32Array;
  positionAt(offset: number): Position;
  /** A column after the end of the line becomes the end; one inside a character becomes the character's start. */
  offsetAt(position: Position): number;
}

/** The text is scanned once, on first use. */
export function lineIndex(text: string, encoding: PositionEncoding = 'utf-16'): LineIndex {
  let scanned: Uint32Array | undefined;
  return indexWith(text, encoding, () => (scanned ??= Uint32Array.from([0, ...lineEndsIn(text)])));
}

/** The index of the same text with columns in another encoding, without another scan for its lines. */
export function inEncoding(text: string, lines: LineIndex, encoding: PositionEncoding): LineIndex {
  return encoding === 'utf-16' ? lines : indexWith(text, encoding, () => lines.starts);
}

/** The same index after a change of the text, of which it scans only the lines around the change. */
export function lineIndexAfter(
  { starts }: LineIndex,
  text: string,
  { start, end, by }: Difference,
  encoding: PositionEncoding = 'utf-16',
): LineIndex {
  // The character before the change may be half of a line break.
  const first = lineOf(starts, start - 1);
  const next = firstAbove(starts, end);
  const from = starts[first] ?? 0;
  const to = starts[next];
  const found = lineEndsIn(text.slice(from, to === undefined ? text.length : to + by)).map((lineEnd) => from + lineEnd);
  // The end of the last of these lines is the start of the next.
  if (to !== undefined) found.pop();
  const changed = spliced(starts, { from: first + 1, to: next }, found, by);
  return indexWith(text, encoding, () => changed);
}

/** Where the lines end: the offsets after their line breaks. */
function lineEndsIn(text: string): number[] {
  const ends: number[] = [];
  if (!text.includes('\r') || !/\r(?!\n)/.test(text)) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) ends.push(end + 1);
    return ends;
  }
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n?|\n/g)) ends.push(index + lineBreak.length);
  return ends;
}

/** The numbers, of which others replace some. Those after them are moved. */
export function spliced(
  numbers: Uint32Array,
  { from, to }: { readonly from: number; readonly to: number },
  others: readonly number[],
  by = 0,
): Uint32Array {
  const result = new Uint32Array(numbers.length - (to - from) + others.length);
  result.set(numbers.subarray(0, from));
  result.set(others, from);
  result.set(numbers.subarray(to), from + others.length);
  if (by !== 0)
    for (let index = from + others.length; index < result.length; index++) result[index] = (result[index] ?? 0) + by;
  return result;
}

/** Where two texts differ: between equal starts and equal ends. */
export interface Difference {
  readonly start: number;
  /** In the earlier text. */
  readonly end: number;
  /** How far the equal end has moved. */
  readonly by: number;
}

export function differenceBetween(earlier: string, text: string): Difference {
  const by = text.length - earlier.length;
  const shorter = Math.min(text.length, earlier.length);
  const start = longest(shorter, (from, to) => earlier.slice(from, to) === text.slice(from, to));
  const equalEnd = longest(shorter - start, (from, to) => {
    return (
      earlier.slice(earlier.length - to, earlier.length - from) === text.slice(text.length - to, text.length - from)
    );
  });
  const end = earlier.length - equalEnd;
  // Lines that are added or removed may start like the next one. Then whole lines differ, rather than parts of two.
  const [longer, last] = by > 0 ? [text, end + by] : [earlier, end];
  const lineStart = start === 0 ? 0 : earlier.lastIndexOf('\n', start - 1) + 1;
  const isWhole = Math.min(end, end + by) === start && longer.endsWith(longer.slice(lineStart, start), last);
  const back = isWhole ? start - lineStart : 0;
  return { start: start - back, end: end - back, by };
}

/** The greatest length up to which texts are equal. Comparing slices is much quicker than comparing characters. */
function longest(most: number, areEqual: (from: number, to: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (areEqual(low, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function indexWith(text: string, encoding: PositionEncoding, startsOf: () => Uint32Array): LineIndex {
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
export function firstAbove(sorted: ArrayLike<number>, value: number): number {
  return firstIndex(sorted, (one) => one > value);
}

/** The index of the first for which the condition holds, as it does for all after it; the length if there is none. */
export function firstIndex<T>(sorted: ArrayLike<T>, holds: (one: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = sorted[middle];
    if (one === undefined || holds(one)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function lineOf(starts: Uint32Array, offset: number): number {
  return Math.max(0, firstAbove(starts, offset) - 1);
}
