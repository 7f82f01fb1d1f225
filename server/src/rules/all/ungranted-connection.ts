import { dataAccess, environmentName, sendTargets } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const ungrantedConnection = rule({
  id: 'ungranted-connection',
  severity: 'information',
  summary: 'a connection of a function that exists already, or one that calls it',
  why: "The template changes neither the role nor the configuration of a function that is given by its `arn`. What the function connects to, and the APIs to whose clients it sends because it handles their endpoints, must be allowed and made known to it where it is deployed; the template's notes say what it needs.",
  looksAt: 'function',
  *check(lambda, project) {
    if (!lambda.arn) return;
    const needed = [
      ...sendTargets(project, lambda).map(({ api, via }) => ({ resource: api, via })),
      ...dataAccess(project, lambda),
    ];
    for (const { resource, via } of needed) {
      const data = { id: lambda.id.value, target: resource.id.value, name: environmentName(resource) };
      yield { span: via.target.node.span, data };
    }
  },
  message: ({ id, target, name }) =>
    `${quote(id)} exists already, and its role stays as it is: allow it to use ${quote(target)} where it is deployed, and give it ${quote(name)} there.`,
});
