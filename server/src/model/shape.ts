// Compares the tree with the language's definition: which definition each node has, and where the two do not match.
import { accessLevels, connectionObject } from '../language/connections.ts';
import {
  anyResource,
  documentObject,
  findProperty,
  findResourceDefinition,
  intendedResourceDefinition,
  isRequired,
  typeGiven,
  type EnumType,
  type IntegerType,
  type ObjectType,
  type Property,
  type StringFormat,
  type Type,
} from '../language/index.ts';
import { matchesFormat } from '../language/formats.ts';
import { intendedProperties } from '../language/similar.ts';
import {
  findEntry,
  isEmpty,
  isMergeKey,
  isSettled,
  resolveAlias,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
  type ValueNode,
} from '../syntax/tree.ts';

/** A mismatch between the tree and the definition. */
export type Fault =
  | {
      readonly kind: 'missing-property';
      readonly span: Span;
      readonly object: ObjectType;
      readonly property: Property;
      /** The map that lacks it; absent if the file or the value is empty. */
      readonly map: MapNode | undefined;
      /** The entry, if the key is present but has no value yet. */
      readonly entry: Entry | undefined;
    }
  | {
      readonly kind: 'empty-item';
      readonly span: Span;
      readonly list: ListNode;
      readonly item: ListItem;
      readonly type: Type;
    }
  | {
      readonly kind: 'unknown-property';
      readonly span: Span;
      readonly object: ObjectType;
      readonly map: MapNode;
      readonly entry: Entry;
    }
  | {
      readonly kind: 'excluded-property';
      readonly span: Span;
      readonly property: Property;
      readonly by: Entry;
      readonly map: MapNode;
      readonly entry: Entry;
    }
  | { readonly kind: 'merge-key'; readonly span: Span; readonly map: MapNode; readonly entry: Entry }
  | { readonly kind: 'wrong-type'; readonly span: Span; readonly expected: Type; readonly node: ValueNode }
  | { readonly kind: 'invalid-value'; readonly span: Span; readonly type: EnumType; readonly node: ScalarNode }
  | {
      readonly kind: 'invalid-format';
      readonly span: Span;
      readonly format: StringFormat;
      readonly node: ScalarNode;
      /** The map whose key it is; absent for a value. */
      readonly keyOf: MapNode | undefined;
    }
  | { readonly kind: 'out-of-range'; readonly span: Span; readonly type: IntegerType; readonly node: ScalarNode }
  | {
      readonly kind: 'duplicate-key';
      readonly span: Span;
      readonly map: MapNode;
      readonly entry: Entry;
      readonly first: Entry;
    };

export interface Shape {
  readonly faults: readonly Fault[];
  /** The type that each value should have. Nodes without a definition are absent. */
  readonly typeOf: ReadonlyMap<SyntaxNode, Type>;
  /** The definition of each entry with a known key. */
  readonly propertyOf: ReadonlyMap<Entry, Property>;
  /** The definition of each map, which for a resource depends on its `type`. */
  readonly objectOf: ReadonlyMap<MapNode, ObjectType>;
}

export function shapeOf(tree: SyntaxTree): Shape {
  const walk = new ShapeWalk();
  const root = resolveAlias(tree.root);
  const resources = findProperty(documentObject, 'resources');
  if (root && !isEmpty(root)) walk.value(root, documentObject, firstKeySpan(root));
  else if (resources && tree.problems.length === 0) {
    walk.faults.push({
      kind: 'missing-property',
      span: { start: 0, end: 0 },
      object: documentObject,
      property: resources,
      map: undefined,
      entry: undefined,
    });
  }
  return walk;
}

/** Whether the value has that type, without any faults in it. */
export function fits(node: SyntaxNode, type: Type): boolean {
  const walk = new ShapeWalk();
  walk.value(node, type, node.span);
  return walk.faults.length === 0;
}

/** Where a missing property is reported in a map without a key: a list's item, or the whole file. */
function firstKeySpan(node: ValueNode): Span {
  const first = node.kind === 'map' ? node.entries[0] : undefined;
  return first?.key.span ?? node.span;
}

/** Whether an unknown key of the map is probably a misspelling of that property. */
function isMisspelled(map: MapNode, object: ObjectType, name: string): boolean {
  const unknown = map.entries.filter(({ key }) => !findProperty(object, key.text));
  return unknown.some(({ key }) => isIntendedAs(key.text, object, name));
}

function isIntendedAs(typed: string, object: ObjectType, name: string): boolean {
  const property = findProperty(object, name);
  return property !== undefined && intendedProperties(typed, [property]).length > 0;
}

