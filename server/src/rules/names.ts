// Names and ids for what cannot keep its own, and the edits that give them.
import { maximumNameLength } from '../language/resource.ts';
import type { Project, Resource } from '../model/project.ts';
import { resourceName, sitesOf } from '../model/references.ts';
import { replaceScalar, type Edit } from '../syntax/edits.ts';

/** `chat-api` becomes `chatApi`; empty where no letter or digit is left. */
export function alphanumeric(text: string): string {
  const [first = '', ...others] = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const joined = first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return joined.slice(0, maximumNameLength);
}

/** Another id for the resource, there and in each connection to it; nothing where an alias stands for the id. */
export function changeId(project: Project, resource: Resource, id: string): Edit[] {
  const nodes = sitesOf(resourceName(project, resource)).map(({ node }) => node);
  const scalars = nodes.flatMap((node) => (node.kind === 'scalar' ? node : []));
  return scalars.length < nodes.length ? [] : scalars.map((node) => replaceScalar(project.tree, node, id));
}
