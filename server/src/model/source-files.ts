// What is known of the code beside a descriptor: plain data, gathered by whoever can read the disk.
import type { Span } from '../syntax/tree.ts';

export interface SourceFiles {
  /** By their paths. */
  readonly files: ReadonlyMap<string, SourceFile>;
  /** False where there was more than is looked through: a file that is not here may exist then. */
  readonly complete: boolean;
}

export interface SourceFile extends Exports {
  /** From the descriptor's folder, with `/` on every system: `functions/send.mjs`. */
  readonly path: string;
}

export interface Exports {
  readonly exports: readonly SourceExport[];
  /** False where the file may export more than could be read off it. */
  readonly allExportsKnown: boolean;
}

export interface SourceExport {
  readonly name: string;
  /** Where it is defined, or else exported, in the file's text: the name alone. */
  readonly span: Span;
  /** False for what Lambda plainly cannot call: a class, an enum, a module. */
  readonly callable: boolean;
}
