// The data that the measurements exchange, and how results are shown.
import type { PreviewState } from '../../client/src/preview/preview-messages.ts';

/** What the preview's page shows of a project, and after a key in it. */
export interface BenchStates {
  readonly name: string;
  readonly first: PreviewState;
  /** The states after a key each, by what it does. */
  readonly keys: Readonly<Record<string, PreviewState>>;
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
