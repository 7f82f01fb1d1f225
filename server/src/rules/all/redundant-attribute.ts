import { listedAttributes } from '../../model/table-keys.ts';
import { removeItem, setValue } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const redundantAttribute = rule({
  id: 'redundant-attribute',
  severity: 'warning',
  summary: 'an attribute in the projection of an index that the index has anyway',
  why: 'An index always has the attributes of its own key and of the key of the table, and each attribute once. Listing one of them has no effect. The template leaves it out, because DynamoDB rejects a list with the same attribute twice.',
  looksAt: 'resource',
  local: true,
  tag: 'unnecessary',
  *check(resource) {
    if (resource.type !== 'dynamodb-table') return;
    for (const index of resource.indexes) {
      for (const { attribute, already } of listedAttributes(resource, index)) {
        if (!already) continue;
        const related = [{ span: already.node.span, message: t`${quote(already.value)} is here already.` }];
        yield { span: attribute.node.span, data: { attribute, index }, related };
      }
    }
  },
  message: ({ attribute: { value } }) =>
    t`The index already has the attribute ${quote(value)}, so listing it has no effect. Use another one, or remove it.`,
  *fixes({ attribute: { node }, index: { map } }, { tree }) {
    const entry = findEntry(map, 'projection');
    const list = resolveAlias(entry?.value);
    const item = list?.kind === 'list' ? list.items.find(({ value }) => value === node) : undefined;
    if (list?.kind !== 'list' || !entry || !item) return;
    // A projection of no attributes is one of the keys only.
    const edit = list.items.length > 1 ? removeItem(tree, list, item) : setValue(entry, 'keys-only');
    yield { title: t`Remove this attribute`, edits: [edit], preferred: true };
  },
});
