import { connectionVariables, environmentOf, removeVariable } from '../environment.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const shadowingVariable = rule({
  id: 'shadowing-variable',
  severity: 'information',
  summary: "an environment variable that takes the place of a connection's own",
  why: 'A function finds what it connects to in its environment, such as a table by `TABLE_` and its id. Where the file gives the same variable a value, that value counts. The function may use the resource, and does not learn what it is called.',
  looksAt: 'function',
  *check(lambda, project) {
    const variables = connectionVariables(project, lambda);
    for (const variable of environmentOf(lambda)) {
      const { key } = variable.entry;
      const hidden = variables.find(({ name }) => name === key.text);
      if (!hidden) continue;
      const target = hidden.resource.id.value;
      const related = [{ span: hidden.via.target.node.span, message: `${quote(target)} is connected here.` }];
      yield { span: key.span, data: { variable, target }, related };
    }
  },
  message: ({ variable: { entry }, target }) =>
    `By ${quote(entry.key.text)} the function would find ${quote(target)}, and this value takes its place. Choose another name, if it is not meant so.`,
  *fixes({ variable }, { tree }) {
    const title = `Remove ${quote(variable.entry.key.text)}`;
    yield { title, edits: [removeVariable(tree, variable)] };
  },
});
