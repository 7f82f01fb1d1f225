import { findAllowed } from '../../language/connections.ts';
import { environmentName } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const ungrantedConnection = rule({
  id: 'ungranted-connection',
  severity: 'information',
  summary: 'a connection of a function that exists already',
  why: "The template changes neither the role nor the configuration of a function that is given by its `arn`. What the function connects to must be allowed and made known to it where it is deployed; the template's notes say what it needs.",
  looksAt: 'function',
  *check({ id, arn, connections }, project) {
    if (!arn) return;
    for (const { source, target } of connections) {
      const resource = project.find(target.value);
      if (!source || !resource?.type || resource.type === 'lambda-function') continue;
      if (!findAllowed(source, resource.type)) continue;
      yield { span: target.node.span, data: { id: id.value, target: target.value, name: environmentName(resource) } };
    }
  },
  message: ({ id, target, name }) =>
    `${quote(id)} exists already, and its role stays as it is: allow it to use ${quote(target)} where it is deployed, and give it ${quote(name)} there.`,
});
