// What an import did with each part of its source.
import type { Place } from './source.ts';

export type ReportEntry = Taken | Changed | LeftOut | NextStep;

/** It is in the descriptor and means the same. */
export interface Taken {
  readonly kind: 'taken';
  /** A noun phrase that starts a line: `Route sendMessage`. */
  readonly what: string;
  readonly place: Place;
  /** The resource ID in the descriptor, if it has become one or a part of one. */
  readonly resource?: string | undefined;
}

/** It is in the descriptor and means something else. */
export interface Changed {
  readonly kind: 'changed';
  readonly what: string;
  readonly place: Place;
  /** As the source has it, and as the descriptor has it: `nodejs10.x`, `nodejs22.x`. */
  readonly before: string;
  readonly after: string;
  /** A sentence. */
  readonly why: string;
  /** A sentence, in the imperative, if there is something to do. */
  readonly todo?: string | undefined;
  readonly resource?: string | undefined;
}

/** It is not in the descriptor: a loss. */
export interface LeftOut {
  readonly kind: 'left out';
  readonly what: string;
  readonly place: Place;
  /** A sentence. */
  readonly why: string;
  /** A sentence, in the imperative. */
  readonly todo: string;
}

/** What to do after the import. */
export interface NextStep {
  readonly kind: 'next step';
  /** A sentence, in the imperative. */
  readonly todo: string;
  readonly place?: Place | undefined;
}
