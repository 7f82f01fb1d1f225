import { setValue } from '../../syntax/edits.ts';
import { isEmpty } from '../../syntax/tree.ts';
import { environmentOf } from '../function-variables.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const variableWithoutValue = rule({
  id: 'variable-without-value',
  severity: 'warning',
  summary: 'an environment variable without a value',
  why: 'An empty value or `null` is not a string: the variable is left out, and the function does not get it. An empty string is written `""`.',
  looksAt: 'function',
  local: true,
  ofAbsence: true,
  *check(lambda) {
    for (const { entry } of environmentOf(lambda)) {
      if (isEmpty(entry.value)) yield { span: entry.key.span, data: entry };
    }
  },
  message: (entry) =>
    t`${quote(entry.key.text)} has no value, so the function does not get it. Add a value, or \`""\` for an empty string.`,
  *fixes(entry) {
    yield { title: t`Set to \`""\``, edits: [setValue(entry, '')], preferred: true };
  },
});
