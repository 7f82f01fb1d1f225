// What an import is given, and what it gives.
import type { NewFile } from './facts.ts';
import type { ReportEntry } from './report.ts';
import type { Unreadable } from './source.ts';

export interface ImportInput {
  /** The name of the file, without its folder: it is shown in the report. */
  readonly path: string;
  readonly text: string;
  /** The stage of a Serverless project. */
  readonly stage?: string | undefined;
  /**
   * Reads a file that the imported one refers to.
   * @param path relative to its folder, with slashes, and never outside of it
   * @returns undefined if there is no such text file
   */
  readonly read: (path: string) => Promise<string | undefined>;
}

/** The tools whose files can be imported. */
export type ImportSource = 'serverless' | 'sam' | 'cloudformation' | 'altostra';

export interface Import {
  readonly source: ImportSource;
  /** The text of the descriptor, formatted. */
  readonly descriptor: string;
  /** To be created beside it. */
  readonly files: readonly NewFile[];
  readonly entries: readonly ReportEntry[];
}

export type Imported = Import | Unreadable;
