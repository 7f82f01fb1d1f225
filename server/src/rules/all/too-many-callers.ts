import { invokers } from '../../language/index.ts';
import { maximumFunctionPolicySize } from '../../language/limits.ts';
import { resourcesOfType, type LambdaFunction, type Project } from '../../model/project.ts';
import { calledAuthorizer, handlersOf, isInvoker, triggersOf } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { amount, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

/** The minimum size of a permission in bytes, with the ARNs of the function and its caller. */
const permissionSize = 300;

export const tooManyCallers = rule({
  id: 'too-many-callers',
  severity: 'warning',
  summary: 'a function that is called by more APIs, topics, buckets and schedules than its policy can list',
  why: `A function's policy lists who may call it, and is limited to ${maximumFunctionPolicySize.toLocaleString('en')} bytes. Each API whose routes the function handles, or whose clients it authorizes, and each topic, bucket and schedule that invokes it takes up about ${permissionSize} of them.`,
  looksAt: 'project',
  *check(project) {
    for (const [lambda, count] of permissions(project)) {
      if (count * permissionSize <= maximumFunctionPolicySize) continue;
      yield { span: lambda.id.node.span, data: { id: lambda.id.value, count } };
    }
  },
  message: ({ id, count }) =>
    t`${quote(id)} needs ${count} permissions, about ${amount(count * permissionSize)} bytes, over the limit of ${amount(maximumFunctionPolicySize)} for a function's policy. Split the work between several functions.`,
});

/** How many permissions each function needs. */
function permissions(project: Project): ReadonlyMap<LambdaFunction, number> {
  const counts = new Map<LambdaFunction, number>();
  for (const api of resourcesOfType(project, 'websocket-api')) {
    const authorizer = calledAuthorizer(project, api);
    const callees = handlersOf(project, api).map(({ lambda }) => lambda);
    for (const lambda of authorizer ? [...callees, authorizer] : callees) {
      counts.set(lambda, (counts.get(lambda) ?? 0) + 1);
    }
  }
  for (const source of project.resources.filter(isInvoker)) {
    for (const { lambda } of triggersOf(project, source)) {
      if (invokers[source.type].trigger.kind !== 'polled') counts.set(lambda, (counts.get(lambda) ?? 0) + 1);
    }
  }
  return counts;
}
