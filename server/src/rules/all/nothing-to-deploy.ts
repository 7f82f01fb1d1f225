import { resourceCount } from '../../model/logical-ids.ts';
import { resourcesKey } from '../resources-key.ts';
import { rule } from '../rule.ts';

export const nothingToDeploy = rule({
  id: 'nothing-to-deploy',
  severity: 'warning',
  summary: 'a file that deploys no resource',
  why: 'CloudFormation refuses a template without resources. A function that is given by its `arn` exists already, and is none of them.',
  looksAt: 'project',
  onlyWithoutErrors: true,
  *check(project) {
    const key = resourcesKey(project);
    if (key && resourceCount(project) === 0) yield { span: key.span, data: project.resources.length > 0 };
  },
  message: (hasFunctions) =>
    `CloudFormation refuses a template without resources, and this one would have none${hasFunctions ? ': what has an `arn` exists already' : ''}. Add a resource.`,
});
