import { maximumProjectedAttributes } from '../../language/limits.ts';
import { listedAttributes } from '../../model/table-keys.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const tooManyProjectedAttributes = rule({
  id: 'too-many-projected-attributes',
  severity: 'error',
  summary: 'a table whose indexes list more attributes than DynamoDB allows',
  why: `The projections of all indexes of a table can list ${maximumProjectedAttributes} attributes in all. One that several indexes list counts for each of them. Attributes of keys do not count, and neither do those that an index has because of \`projection: all\`.`,
  looksAt: 'resource',
  local: true,
  *check(resource) {
    if (resource.type !== 'dynamodb-table') return;
    const listed = resource.indexes.flatMap((index) => listedAttributes(resource, index));
    const counted = listed.filter(({ already }) => !already);
    const surplus = counted[maximumProjectedAttributes];
    if (surplus) yield { span: surplus.attribute.node.span, data: counted.length };
  },
  message: (count) =>
    t`The indexes of the table list ${count} attributes, and DynamoDB allows ${maximumProjectedAttributes}. List fewer, or give an index \`projection: all\`.`,
});
