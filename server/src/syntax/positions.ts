// Offsets to lines and columns and back. Lines end at \n, \r\n or a lone \r, as in the Language Server Protocol.

/** Both 0-based; the character counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface LineIndex {
  /** The offset at which each line starts; the first is 0. */
  readonly starts: readonly number[];
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 10 || (code === 13 && text.charCodeAt(offset + 1) !== 10)) starts.push(offset + 1);
  }
  return {
    starts,
    positionAt(offset) {
      const line = lineOf(starts, Math.max(0, Math.min(offset, text.length)));
      return { line, character: Math.max(0, Math.min(offset, text.length)) - (starts[line] ?? 0) };
    },
    offsetAt({ line, character }) {
      const start = starts[Math.max(0, line)];
      if (start === undefined) return text.length;
      return Math.min(start + Math.max(0, character), starts[line + 1] ?? text.length);
    },
  };
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}
