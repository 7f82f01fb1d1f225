import { isGatewayRoute, requestsOf } from '../../language/routes.ts';
import { numbered } from '../../model/new-names.ts';
import type { Endpoint, Located, WebSocketApi } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEntry, isEmpty, resolveAlias, writtenSpan, type Span } from '../../syntax/tree.ts';
import { findEndpoint } from '../../model/usage.ts';
import { removeEndpoint } from '../../changes/endpoints.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t, translated } from '../../locale.ts';

interface Duplicate {
  readonly api: WebSocketApi;
  readonly endpoint: Endpoint;
  readonly route: Located<string>;
}

export const duplicateRoute = rule({
  id: 'duplicate-route',
  severity: 'error',
  summary: 'a route that is defined twice in an API',
  why: 'API Gateway sends a message to the one endpoint whose route equals the value of the route selector property. AWS rejects a second endpoint with the same route.',
  looksAt: 'api',
  *check(api, { shape: { repeatedStarts } }) {
    const first = new Map<string, Span>();
    const isStart = ({ map }: Endpoint): boolean => repeatedStarts.has(map);
    const whole = api.endpoints.filter((endpoint) => !isStart(endpoint));
    for (const endpoint of [...whole, ...api.endpoints.filter(isStart)]) {
      const route = endpoint.route ?? numberAsRoute(endpoint);
      if (!route) continue;
      const span = writtenSpan(endpoint.node, 'route') ?? route.node.span;
      const earlier = first.get(route.value);
      if (!earlier) {
        first.set(route.value, span);
        continue;
      }
      const data: Duplicate = { api, endpoint, route };
      yield { span, data, related: [{ span: earlier, message: t`First defined here.` }] };
    }
  },
  message: ({ route }) =>
    t`The API already has a route ${quote(route.value)}, and only one endpoint can handle its ${translated(requestsOf(route.value))}. Change or remove one of the two.`,
  *fixes({ api, endpoint, route: { value, node } }, project) {
    const isStart = project.shape.repeatedStarts.has(endpoint.map);
    const isWrittenHere = !isStart && endpoint.node.kind === 'map' && findEntry(endpoint.map, 'route')?.value === node;
    if (isWrittenHere && value !== '' && !isGatewayRoute(value)) {
      const other = numbered(value, (candidate) => !findEndpoint(api, candidate));
      yield { title: t`Change to ${quote(other)}`, edits: [replaceScalar(project.tree, node, other)] };
    }
    yield* fixBy(t`Remove this endpoint`, removeEndpoint(project, api, endpoint));
  },
});

/** A route written as a number: `1` should be `"1"`, and AWS treats it as that. */
function numberAsRoute({ map }: Endpoint): Located<string> | undefined {
  const node = resolveAlias(findEntry(map, 'route')?.value);
  return node?.kind === 'scalar' && !isEmpty(node) ? { value: node.text, node } : undefined;
}
