// Compares the tree with the language's definition: which definition each node has, and where the two do not match.
import type { ObjectType, Property, Type } from '../language/index.ts';
import type { Fault } from './fault.ts';
import { isMisspelled } from './misplaced.ts';
import { isSettled, type Entry, type MapNode, type SyntaxNode, type SyntaxTree } from '../syntax/tree.ts';
import { ShapeWalk, walkOf } from './shape-walk.ts';

export interface Shape {
  readonly faults: readonly Fault[];
  /** The type that the value should have; undefined for a node without a definition. */
  typeOf(node: SyntaxNode): Type | undefined;
  /** The definition of the entry; undefined if its key is not known. */
  propertyOf(entry: Entry): Property | undefined;
  /** The definition of the map, which for a resource depends on its `type`. */
  objectOf(map: MapNode): ObjectType | undefined;
  /** All that `typeOf` and `propertyOf` know. */
  everything(): { readonly types: ReadonlyMap<SyntaxNode, Type>; readonly properties: ReadonlyMap<Entry, Property> };
  /** The keys next to a map, at the wrong level or in the wrong map, that may belong in it. */
  readonly keysBeside: ReadonlyMap<MapNode, ReadonlySet<string>>;
  /** The maps of endpoints that only repeat how the next endpoint starts. */
  readonly repeatedStarts: ReadonlySet<MapNode>;
  /** The keys at the wrong level or with an invalid format that may be resource IDs. */
  readonly misplacedIds: ReadonlySet<string>;
}

/**
 * The shape of a file. A resource or endpoint that had no faults in an earlier text is walked again only when its nodes
 * are looked at. It has none here either, because
 * - its walk depends on nothing outside it but the keys beside its maps and the repeated start of an endpoint, so one with
 *   these is not skipped, nor known to be faultless; neither is any in a file with anchors, where nodes can be elsewhere;
 * - the nodes of an entry or item with the same original are the same, except for their position.
 */
export function shapeOf(tree: SyntaxTree): Shape {
  const walk = walkOf(tree, tree.anchors.length === 0);
  let whole: ShapeWalk | undefined;
  return {
    faults: walk.faults,
    keysBeside: walk.keysBeside,
    repeatedStarts: walk.repeatedStarts,
    misplacedIds: walk.misplacedIds,
    typeOf: (node) => walk.around(node).types.get(node),
    propertyOf: (entry) => walk.around(entry).properties.get(entry),
    objectOf: (map) => walk.around(map).objects.get(map),
    everything: () => (whole ??= walkOf(tree, false)),
  };
}

/** Whether the value has that type, without any faults in it. */
export function fits(node: SyntaxNode, type: Type): boolean {
  const walk = new ShapeWalk(true);
  walk.value(node, type, node.span);
  return walk.faults.length === 0;
}

/** Whether no other key of the map could be a misspelled or half-typed form of that property. */
export function isSettledOn(property: string, map: MapNode, shape: Shape): boolean {
  const { keysBeside, repeatedStarts } = shape;
  const object = shape.objectOf(map);
  const isElsewhere = keysBeside.get(map)?.has(property) || repeatedStarts.has(map);
  return !isElsewhere && isSettled(map) && !(object && isMisspelled(map, object, property));
}
