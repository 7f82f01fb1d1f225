// What the shape of a file can have wrong: its mismatches with the language's definition.
import { matchesFormat } from '../language/formats.ts';
import type { EnumType, IntegerType, ListType, ObjectType, Property, StringFormat, Type } from '../language/index.ts';
import type { Entry, ListItem, ListNode, MapNode, ScalarNode, Span, ValueNode } from '../syntax/tree.ts';

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
      readonly kind: 'item-count';
      readonly span: Span;
      readonly type: ListType;
      readonly list: ListNode;
      /** One that is too many; absent if there are too few. */
      readonly item: ListItem | undefined;
    }
  | {
      readonly kind: 'empty-item';
      readonly span: Span;
      readonly list: ListNode;
      readonly item: ListItem;
      readonly type: Type;
      /** How many items the list must have. */
      readonly minimum: number;
    }
  | {
      readonly kind: 'unknown-property';
      readonly span: Span;
      readonly object: ObjectType;
      readonly map: MapNode;
      readonly entry: Entry;
      /** Those below that are at the wrong level together with the entry. */
      readonly others: Entry[];
    }
  | {
      readonly kind: 'excluded-property';
      readonly span: Span;
      readonly object: ObjectType;
      readonly property: Property;
      readonly by: Entry;
      readonly map: MapNode;
      readonly entry: Entry;
    }
  | { readonly kind: 'merge-key'; readonly span: Span; readonly map: MapNode; readonly entry: Entry }
  | {
      readonly kind: 'wrong-type';
      readonly span: Span;
      readonly expected: Type;
      readonly node: ValueNode;
      /** The key, if it is a property in place of a resource, and those directly below it. */
      readonly stray?: { readonly key: ScalarNode; readonly others: Entry[] };
    }
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
      /** The entries directly below it whose keys are repeated as well. */
      readonly others: Entry[];
    };

/** The types of single values. */
export type ScalarType = Extract<Type, { readonly kind: 'string' | 'enum' | 'integer' | 'boolean' }>;

/** What is wrong with a single value, if anything is. */
export function scalarFault(node: ValueNode, type: ScalarType): Fault | undefined {
  const { span } = node;
  const wrongType: Fault = { kind: 'wrong-type', span, expected: type, node };
  if (node.kind !== 'scalar') return wrongType;
  const { value } = node;
  if (type.kind === 'boolean') return typeof value === 'boolean' ? undefined : wrongType;
  if (type.kind === 'integer') {
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType;
    return value < type.minimum || value > type.maximum ? { kind: 'out-of-range', span, type, node } : undefined;
  }
  if (type.kind === 'enum' && !type.open) {
    return type.values.some((each) => each.value === value) ? undefined : { kind: 'invalid-value', span, type, node };
  }
  if (typeof value !== 'string') return wrongType;
  const { format } = type;
  return format && !matchesFormat(value, format)
    ? { kind: 'invalid-format', span, format, node, keyOf: undefined }
    : undefined;
}
