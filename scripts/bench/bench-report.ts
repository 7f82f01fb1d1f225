// The data that the measurements exchange, and how results are shown.
import type { GraphPicture } from '../../server/src/protocol.ts';

/** A project and edits of it: a picture for each. */
export interface BenchPictures {
  readonly name: string;
  /** The time it takes to parse its text, in milliseconds. */
  readonly parse: number;
  readonly first: GraphPicture;
  /** One more letter in the name of a route in the middle. */
  readonly renamed: GraphPicture;
  /** An invalid mode: nothing moves. */
  readonly wrong: GraphPicture;
  /** One more route at the top: everything moves. */
  readonly added: GraphPicture;
}

export function ratio(time: number, unit: number): string {
  const value = time / unit;
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

/** The rows as lines, with the first column left-aligned and the others right-aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ');
  return rows.map(line).join('\n');
}
