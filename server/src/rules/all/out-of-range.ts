import { gatewayTimeout } from '../../language/lambda-function.ts';
import type { IntegerType } from '../../language/index.ts';
import { resourcesOfType, type Project } from '../../model/project.ts';
import type { ScalarNode } from '../../syntax/tree.ts';
import { endpointConnectedTo } from '../../model/usage.ts';
import { faultsOf, rule, type Fix } from '../rule.ts';
import { t, translated } from '../../locale.ts';

export const outOfRange = rule({
  id: 'out-of-range',
  severity: 'error',
  summary: 'a number outside the range that AWS allows',
  why: 'AWS rejects a function with such a value.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'out-of-range'),
  message: ({ type, node }) =>
    t`${node.text} is out of range. AWS allows ${type.minimum} to ${type.maximum} ${translated(type.unit)} here.`,
  *fixes({ type, node }, project): Iterable<Fix> {
    const nearest = Number(node.value) < type.minimum ? type.minimum : effectiveMaximum(type, node, project);
    yield {
      title: t`Change to ${nearest}`,
      edits: [{ span: node.span, newText: String(nearest) }],
      preferred: true,
    };
  },
});

/** AWS's maximum; for the timeout of a function that handles an endpoint, how long API Gateway waits. */
function effectiveMaximum({ maximum }: IntegerType, node: ScalarNode, project: Project): number {
  const lambda = resourcesOfType(project, 'lambda-function').find(({ timeout }) => timeout?.node === node);
  return lambda && endpointConnectedTo(project, lambda.id.value) ? gatewayTimeout : maximum;
}
