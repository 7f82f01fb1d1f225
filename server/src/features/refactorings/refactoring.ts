// What a refactoring is, and where it is asked for.
import type { Project } from '../../model/project.ts';
import type { Edit } from '../../syntax/edits.ts';
import type { Location, Span } from '../../syntax/tree.ts';

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  readonly edits: readonly Edit[];
  /** Why it cannot be done here, where that is worth saying; there are no edits then. */
  readonly disabled?: string;
}

/** The kinds of the protocol, by which editors group them. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite';

export interface Place {
  readonly project: Project;
  /** What is selected, or where the cursor is. */
  readonly span: Span;
  /** What the span starts in. */
  readonly location: Location;
}
