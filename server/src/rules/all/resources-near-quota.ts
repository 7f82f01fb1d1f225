import { resourcesEntry } from '../../model/project.ts';
import { maximumResources } from '../../language/limits.ts';
import { resourceCount } from '../../model/logical-ids.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const resourcesNearQuota = rule({
  id: 'resources-near-quota',
  severity: 'information',
  summary: `a project whose template is close to CloudFormation's limit of ${maximumResources} resources`,
  why: `CloudFormation rejects a template with more than ${maximumResources} resources. Splitting a project that is already deployed is more work than starting another file in time.`,
  looksAt: 'project',
  *check(project) {
    const count = resourceCount(project);
    const key = resourcesEntry(project)?.key;
    if (key && count >= maximumResources * 0.9 && count <= maximumResources) yield { span: key.span, data: count };
  },
  message: (count) =>
    t`The template has ${count} resources, close to CloudFormation's limit of ${maximumResources}. Put new resources in another file.`,
});
