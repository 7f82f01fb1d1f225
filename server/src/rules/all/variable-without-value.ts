import { setValue } from '../../syntax/edits.ts';
import { isEmpty } from '../../syntax/tree.ts';
import { environmentOf } from '../environment.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const variableWithoutValue = rule({
  id: 'variable-without-value',
  severity: 'warning',
  summary: 'an environment variable that has no value',
  why: 'Nothing, or `null`, is no text: such a variable is left out, and the function does not have it. An empty text is written `""`.',
  looksAt: 'function',
  ofAbsence: true,
  *check(lambda) {
    for (const { entry } of environmentOf(lambda)) {
      if (isEmpty(entry.value)) yield { span: entry.key.span, data: entry };
    }
  },
  message: (entry) =>
    `${quote(entry.key.text)} has no value, so the function will not have it. Write one, or \`""\` for an empty text.`,
  *fixes(entry) {
    yield { title: 'Set to `""`', edits: [setValue(entry, '')], preferred: true };
  },
});
