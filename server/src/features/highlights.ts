// Highlights: where the name at the cursor is given, and where it is used.
import { nameAt } from '../model/references.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';

export interface Highlight {
  readonly span: Span;
  /** A name is written where it is given, and read where it is used. */
  readonly kind: 'write' | 'read';
}

export function highlights(project: Project, offset: number): Highlight[] {
  const name = nameAt(project, offset);
  if (!name) return [];
  const uses = name.uses.map(({ span }): Highlight => ({ span, kind: 'read' }));
  return name.declaration ? [{ span: name.declaration.span, kind: 'write' }, ...uses] : uses;
}
