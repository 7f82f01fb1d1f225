import { resourcesEntry } from '../../model/project.ts';
import { maximumResources } from '../../language/limits.ts';
import { resourceCount } from '../../model/logical-ids.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const tooManyResources = rule({
  id: 'too-many-resources',
  severity: 'error',
  summary: `a project whose template would have more than ${maximumResources} resources`,
  why: `CloudFormation rejects a template with more than ${maximumResources} resources. Each route, each function's role and each permission counts as one.`,
  looksAt: 'project',
  *check(project) {
    const count = resourceCount(project);
    const key = resourcesEntry(project)?.key;
    if (key && count > maximumResources) yield { span: key.span, data: count };
  },
  message: (count) =>
    t`The template would have ${count} resources, over CloudFormation's limit of ${maximumResources}. Split the project into several files.`,
});
