// Names and ids for what cannot keep its own, and the edits that give them.
import type { Project, Resource } from '../model/project.ts';
import { resourceName, sitesOf } from '../model/references.ts';
import { replaceScalar, type Edit } from '../syntax/edits.ts';

/** Another id for the resource, there and in each connection to it; nothing where an alias stands for the id. */
export function changeId(project: Project, resource: Resource, id: string): Edit[] {
  const nodes = sitesOf(resourceName(project, resource)).map(({ node }) => node);
  const scalars = nodes.flatMap((node) => (node.kind === 'scalar' ? node : []));
  return scalars.length < nodes.length ? [] : scalars.map((node) => replaceScalar(project.tree, node, id));
}
