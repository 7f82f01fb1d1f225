// Hover: what a key, a value, a route or a resource is, and what becomes of it.
import { allConnections, resourcesOfType, type Project } from '../../model/project.ts';
import { locate, type Entry, type ScalarNode, type Span } from '../../syntax/tree.ts';
import type { Template } from '../../template/template.ts';
import { propertyMarkdown } from '../markdown.ts';
import { anchorHover } from './anchor.ts';
import { connectionCard, resourceCard } from './resource.ts';
import { routeCard } from './route.ts';
import { valueCard } from './value.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** The template is asked for only where something of it is told. */
export function hover(project: Project, template: () => Template, offset: number): Hover | undefined {
  const { key, scalar, steps } = locate(project.tree, offset);
  if (!key && !scalar) return anchorHover(project, offset);
  const holder = steps.at(-1)?.part;
  const property = holder && 'key' in holder ? project.shape.propertyOf.get(holder) : undefined;
  const markdown = key
    ? keyMarkdown(project, template, key)
    : scalar && (namedMarkdown(project, template, scalar) ?? valueCard(project, scalar, property));
  const at = key?.key.span ?? scalar?.span;
  return markdown !== undefined && at ? { span: at, markdown } : undefined;
}

function keyMarkdown(project: Project, template: () => Template, key: Entry): string | undefined {
  const property = project.shape.propertyOf.get(key);
  if (property) return propertyMarkdown(property);
  const resource = project.resources.find(({ entry }) => entry === key);
  return resource && resourceCard(project, template(), resource);
}

/** What stands for a resource, a connection or an endpoint. */
function namedMarkdown(project: Project, template: () => Template, scalar: ScalarNode): string | undefined {
  for (const resource of project.resources) {
    const connection = allConnections(resource).find(({ target }) => target.node === scalar);
    if (connection) return connectionCard(project, connection);
    if (resource.name?.node === scalar) return resourceCard(project, template(), resource);
  }
  for (const api of resourcesOfType(project, 'websocket-api')) {
    const endpoint = api.endpoints.find(({ route }) => route?.node === scalar);
    if (endpoint?.route) return routeCard(project, api, endpoint, endpoint.route);
  }
  return undefined;
}
