import { removeEntry } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const sameKeyAttribute = rule({
  id: 'same-key-attribute',
  severity: 'error',
  summary: 'a table whose `hash` and `range` are the same attribute',
  why: 'The attribute that items are partitioned by cannot sort them as well: DynamoDB refuses to create such a table.',
  looksAt: 'resource',
  *check(resource) {
    if (resource.type !== 'dynamodb-table' || !resource.hash || !resource.range) return;
    const { map, hash, range } = resource;
    if (hash.name.value !== range.name.value) return;
    const related = [{ span: hash.name.node.span, message: `${quote(hash.name.value)} is the hash attribute here.` }];
    yield { span: range.name.node.span, data: { map, name: range.name.value }, related };
  },
  message: ({ name }) =>
    `${quote(name)} is the hash attribute already, and DynamoDB refuses a table that is sorted by it too. Name another attribute, or remove \`range\`.`,
  *fixes({ map }, project) {
    const key = resolveAlias(map && findEntry(map, 'key')?.value);
    const range = key?.kind === 'map' ? findEntry(key, 'range') : undefined;
    if (key?.kind === 'map' && range) {
      yield { title: 'Remove `range`', edits: [removeEntry(project.tree, key, range)] };
    }
  },
});