/** Whether no other key of the map could be a misspelled or half-typed form of that property. */
export function isSettledOn(property: string, map: MapNode, { objectOf }: Shape): boolean {
  const object = objectOf.get(map);
  return isSettled(map) && !(object && isMisspelled(map, object, property));
}

/** Whether the object certainly does not have the key, and no other fault explains it. */
function isUnknown(entry: Entry, map: MapNode, object: ObjectType): boolean {
  if (object === anyResource) return isIntendedAsType(map, entry);
  return object !== documentObject || !isStrayResource(map, entry);
}

/** Whether the entry is a resource at the top level of a file without `resources`. */
export function isStrayResource(root: MapNode, { value }: Entry): boolean {
  const map = resolveAlias(value);
  if (map?.kind !== 'map' || findEntry(root, 'resources')) return false;
  const type = resolveAlias(findEntry(map, 'type')?.value);
  return type?.kind === 'scalar' && findResourceDefinition(type.text) !== undefined;
}

/** While the type is not known, any key may be a property of the type, except one that resembles `type` itself. */
function isIntendedAsType(map: MapNode, { key }: Entry): boolean {
  return !findEntry(map, 'type') && isIntendedAs(key.text, anyResource, 'type');
}

/** Whether the property is present, perhaps without its value, and none of the properties that it replaces is. */
function isChosen({ name }: Property, map: MapNode, object: ObjectType): boolean {
  const replaced = object.properties.filter(({ requiredUnless }) => requiredUnless === name);
  return replaced.length > 0 && findEntry(map, name) !== undefined && !replaced.some((one) => findEntry(map, one.name));
}

/** `Sessions: read-only` for a connection: the target written as a key, and the access as its value. */
export function isShortConnection(map: MapNode, { key, value }: Entry): boolean {
  const access = resolveAlias(value);
  const isAccess = access?.kind === 'scalar' && accessLevels.values.some((level) => level.value === access.text);
  return isAccess && !findProperty(connectionObject, key.text) && !findEntry(map, 'to') && !findEntry(map, 'access');
}

/** Whether another key will become the property, or replaces it. */
function isExpected({ name, requiredUnless: instead }: Property, map: MapNode, object: ObjectType): boolean {
  if (name === 'to' && object === connectionObject && map.entries.some((entry) => isShortConnection(map, entry)))
    return true;
  if (isMisspelled(map, object, name)) return true;
  if (instead === undefined) return false;
  const other = findProperty(object, instead);
  return isMisspelled(map, object, instead) || (other !== undefined && isChosen(other, map, object));
}

/** The type of a value, which may depend on other values of the map. */
function typeIn(map: MapNode, type: Type): Type {
  return typeGiven(type, (property) => {
    const beside = resolveAlias(findEntry(map, property)?.value);
    return beside?.kind === 'scalar' && !isEmpty(beside) ? beside.text : undefined;
  });
}

class ShapeWalk implements Shape {
  readonly faults: Fault[] = [];
  readonly typeOf = new Map<SyntaxNode, Type>();
  readonly propertyOf = new Map<Entry, Property>();
  readonly objectOf = new Map<MapNode, ObjectType>();

  /** Checks a value. Properties that it lacks are reported at `nameSpan`. */
  value(syntax: SyntaxNode, type: Type, nameSpan: Span): void {
    const node = resolveAlias(syntax);
    // An anchored value is checked only once per definition, and a cycle of aliases terminates.
    if (!node || this.typeOf.get(node) === type) return;
    this.typeOf.set(node, type);
    switch (type.kind) {
      case 'string':
        this.text(node, type, type.format);
        break;
      case 'enum':
        this.enumeration(node, type);
        break;
      case 'integer':
        this.integer(node, type);
        break;
      case 'list':
        if (node.kind === 'list') this.list(node, type.items);
        else this.wrongType(node, type);
        break;
      case 'map':
        if (node.kind === 'map') this.map(node, type.keys, type.values);
        else this.wrongType(node, type);
        break;
      case 'object':
        if (node.kind === 'map') this.object(node, type, nameSpan);
        else this.wrongType(node, type);
        break;
      case 'resource':
        if (node.kind === 'map') this.resource(node, nameSpan);
        else this.wrongType(node, type);
        break;
      case 'connection':
        if (node.kind === 'map') this.object(node, type.object, nameSpan);
        else if (node.kind === 'list' || typeof node.value !== 'string') this.wrongType(node, type);
        break;
    }
  }

  private wrongType(node: ValueNode, expected: Type): void {
    this.faults.push({ kind: 'wrong-type', span: node.span, expected, node });
  }

  private text(node: ValueNode, expected: Type, format: StringFormat | undefined): void {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') this.wrongType(node, expected);
    else if (format && !matchesFormat(node.value, format)) {
      this.faults.push({ kind: 'invalid-format', span: node.span, format, node, keyOf: undefined });
    }
  }

