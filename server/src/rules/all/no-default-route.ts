import { findEntry } from '../../syntax/tree.ts';
import { lacksRoute, routeFixes } from '../absent-routes.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const noDefaultRoute = rule({
  id: 'no-default-route',
  severity: 'information',
  summary: 'an API without a `$default` route',
  why: 'API Gateway sends a message to `$default` when no other route matches it: the body is not a JSON object, lacks the route selector property, or has a value there that is not a route. Without `$default`, no function receives such a message, and the client gets `{"message": "Forbidden", …}`, which does not say why.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api) {
    const entry = api.map && findEntry(api.map, 'endpoints');
    if (entry && lacksRoute(api, '$default')) yield { span: entry.key.span, data: api };
  },
  message: () =>
    t`The API has no \`$default\` route: when a message matches no other route, the client gets \`{"message": "Forbidden", …}\`, and no function receives the message. Add a \`$default\` endpoint to handle it.`,
  fixes: (api, project) => routeFixes(project, api, '$default'),
});
