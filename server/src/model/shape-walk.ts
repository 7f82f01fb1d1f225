// The walk through a file that finds which definition each node has, and where the two do not match. It skips resources and
// endpoints that are known to have no faults; `shapeOf` says why that is right.
import {
  anyResource,
  type AnyType,
  documentObject,
  findProperty,
  intendedResourceDefinition,
  isRequired,
  typeGiven,
  type ListType,
  type ObjectType,
  type Property,
  sourceOf,
  type StringFormat,
  type StringSources,
  type Type,
} from '../language/index.ts';
import { indexObject } from '../language/dynamodb-table.ts';
import { endpointObject } from '../language/web-socket-api.ts';
import { matchesFormat } from '../language/formats.ts';
import { scalarFault, type Fault, type ScalarType } from './fault.ts';
import {
  acrossBorders,
  belongsIn,
  entriesBelow,
  hasValueBelow,
  isIntendedAs,
  isMisspelled,
  repeatedStart,
  isShortConnection,
  isStrayProperty,
  isStrayResource,
  repeatedEntries,
  type Beside,
} from './misplaced.ts';
import { originalOf } from '../syntax/moved.ts';
import { firstAbove } from '../syntax/positions.ts';
import {
  findEntry,
  isEmpty,
  isMergeKey,
  isRepeatedKey,
  isSettled,
  partAt,
  resolveAlias,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
  type ValueNode,
} from '../syntax/tree.ts';

export function walkOf(tree: SyntaxTree, skips: boolean): ShapeWalk {
  const walk = new ShapeWalk(tree.problems.length === 0, skips);
  const root = resolveAlias(tree.root);
  const resources = findProperty(documentObject, 'resources');
  if (root && !isEmpty(root)) walk.value(root, documentObject, firstKeySpan(root));
  else if (resources && tree.problems.length === 0) {
    walk.lacks({ start: 0, end: 0 }, documentObject, resources, undefined);
  }
  return walk;
}

/** The originals of the resources and endpoints that have no faults, nor anything else that concerns other parts of the file. */
const faultless = new WeakSet<Part>();

/** A resource or an endpoint. */
type Part = Entry | ListItem;

/** A part that is walked only when its nodes are looked at. */
class Skipped {
  /** The parts of this one that its walk has skipped in turn; undefined before that. */
  inner: Skipped[] | undefined;

  constructor(
    readonly part: Part,
    readonly type: Type,
  ) {}

  get span(): Span {
    return this.part.span;
  }
}

/** Where a missing property is reported in a map without a key: a list's item, or the whole file. */
function firstKeySpan(node: ValueNode): Span {
  const first = node.kind === 'map' ? node.entries[0] : undefined;
  return first?.key.span ?? node.span;
}

/** Whether the object certainly does not have the key, and no other fault explains it. */
function isUnknown(entry: Entry, map: MapNode, object: ObjectType): boolean {
  // While the type is not known, any key may be a property of the type, except one that resembles `type` itself.
  if (object === anyResource) return !findEntry(map, 'type') && isIntendedAs(entry.key.text, anyResource, 'type');
  return object !== documentObject || findEntry(map, 'resources') !== undefined || !isStrayResource(entry);
}

/** Whether the property is present, perhaps without its value, and none of the properties that it replaces is. */
function isChosen({ name }: Property, map: MapNode, object: ObjectType): boolean {
  const replaced = object.properties.filter(({ requiredUnless }) => requiredUnless === name);
  return replaced.length > 0 && findEntry(map, name) !== undefined && !replaced.some((one) => findEntry(map, one.name));
}

