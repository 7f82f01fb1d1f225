import { keysOf, repeatedIn } from '../../model/table-keys.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const sameKeyAttribute = rule({
  id: 'same-key-attribute',
  severity: 'error',
  summary: 'a key whose `hash` and `range` are the same attribute',
  why: 'Items cannot be sorted by the same attribute that they are partitioned by: DynamoDB rejects such a table, and such an index.',
  looksAt: 'resource',
  local: true,
  *check(resource) {
    if (resource.type !== 'dynamodb-table') return;
    for (const key of keysOf(resource)) {
      const { hash, range } = repeatedIn(key) ?? {};
      if (!hash || !range) continue;
      const related = [{ span: hash.node.span, message: t`${quote(hash.value)} is the hash attribute here.` }];
      yield { span: range.node.span, data: { map: key.map, name: range.value }, related };
    }
  },
  message: ({ name }) =>
    t`${quote(name)} is already the hash attribute, and DynamoDB rejects a key that also sorts by it. Use another attribute, or remove \`range\`.`,
  *fixes({ map }, project) {
    const range = findEntry(map, 'range');
    if (range) yield { title: t`Remove \`range\``, edits: [removeEntry(project.tree, map, range)] };
  },
});
