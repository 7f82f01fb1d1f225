import { connectionVariables, environmentOf, removeVariable } from '../function-variables.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const shadowingVariable = rule({
  id: 'shadowing-variable',
  severity: 'information',
  summary: 'an environment variable that overrides the one generated for a connection',
  why: 'A function finds the resources that it connects to through environment variables, such as a table through `TABLE_` and its ID. If the file sets the same variable, that value is used instead: the function may use the resource, but does not know its name.',
  looksAt: 'function',
  *check(lambda, project) {
    const own = environmentOf(lambda);
    const variables = own.length > 0 ? connectionVariables(project, lambda) : [];
    for (const variable of own) {
      const { key } = variable.entry;
      const hidden = variables.find(({ name }) => name === key.text);
      if (!hidden) continue;
      const target = hidden.resource.id.value;
      const related = [{ span: hidden.via.target.node.span, message: t`${quote(target)} is connected here.` }];
      yield { span: key.span, data: { variable, target }, related };
    }
  },
  message: ({ variable: { entry }, target }) =>
    t`${quote(entry.key.text)} overrides the variable that tells the function where to find ${quote(target)}. Choose another name, unless this is intended.`,
  *fixes({ variable }, { tree }) {
    const title = t`Remove ${quote(variable.entry.key.text)}`;
    yield { title, edits: [removeVariable(tree, variable)] };
  },
});
