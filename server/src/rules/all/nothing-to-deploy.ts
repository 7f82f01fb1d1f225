import { resourcesEntry } from '../../model/project.ts';
import { resourceCount } from '../../model/logical-ids.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const nothingToDeploy = rule({
  id: 'nothing-to-deploy',
  severity: 'warning',
  summary: 'a project that deploys no resources',
  why: 'CloudFormation rejects a template without resources. What is given by its `arn` already exists and does not count as one.',
  looksAt: 'project',
  onlyWithoutErrors: true,
  *check(project) {
    const key = resourcesEntry(project)?.key;
    if (key && resourceCount(project) === 0) yield { span: key.span, data: project.resources.length > 0 };
  },
  message: (hasResources) =>
    hasResources
      ? t`The template would have no resources, since a resource with an \`arn\` already exists, and CloudFormation rejects such a template. Add a resource.`
      : t`The template would have no resources, and CloudFormation rejects such a template. Add a resource.`,
});
