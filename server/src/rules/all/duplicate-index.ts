import { indexName, matchesFormat } from '../../language/formats.ts';
import { numbered } from '../../model/new-names.ts';
import type { Located } from '../../model/project.ts';
import type { TableIndex } from '../../model/table-keys.ts';
import { removeItem, replaceScalar } from '../../syntax/edits.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const duplicateIndex = rule({
  id: 'duplicate-index',
  severity: 'error',
  summary: 'two indexes of a table with the same name',
  why: 'A query names the index that it reads, so DynamoDB rejects a table with two indexes of the same name.',
  looksAt: 'resource',
  local: true,
  *check(resource, { shape: { repeatedStarts } }) {
    if (resource.type !== 'dynamodb-table') return;
    const first = new Map<string, Located<string>>();
    const isStart = ({ map }: TableIndex): boolean => repeatedStarts.has(map);
    const whole = resource.indexes.filter((index) => !isStart(index));
    for (const index of [...whole, ...resource.indexes.filter(isStart)]) {
      const { name } = index;
      const earlier = name && first.get(name.value);
      if (name && !earlier) first.set(name.value, name);
      if (!name || !earlier) continue;
      const related = [{ span: earlier.node.span, message: t`First defined here.` }];
      yield { span: name.node.span, data: { name, index, table: resource, isStart: isStart(index) }, related };
    }
  },
  message: ({ name }) =>
    t`The table already has an index ${quote(name.value)}. Give this one another name, or remove one of the two.`,
  *fixes({ name: { node, value }, index, table, isStart }, { tree }) {
    const other = numbered(value, (candidate) => table.indexes.every(({ name }) => name?.value !== candidate));
    if (!isStart && matchesFormat(other, indexName)) {
      yield { title: t`Change to ${quote(other)}`, edits: [replaceScalar(tree, node, other)] };
    }
    const list = resolveAlias(table.map && findEntry(table.map, 'indexes')?.value);
    const item = list?.kind === 'list' ? list.items.find((one) => one.value === index.map) : undefined;
    if (list?.kind === 'list' && item) yield { title: t`Remove this index`, edits: [removeItem(tree, list, item)] };
  },
});
