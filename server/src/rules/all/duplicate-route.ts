import { isGatewayRoute } from '../../language/routes.ts';
import { numbered } from '../../model/new-names.ts';
import type { Endpoint, Located, WebSocketApi } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEndpoint, removeEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

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
    const first = new Map<string, Located<string>>();
    for (const endpoint of api.endpoints) {
      const { route } = endpoint;
      if (!route) continue;
      const earlier = first.get(route.value);
      if (!earlier) {
        first.set(route.value, route);
        continue;
      }
      const message = `${quote(route.value)} stands here first.`;
      const data: Duplicate = { api, endpoint, route };
      yield { span: route.node.span, data, related: [{ span: earlier.node.span, message }] };
    }
  },
  message: ({ route }) =>
    `The API has the route ${quote(route.value)} already, and only one endpoint can take its messages. Change or remove one of the two.`,
  *fixes({ api, endpoint, route: { value, node } }, project) {
    if (value !== '' && !isGatewayRoute(value)) {
      const other = numbered(value, (candidate) => !findEndpoint(api, candidate));
      yield { title: `Change to ${quote(other)}`, edits: [replaceScalar(project.tree, node, other)] };
    }
    yield* removeEndpoint(project, api, endpoint);
  },
});
