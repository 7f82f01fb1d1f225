// Hover: what a key, a value, a route or a resource id is.
import { findAllowed } from '../language/connections.ts';
import { findResourceDefinition, resourceTypeEnum } from '../language/index.ts';
import { gatewayRoutes } from '../language/routes.ts';
import {
  allConnections,
  resourcesOfType,
  type Connection,
  type Endpoint,
  type Project,
  type Resource,
} from '../model/project.ts';
import { locate } from '../syntax/locate.ts';
import type { Entry, ScalarNode, Span } from '../syntax/tree.ts';
import { enumValueMarkdown, propertyMarkdown } from './markdown.ts';

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export function hover(project: Project, offset: number): Hover | undefined {
  const { key, scalar } = locate(project.tree, offset);
  const markdown = key ? keyMarkdown(project, key) : scalar && valueMarkdown(project, scalar);
  const at = key?.key.span ?? scalar?.span;
  return markdown !== undefined && at ? { span: at, markdown } : undefined;
}

function keyMarkdown(project: Project, key: Entry): string | undefined {
  const property = project.shape.propertyOf.get(key);
  if (property) return propertyMarkdown(property);
  const resource = project.resources.find(({ entry }) => entry === key);
  return resource && resourceMarkdown(project, resource);
}

function valueMarkdown(project: Project, scalar: ScalarNode): string | undefined {
  for (const resource of project.resources) {
    const connection = allConnections(resource).find(({ target }) => target.node === scalar);
    if (connection) return connectionMarkdown(project, connection);
    if (resource.name?.node === scalar) return resourceMarkdown(project, resource);
  }
  const endpoint = resourcesOfType(project, 'websocket-api')
    .flatMap(({ endpoints }) => endpoints)
    .find(({ route }) => route?.node === scalar);
  if (endpoint) return routeMarkdown(endpoint);
  const type = project.shape.typeOf.get(scalar);
  if (type?.kind !== 'enum') return undefined;
  if (type === resourceTypeEnum) {
    const definition = findResourceDefinition(scalar.text);
    return definition && `**${definition.type}** · resource type\n\n${definition.docs}`;
  }
  const value = type.values.find((candidate) => candidate.value === scalar.text);
  return value && enumValueMarkdown(value, type.noun);
}

function resourceMarkdown(project: Project, resource: Resource): string {
  const definition = resource.type && findResourceDefinition(resource.type);
  const logicalId = project.logicalIds.of(resource);
  return [
    `**${resource.id.value}** · ${definition?.label ?? 'resource'}`,
    resource.description?.value ?? '',
    definition?.docs ?? '',
    logicalId === undefined ? '' : `Logical ID in the template: \`${logicalId}\``,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function connectionMarkdown(project: Project, { source, target }: Connection): string | undefined {
  const resource = project.find(target.value);
  if (!resource) return undefined;
  const allowed = source && resource.type && findAllowed(source, resource.type);
  return [allowed?.docs ?? '', resourceMarkdown(project, resource)].filter((part) => part !== '').join('\n\n');
}

function routeMarkdown({ route, operationMode }: Endpoint): string | undefined {
  if (!route) return undefined;
  const known = gatewayRoutes.find((candidate) => candidate.route === route.value);
  const heading = `**${route.value}** · ${known ? "API Gateway's own route" : 'route'}`;
  const docs = known?.docs ?? 'Takes the messages whose route selector property has this value.';
  return [heading, docs, operationMode ? `Operation mode: \`${operationMode.value}\`` : '']
    .filter((part) => part !== '')
    .join('\n\n');
}
