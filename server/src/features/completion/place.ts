// The place of the cursor, as a closed union of what can be completed there. It is determined before anything is
// offered.
import { accessLevels } from '../../language/connections.ts';
import type { Connecting } from '../../model/can-connect.ts';
import { matchesFormat } from '../../language/formats.ts';
import {
  anyResource,
  resourceTypeEnum,
  typeGiven,
  type EnumType,
  type EnumValue,
  type ObjectType,
  type Property,
  type StringSources,
  type StringType,
  type Type,
} from '../../language/index.ts';
import { parameterName, parameterObject } from '../../language/parameters.ts';
import { endpointObject } from '../../language/web-socket-api.ts';
import { bind } from '../../model/bind.ts';
import {
  ownConnections,
  type Connection,
  type Project,
  type Resource,
  type WebSocketApi,
} from '../../model/project.ts';
import {
  type PathStep,
  findEntry,
  resolveAlias,
  type Entry,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxTree,
} from '../../syntax/tree.ts';
import { probes, type Frame, type Probe } from '../../syntax/probe.ts';
import { overlayKeyPlace, overlayValuePlace, type OverlayPlace } from './overlay-place.ts';
import { styleAt, type Style } from './style.ts';

export type CompletionPlace = Spot & Found;
export type PlaceOf<K extends Found['kind']> = Spot & Extract<Found, { kind: K }>;

/** The common properties of all places. */
interface Spot {
  /** The project as if there were a word at the cursor. */
  readonly project: Project;
  /** The resource that contains the place. */
  readonly resource: Resource | undefined;
  /** The span of the word at the cursor, and its text before the cursor; empty if nothing has been typed. */
  readonly word: string;
  readonly typed: string;
  /** The empty value after a colon, including its whitespace, if there is no map or list yet. */
  readonly replaced: Span;
  readonly frame: Frame;
  readonly style: Style;
  /** The quotes of the word at the cursor. */
  readonly quote: 'none' | 'single' | 'double';
}

type Found =
  | OverlayPlace
  | {
      /** A key of an object. */
      readonly kind: 'key';
      readonly object: ObjectType;
      readonly within: Enclosure;
      /** The other entries of the map. */
      readonly others: readonly Entry[];
      /** The entry, if the key already has its colon or value. */
      readonly entry: Entry | undefined;
    }
  | {
      /** The ID of a new resource. */
      readonly kind: 'resource-id';
      readonly within: Enclosure;
    }
  | { readonly kind: 'new-parameter'; readonly within: Enclosure }
  | {
      readonly kind: 'resource-type';
      /** The other entries of the resource. */
      readonly others: readonly Entry[];
    }
  | {
      readonly kind: 'enum-value';
      readonly property: Property;
      readonly type: EnumType;
      /** Excludes values with which the rest of the map would be invalid. */
      readonly values: readonly EnumValue[];
      readonly connection: Connection | undefined;
    }
  | { readonly kind: 'boolean'; readonly property: Property }
  | { readonly kind: 'default'; readonly property: Property }
  | {
      /** A string with suggestions. */
      readonly kind: 'text';
      readonly type: StringType;
      readonly within: Enclosure;
      /** The other items of the list. */
      readonly taken: readonly string[];
    }
  | { readonly kind: 'parameter-name' }
  | {
      /** A string that can also come from elsewhere when the stack is deployed. */
      readonly kind: 'dynamic-text';
      readonly type: StringType & { readonly sources: StringSources };
    }
  | { readonly kind: 'resource-name' }
  | {
      /** The name of the variable by which a function finds the target of the connection. */
      readonly kind: 'variable';
      readonly connection: Connection | undefined;
    }
  | {
      /** The entry point of a function. */
      readonly kind: 'entry-point';
    }
  | { readonly kind: 'route'; readonly taken: readonly string[] }
  | {
      /** A new endpoint. */
      readonly kind: 'endpoint';
      readonly object: ObjectType;
      readonly api: WebSocketApi;
      readonly within: Enclosure;
    }
  | {
      /** The ID of a resource to connect to. */
      readonly kind: 'connection-target';
      readonly from: Connecting;
      readonly within: Enclosure;
      /** The map that contains the target; absent if the connection is a bare ID. */
      readonly map: MapNode | undefined;
    };

