import { isAllowedRoute } from '../../language/routes.ts';
import type { Located, WebSocketApi } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { findEndpoint } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const paddedRoute = rule({
  id: 'padded-route',
  severity: 'warning',
  summary: 'a route with leading or trailing whitespace',
  why: 'A message selects a route by its exact value. Leading or trailing whitespace is hard to see, and clients hardly ever send it.',
  looksAt: 'endpoint',
  local: true,
  *check({ api, endpoint: { route } }) {
    // A route that starts with `$` is rejected in any case.
    if (!route || route.value.startsWith('$') || route.value.trim() === route.value) return;
    yield { span: route.node.span, data: { api, route } };
  },
  message: ({ route: { value } }: { api: WebSocketApi; route: Located<string> }) =>
    value.trim() === ''
      ? t`The route consists only of whitespace, so only messages with exactly that value select it. Use a name.`
      : t`The route has leading or trailing whitespace, so messages with ${quote(value.trim())} do not select this endpoint. Remove the whitespace.`,
  *fixes({ api, route }, project) {
    const bare = route.value.trim();
    const isTaken = findEndpoint(api, bare) !== undefined;
    if (isTaken || !isAllowedRoute(bare)) return;
    const edits = [replaceScalar(project.tree, route.node, bare)];
    yield { title: t`Change to ${quote(bare)}`, edits, preferred: true };
  },
});