/** Whether another key will become the property, or replaces it. */
function isExpected({ name, requiredUnless: instead }: Property, map: MapNode, object: ObjectType): boolean {
  const isTarget = (entry: Entry): boolean => isShortConnection(map, entry) || !entry.value;
  const isTyped = name === 'to' && object.isConnection && map.entries.some(isTarget);
  if (isTyped || isMisspelled(map, object, name)) return true;
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

export class ShapeWalk {
  readonly faults: Fault[] = [];
  readonly types = new Map<SyntaxNode, Type>();
  readonly properties = new Map<Entry, Property>();
  readonly objects = new Map<MapNode, ObjectType>();
  readonly keysBeside = new Map<MapNode, Set<string>>();
  readonly misplacedIds = new Set<string>();
  readonly repeatedStarts = new Set<MapNode>();

  /** In order. */
  private skipped: Skipped[] = [];

  /**
   * @param isReadable whether the text has no problems, in which `resources` may be hidden
   * @param skips whether resources and endpoints without faults are walked only when they are looked at
   */
  constructor(
    private readonly isReadable: boolean,
    private readonly skips = false,
  ) {}

  /** The walk, after that of the resource and the endpoint with the node. */
  around({ span: { start } }: SyntaxNode | Entry): this {
    const { skipped: outer } = this;
    for (let around = partAt(outer, start); around; around = partAt(around.inner ?? [], start)) {
      if (around.inner) continue;
      this.skipped = around.inner = [];
      this.walkPart(around.part, around.type);
    }
    this.skipped = outer;
    return this;
  }

  /** Checks a value. Properties that it lacks are reported at `nameSpan`. */
  value(syntax: SyntaxNode, type: Type, nameSpan: Span): void {
    const node = resolveAlias(syntax);
    // An anchored value is checked only once per definition, and a cycle of aliases terminates.
    if (!node || this.types.get(node) === type) return;
    this.types.set(node, type);
    if (node.tag !== undefined && type.kind !== 'any') return this.wrongType(node, type);
    switch (type.kind) {
      case 'string':
        if (type.sources && node.kind === 'map') this.source(node, type.sources, nameSpan);
        else this.scalar(node, type);
        break;
      case 'enum':
        if (type.orList && node.kind === 'list') this.list(node, type.orList);
        else this.scalar(node, type);
        break;
      case 'integer':
      case 'boolean':
        this.scalar(node, type);
        break;
      case 'list':
        if (node.kind === 'list') this.list(node, type);
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
      case 'any':
        this.any(node, type);
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

  lacks(span: Span, object: ObjectType, property: Property, map: MapNode | undefined, entry?: Entry): void {
    this.faults.push({ kind: 'missing-property', span, object, property, map, entry });
  }

  private scalar(node: ValueNode, type: ScalarType): void {
    const fault = scalarFault(node, type);
    if (fault) this.faults.push(fault);
  }

  private wrongType(node: ValueNode, expected: Type): void {
    this.faults.push({ kind: 'wrong-type', span: node.span, expected, node });
  }

  private list(list: ListNode, type: ListType): void {
    const { items, minimum = 0, maximum = Infinity } = type;
    if (list.items.length < minimum)
      this.faults.push({ kind: 'item-count', span: list.span, type, list, item: undefined });
    for (const item of list.items.slice(maximum)) {
      this.faults.push({ kind: 'item-count', span: item.span, type, list, item });
    }
    const isEndpoint = items === endpointObject;
    const name = isEndpoint || items === indexObject ? items.properties[0]?.name : undefined;
    for (const [index, item] of list.items.entries()) {
      const next = list.items[index + 1];
      const isRepeated = name !== undefined && repeatedStart(originalOf(item), originalOf(next), name) !== undefined;
      if (isRepeated && item.value?.kind === 'map') this.repeatedStarts.add(item.value);
      if (isEmpty(originalOf(item).value)) {
        this.faults.push({ kind: 'empty-item', span: item.span, list, item, type: items, minimum });
      } else if (isEndpoint) this.part(item, items, isRepeated || this.keysBeside.size > 0);
      else this.walkPart(item, items);
    }
  }

  private map(map: MapNode, keys: StringFormat, values: Type): void {
    this.duplicates(map);
    if (values.kind === 'resource') this.addBeside([...entriesBelow(map, isStrayProperty), ...acrossBorders(map)]);
    const beside = [...this.keysBeside.keys()].map(({ span }) => span.start).sort((a, b) => a - b);
    const isBeside = ({ span: { start, end } }: Entry): boolean =>
      (beside[firstAbove(beside, start - 1)] ?? Infinity) <= end;
    let others: Entry[] | undefined;
    for (const [index, entry] of map.entries.entries()) {
      const content = originalOf(entry);
      if (!entry.complete || this.merge(map, entry)) continue;
      if (values.kind === 'resource' && isStrayProperty(content)) {
        others?.push(entry);
        const node = resolveAlias(entry.value);
        if (!others && node) {
          const stray = { key: entry.key, others: (others = []) };
          this.faults.push({ kind: 'wrong-type', span: entry.key.span, expected: values, node, stray });
        }
        continue;
      }
      others = undefined;
      if (!matchesFormat(content.key.text, keys)) {
        const { span, text } = entry.key;
        this.faults.push({ kind: 'invalid-format', span, format: keys, node: entry.key, keyOf: map });
        if (values.kind === 'resource') this.misplacedIds.add(text);
      }
      if (isEmpty(content.value)) this.emptyValue(map, index, values);
      else if (values.kind === 'resource') this.part(entry, values, beside.length > 0 && isBeside(entry));
      else this.walkPart(entry, values);
    }
  }

  /** Skips the part if it is known to be faultless. */
  private part(part: Part, type: Type, hasKeysBeside: boolean): void {
    const original = originalOf(part);
    const maySkip = this.skips && !hasKeysBeside;
    const found = (): number =>
      this.faults.length + this.keysBeside.size + this.misplacedIds.size + this.repeatedStarts.size;
    const before = found();
    if (maySkip && faultless.has(original)) this.skipped.push(new Skipped(part, type));
    else this.walkPart(part, type);
    if (maySkip && found() === before) faultless.add(original);
  }

  /** An entry or item with a value. */
  private walkPart(part: Part, type: Type): void {
    const value = resolveAlias(part.value);
    if (value) this.value(value, type, 'key' in part ? part.key.span : firstKeySpan(value));
  }

  /** A resource without a value lacks its type. A variable without a value is an empty string. */
  private emptyValue(map: MapNode, index: number, type: Type): void {
    const property = type.kind === 'resource' ? findProperty(anyResource, 'type') : undefined;
    const [entry, next] = map.entries.slice(index, index + 2);
    if (!property || !entry || isRepeatedKey(map, entry) || (next && isStrayProperty(next))) return;
    this.lacks(entry.key.span, anyResource, property, undefined, entry);
  }

  /** Only what no YAML should have. Aliases in it are another fault, so they are not followed. */
  private any(node: ValueNode, type: AnyType): void {
    if (node.kind === 'map') this.duplicates(node);
    const parts: readonly Part[] = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [];
    for (const part of parts) {
      if (node.kind === 'map' && 'key' in part && this.merge(node, part)) continue;
      if (part.value && part.value.kind !== 'alias') this.value(part.value, type, part.span);
    }
  }

  private source(map: MapNode, sources: StringSources, nameSpan: Span): void {
    const [usual = sources.undecided] = sources.kinds;
    const keys = map.entries.map(({ key }) => key.text);
    this.object(map, keys.length > 0 ? sourceOf(sources, keys) : usual, nameSpan);
  }

  private resource(map: MapNode, nameSpan: Span): void {
    const type = resolveAlias(findEntry(map, 'type')?.value);
    const definition = type?.kind === 'scalar' ? intendedResourceDefinition(type.text) : undefined;
    this.object(map, definition ?? anyResource, nameSpan);
  }

  private object(map: MapNode, object: ObjectType, nameSpan: Span): void {
    this.objects.set(map, object);
    this.duplicates(map);
    this.addBeside(entriesBelow(map, ({ key }) => !findProperty(object, key.text)));
    /** The last property, and the entries below it that may belong in its value. */
    let above: { readonly type: Type; stray?: Entry[] } | undefined;
    for (const entry of map.entries) {
      const property = findProperty(object, entry.key.text);
      if (property) this.properties.set(entry, property);
      if (!entry.complete || this.merge(map, entry)) continue;
      if (property) {
        above = { type: property.type };
        if (entry.value && !isEmpty(entry.value)) this.value(entry.value, typeIn(map, property.type), entry.key.span);
      } else if (entry.colon && isUnknown(entry, map, object)) {
        if (resolveAlias(entry.value)?.kind === 'map') this.misplacedIds.add(entry.key.text);
        const isStray = above !== undefined && belongsIn(above.type, entry);
        if (above?.stray && isStray) {
          above.stray.push(entry);
          continue;
        }
        const others: Entry[] = [];
        this.faults.push({ kind: 'unknown-property', span: entry.key.span, object, map, entry, others });
        if (above && isStray) above.stray = others;
      }
    }
    this.missing(map, object, nameSpan);
  }

  private merge(map: MapNode, entry: Entry): boolean {
    const isMerge = isMergeKey(originalOf(entry));
    if (isMerge) this.faults.push({ kind: 'merge-key', span: entry.key.span, map, entry });
    return isMerge;
  }

  private missing(map: MapNode, object: ObjectType, nameSpan: Span): void {
    // A half-typed key may become any of the missing ones, and a merged map may have them.
    if (!isSettled(map) || this.repeatedStarts.has(map) || (object === documentObject && !this.isReadable)) return;
    const beside = this.keysBeside.get(map);
    // As long as the type is unknown, so is what else is missing.
    const properties =
      object === anyResource ? object.properties.filter(({ name }) => name === 'type') : object.properties;
    const hasValue = (name: string): boolean => !isEmpty(findEntry(map, name)?.value);
    for (const property of properties) {
      const { name, requiredUnless, excludedBy = requiredUnless } = property;
      const entry = findEntry(map, name);
      if (isRequired(property, hasValue) || isChosen(property, map, object)) {
        if (hasValue(name) || (!entry && (beside?.has(name) || isExpected(property, map, object)))) continue;
        if (entry && hasValueBelow(map, entry, property)) continue;
        this.lacks(entry?.key.span ?? nameSpan, object, property, map, entry);
      } else if (entry && excludedBy !== undefined && hasValue(excludedBy)) {
        const by = findEntry(map, excludedBy);
        if (by) this.faults.push({ kind: 'excluded-property', span: entry.key.span, object, property, by, map, entry });
      }
    }
  }

  private addBeside(found: Iterable<Beside>): void {
    for (const { map, key } of found) this.keysBeside.set(map, (this.keysBeside.get(map) ?? new Set()).add(key.text));
  }

  private duplicates(map: MapNode): void {
    for (const { entry, first, others } of repeatedEntries(map)) {
      this.faults.push({ kind: 'duplicate-key', span: entry.key.span, map, entry, first, others });
    }
  }
}
