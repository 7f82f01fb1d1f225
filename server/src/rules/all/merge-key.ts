import { shapeOf } from '../../model/shape.ts';
import { applyEdits, removeEntry, replaceEntry } from '../../syntax/edits.ts';
import { parse } from '../../syntax/parse.ts';
import { findEntry, overlaps, resolveAlias, type MapNode, type SyntaxNode } from '../../syntax/tree.ts';
import { plainValue, type PlainValue } from '../../syntax/write-value.ts';
import { faultsOf, rule } from '../rule.ts';

export const mergeKey = rule({
  id: 'merge-key',
  severity: 'error',
  summary: 'the merge key `<<`',
  why: 'Merging one map into another by `<<` belongs to YAML 1.1. In YAML 1.2, `<<` is a key like any other, and nothing is merged. Anchors and aliases are fine.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'merge-key'),
  message: () =>
    'YAML 1.2 has no merge key, so nothing is merged here. Write the properties themselves; an alias can still stand for a whole value.',
  *fixes({ map, entry }, { tree, shape }) {
    const merged = mergedInto(map, entry.value);
    const hasComment = tree.comments.some(({ span }) => overlaps(span, entry.span));
    if (merged && merged.length > 0 && !hasComment) {
      const edits = [replaceEntry(tree, map, entry, merged)];
      // What is merged may be meant for another kind of map.
      const left = shapeOf(parse(applyEdits(tree.text, edits))).faults;
      if (left.length < shape.faults.length) yield { title: 'Write out what is merged', edits, preferred: true };
    }
    // Without it, what was to be merged may be missing.
    const isNeedless = merged?.length === 0 || !shape.objectOf.has(map);
    if (isNeedless) yield { title: 'Remove `<<`', edits: [removeEntry(tree, map, entry)] };
  },
});

/** What merging would add: what stands in the map wins, then what is merged first. Undefined where that has no plain form. */
function mergedInto(map: MapNode, node: SyntaxNode | undefined): [string, PlainValue][] | undefined {
  const value = resolveAlias(node);
  const maps = value?.kind === 'list' ? value.items.map((item) => resolveAlias(item.value)) : [value];
  const entries = new Map<string, PlainValue>();
  for (const one of maps) {
    if (one?.kind !== 'map') return undefined;
    for (const { key, value: own } of one.entries) {
      const plain = plainValue(own);
      if (plain === undefined) return undefined;
      if (!findEntry(map, key.text) && !entries.has(key.text)) entries.set(key.text, plain);
    }
  }
  return [...entries];
}
