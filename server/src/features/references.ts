// References: every place where the name at the cursor stands.
import { nameAt, sitesOf } from '../model/references.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';

export function references(project: Project, offset: number, includeDeclaration: boolean): Span[] {
  const name = nameAt(project, offset);
  if (!name) return [];
  return (includeDeclaration ? sitesOf(name) : name.uses).map(({ span }) => span);
}
