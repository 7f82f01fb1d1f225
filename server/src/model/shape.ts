// Lays the language's definition over the tree: which definition each node has, and where the two do not fit.
import { accessLevels, connectionObject } from '../language/connections.ts';
import {
  anyResource,
  documentObject,
  findProperty,
  findResourceDefinition,
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

/** A place where the tree does not have the shape that the definition asks for. */
export type Fault =
  | {
      readonly kind: 'missing-property';
      readonly span: Span;
      readonly object: ObjectType;
      readonly property: Property;
      /** The map that lacks it; absent where the file or the value is empty. */
      readonly map: MapNode | undefined;
      /** The entry whose value has not been typed, where the key stands already. */
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
      /** The map that it is a key of; absent for a value. */
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
  /** What the language says a value should be. Nodes it says nothing of are absent. */
  readonly typeOf: ReadonlyMap<SyntaxNode, Type>;
  /** The definition of an entry whose key the language knows. */
  readonly propertyOf: ReadonlyMap<Entry, Property>;
  /** The object that a map is, which for a resource depends on its `type`. */
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

/** Whether the value is one of that type, with nothing wrong in it. */
export function fits(node: SyntaxNode, type: Type): boolean {
  const walk = new ShapeWalk();
  walk.value(node, type, node.span);
  return walk.faults.length === 0;
}

/** Where a missing property is reported in a map that no key names: a list's item, or the whole file. */
function firstKeySpan(node: ValueNode): Span {
  const first = node.kind === 'map' ? node.entries[0] : undefined;
  return first?.key.span ?? node.span;
}

/** Whether a key that the object does not have is probably meant to be that property. */
function isMisspelt(map: MapNode, object: ObjectType, name: string): boolean {
  const unknown = map.entries.filter(({ key }) => !findProperty(object, key.text));
  return unknown.some(({ key }) => isMeantFor(key.text, object, name));
}

function isMeantFor(typed: string, object: ObjectType, name: string): boolean {
  const property = findProperty(object, name);
  return property !== undefined && intendedProperties(typed, [property]).length > 0;
}

/** Whether no key of the map may be meant to be, or become, that property, but the property itself. */
export function isSettledOn(property: string, map: MapNode, { objectOf }: Shape): boolean {
  const object = objectOf.get(map);
  return isSettled(map) && !(object && isMisspelt(map, object, property));
}

/** Whether the object is known not to have the key; one that is explained by another fault is not reported for itself. */
function isUnknown(entry: Entry, map: MapNode, object: ObjectType): boolean {
  if (object === anyResource) return isMeantForType(map, entry);
  return object !== documentObject || !isStrayResource(map, entry);
}

/** Whether a resource stands beside the `resources` that are not there. */
export function isStrayResource(root: MapNode, { value }: Entry): boolean {
  const map = resolveAlias(value);
  if (map?.kind !== 'map' || findEntry(root, 'resources')) return false;
  const type = resolveAlias(findEntry(map, 'type')?.value);
  return type?.kind === 'scalar' && findResourceDefinition(type.text) !== undefined;
}

/** While the type is not known, a key that is near to it is all that can be told from one of the type's properties. */
function isMeantForType(map: MapNode, { key }: Entry): boolean {
  return !findEntry(map, 'type') && isMeantFor(key.text, anyResource, 'type');
}

/** Whether the property stands, though still without its value, in the place of all that it makes needless. */
function isChosen({ name }: Property, map: MapNode, object: ObjectType): boolean {
  const replaced = object.properties.filter(({ requiredUnless }) => requiredUnless === name);
  return replaced.length > 0 && findEntry(map, name) !== undefined && !replaced.some((one) => findEntry(map, one.name));
}

/** `Sessions: read-only` for a connection: the target stands in the place of the key, and the access in that of the value. */
export function isShortConnection(map: MapNode, { key, value }: Entry): boolean {
  const access = resolveAlias(value);
  const isAccess = access?.kind === 'scalar' && accessLevels.values.some((level) => level.value === access.text);
  return isAccess && !findProperty(connectionObject, key.text) && !findEntry(map, 'to') && !findEntry(map, 'access');
}

/** Whether another key is to become the property, or to make it needless. */
function isToCome({ name, requiredUnless: instead }: Property, map: MapNode, object: ObjectType): boolean {
  if (name === 'to' && object === connectionObject && map.entries.some((entry) => isShortConnection(map, entry)))
    return true;
  if (isMisspelt(map, object, name)) return true;
  if (instead === undefined) return false;
  const other = findProperty(object, instead);
  return isMisspelt(map, object, instead) || (other !== undefined && isChosen(other, map, object));
}

/** The type of a value beside what else the map has. */
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

  /** `named` is where a property that the value lacks is reported. */
  value(syntax: SyntaxNode, type: Type, named: Span): void {
    const node = resolveAlias(syntax);
    // An anchored value is checked once for each definition, where it is written; and a loop of aliases ends.
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
        if (node.kind === 'map') this.object(node, type, named);
        else this.wrongType(node, type);
        break;
      case 'resource':
        if (node.kind === 'map') this.resource(node, named);
        else this.wrongType(node, type);
        break;
      case 'connection':
        if (node.kind === 'map') this.object(node, type.object, named);
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

  /** A resource that has only its id yet lacks its type; a variable without a value is an empty text. */
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

  private resource(map: MapNode, named: Span): void {
    const type = resolveAlias(findEntry(map, 'type')?.value);
    const definition = type?.kind === 'scalar' ? findResourceDefinition(type.text) : undefined;
    this.object(map, definition ?? anyResource, named);
  }

  private object(map: MapNode, object: ObjectType, named: Span): void {
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
    this.missing(map, object, named);
  }

  private merge(map: MapNode, entry: Entry): boolean {
    if (isMergeKey(entry)) this.faults.push({ kind: 'merge-key', span: entry.key.span, map, entry });
    return isMergeKey(entry);
  }

  private missing(map: MapNode, object: ObjectType, named: Span): void {
    // While a key is being typed it may become any of the missing ones; what was to be merged may have them.
    if (!isSettled(map)) return;
    // Without a known type there is no telling what else is missing.
    const properties =
      object === anyResource ? object.properties.filter(({ name }) => name === 'type') : object.properties;
    const says = (name: string): boolean => !isEmpty(findEntry(map, name)?.value);
    for (const property of properties) {
      const { name, requiredUnless: instead } = property;
      const entry = findEntry(map, name);
      if (isRequired(property, says) || isChosen(property, map, object)) {
        if (says(name) || (!entry && isToCome(property, map, object))) continue;
        this.faults.push({ kind: 'missing-property', span: entry?.key.span ?? named, object, property, map, entry });
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
