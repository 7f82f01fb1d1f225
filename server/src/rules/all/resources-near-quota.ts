import { maximumResources } from '../../language/limits.ts';
import { resourceCount } from '../../model/logical-ids.ts';
import { resourcesKey } from '../resources-key.ts';
import { rule } from '../rule.ts';

export const resourcesNearQuota = rule({
  id: 'resources-near-quota',
  severity: 'information',
  summary: `a project whose template has nearly the ${maximumResources} resources that CloudFormation takes`,
  why: `CloudFormation takes no template with more than ${maximumResources} resources. To split a project that is deployed already is more work than to start another file in time.`,
  looksAt: 'project',
  *check(project) {
    const count = resourceCount(project);
    const key = resourcesKey(project);
    if (key && count >= maximumResources * 0.9 && count <= maximumResources) yield { span: key.span, data: count };
  },
  message: (count) =>
    `The template has ${count} of the ${maximumResources} resources that CloudFormation takes. Start another file for what comes next.`,
});
