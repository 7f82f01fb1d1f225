// Turns the tree into the model, following the definition of the language. Ignores what does not fit: the shape and the
// rules report that.
import { anyConnection, type ConnectionSource } from '../language/connections.ts';
import {
  anyResource,
  documentObject,
  intendedResourceDefinition,
  resourceDefinitions,
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
  type ListItem,
  type MapNode,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { originalOf } from '../syntax/moved.ts';
import { assignLogicalIds } from './logical-ids.ts';
import { readOverlay, type Overlay } from './overlay.ts';
import { parameterObject } from '../language/parameters.ts';
import { bareConnection, oncePer, parametersEntry } from './project.ts';
import type {
  BoundObject,
  BoundProperties,
  Connection,
  Located,
  LogicalIds,
  Parameter,
  Project,
  Reference,
  Resource,
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
  const { description, resources } = bindObject(documentObject, { value: tree.root }, within);
  const parameters = bindParameters(mapOf(parametersEntry({ tree })?.value), within);
  const byId = new Map<string, Resource>();
  for (const resource of resources) {
    const id = originalOf(resource.entry).key.text;
    if (!byId.has(id)) byId.set(id, resource);
  }
  const find = (id: string): Resource | undefined => byId.get(id);
  let shape: Shape | undefined;
  let overlay: Overlay | undefined;
  const overlayOf = (): Overlay => (overlay ??= readOverlay(tree));
  let logicalIds: LogicalIds | undefined;
  return {
    tree,
    get shape() {
      return (shape ??= shapeOf(tree));
    },
    description,
    parameters,
    resources,
    get overlay() {
      return overlayOf();
    },
    get logicalIds() {
      return (logicalIds ??= assignLogicalIds({ resources, find, parameters, overlay: overlayOf() }));
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

/** What has a value: an entry, an item. */
type Holder = Pick<ListItem, 'value'>;

/**
 * The resources and endpoints by their entries and items, which have the same content and place in all texts that have
 * them. Those that have moved are not here, since the next edit moves them again.
 */
const boundResources = new WeakMap<Entry, { readonly object: ObjectType; readonly resource: Resource }>();
const boundItems = new WeakMap<ListItem, { readonly type: Type; readonly value: unknown }>();

/**
 * An object. Its properties are bound when they are first looked at, since a request needs few of them in a large file. They
 * belong to its class, so spread syntax does not copy them.
 */
class LazyObject {
  /** The properties that are bound, by their index in the declaration. */
  private readonly bound: { readonly value: unknown }[] = [];

  constructor(
    private readonly holder: Holder,
    private readonly within: Within,
  ) {}

  get node(): SyntaxNode | undefined {
    return this.holder.value;
  }

  get map(): MapNode | undefined {
    return mapOf(this.holder.value);
  }

  property(index: number, { name, type }: Property): unknown {
    const { map } = this;
    return (this.bound[index] ??= { value: bindValue(type, map && findEntry(map, name)?.value, this.within) }).value;
  }
}

class LazyResource extends LazyObject {
  private located: Located<string> | undefined;

  constructor(
    readonly entry: Entry,
    within: Within,
  ) {
    super(entry, within);
  }

  get id(): Located<string> {
    return (this.located ??= keyOf(this.entry));
  }
}

/** The class of the objects with that declaration. */
const classOf = oncePer((object: ObjectType) => {
  class Declared extends LazyObject {}
  declareProperties(Declared.prototype, object);
  return Declared;
});

/** That of the resources, with their type; undefined if it is missing or unknown. */
const resourceClassOf = oncePer((object: ObjectType) => {
  class Declared extends LazyResource {}
  declareProperties(Declared.prototype, object);
  Object.defineProperty(Declared.prototype, 'type', { value: typeOf(object) });
  return Declared;
});

function typeOf(object: ObjectType): ResourceType | undefined {
  return resourceDefinitions.find((definition) => definition === object)?.type;
}

function declareProperties(prototype: LazyObject, { properties }: ObjectType): void {
  for (const [index, property] of properties.entries()) {
    Object.defineProperty(prototype, property.name, {
      configurable: true,
      get(this: LazyObject) {
        return this.property(index, property);
      },
    });
  }
}

// TypeScript cannot type a class that follows declarations, so the next functions state what they return in a separate
// signature. `test/unit/bind.test.ts` compares what they return with the declarations.

/** The value of each property, by name. Properties that are missing or have the wrong type are absent. */
function bindProperties<O extends ObjectType>(
  object: O,
  map: MapNode | undefined,
  within: Within,
): BoundProperties<O['properties']>;
function bindProperties({ properties }: ObjectType, map: MapNode | undefined, within: Within): object {
  return Object.fromEntries(
    properties.map(({ name, type }) => [name, bindValue(type, map && findEntry(map, name)?.value, within)]),
  );
}

/** A parameter without a value is one with nothing but its name. */
function bindParameters(map: MapNode | undefined, within: Within): readonly Parameter[] {
  return ownEntries(map).map((entry) => ({
    ...bindProperties(parameterObject, mapOf(entry.value), within),
    name: keyOf(entry),
    entry,
  }));
}

/** The same, each of which is bound when it is first looked at. */
function bindObject<O extends ObjectType>(object: O, holder: Holder, within: Within): BoundObject<O>;
function bindObject(object: ObjectType, holder: Holder, { source, reuses }: Within): object {
  return new (classOf(object))(holder, { source: object.connectionSource ?? source, reuses });
}

function bindResource(object: ObjectType, entry: Entry, within: Within): Resource;
function bindResource(object: ObjectType, entry: Entry, { reuses }: Within): object {
  return new (resourceClassOf(object))(entry, { source: typeOf(object), reuses });
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
      if (!type.orList || resolveAlias(node)?.kind !== 'list') return wordOf(node, type);
      return { value: undefined, node, items: bindValue(type.orList, node, within) };
    case 'list':
      return itemsOf(node)
        .map((item) => bindItem(type.items, item, within))
        .filter((item) => item !== undefined);
    case 'map': {
      return ownEntries(mapOf(node))
        .map((entry) => bindEntry(type.values, entry, within))
        .filter((entry) => entry !== undefined);
    }
    case 'any':
      return node;
    case 'object':
      return mapOf(node) && bindObject(type, { value: node }, within);
    case 'connection':
      return bindConnection(node, within);
    case 'resource':
      // Its ID is its key, so only an entry can be a resource.
      return undefined;
  }
}

function ownEntries(map: MapNode | undefined): readonly Entry[] {
  return (map?.entries ?? [])
    .filter((entry) => entry.complete && !isMergeKey(originalOf(entry)))
    .filter((entry) => originalOf(entry).value || !(map && isRepeatedKey(map, entry)));
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
  const original = originalOf(item);
  let known = boundItems.get(original);
  if (known?.type !== type) {
    known = { type, value: mapOf(original.value) && bindObject(type, original, within) };
    boundItems.set(original, known);
  }
  return known.value && item !== original ? bindObject(type, item, within) : known.value;
}

function bindEntry(type: Type, entry: Entry, within: Within): unknown {
  if (type.kind !== 'resource') {
    const value = bindValue(type, entry.value, { ...within, source: undefined });
    return value === undefined ? undefined : { name: keyOf(entry), value };
  }
  if (!within.reuses) return bindResource(resourceObjectOf(entry), entry, within);
  const original = originalOf(entry);
  let known = boundResources.get(original);
  if (!known) {
    const object = resourceObjectOf(original);
    known = { object, resource: bindResource(object, original, within) };
    boundResources.set(original, known);
  }
  return entry === original ? known.resource : bindResource(known.object, entry, within);
}

/** The definition of the resource's type, if that is known. */
function resourceObjectOf({ value }: Entry): ObjectType {
  const map = mapOf(value);
  return intendedResourceDefinition(textOf(map && findEntry(map, 'type')?.value)?.value ?? '') ?? anyResource;
}

function bindConnection(node: SyntaxNode | undefined, within: Within): Connection | undefined {
  const map = mapOf(node);
  if (!map) {
    const target = textOf(node);
    return node && target && { ...bareConnection, source: within.source, target, node };
  }
  const { to, access, as, batchSize, on } = bindObject(anyConnection, { value: map }, within);
  return node && to && { source: within.source, target: to, access, as, batchSize, on, node };
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
  return value?.kind === 'list' ? value.items.filter((item) => originalOf(item).value) : [];
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
