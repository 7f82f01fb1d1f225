import type { Endpoint, Located } from '../../model/project.ts';
import { rule } from '../rule.ts';
import { quote } from '../words.ts';

export const duplicateRoute = rule({
  id: 'duplicate-route',
  severity: 'error',
  summary: 'a route that stands twice in an API',
  why: 'A message goes to the one endpoint whose route equals the value of its route selector property. AWS refuses a second endpoint with the same route.',
  looksAt: 'api',
  *check(api) {
    const first = new Map<string, Located<string>>();
    for (const route of api.endpoints.flatMap(({ route }: Endpoint) => route ?? [])) {
      const earlier = first.get(route.value);
      if (!earlier) {
        first.set(route.value, route);
        continue;
      }
      const message = `${quote(route.value)} stands here first.`;
      yield { span: route.node.span, data: route.value, related: [{ span: earlier.node.span, message }] };
    }
  },
  message: (route) =>
    `The API has the route ${quote(route)} already, and only one endpoint can take its messages. Change or remove one of the two.`,
});
