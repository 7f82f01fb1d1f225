import { maximumFunctionPolicySize } from '../../language/limits.ts';
import { resourcesOfType, type LambdaFunction, type Project } from '../../model/project.ts';
import { functionAt, handlersOf } from '../../model/usage.ts';
import { findEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

/** What a permission takes at least, with an ARN of its own and one of its caller, in bytes. */
const permissionSize = 300;

export const tooManyCallers = rule({
  id: 'too-many-callers',
  severity: 'warning',
  summary: 'a function that is called by more APIs than its policy can name',
  why: `What may call a function stands in the function's policy, which holds ${maximumFunctionPolicySize.toLocaleString('en')} bytes. Each API that it handles routes of, or authorizes the clients of, takes some ${permissionSize} of them.`,
  looksAt: 'project',
  *check(project) {
    for (const [lambda, count] of permissions(project)) {
      if (count * permissionSize <= maximumFunctionPolicySize) continue;
      yield { span: lambda.id.node.span, data: { id: lambda.id.value, count } };
    }
  },
  message: ({ id, count }) =>
    `${quote(id)} needs ${count} permissions, some ${(count * permissionSize).toLocaleString('en')} bytes, and a function's policy holds ${maximumFunctionPolicySize.toLocaleString('en')}. Divide the work between several functions.`,
});

/** How many permissions each function needs. */
function permissions(project: Project): ReadonlyMap<LambdaFunction, number> {
  const counts = new Map<LambdaFunction, number>();
  for (const api of resourcesOfType(project, 'websocket-api')) {
    const authorizer = findEndpoint(api, '$connect') && functionAt(project, api.connections[0]);
    const callees = handlersOf(project, api).map(({ lambda }) => lambda);
    for (const lambda of authorizer ? [...callees, authorizer] : callees) {
      counts.set(lambda, (counts.get(lambda) ?? 0) + 1);
    }
  }
  return counts;
}
