// Divides a text into blocks: the entries and items of its block collections, found by indentation alone. The meaning of
// a block does not depend on the text around it, so that a block can be parsed by itself.

/** An entry of a block map with its value, or an item of a block list, up to where the next one starts. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** Its lines with content, by their indexes in `ContentLines`; the end is excluded. */
  readonly lines: { readonly from: number; readonly to: number };
}

/** A block collection: the whole text, or the value of a key. */
export interface Blocks {
  readonly kind: 'map' | 'list';
  readonly column: number;
  /** In order. Each one ends where the next one starts. */
  readonly blocks: readonly Block[];
}

/** The lines that have content other than a comment. */
export interface ContentLines {
  readonly text: string;
  readonly starts: readonly number[];
  /** Of the first character of each. */
  readonly columns: readonly number[];
}

/**
 * Undefined for a text in which indentation says too little: with tabs before content, a byte order mark, directives or
 * several documents. Nor for one in which a carriage return alone ends a line.
 */
export function contentLines(text: string): ContentLines | undefined {
  if (/\r(?!\n)/.test(text)) return undefined;
  const starts: number[] = [];
  const columns: number[] = [];
  for (let start = 0; start < text.length;) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const first = text.charAt(at);
    if (first === '\t' || first === '\uFEFF') return undefined;
    if (at === start && /^(?:%|---|\.\.\.)/.test(text.slice(start, start + 3))) return undefined;
    if (first !== '' && !'\r\n#'.includes(first)) {
      starts.push(start);
      columns.push(at - start);
    }
    const lineEnd = text.indexOf('\n', at);
    start = lineEnd < 0 ? text.length : lineEnd + 1;
  }
  return { text, starts, columns };
}

/** The blocks of the whole text; undefined if it is no block collection. */
export function outermostBlocks(lines: ContentLines): Blocks | undefined {
  return collection(lines, { from: 0, to: lines.starts.length }, -1, lines.text.length);
}

/** The blocks of the collection that is the block's value; undefined if the block is not a key with its value below it. */
export function blocksInside(lines: ContentLines, { end, lines: { from, to } }: Block): Blocks | undefined {
  const start = lines.starts[from] ?? 0;
  const isKey = /^ *[A-Za-z_][\w.-]*:[ \r]*(?:\n|#)/.test(lines.text.slice(start, lines.starts[from + 1]));
  return isKey ? collection(lines, { from: from + 1, to }, lines.columns[from] ?? 0, end) : undefined;
}

/** @param parent the column of the key whose value it is */
function collection(
  lines: ContentLines,
  { from, to }: Block['lines'],
  parent: number,
  end: number,
): Blocks | undefined {
  const { text, starts, columns } = lines;
  const column = columns[from];
  if (column === undefined || from >= to) return undefined;
  const isDash = (line: number): boolean => {
    const at = (starts[line] ?? 0) + column;
    return text.charAt(at) === '-' && ' \r\n'.includes(text.charAt(at + 1));
  };
  const kind = isDash(from) ? 'list' : 'map';
  // Only the dashes of a list can be right below the key.
  if (kind === 'list' ? column < parent : column <= parent) return undefined;
  const firsts: number[] = [];
  for (let line = from; line < to; line++) {
    const other = columns[line] ?? 0;
    if (other < column) return undefined;
    if (other > column) continue;
    if (isDash(line) === (kind === 'list')) firsts.push(line);
    else if (kind === 'list') return undefined;
  }
  const blocks = firsts.map((line, index): Block => {
    const next = firsts[index + 1] ?? to;
    return { start: starts[line] ?? 0, end: next < to ? (starts[next] ?? end) : end, lines: { from: line, to: next } };
  });
  return { kind, column, blocks };
}
