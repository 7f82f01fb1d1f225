import { reservedVariables } from '../../language/lambda-function.ts';
import { numbered } from '../../model/new-names.ts';
import { renameKey } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { environmentOf, removeVariable } from '../function-variables.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const reservedVariable = rule({
  id: 'reserved-variable',
  severity: 'error',
  summary: 'an environment variable that Lambda reserves',
  why: 'Lambda sets some variables itself, such as `AWS_REGION`, and rejects a function that sets one of them.',
  looksAt: 'function',
  *check(lambda) {
    for (const variable of environmentOf(lambda)) {
      const { key } = variable.entry;
      if (reservedVariables.includes(key.text)) yield { span: key.span, data: variable };
    }
  },
  message: ({ entry }) =>
    `${quote(entry.key.text)} is reserved by Lambda, which rejects a function that sets it. Choose another name, or remove it: Lambda sets it anyway.`,
  *fixes(variable, { tree }) {
    const { map, entry } = variable;
    const name = entry.key.text;
    const other = numbered(`APP_${name}`, (candidate) => !findEntry(map, candidate));
    yield { title: `Change to ${quote(other)}`, edits: [renameKey(tree, entry, other)] };
    yield { title: `Remove ${quote(name)}`, edits: [removeVariable(tree, variable)] };
  },
});
