import { isGatewayRoute, requestsOf } from '../../language/routes.ts';
import { numbered } from '../../model/new-names.ts';
import type { Endpoint, Located, WebSocketApi } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEntry, isEmpty, resolveAlias, writtenSpan, type Span } from '../../syntax/tree.ts';
import { findEndpoint, removeEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

interface Duplicate {
  readonly api: WebSocketApi;
  readonly endpoint: Endpoint;
  readonly route: Located<string>;
}

export const duplicateRoute = rule({
  id: 'duplicate-route',
  severity: 'error',
  summary: 'a route that stands twice in an API',
  why: 'A message goes to the one endpoint whose route equals the value of its route selector property. AWS refuses a second endpoint with the same route.',
  looksAt: 'api',
  *check(api) {
    const first = new Map<string, Span>();
    for (const endpoint of api.endpoints) {
      const route = endpoint.route ?? numberAsRoute(endpoint);
      if (!route) continue;
      const span = writtenSpan(endpoint.node, 'route') ?? route.node.span;
      const earlier = first.get(route.value);
      if (!earlier) {
        first.set(route.value, span);
        continue;
      }
      const message = `${quote(route.value)} stands here first.`;
      const data: Duplicate = { api, endpoint, route };
      yield { span, data, related: [{ span: earlier, message }] };
    }
  },
  message: ({ route }) =>
    `The API has the route ${quote(route.value)} already, and only one endpoint can take its ${requestsOf(route.value)}. Change or remove one of the two.`,
  *fixes({ api, endpoint, route: { value, node } }, project) {
    const isWrittenHere = endpoint.node.kind === 'map' && findEntry(endpoint.map, 'route')?.value === node;
    if (isWrittenHere && value !== '' && !isGatewayRoute(value)) {
      const other = numbered(value, (candidate) => !findEndpoint(api, candidate));
      yield { title: `Change to ${quote(other)}`, edits: [replaceScalar(project.tree, node, other)] };
    }
    yield* removeEndpoint(project, api, endpoint);
  },
});

/** `1` is to be written `"1"`, and is that to AWS. */
function numberAsRoute({ map }: Endpoint): Located<string> | undefined {
  const node = resolveAlias(findEntry(map, 'route')?.value);
  return node?.kind === 'scalar' && !isEmpty(node) ? { value: node.text, node } : undefined;
}
