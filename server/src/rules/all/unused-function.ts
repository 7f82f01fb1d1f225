import { removeResource } from '../../changes/resources.ts';
import { resourcesOfType } from '../../model/project.ts';
import { connectionsTo } from '../../model/references.ts';
import { findGenerated, overlaySites } from '../../model/template-names.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const unusedFunction = rule({
  id: 'unused-function',
  severity: 'information',
  summary: 'a function without any connections',
  why: 'No endpoint or API calls such a function, and it uses nothing in the project, but it is still deployed. That is fine if something outside this file calls it.',
  looksAt: 'project',
  onlyWithoutErrors: true,
  tag: 'unnecessary',
  *check(project) {
    const overlaid = new Set(
      overlaySites(project).map(({ namespace, name }) => findGenerated(project, namespace, name)?.resource),
    );
    for (const lambda of resourcesOfType(project, 'lambda-function')) {
      const { id, map, connections } = lambda;
      if (!map || connections.length > 0 || connectionsTo(project, id.value).length > 0) continue;
      if (overlaid.has(lambda)) continue;
      yield { span: id.node.span, data: lambda };
    }
  },
  message: ({ id }) =>
    t`Nothing connects to ${quote(id.value)}, and it connects to nothing. Connect it, or remove it if nothing outside this file calls it.`,
  *fixes(lambda, project) {
    if (project.resources.length < 2) return;
    yield* fixBy(t`Remove ${quote(lambda.id.value)}`, removeResource(project, lambda));
  },
});
