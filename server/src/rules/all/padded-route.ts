import { isAllowedRoute } from '../../language/routes.ts';
import type { Located, WebSocketApi } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEndpoint } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const paddedRoute = rule({
  id: 'padded-route',
  severity: 'warning',
  summary: 'a route that starts or ends with white space',
  why: 'A message selects a route by exactly its text. White space at an edge is hard to see, and no client sends it unless it is told to.',
  looksAt: 'endpoint',
  *check({ api, endpoint: { route } }) {
    // Such a one is refused, whatever stands at its edges.
    if (!route || route.value.startsWith('$') || route.value.trim() === route.value) return;
    yield { span: route.node.span, data: { api, route } };
  },
  message: ({ route: { value } }: { api: WebSocketApi; route: Located<string> }) =>
    value.trim() === ''
      ? 'The route is white space alone: only messages with that very text select it. Write a name.'
      : `White space stands at the edge of the route: only messages with it select this endpoint, those with ${quote(value.trim())} do not. Remove it.`,
  *fixes({ api, route }, project) {
    const bare = route.value.trim();
    const isTaken = findEndpoint(api, bare) !== undefined;
    if (isTaken || !isAllowedRoute(bare)) return;
    const edits = [replaceScalar(project.tree, route.node, bare)];
    yield { title: `Change to ${quote(bare)}`, edits, preferred: true };
  },
});
