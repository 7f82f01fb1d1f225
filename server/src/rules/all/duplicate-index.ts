import { indexName, matchesFormat } from '../../language/formats.ts';
import { numbered } from '../../model/new-names.ts';
import type { Located } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const duplicateIndex = rule({
  id: 'duplicate-index',
  severity: 'error',
  summary: 'two indexes of a table with the same name',
  why: 'A query names the index that it reads, so DynamoDB rejects a table with two indexes of the same name.',
  looksAt: 'resource',
  local: true,
  *check(resource) {
    if (resource.type !== 'dynamodb-table') return;
    const first = new Map<string, Located<string>>();
    for (const { name } of resource.indexes) {
      if (!name) continue;
      const earlier = first.get(name.value);
      if (!earlier) first.set(name.value, name);
      else {
        const related = [{ span: earlier.node.span, message: 'First defined here.' }];
        yield { span: name.node.span, data: { name, table: resource }, related };
      }
    }
  },
  message: ({ name }) =>
    `The table already has an index ${quote(name.value)}. Give this one another name, or remove one of the two.`,
  *fixes({ name: { node, value }, table }, { tree }) {
    const other = numbered(value, (candidate) => table.indexes.every(({ name }) => name?.value !== candidate));
    if (!matchesFormat(other, indexName)) return;
    yield { title: `Change to ${quote(other)}`, edits: [replaceScalar(tree, node, other)] };
  },
});
