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
import { keysOf } from '../model/table-keys.ts';
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
  for (const table of resourcesOfType(project, 'dynamodb-table')) {
    if (map && example !== undefined) {
      const value = valueInTable(property, map, example, table);
      if (value !== undefined) return value;
    }
  }
  return example;
}

/** For a property of the table, or of its keys and indexes; undefined for any other. */
function valueInTable({ name }: Property, map: MapNode, example: Plain, table: DynamoDBTable): Plain | undefined {
  if (table.indexes.some((index) => index.map === map) && name === 'name' && typeof example === 'string') {
    return numbered(example, (free) => table.indexes.every((index) => index.name?.value !== free));
  }
  const keys = keysOf(table);
  const attributes = keys.flatMap(({ hash, range }) => [hash, range]);
  const attribute = attributes.find((one) => one?.map === map);
  if (attribute && name === 'type') {
    const same = attributes.find((one) => one?.type && one.name?.value === attribute.name?.value);
    return same?.type?.value ?? example;
  }
  if (attribute && name === 'name') return typeof example === 'string' ? freeAttribute(example, table) : example;
  const isKey = name === 'key' && [table, ...table.indexes].some((one) => one.map === map);
  return isKey || keys.some((key) => key.map === map) ? withFreeNames(example, table) : undefined;
}

/** The example of a key or of an attribute. */
function withFreeNames(example: Plain, table: DynamoDBTable): Plain {
  if (typeof example !== 'object') return example;
  return Object.fromEntries(
    Object.entries<Plain>(example).map(([key, value]) => [
      key,
      key === 'name' && typeof value === 'string' ? freeAttribute(value, table) : withFreeNames(value, table),
    ]),
  );
}

/** An attribute that no key of the table has, since another one has only one type. */
function freeAttribute(like: string, table: DynamoDBTable): string {
  const taken = keysOf(table).flatMap(({ hash, range }) => [hash?.name?.value, range?.name?.value]);
  return numbered(like, (name) => !taken.includes(name));
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
