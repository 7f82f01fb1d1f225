import { variablesOf } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const ungrantedConnection = rule({
  id: 'ungranted-connection',
  severity: 'information',
  summary: 'a connection from or to an existing function that needs permissions there',
  why: 'The template changes neither the role nor the configuration of a function given by its `arn`. Where that function is deployed, it must be granted access to the resources that it connects to and to the APIs whose endpoints it handles, and its environment variables for them must be set. The notes of the template list what it needs.',
  looksAt: 'function',
  *check(lambda, project) {
    if (!lambda.arn) return;
    for (const { name, resource, via } of variablesOf(project, lambda)) {
      yield { span: via.target.node.span, data: { id: lambda.id.value, target: resource.id.value, name } };
    }
  },
  message: ({ id, target, name }) =>
    `${quote(id)} already exists, so the template does not change its role. Where it is deployed, allow it to use ${quote(target)} and set its environment variable ${quote(name)}.`,
});
