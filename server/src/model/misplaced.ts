// Entries that are at the wrong level of indentation, misspelled, or there twice: what they were probably meant to be.
import { accessLevels, anyConnection } from '../language/connections.ts';
import {
  findProperty,
  findResourceDefinition,
  resourceDefinitions,
  type ObjectType,
  type Property,
  type Type,
} from '../language/index.ts';
import { intendedProperties } from '../language/similar.ts';
import { originalOf } from '../syntax/moved.ts';
import {
  findEntry,
  isEmpty,
  resolveAlias,
  type Entry,
  type ListItem,
  type MapNode,
  type ScalarNode,
  type SyntaxNode,
} from '../syntax/tree.ts';

/** Whether the entry of the top level is a resource. */
export function isStrayResource({ value }: Entry): boolean {
  const map = resolveAlias(value);
  const type = map?.kind === 'map' ? resolveAlias(findEntry(map, 'type')?.value) : undefined;
  return type?.kind === 'scalar' && findResourceDefinition(type.text) !== undefined;
}

/** Whether the entry of `resources` is a property of one, and not a resource. */
export function isStrayProperty({ key, value }: Entry): boolean {
  const node = resolveAlias(value);
  if (!node || isEmpty(node) || !resourceProperties.has(key.text)) return false;
  return node.kind !== 'map' || !findEntry(node, 'type');
}

const resourceProperties = new Set(resourceDefinitions.flatMap(({ properties }) => properties.map(({ name }) => name)));

/** Whether the entry may belong in the value of another one, which has that type. */
export function belongsIn(type: Type, entry: Entry): boolean {
  if (type.kind === 'list') return belongsIn(type.items, entry);
  if (type.kind === 'connection') return belongsIn(type.object, entry);
  if (type.kind === 'map') return type.values.kind === 'resource' && isStrayResource(entry);
  return type.kind === 'object' && findProperty(type, entry.key.text) !== undefined;
}

/** The maps that the lines below the value would belong to if they were indented further. */
function lastMapsIn(value: SyntaxNode | undefined): MapNode[] {
  if ((value?.kind !== 'map' && value?.kind !== 'list') || value.flow) return [];
  if (value.kind === 'list') return lastMapsIn(value.items.at(-1)?.value);
  return [value, ...lastMapsIn(value.entries.at(-1)?.value)];
}

/**
 * The map of an item, if the next one repeats everything in it and has more: its start is there twice.
 * @param name the property that names the item
 */
export function repeatedStart({ value: map }: ListItem, next: ListItem | undefined, name: string): MapNode | undefined {
  if (map?.kind !== 'map' || next?.value?.kind !== 'map' || map.entries[0]?.key.text !== name) return undefined;
  const others = next.value.entries;
  const isRepeated = map.entries.every(({ key, value }, index) => {
    const other = others[index];
    const [one, two] = [value, other?.value];
    return key.text === other?.key.text && one?.kind === 'scalar' && two?.kind === 'scalar' && one.text === two.text;
  });
  return isRepeated && others.length > map.entries.length ? map : undefined;
}

/** `Sessions: read-only` for a connection: the target written as a key, and the access as its value. */
export function isShortConnection(map: MapNode, { key, value }: Entry): boolean {
  const access = resolveAlias(value);
  const isAccess = access?.kind === 'scalar' && accessLevels.values.some((level) => level.value === access.text);
  return isAccess && !findProperty(anyConnection, key.text) && !findEntry(map, 'to') && !findEntry(map, 'access');
}

/** Whether the entry has no value, but the next one would be part of it if it were indented further. */
export function hasValueBelow(map: MapNode, entry: Entry, { type }: Property): boolean {
  const next = map.entries[map.entries.indexOf(entry) + 1];
  return next !== undefined && !map.flow && belongsIn(type, next);
}

/** Whether another entry of the resource has the same key, or resources of its type do not have that property. */
function isSurplus(resource: MapNode, { key }: Entry): boolean {
  if (resource.entries.filter((entry) => entry.key.text === key.text).length > 1) return true;
  const type = resolveAlias(findEntry(resource, 'type')?.value);
  const definition = type?.kind === 'scalar' ? findResourceDefinition(type.text) : undefined;
  return definition !== undefined && !findProperty(definition, key.text);
}

