// Turns the tree into the model, following the definition of the language. Ignores what does not fit: the shape and the
// rules report that.
import { connectionObject, type ConnectionSource } from '../language/connections.ts';
import {
  anyResource,
  documentObject,
  findResourceDefinition,
  intendedResourceDefinition,
  type EnumType,
  type ObjectType,
  type Property,
  type ResourceType,
  type Type,
} from '../language/index.ts';
import { tableDate } from '../language/runtimes.ts';
import {
  findEntry,
  isMergeKey,
  isRepeatedKey,
  resolveAlias,
  type Entry,
  type MapNode,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { assignLogicalIds } from './logical-ids.ts';
import type {
  BoundProperties,
  Connection,
  Located,
  LogicalIds,
  Project,
  Resource,
  ResourceOf,
  SourceFiles,
} from './project.ts';
import { shapeOf, type Shape } from './shape.ts';

/** The context of a text that affects its analysis. */
interface Known {
  readonly files?: SourceFiles | undefined;
  readonly today?: string | undefined;
}

export function bind(tree: SyntaxTree, { files, today = tableDate }: Known = {}): Project {
  const { description, resources } = bindProperties(documentObject, mapOf(tree.root), undefined);
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
    description,
    resources,
    get logicalIds() {
      return (logicalIds ??= assignLogicalIds(resources, find));
    },
    files,
    today,
    find,
  };
}

// TypeScript cannot type a loop over declarations, so the next two functions state what they return in a separate
// signature. `test/unit/bind.test.ts` compares what they return with the declarations.

/** The value of each property, by name. Properties that are missing or have the wrong type are absent. */
function bindProperties<O extends ObjectType>(
  object: O,
  map: MapNode | undefined,
  source: ConnectionSource | undefined,
): BoundProperties<O['properties']>;
function bindProperties(
  { properties }: ObjectType,
  map: MapNode | undefined,
  source: ConnectionSource | undefined,
): object {
  return Object.fromEntries(
    properties.map(({ name, type }: Property) => [name, bindValue(type, map && findEntry(map, name)?.value, source)]),
  );
}

function bindResource<T extends ResourceType>(type: T, entry: Entry): ResourceOf<T>;
function bindResource(type: ResourceType, entry: Entry): object {
  const map = mapOf(entry.value);
  const properties = bindProperties(findResourceDefinition(type) ?? anyResource, map, type);
  return { ...properties, id: keyOf(entry), entry, map, type };
}

function bindUnknown(entry: Entry): Resource {
  const map = mapOf(entry.value);
  return { ...bindProperties(anyResource, map, undefined), id: keyOf(entry), entry, map, type: undefined };
}

/** @param source where the connections in the value start */
function bindValue(type: Type, node: SyntaxNode | undefined, source: ConnectionSource | undefined): unknown {
  switch (type.kind) {
    case 'string':
      return textOf(node);
    case 'integer':
      return integerOf(node);
    case 'enum':
      return wordOf(node, type);
    case 'list':
      return itemsOf(node)
        .map((item) => bindValue(type.items, item, source))
        .filter((item) => item !== undefined);
    case 'map': {
      const map = mapOf(node);
      return (map?.entries ?? [])
        .filter((entry) => entry.complete && !isMergeKey(entry) && !(map && isRepeatedKey(map, entry)))
        .map((entry) => bindEntry(type.values, entry))
        .filter((entry) => entry !== undefined);
    }
    case 'object': {
      const map = mapOf(node);
      return map && { ...bindProperties(type, map, type.connectionSource ?? source), node, map };
    }
    case 'connection':
      return bindConnection(node, source);
    case 'resource':
      // Its ID is its key, so only an entry can be a resource.
      return undefined;
  }
}

function bindEntry(type: Type, entry: Entry): unknown {
  if (type.kind === 'resource') {
    const map = mapOf(entry.value);
    const definition = intendedResourceDefinition(textOf(map && findEntry(map, 'type')?.value)?.value ?? '');
    return definition ? bindResource(definition.type, entry) : bindUnknown(entry);
  }
  const value = bindValue(type, entry.value, undefined);
  return value === undefined ? undefined : { name: keyOf(entry), value };
}

function bindConnection(node: SyntaxNode | undefined, source: ConnectionSource | undefined): Connection | undefined {
  const map = mapOf(node);
  const { to, access } = bindProperties(connectionObject, map, source);
  const target = map ? to : textOf(node);
  return node && target && { source, target, access, node };
}

function keyOf({ key }: Entry): Located<string> {
  return { value: key.text, node: key };
}

function mapOf(node: SyntaxNode | undefined): MapNode | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'map' ? value : undefined;
}

/** The items that have a value, in order. */
function itemsOf(node: SyntaxNode | undefined): SyntaxNode[] {
  const value = resolveAlias(node);
  return value?.kind === 'list' ? value.items.flatMap((item) => item.value ?? []) : [];
}

function textOf(node: SyntaxNode | undefined): Located<string> | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? { value: value.value, node: value } : undefined;
}

function integerOf(node: SyntaxNode | undefined): Located<number> | undefined {
  const value = resolveAlias(node);
  if (value?.kind !== 'scalar' || typeof value.value !== 'number' || !Number.isInteger(value.value)) return undefined;
  return { value: value.value, node: value };
}

/** Undefined if the enumeration does not have the value, unless it is open. */
function wordOf(node: SyntaxNode | undefined, { open, values }: EnumType): Located<string> | undefined {
  const found = textOf(node);
  return open || values.some(({ value }) => value === found?.value) ? found : undefined;
}
