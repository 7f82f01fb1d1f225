// Names and ids for what cannot keep its own, and the edits that give them.
import * as formats from '../language/formats.ts';
import type { Project, Resource } from '../model/project.ts';
import { resourceName, sitesOf } from '../model/references.ts';
import { replaceScalar, type Edit } from '../syntax/edits.ts';
import { quote } from '../wording.ts';

/** Another id for the resource, there and in each connection to it; nothing where an alias stands for the id. */
export function changeId(project: Project, resource: Resource, id: string): Edit[] {
  const nodes = sitesOf(resourceName(project, resource)).map(({ node }) => node);
  const scalars = nodes.flatMap((node) => (node.kind === 'scalar' ? node : []));
  return scalars.length < nodes.length ? [] : scalars.map((node) => replaceScalar(project.tree, node, id));
}

/** Why no resource can get that id; undefined where one can. */
export function objectionToResourceId(project: Project, id: string): string | undefined {
  const { noun, words } = formats.resourceId;
  if (!formats.matchesFormat(id, formats.resourceId)) return `${quote(id)} is not ${noun}. Expected ${words}.`;
  return project.find(id) && `The file already has a resource ${quote(id)}.`;
}