/** A key next to a map that may belong in it. */
export interface Beside {
  readonly map: MapNode;
  readonly key: ScalarNode;
}

/** The entries of a map that do not belong in it, but may belong in the value above them. */
export function* entriesBelow(map: MapNode, isStray: (entry: Entry) => boolean): Iterable<Beside> {
  if (map.flow) return;
  let above: Entry | undefined;
  for (const entry of map.entries) {
    if (!isStray(originalOf(entry))) above = entry;
    else for (const inner of lastMapsIn(above?.value)) yield { map: inner, key: entry.key };
  }
}

/** What is probably on the wrong side of the line between two resources. */
export function* acrossBorders(resources: MapNode): Iterable<Beside> {
  let above: Entry | undefined;
  for (const entry of resources.entries) {
    const last = above && surplusIn(originalOf(above)).last;
    const { isBlock, first } = surplusIn(originalOf(entry));
    const [one, other] = isBlock && (last || first) ? [above?.value, entry.value] : [];
    if (one?.kind === 'map' && other?.kind === 'map') {
      const [lastOfOne, firstOfOther] = [one.entries.at(-1), other.entries[0]];
      if (last && lastOfOne) yield { map: other, key: lastOfOne.key };
      if (first && firstOfOther) yield { map: one, key: firstOfOther.key };
    }
    above = isBlock ? entry : undefined;
  }
}

/** Whether the value is a block map, and whether its first and its last entry do not belong in it. */
interface Surplus {
  readonly isBlock: boolean;
  readonly first: boolean;
  readonly last: boolean;
}

/** By the originals of the resources. What an alias repeats is not a block. */
const knownSurplus = new WeakMap<Entry, Surplus>();

function surplusIn(resource: Entry): Surplus {
  let known = knownSurplus.get(resource);
  if (!known) {
    const map = resource.value?.kind === 'map' && !resource.value.flow ? resource.value : undefined;
    const has = (entry: Entry | undefined): boolean =>
      map !== undefined && entry !== undefined && isSurplus(map, entry);
    known = { isBlock: map !== undefined, first: has(map?.entries[0]), last: has(map?.entries.at(-1)) };
    knownSurplus.set(resource, known);
  }
  return known;
}

/** Keys that are repeated one below the other are one mistake, such as a missing line between two maps. */
interface Repeated {
  readonly entry: Entry;
  readonly first: Entry;
  /** Those directly below the entry that are repeated, too. */
  readonly others: Entry[];
}

export function repeatedEntries(map: MapNode): Repeated[] {
  if (new Set(map.entries.map((entry) => originalOf(entry).key.text)).size === map.entries.length) return [];
  const found: Repeated[] = [];
  let last: Repeated | undefined;
  for (const entry of map.entries) {
    const first = findEntry(map, entry.key.text);
    if (!entry.complete || !first || first === entry) last = undefined;
    else if (last) last.others.push(entry);
    else found.push((last = { entry, first, others: [] }));
  }
  return found;
}

/** Whether a map next to this one probably lacks the entry, so that removing it would lose something. */
export function isWantedBeside(
  { key }: Entry,
  map: MapNode,
  { keysBeside }: { readonly keysBeside: ReadonlyMap<MapNode, ReadonlySet<string>> },
): boolean {
  return [...keysBeside].some(([other, keys]) => other !== map && keys.has(key.text));
}

/** Whether an unknown key of the map is probably a misspelling of that property. */
export function isMisspelled(map: MapNode, object: ObjectType, name: string): boolean {
  const unknown = map.entries.filter(({ key }) => !findProperty(object, key.text));
  return unknown.some(({ key }) => isIntendedAs(key.text, object, name));
}

export function isIntendedAs(typed: string, object: ObjectType, name: string): boolean {
  const property = findProperty(object, name);
  return property !== undefined && intendedProperties(typed, [property]).length > 0;
}
