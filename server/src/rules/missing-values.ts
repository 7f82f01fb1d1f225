// The value that a fix sets for a missing property: one that nothing else in the file uses.
import {
  findProperty,
  resourceDefinitions,
  resourceTypeEnum,
  type Plain,
  type Property,
  type ResourceType,
} from '../language/index.ts';
import { runtimeFor } from '../changes/functions.ts';
import { newEntryPoint } from '../model/conventions.ts';
import { alphanumeric, newName, newRoute, numbered } from '../model/new-names.ts';
import { resourcesOfType, type DynamoDBTable, type Project, type Resource } from '../model/project.ts';
import type { Entry, MapNode } from '../syntax/tree.ts';
import { connectionsTo } from '../model/references.ts';
import { handlerOf, usualMode } from '../model/usage.ts';
import { allowedFrom, findAllowed } from '../language/connections.ts';

/** The values that the property probably has: one, except for a resource type, where several may fit. */
export function suggestedValues(
  property: Property,
  map: MapNode | undefined,
  entry: Entry | undefined,
  project: Project,
): readonly Plain[] {
  if (property.type !== resourceTypeEnum) {
    const value = suggestedValue(property, map, project);
    return value === undefined ? [] : [value];
  }
  const resource = project.resources.find((one) => (map ? one.map === map : one.entry === entry));
  return resource ? likelyTypes(resource, project) : [];
}

/** Derived from the resource ID, or else the property's example. Undefined if the property has no example. */
export function suggestedValue(property: Property, map: MapNode | undefined, project: Project): Plain | undefined {
  const { name, example } = property;
  const resource = project.resources.find((candidate) => map !== undefined && candidate.map === map);
  if (resource && name === 'name') {
    return newName(project, alphanumeric(resource.id.value), resource.type, resource) ?? example;
  }
  if (resource && name === 'entryPoint') {
    const runtime = resource.type === 'lambda-function' ? resource.runtime?.value : undefined;
    const code = resource.type === 'lambda-function' ? resource.code : undefined;
    return newEntryPoint(project, resource.id.value, runtime, code);
  }
  if (resource?.type === 'lambda-function' && name === 'runtime') return runtimeFor(project, resource) ?? example;
  for (const api of resourcesOfType(project, 'websocket-api')) {
    const endpoint = api.endpoints.find((one) => one.map === map);
    if (endpoint && name === 'route') return newRoute(api);
    if (endpoint?.route && name === 'operationMode') {
      return usualMode(project, api, endpoint.route.value, handlerOf(project, endpoint));
    }
  }
  const table = map && tableWith(map, project);
  if (table && name === 'name' && typeof example === 'string') return freeAttribute(example, table);
  if (table && typeof example === 'object' && 'name' in example && typeof example['name'] === 'string') {
    return { ...example, name: freeAttribute(example['name'], table) };
  }
  return example;
}

/** The table whose key the map is, or an attribute of its key. */
function tableWith(map: MapNode, project: Project): DynamoDBTable | undefined {
  return resourcesOfType(project, 'dynamodb-table').find(({ key }) => {
    return key && [key, key.hash, key.range].some((part) => part?.map === map);
  });
}

function freeAttribute(like: string, { key }: DynamoDBTable): string {
  return numbered(like, (name) => name !== key?.hash?.name?.value && name !== key?.range?.name?.value);
}

/** The types that have all of its properties and allow the connections from and to it; all types if there are none. */
export function likelyTypes({ id, map, connections }: Resource, project: Project): readonly ResourceType[] {
  const keys = map?.entries.map(({ key }) => key.text) ?? [];
  const targets = connections.flatMap(({ target }) => project.find(target.value)?.type ?? []);
  const uses = connectionsTo(project, id.value);
  const isUsable = (type: ResourceType): boolean =>
    uses.every(({ connection: { source, access } }) => {
      const allowed = source && findAllowed(source, type);
      return !source || (allowed !== undefined && (allowed.access || !access));
    });
  const all = resourceDefinitions.map(({ type }) => type);
  const likely = resourceDefinitions
    .filter((definition) => keys.every((key) => findProperty(definition, key)))
    .map(({ type }) => type)
    .filter((type) => targets.every((target) => findAllowed(type, target)))
    .filter(isUsable)
    .filter((type) => connections.length === 0 || allowedFrom(type).length > 0);
  return likely.length > 0 ? likely : all;
}
