// Refactorings: changes that nothing is wrong without, offered where the cursor is.
import type { Project } from '../../model/project.ts';
import { locate, type Span } from '../../syntax/tree.ts';
import { changeStyle } from './change-style.ts';
import { connect } from './connect.ts';
import { moveEndpoint } from './move-endpoint.ts';
import type { Place, Refactoring } from './refactoring.ts';
import { sortEndpoints } from './sort-endpoints.ts';

/** In the order in which they are offered; each offers nothing as a rule. */
const all: readonly ((place: Place) => Iterable<Refactoring>)[] = [moveEndpoint, sortEndpoints, connect, changeStyle];

/** None while the file cannot be read. */
export function refactorings(project: Project, span: Span): Refactoring[] {
  if (project.tree.problems.length > 0) return [];
  const place = { project, span, location: locate(project.tree, span.start) };
  return all.flatMap((refactoring) => [...refactoring(place)]);
}
