import { removeItem } from '../../syntax/edits.ts';
import { faultsOf, rule } from '../rule.ts';

export const itemCount = rule({
  id: 'item-count',
  severity: 'error',
  summary: 'a list with fewer or more items than AWS allows',
  why: 'AWS rejects a function with more than five layers, and a permission without actions or resources.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'item-count'),
  message: ({ type: { minimum = 0, maximum = 0 }, item }) =>
    item
      ? `AWS allows at most ${maximum} items here. Remove this one.`
      : `AWS requires at least ${minimum} item here. Add one.`,
  *fixes({ list, item }, { tree }) {
    if (item) yield { title: 'Remove this item', edits: [removeItem(tree, list, item)], preferred: true };
  },
});
