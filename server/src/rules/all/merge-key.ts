import { shapeOf } from '../../model/shape.ts';
import { applyEdits, removeEntry, replaceEntry } from '../../syntax/edits.ts';
import { reparse } from '../../syntax/reparse.ts';
import { findEntry, overlaps, resolveAlias, type MapNode, type SyntaxNode } from '../../syntax/tree.ts';
import { plainValue, type PlainValue } from '../../syntax/write-value.ts';
import { faultsOf, rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const mergeKey = rule({
  id: 'merge-key',
  severity: 'error',
  summary: 'the merge key `<<`',
  why: 'Merging one map into another with `<<` is a feature of YAML 1.1. In YAML 1.2, `<<` is an ordinary key and nothing is merged. Anchors and aliases still work.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'merge-key'),
  message: () =>
    t`YAML 1.2 has no merge key, so nothing is merged here. Write out the properties; an alias can still replace a whole value.`,
  *fixes({ map, entry }, { tree, shape }) {
    const merged = mergedInto(map, entry.value);
    const hasComment = tree.comments.some(({ span }) => overlaps(span, entry.span));
    if (merged && merged.length > 0 && !hasComment) {
      const edits = [replaceEntry(tree, map, entry, merged)];
      // The merged properties may belong to another kind of map.
      const left = shapeOf(reparse(applyEdits(tree.text, edits), tree)).faults;
      if (left.length < shape.faults.length)
        yield { title: t`Replace with the merged properties`, edits, preferred: true };
    }
    // Removing the key is only safe if no property would go missing.
    const isNeedless = merged?.length === 0 || !shape.objectOf(map);
    if (isNeedless) yield { title: t`Remove \`<<\``, edits: [removeEntry(tree, map, entry)] };
  },
});

/**
 * The properties that merging would add: the map's own entries take precedence, then those that are merged first.
 * Undefined if a value cannot be written as plain data.
 */
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
