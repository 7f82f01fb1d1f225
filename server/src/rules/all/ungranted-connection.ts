import { invokers } from '../../language/index.ts';
import { triggersTo, variablesOf } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { allOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const ungrantedConnection = rule({
  id: 'ungranted-connection',
  severity: 'information',
  summary: 'a connection from or to an existing function that needs permissions there',
  why: 'The template changes neither the role nor the configuration of a function given by its `arn`. Where that function is deployed, it must be granted access to the resources that it connects to and to the APIs whose endpoints it handles, and its environment variables for them must be set. The notes of the template list what it needs.',
  looksAt: 'function',
  *check(lambda, project) {
    if (!lambda.arn) return;
    const id = lambda.id.value;
    for (const { name, resource, via } of variablesOf(project, lambda)) {
      const needs = t`Where it is deployed, allow it to use ${quote(resource.id.value)} and set its environment variable ${quote(name)}.`;
      yield { span: via.target.node.span, data: { id, needs } };
    }
    for (const { source, via } of triggersTo(project, lambda)) {
      const { trigger } = invokers[source.type];
      if (trigger.kind !== 'polled') continue;
      const needs = t`Where it is deployed, allow it what Lambda needs to poll ${quote(source.id.value)}: ${allOf(trigger.actions)}.`;
      yield { span: via[0].target.node.span, data: { id, needs } };
    }
  },
  message: ({ id, needs }) => t`${quote(id)} already exists, so the template does not change its role. ${needs}`,
});
