import { removeItem } from '../../syntax/edits.ts';
import { faultsOf, rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const itemCount = rule({
  id: 'item-count',
  severity: 'error',
  summary: 'a list with fewer or more items than AWS allows',
  why: 'AWS rejects a function with more than five layers, a permission without actions or resources, a table with more than 20 indexes, and an index that lists no attribute or more than 20.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'item-count'),
  message: ({ type: { minimum = 0, maximum = 0 }, item }) =>
    item
      ? t`AWS allows at most ${maximum} items here. Remove this one.`
      : t`AWS requires at least ${minimum} item here. Add one.`,
  *fixes({ list, item }, { tree }) {
    if (item) yield { title: t`Remove this item`, edits: [removeItem(tree, list, item)], preferred: true };
  },
});
