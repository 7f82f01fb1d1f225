import { gatewayTimeout } from '../../language/lambda-function.ts';
import type { IntegerType } from '../../language/index.ts';
import { resourcesOfType, type Project } from '../../model/project.ts';
import type { ScalarNode } from '../../syntax/tree.ts';
import { endpointConnectedTo } from '../endpoints.ts';
import { faultsOf, rule, type Fix } from '../rule.ts';

export const outOfRange = rule({
  id: 'out-of-range',
  severity: 'error',
  summary: 'a number below the least or above the greatest that AWS takes',
  why: 'AWS refuses to deploy a function with such a value.',
  looksAt: 'fault',
  check: (fault) => faultsOf(fault, 'out-of-range'),
  message: ({ type, node }) =>
    `${node.text} is out of range: AWS takes ${type.minimum} to ${type.maximum} ${type.unit} here.`,
  *fixes({ type, node }, project): Iterable<Fix> {
    const nearest = Number(node.value) < type.minimum ? type.minimum : greatest(type, node, project);
    yield {
      title: `Change to ${nearest}`,
      edits: [{ span: node.span, newText: String(nearest) }],
      preferred: true,
    };
  },
});

/** What AWS takes; of the timeout of a function behind an endpoint, what the gateway waits for. */
function greatest({ maximum }: IntegerType, node: ScalarNode, project: Project): number {
  const lambda = resourcesOfType(project, 'lambda-function').find(({ timeout }) => timeout?.node === node);
  return lambda && endpointConnectedTo(project, lambda.id.value) ? gatewayTimeout : maximum;
}
