import { homeOf } from '../../language/formats.ts';
import { existingArn, resourcesOfType, type LambdaFunction, type Project } from '../../model/project.ts';
import { isCalledBy, triggersOf, triggersTo } from '../../model/usage.ts';
import type { Span } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const functionsApart = rule({
  id: 'functions-apart',
  severity: 'warning',
  summary: 'existing resources in different regions or partitions that the same stack cannot all reach',
  why: 'API Gateway, data resources and schedules can only call functions in their own region, and Lambda can only poll queues there. Nothing can be reached in another partition, such as `aws-cn` from `aws`. If a stack uses resources that are apart, it cannot reach all of them, wherever it is deployed.',
  looksAt: 'project',
  *check(project) {
    const all = existingResources(project);
    const [first] = all;
    const firstBound = all.find(({ isBound }) => isBound);
    for (const other of all) {
      const isElsewhere = other.isBound && other.region !== firstBound?.region;
      const apart = other.partition !== first?.partition ? first : isElsewhere ? firstBound : undefined;
      if (!apart) continue;
      const where = other.partition === apart.partition ? 'region' : 'partition';
      const message = t`${quote(apart.id)} is in ${quote(apart[where])}.`;
      yield {
        span: other.span,
        data: { ids: [other.id, apart.id], places: [other[where], apart[where]], where },
        related: [{ span: apart.span, message }],
      };
    }
  },
  message: ({ ids: [id = '', other = ''], places: [place = '', otherPlace = ''], where }) => {
    return where === 'region'
      ? t`${quote(id)} is in the region ${quote(place)} and ${quote(other)} is in ${quote(otherPlace)}: API Gateway can only call functions in its own region, and Lambda can only poll queues there, so one of them is never reached. Use one in the same region.`
      : t`${quote(id)} is in the partition ${quote(place)} and ${quote(other)} is in ${quote(otherPlace)}: a stack can only reach its own partition, so one of them is never reached. Use one in the same partition.`;
  },
});

interface ExistingResource {
  readonly id: string;
  readonly span: Span;
  readonly partition: string;
  readonly region: string;
  /** Whether it must be in the region of the stack. */
  readonly isBound: boolean;
}

/** The existing functions that an API, a data resource or a schedule calls, and the existing data resources. */
function existingResources(project: Project): readonly ExistingResource[] {
  const apis = resourcesOfType(project, 'websocket-api');
  const isCalled = (lambda: LambdaFunction): boolean =>
    apis.some((api) => isCalledBy(project, api, lambda)) || triggersTo(project, lambda).length > 0;
  return project.resources.flatMap((resource) => {
    const arn = existingArn(resource);
    if (!arn || (resource.type === 'lambda-function' && !isCalled(resource))) return [];
    const { partition, region } = homeOf(arn.value);
    // A malformed ARN is reported by `invalid-format`.
    if (!partition.startsWith('aws') || (region === '' && resource.type !== 's3-bucket')) return [];
    const isPolled = resource.type === 'sqs-queue' && triggersOf(project, resource).length > 0;
    return {
      id: resource.id.value,
      span: arn.node.span,
      partition,
      region,
      isBound: resource.type === 'lambda-function' || isPolled,
    };
  });
}
