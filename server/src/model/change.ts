// A change that is offered: to the file, beside it, and what comes of it.
import type { Edit } from '../syntax/edits.ts';

export interface Change {
  readonly edits: readonly Edit[];
  /** A file that is to be there as well. */
  readonly creates?: NewFile | undefined;
  readonly consequence?: Consequence | undefined;
}

export interface NewFile {
  /** From the descriptor's folder, with `/` on every system. */
  readonly path: string;
  readonly content: string;
}

/** What a change does beyond the file: what the user is told before it is made. */
export interface Consequence {
  /** A few words, in plain text, as is the description. */
  readonly label: string;
  readonly description: string;
  /** True where something breaks unless more is done than the change. */
  readonly needsConfirmation: boolean;
}
