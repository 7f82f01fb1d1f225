// Turns the tree into the model, following the definition of the language. Ignores what does not fit: the shape and the
// rules report that.
import { anyConnection, type ConnectionSource } from '../language/connections.ts';
import {
  anyResource,
  documentObject,
  findResourceDefinition,
  intendedResourceDefinition,
  type EnumType,
  type ObjectType,
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
  type ListItem,
  type MapNode,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { assignLogicalIds } from './logical-ids.ts';
import { parameterObject } from '../language/parameters.ts';
import { parametersEntry } from './project.ts';
import type {
  BoundProperties,
  Connection,
  Located,
  LogicalIds,
  Parameter,
  Project,
  Reference,
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
  const within = { source: undefined, reuses: tree.anchors.length === 0 };
  const { description, resources } = bindProperties(documentObject, mapOf(tree.root), within);
  const parameters = bindParameters(mapOf(parametersEntry({ tree })?.value), within);
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
    parameters,
    resources,
    get logicalIds() {
      return (logicalIds ??= assignLogicalIds({ resources, find, parameters }));
    },
    files,
    today,
    find,
  };
}

/** The surroundings of a value. */
interface Within {
  /** Where the connections in it start. */
  readonly source: ConnectionSource | undefined;
  /** Whether what was bound for an earlier text can be used again. Aliases would make several parts one. */
  readonly reuses: boolean;
}

/** The resources and endpoints by their entries and items, which have the same content and place in all texts that have them. */
const boundResources = new WeakMap<Entry, Resource>();
const boundItems = new WeakMap<ListItem, { readonly type: Type; readonly value: unknown }>();

// TypeScript cannot type a loop over declarations, so the next two functions state what they return in a separate
// signature. `test/unit/bind.test.ts` compares what they return with the declarations.

/** A parameter without a value is one with nothing but its name. */
function bindParameters(map: MapNode | undefined, within: Within): readonly Parameter[] {
  return ownEntries(map).map((entry) => ({
    ...bindProperties(parameterObject, mapOf(entry.value), within),
    name: keyOf(entry),
    entry,
  }));
}

/** The value of each property, by name. Properties that are missing or have the wrong type are absent. */
function bindProperties<O extends ObjectType>(
  object: O,
  map: MapNode | undefined,
  within: Within,
): BoundProperties<O['properties']>;
function bindProperties({ properties }: ObjectType, map: MapNode | undefined, within: Within): object {
  const bound: Record<string, unknown> = {};
  for (const { name, type } of properties) bound[name] = bindValue(type, map && findEntry(map, name)?.value, within);
  return bound;
}

function bindResource<T extends ResourceType>(type: T, entry: Entry, within: Within): ResourceOf<T>;
function bindResource(type: ResourceType, entry: Entry, within: Within): object {
  const map = mapOf(entry.value);
  const properties = bindProperties(findResourceDefinition(type) ?? anyResource, map, { ...within, source: type });
  return Object.assign(properties, { id: keyOf(entry), entry, map, type });
}

function bindUnknown(entry: Entry, within: Within): Resource {
  const map = mapOf(entry.value);
  return { ...bindProperties(anyResource, map, within), id: keyOf(entry), entry, map, type: undefined };
}

function bindValue(type: Type, node: SyntaxNode | undefined, within: Within): unknown {
  switch (type.kind) {
    case 'string':
      return (type.sources && referenceOf(node)) ?? textOf(node);
    case 'integer':
      return integerOf(node);
    case 'boolean':
      return booleanOf(node);
    case 'enum':
      return wordOf(node, type);
    case 'list':
      return itemsOf(node)
        .map((item) => bindItem(type.items, item, within))
        .filter((item) => item !== undefined);
    case 'map': {
      return ownEntries(mapOf(node))
        .map((entry) => bindEntry(type.values, entry, within))
        .filter((entry) => entry !== undefined);
    }
    case 'object': {
      const map = mapOf(node);
      const source = type.connectionSource ?? within.source;
      return map && Object.assign(bindProperties(type, map, { ...within, source }), { node, map });
    }
    case 'connection':
      return bindConnection(node, within);
    case 'resource':
      // Its ID is its key, so only an entry can be a resource.
      return undefined;
  }
}

function ownEntries(map: MapNode | undefined): readonly Entry[] {
  return (map?.entries ?? []).filter(
    (entry) => entry.complete && !isMergeKey(entry) && !(map && isRepeatedKey(map, entry)),
  );
}

function referenceOf(node: SyntaxNode | undefined): Reference | undefined {
  const map = mapOf(node);
  if (!node || !map) return undefined;
  const textAt = (name: string): Located<string> | undefined => textOf(findEntry(map, name)?.value);
  const [parameter, ssm, secret, key] = [textAt('parameter'), textAt('ssm'), textAt('secret'), textAt('key')];
  return { value: undefined, node, map, parameter, ssm, secret, key };
}

/** Endpoints are reused: an API can have very many, of which an edit changes one. */
function bindItem(type: Type, item: ListItem, within: Within): unknown {
  if (type.kind !== 'object' || !within.reuses) return bindValue(type, item.value, within);
  const known = boundItems.get(item);
  if (known?.type === type) return known.value;
  const value = bindValue(type, item.value, within);
  boundItems.set(item, { type, value });
  return value;
}

function bindEntry(type: Type, entry: Entry, within: Within): unknown {
  if (type.kind === 'resource') {
    const resource = (within.reuses && boundResources.get(entry)) || bindAnyResource(entry, within);
    if (within.reuses) boundResources.set(entry, resource);
    return resource;
  }
  const value = bindValue(type, entry.value, { ...within, source: undefined });
  return value === undefined ? undefined : { name: keyOf(entry), value };
}

function bindAnyResource(entry: Entry, within: Within): Resource {
  const map = mapOf(entry.value);
  const definition = intendedResourceDefinition(textOf(map && findEntry(map, 'type')?.value)?.value ?? '');
  return definition ? bindResource(definition.type, entry, within) : bindUnknown(entry, within);
}

function bindConnection(node: SyntaxNode | undefined, within: Within): Connection | undefined {
  const map = mapOf(node);
  if (!map) {
    const target = textOf(node);
    return node && target && { source: within.source, target, access: undefined, as: undefined, node };
  }
  const { to, access, as } = bindProperties(anyConnection, map, within);
  return node && to && { source: within.source, target: to, access, as, node };
}

function keyOf({ key }: Entry): Located<string> {
  return { value: key.text, node: key };
}

function mapOf(node: SyntaxNode | undefined): MapNode | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'map' ? value : undefined;
}

/** The items that have a value, in order. */
function itemsOf(node: SyntaxNode | undefined): readonly ListItem[] {
  const value = resolveAlias(node);
  return value?.kind === 'list' ? value.items.filter((item) => item.value) : [];
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

function booleanOf(node: SyntaxNode | undefined): Located<boolean> | undefined {
  const value = resolveAlias(node);
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? { value: value.value, node: value } : undefined;
}

/** Undefined if the enumeration does not have the value, unless it is open. */
function wordOf(node: SyntaxNode | undefined, { open, values }: EnumType): Located<string> | undefined {
  const found = textOf(node);
  return open || values.some(({ value }) => value === found?.value) ? found : undefined;
}