  private enumeration(node: ValueNode, type: EnumType): void {
    if (node.kind !== 'scalar') this.wrongType(node, type);
    else if (type.open) this.text(node, type, type.format);
    else if (!type.values.some(({ value }) => value === node.value)) {
      this.faults.push({ kind: 'invalid-value', span: node.span, type, node });
    }
  }

  private integer(node: ValueNode, type: IntegerType): void {
    if (node.kind !== 'scalar' || !Number.isInteger(node.value)) this.wrongType(node, type);
    else if (Number(node.value) < type.minimum || Number(node.value) > type.maximum) {
      this.faults.push({ kind: 'out-of-range', span: node.span, type, node });
    }
  }

  private list(list: ListNode, items: Type): void {
    for (const item of list.items) {
      const value = resolveAlias(item.value);
      if (!item.value || !value || isEmpty(value)) {
        this.faults.push({ kind: 'empty-item', span: item.span, list, item, type: items });
      } else this.value(item.value, items, firstKeySpan(value));
    }
  }

  private map(map: MapNode, keys: StringFormat, values: Type): void {
    this.duplicates(map);
    for (const entry of map.entries) {
      if (!entry.complete || this.merge(map, entry)) continue;
      if (!matchesFormat(entry.key.text, keys)) {
        const { key } = entry;
        this.faults.push({ kind: 'invalid-format', span: key.span, format: keys, node: key, keyOf: map });
      }
      if (!entry.value || isEmpty(entry.value)) this.emptyValue(entry, values);
      else this.value(entry.value, values, entry.key.span);
    }
  }

  /** A resource without a value lacks its type. A variable without a value is an empty string. */
  private emptyValue(entry: Entry, type: Type): void {
    const property = type.kind === 'resource' ? findProperty(anyResource, 'type') : undefined;
    if (!property) return;
    this.faults.push({
      kind: 'missing-property',
      span: entry.key.span,
      object: anyResource,
      property,
      map: undefined,
      entry,
    });
  }

  private resource(map: MapNode, nameSpan: Span): void {
    const type = resolveAlias(findEntry(map, 'type')?.value);
    const definition = type?.kind === 'scalar' ? intendedResourceDefinition(type.text) : undefined;
    this.object(map, definition ?? anyResource, nameSpan);
  }

  private object(map: MapNode, object: ObjectType, nameSpan: Span): void {
    this.objectOf.set(map, object);
    this.duplicates(map);
    for (const entry of map.entries) {
      const property = findProperty(object, entry.key.text);
      if (property) this.propertyOf.set(entry, property);
      if (!entry.complete || this.merge(map, entry)) continue;
      if (property) {
        if (entry.value && !isEmpty(entry.value)) this.value(entry.value, typeIn(map, property.type), entry.key.span);
      } else if (entry.colon && isUnknown(entry, map, object)) {
        this.faults.push({ kind: 'unknown-property', span: entry.key.span, object, map, entry });
      }
    }
    this.missing(map, object, nameSpan);
  }

  private merge(map: MapNode, entry: Entry): boolean {
    if (isMergeKey(entry)) this.faults.push({ kind: 'merge-key', span: entry.key.span, map, entry });
    return isMergeKey(entry);
  }

  private missing(map: MapNode, object: ObjectType, nameSpan: Span): void {
    // A half-typed key may become any of the missing ones, and a merged map may have them.
    if (!isSettled(map)) return;
    // As long as the type is unknown, so is what else is missing.
    const properties =
      object === anyResource ? object.properties.filter(({ name }) => name === 'type') : object.properties;
    const hasValue = (name: string): boolean => !isEmpty(findEntry(map, name)?.value);
    for (const property of properties) {
      const { name, requiredUnless: instead } = property;
      const entry = findEntry(map, name);
      if (isRequired(property, hasValue) || isChosen(property, map, object)) {
        if (hasValue(name) || (!entry && isExpected(property, map, object))) continue;
        this.faults.push({ kind: 'missing-property', span: entry?.key.span ?? nameSpan, object, property, map, entry });
      } else if (entry && instead !== undefined) {
        const by = findEntry(map, instead);
        if (by) this.faults.push({ kind: 'excluded-property', span: entry.key.span, property, by, map, entry });
      }
    }
  }

  private duplicates(map: MapNode): void {
    const seen = new Map<string, Entry>();
    for (const entry of map.entries) {
      const first = seen.get(entry.key.text);
      if (!first) seen.set(entry.key.text, entry);
      else if (entry.complete) this.faults.push({ kind: 'duplicate-key', span: entry.key.span, map, entry, first });
    }
  }
}
