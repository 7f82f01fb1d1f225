import { reservedVariables } from '../../language/lambda-function.ts';
import { numbered } from '../../model/new-names.ts';
import { renameKey } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { connectionVariables, environmentOf, removeVariable } from '../function-variables.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const reservedVariable = rule({
  id: 'reserved-variable',
  severity: 'error',
  summary: 'an environment variable that Lambda or CloudFormation reserves',
  why: 'Lambda sets some variables itself, such as `AWS_REGION`, and rejects a function that sets one of them. CloudFormation takes a map with the single key `Ref` for a reference to a resource, so `Ref` cannot be the only variable of a function.',
  looksAt: 'function',
  *check(lambda, project) {
    const variables = environmentOf(lambda);
    const isAlone = variables.length === 1 && connectionVariables(project, lambda).length === 0;
    for (const variable of variables) {
      const { key } = variable.entry;
      if (reservedVariables.includes(key.text) || (isAlone && key.text === 'Ref')) {
        yield { span: key.span, data: variable };
      }
    }
  },
  message({ entry }) {
    const name = quote(entry.key.text);
    return entry.key.text === 'Ref'
      ? `If ${name} is the only variable of a function, CloudFormation takes it for a reference to a resource. Choose another name, or add another variable.`
      : `${name} is reserved by Lambda, which rejects a function that sets it. Choose another name, or remove it: Lambda sets it anyway.`;
  },
  *fixes(variable, { tree }) {
    const { map, entry } = variable;
    const name = entry.key.text;
    const other = numbered(`APP_${name}`, (candidate) => !findEntry(map, candidate));
    yield { title: `Change to ${quote(other)}`, edits: [renameKey(tree, entry, other)] };
    yield { title: `Remove ${quote(name)}`, edits: [removeVariable(tree, variable)] };
  },
});
