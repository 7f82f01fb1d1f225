import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const sameKeyAttribute = rule({
  id: 'same-key-attribute',
  severity: 'error',
  summary: 'a table whose `hash` and `range` are the same attribute',
  why: 'Items cannot be sorted by the same attribute that they are partitioned by: DynamoDB rejects such a table.',
  looksAt: 'resource',
  *check(resource) {
    if (resource.type !== 'dynamodb-table' || !resource.hash || !resource.range) return;
    const { map, hash, range } = resource;
    if (hash.name.value !== range.name.value) return;
    const related = [{ span: hash.name.node.span, message: `${quote(hash.name.value)} is the hash attribute here.` }];
    yield { span: range.name.node.span, data: { map, name: range.name.value }, related };
  },
  message: ({ name }) =>
    `${quote(name)} is already the hash attribute, and DynamoDB rejects a table that also sorts by it. Use another attribute, or remove \`range\`.`,
  *fixes({ map }, project) {
    const key = resolveAlias(map && findEntry(map, 'key')?.value);
    const range = key?.kind === 'map' ? findEntry(key, 'range') : undefined;
    if (key?.kind === 'map' && range) {
      yield { title: 'Remove `range`', edits: [removeEntry(project.tree, key, range)] };
    }
  },
});
