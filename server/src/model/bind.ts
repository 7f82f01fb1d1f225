// Tree to model. Reads what is there; what is wrong with it is for the shape and the rules to say.
import { accessLevels, type ConnectionSource } from '../language/connections.ts';
import { attributeTypes } from '../language/data-resources.ts';
import type { EnumType } from '../language/definition.ts';
import { resourceTypes } from '../language/definition.ts';
import { operationModes } from '../language/web-socket-api.ts';
import { findEntry, isMergeKey, resolveAlias, type MapNode, type SyntaxNode, type SyntaxTree } from '../syntax/tree.ts';
import { assignLogicalIds } from './logical-ids.ts';
import type {
  Connection,
  Endpoint,
  EnvironmentVariable,
  KeyAttribute,
  Located,
  LogicalIds,
  Project,
  Resource,
} from './project.ts';
import { shapeOf, type Shape } from './shape.ts';
import type { SourceFiles } from './source-files.ts';

export function bind(tree: SyntaxTree, files?: SourceFiles): Project {
  const root = mapOf(tree.root);
  const resources = bindResources(get(root, 'resources'));
  const byId = new Map<string, Resource>();
  for (const resource of resources) if (!byId.has(resource.id.value)) byId.set(resource.id.value, resource);
  const find = (id: string): Resource | undefined => byId.get(id);
  let shape: Shape | undefined;
  let logicalIds: LogicalIds | undefined;
  return {
    tree,
    get shape() {
      return (shape ??= shapeOf(tree));
    },
    description: text(get(root, 'description')),
    resources,
    get logicalIds() {
      return (logicalIds ??= assignLogicalIds(resources, find));
    },
    files,
    find,
  };
}

function bindResources(node: SyntaxNode | undefined): Resource[] {
  const resources: Resource[] = [];
  for (const entry of mapOf(node)?.entries ?? []) {
    if (!entry.complete || isMergeKey(entry)) continue;
    const map = mapOf(entry.value);
    const typeText = text(get(map, 'type'))?.value;
    const type = resourceTypes.find((known) => known === typeText);
    const base = {
      id: { value: entry.key.text, node: entry.key },
      entry,
      map,
      name: text(get(map, 'name')),
      description: text(get(map, 'description')),
      connections: bindConnections(get(map, 'connections'), type),
    };
    switch (type) {
      case 'websocket-api':
        resources.push({
          ...base,
          type,
          routeSelectorProperty: text(get(map, 'routeSelectorProperty')),
          endpoints: itemsOf(get(map, 'endpoints')).flatMap(bindEndpoint),
          identitySource: itemsOf(get(map, 'identitySource')).flatMap((item) => text(item) ?? []),
          stage: text(get(map, 'stage')),
        });
        break;
      case 'lambda-function':
        resources.push({
          ...base,
          type,
          entryPoint: text(get(map, 'entryPoint')),
          runtime: text(get(map, 'runtime')),
          arn: text(get(map, 'arn')),
          memory: integer(get(map, 'memory')),
          timeout: integer(get(map, 'timeout')),
          environment: bindEnvironment(get(map, 'environment')),
        });
        break;
      case 'dynamodb-table': {
        const key = mapOf(get(map, 'key'));
        const hash = bindKeyAttribute(get(key, 'hash'));
        resources.push({ ...base, type, hash, range: bindKeyAttribute(get(key, 'range')) });
        break;
      }
      case 'sqs-queue':
      case 'sns-topic':
      case 's3-bucket':
      case undefined:
        resources.push({ ...base, type });
        break;
    }
  }
  return resources;
}

function bindEndpoint(node: SyntaxNode): Endpoint[] {
  const map = mapOf(node);
  if (!map) return [];
  return [
    {
      node,
      map,
      route: text(get(map, 'route')),
      operationMode: choice(get(map, 'operationMode'), operationModes),
      connections: bindConnections(get(map, 'connections'), 'endpoint'),
    },
  ];
}

function bindConnections(node: SyntaxNode | undefined, source: ConnectionSource | undefined): Connection[] {
  return itemsOf(node).flatMap((item): Connection[] => {
    const map = mapOf(item);
    const target = map ? text(get(map, 'to')) : text(item);
    if (!target) return [];
    const access = choice(get(map, 'access'), accessLevels);
    return [{ source, target, access, node: item }];
  });
}

function bindEnvironment(node: SyntaxNode | undefined): EnvironmentVariable[] {
  return (mapOf(node)?.entries ?? []).flatMap((entry) => {
    const value = text(entry.value);
    return value ? [{ name: { value: entry.key.text, node: entry.key }, value }] : [];
  });
}

function bindKeyAttribute(node: SyntaxNode | undefined): KeyAttribute | undefined {
  const map = mapOf(node);
  const name = text(get(map, 'name'));
  const type = choice(get(map, 'type'), attributeTypes);
  return name && type && { name, type };
}

function mapOf(node: SyntaxNode | undefined): MapNode | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'map' ? value : undefined;
}

function get(map: MapNode | undefined, key: string): SyntaxNode | undefined {
  return map && findEntry(map, key)?.value;
}

/** The items that are there, in order. */
function itemsOf(node: SyntaxNode | undefined): SyntaxNode[] {
  const value = resolveAlias(node);
  return value?.kind === 'list' ? value.items.flatMap((item) => item.value ?? []) : [];
}

function text(node: SyntaxNode | undefined): Located<string> | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? { value: value.value, node: value } : undefined;
}

function integer(node: SyntaxNode | undefined): Located<number> | undefined {
  const value = resolveAlias(node);
  if (value?.kind !== 'scalar' || typeof value.value !== 'number' || !Number.isInteger(value.value)) return undefined;
  return { value: value.value, node: value };
}

function choice<V extends string>(node: SyntaxNode | undefined, type: EnumType<V>): Located<V> | undefined {
  const found = text(node);
  const known = found && type.values.find(({ value }) => value === found.value);
  return known && { value: known.value, node: found.node };
}
