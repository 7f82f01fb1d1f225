// Linked editing: while a resource id is typed anew, the connections that name it follow.
import * as formats from '../language/formats.ts';
import { nameAt, siteAt, sitesOf } from '../model/references.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';

export interface LinkedEditing {
  /** All of the same text. */
  readonly spans: readonly Span[];
  /** A regular expression: what the text may become while the spans stay linked. */
  readonly wordPattern: string;
}

/**
 * Only from where the id is given: who changes it in a connection wants to connect to another resource. And only where
 * all that names the resource can follow: in a file that can be read, without aliases or escapes.
 */
export function linkedEditing(project: Project, offset: number): LinkedEditing | undefined {
  if (project.tree.problems.length > 0) return undefined;
  const name = nameAt(project, offset);
  if (name?.kind !== 'resource' || name.uses.length === 0 || siteAt(name, offset) !== name.declaration)
    return undefined;
  const spans = sitesOf(name).map(({ span }) => span);
  const isSame = spans.every(({ start, end }) => project.tree.text.slice(start, end) === name.value);
  return isSame ? { spans, wordPattern: formats.resourceId.pattern.replaceAll(/^\^|\$$/g, '') } : undefined;
}
