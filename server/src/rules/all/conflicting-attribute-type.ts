import { attributesOf, keysOf, repeatedIn, type KeyAttribute } from '../../model/table-keys.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const conflictingAttributeType = rule({
  id: 'conflicting-attribute-type',
  severity: 'error',
  summary: 'an attribute that has different types in the keys of a table',
  why: 'DynamoDB knows one type for each attribute of a table, whether it is in the key of the table or of an index.',
  looksAt: 'resource',
  local: true,
  *check(resource) {
    if (resource.type !== 'dynamodb-table') return;
    const first = new Map<string, KeyAttribute>();
    for (const key of keysOf(resource)) {
      for (const attribute of attributesOf(key)) {
        const { name, type } = attribute;
        const earlier = first.get(name.value);
        if (!earlier) first.set(name.value, attribute);
        // Another rule reports a range attribute that is also the hash attribute.
        if (!earlier || earlier.type.value === type.value || repeatedIn(key)?.range === name) continue;
        const message = t`${quote(name.value)} is a ${earlier.type.value} here.`;
        const related = [{ span: earlier.type.node.span, message }];
        yield { span: type.node.span, data: { attribute, earlier }, related };
      }
    }
  },
  message: ({ attribute: { name, type }, earlier }) =>
    t`${quote(name.value)} is a ${earlier.type.value} in another key of the table, and DynamoDB rejects a table in which it is a ${type.value} as well. Give it the same type, or use another attribute.`,
  *fixes({ attribute: { type }, earlier }, { tree }) {
    const { value } = earlier.type;
    yield { title: t`Change to \`${value}\``, edits: [replaceScalar(tree, type.node, value)], preferred: true };
  },
});