/** The collection that contains the place: a list, a map, or nothing yet. */
export type Enclosure = 'nothing' | 'list' | 'map';

/** The most likely place. For a key, also an item of the list above, whose dash can be in the column of its key. */
export function placesAt(original: Project, offset: number): CompletionPlace[] {
  const { value: first } = readingsAt(original, offset).next();
  if (!first) return [];
  if (first.kind !== 'key' || first.entry || first.frame.before !== '' || !isBelowList(first)) return [first];
  const { value: item } = readingsAt(original, offset, '- ').next();
  return item ? [first, item] : [first];
}

function isBelowList({ others, replaced }: PlaceOf<'key'>): boolean {
  const above = others.filter(({ span }) => span.end <= replaced.start).at(-1);
  return above?.complete === true && (!above.value || (above.value.kind === 'list' && !above.value.flow));
}

/** The possible places, from different readings of the text. Lazy, because each reading takes a parse or two. */
function* readingsAt(original: Project, offset: number, only?: Frame['before']): Generator<CompletionPlace, undefined> {
  for (const probed of probes(original.tree, offset, only)) {
    const { key } = probed.location;
    if (!probed.takenForKeys.every((span) => isAtFault(original, span))) continue;
    const project = bind(probed.tree, original);
    const found = key ? keyPlace(project, probed) : valuePlace(project, probed);
    if (!found) continue;
    const { scalar, word, replaced, frame, location } = probed;
    const parts = location.steps.map(({ part }) => part);
    const isAlone = 'within' in found && found.within === 'nothing';
    const style = styleAt(original.tree, probed);
    // A comment after it would move to the last of several inserted lines.
    if (isAlone && style.followed && !style.flow) continue;
    yield {
      ...found,
      project,
      resource: project.resources.find(({ entry }) => parts.includes(entry)),
      word,
      typed: original.tree.text.slice(replaced.start, offset).replace(/^["']/, ''),
      replaced: isAlone ? { ...replaced, start: endOfColon(original.tree, replaced.start) } : replaced,
      frame,
      style,
      quote: scalar.style === 'single' || scalar.style === 'double' ? scalar.style : 'none',
    };
  }
  return undefined;
}

function endOfColon({ text }: SyntaxTree, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}

/** Whether the text cannot be a value there, so that it may be a half-typed key. */
function isAtFault({ shape }: Project, { start }: Span): boolean {
  return shape.faults.some(({ kind, span }) => kind === 'wrong-type' && span.start === start);
}

function keyPlace(project: Project, { location, frame }: Probe): Found | undefined {
  const map = location.steps.at(-1)?.collection;
  const { key } = location;
  if (map?.kind !== 'map' || !key) return undefined;
  const isEntry = key.complete && !frame.colon;
  const type = project.shape.typeOf(map);
  const newEntry = newEntryIn(type, 'map');
  if (newEntry) return isEntry ? undefined : newEntry;
  const laidOver = isEntry ? undefined : overlayKeyPlace(project, { location });
  if (laidOver) return laidOver;
  const object = project.shape.objectOf(map);
  const others = map.entries.filter((entry) => entry !== key);
  return object && { kind: 'key', object, within: 'map', others, entry: isEntry ? key : undefined };
}

/** An entry of the resources, or of the parameters. */
function newEntryIn(type: Type | undefined, within: Enclosure): Found | undefined {
  if (type?.kind !== 'map') return undefined;
  if (type.values.kind === 'resource') return { kind: 'resource-id', within };
  return type.values === parameterObject ? { kind: 'new-parameter', within } : undefined;
}

function valuePlace(project: Project, probed: Probe): Found | undefined {
  const type = project.shape.typeOf(probed.scalar);
  const part = probed.location.steps.at(-1)?.part;
  if (!type || !part) return undefined;
  const laidOver = overlayValuePlace(project, probed);
  if (laidOver) return laidOver;
  if ('key' in part) {
    // On its own line, the word may become something else: the other readings add a dash or a colon.
    if (/[\r\n]/.test(probed.tree.text.slice(part.key.span.end, probed.scalar.span.start))) return undefined;
    const property = project.shape.propertyOf(part);
    if (type === parameterName) return { kind: 'parameter-name' };
    if (hasSources(type)) return { kind: 'dynamic-text', type };
    const found = property && valueOfProperty(project, probed, { property, type, entry: part });
    return found ?? firstPart(project, probed, type);
  }
  switch (type.kind) {
    case 'string':
      return type.suggestions && { kind: 'text', type, within: 'list', taken: itemsBeside(probed) };
    case 'connection':
      return connectionTarget(project, probed, 'list');
    case 'object':
      return newItem(project, probed, type, 'list');
    case 'enum':
    case 'integer':
    case 'boolean':
    case 'list':
    case 'map':
    case 'any':
    case 'resource':
      return undefined;
  }
}

function hasSources(type: Type): type is StringType & { readonly sources: StringSources } {
  return type.kind === 'string' && type.sources !== undefined;
}

/** The first part of a missing map or list. */
function firstPart(project: Project, probed: Probe, type: Type): Found | undefined {
  const within = 'nothing';
  const newEntry = newEntryIn(type, within);
  if (newEntry) return newEntry;
  if (type.kind === 'list' && type.items.kind === 'object') return newItem(project, probed, type.items, within);
  const object = type.kind === 'resource' ? anyResource : type.kind === 'object' ? type : undefined;
  return object && { kind: 'key', object, within, others: [], entry: undefined };
}

/** A new map in a list. */
function newItem(
  project: Project,
  { location }: Probe,
  object: ObjectType,
  within: Enclosure,
): Extract<Found, { kind: 'endpoint' | 'key' }> | undefined {
  if (object !== endpointObject) return { kind: 'key', object, within, others: [], entry: undefined };
  const api = project.resources.find(({ entry }) => location.steps.some(({ part }) => part === entry));
  return api?.type === 'websocket-api' ? { kind: 'endpoint', object, api, within } : undefined;
}

interface PropertyValue {
  readonly property: Property;
  readonly type: Type;
  readonly entry: Entry;
}

function valueOfProperty(project: Project, probed: Probe, value: PropertyValue): Found | undefined {
  const { property, type, entry } = value;
  const map = probed.location.steps.at(-1)?.collection;
  if (map?.kind !== 'map') return undefined;
  const object = project.shape.objectOf(map);
  switch (type.kind) {
    case 'enum':
      if (type === resourceTypeEnum) {
        return { kind: 'resource-type', others: map.entries.filter((other) => other !== entry) };
      }
      return {
        kind: 'enum-value',
        property,
        type,
        values: type.values.filter((one) => keepsForms(project, map, property, probed.word, one.value)),
        connection: type === accessLevels ? connectionOf(project, map) : undefined,
      };
    case 'boolean':
      return { kind: 'boolean', property };
    case 'integer':
      return property.default === undefined ? undefined : { kind: 'default', property };
    case 'string':
      if (property.name === 'route') return { kind: 'route', taken: routesBeside(project, probed.scalar) };
      if (property.name === 'to') return connectionTarget(project, probed, 'map', map);
      if (property.name === 'as') return { kind: 'variable', connection: connectionOf(project, map) };
      if (property.name === 'entryPoint') return { kind: 'entry-point' };
      if (property.name === 'name' && object && isResource(object)) return { kind: 'resource-name' };
      return type.suggestions && { kind: 'text', type, within: 'map', taken: namedBeside(project, probed, property) };
    case 'list': {
      if (type.items.kind === 'connection') return connectionTarget(project, probed, 'nothing');
      const { items } = type;
      return items.kind === 'string' && items.suggestions
        ? { kind: 'text', type: items, within: 'nothing', taken: [] }
        : undefined;
    }
    case 'map':
    case 'any':
    case 'object':
    case 'resource':
    case 'connection':
      return undefined;
  }
}

/** Whether values stay valid with the other value: an entry point must have the format of its runtime. */
function keepsForms({ shape }: Project, map: MapNode, { name }: Property, before: string, after: string): boolean {
  return map.entries.every((entry) => {
    const type = shape.propertyOf(entry)?.type;
    const text = resolveAlias(entry.value);
    if (type?.kind !== 'string' || type.variants?.by !== name || text?.kind !== 'scalar') return true;
    const hasForm = (value: string | undefined): boolean => {
      const beside = typeGiven(type, () => value);
      return beside.kind !== 'string' || !beside.format || matchesFormat(text.text, beside.format);
    };
    return !hasForm(before || undefined) || hasForm(after);
  });
}

function isResource(object: ObjectType): boolean {
  return object === anyResource || 'logicalIdStem' in object;
}

function routesBeside(project: Project, scalar: ScalarNode): string[] {
  const api = project.resources.find(
    (resource) => resource.type === 'websocket-api' && resource.endpoints.some(({ route }) => route?.node === scalar),
  );
  if (api?.type !== 'websocket-api') return [];
  return api.endpoints.flatMap(({ route }) => (route && route.node !== scalar ? route.value : []));
}

/**
 * The values of the property in sibling maps, such as the name of a table's other key attribute. Resources can have the
 * same.
 */
function namedBeside(project: Project, { location }: Probe, property: Property): string[] {
  const outer = location.steps.at(-2);
  if (outer?.collection.kind !== 'map' || project.resources.some(({ entry }) => entry === outer.part)) return [];
  const others = outer.collection.entries.filter((entry) => entry !== outer.part);
  return others.flatMap(({ value }) => {
    const map = resolveAlias(value);
    const node = map?.kind === 'map' ? resolveAlias(findEntry(map, property.name)?.value) : undefined;
    return node?.kind === 'scalar' ? node.text : [];
  });
}

function itemsBeside({ location, scalar }: Probe): string[] {
  const list = location.steps.at(-1)?.collection;
  const items = list?.kind === 'list' ? list.items.map(({ value }) => resolveAlias(value)) : [];
  return items.flatMap((item) => (item?.kind === 'scalar' && item !== scalar ? item.text : []));
}

function connectionOf(project: Project, map: MapNode): Connection | undefined {
  for (const resource of project.resources) {
    const found = resource.connections.find(({ node }) => resolveAlias(node) === map);
    if (found) return found;
  }
  return undefined;
}

function connectionTarget(
  project: Project,
  probed: Probe,
  within: Enclosure,
  map?: MapNode,
): Extract<Found, { kind: 'connection-target' }> | undefined {
  const { steps } = probed.location;
  for (const resource of project.resources) {
    if (!steps.some(({ part }) => part === resource.entry) || !resource.type) continue;
    const endpoint =
      resource.type === 'websocket-api' ? resource.endpoints.find((one) => encloses(one.map, steps)) : undefined;
    const all = endpoint ? endpoint.connections : ownConnections(resource);
    const connections = all.filter(({ target }) => target.node !== probed.scalar);
    const source = (map && project.shape.objectOf(map)?.connectionSource) ?? (endpoint ? 'endpoint' : resource.type);
    return { kind: 'connection-target', from: { resource, endpoint, source, connections }, within, map };
  }
  return undefined;
}

function encloses(map: MapNode, steps: readonly PathStep[]): boolean {
  return steps.some(({ collection }) => collection === map);
}
