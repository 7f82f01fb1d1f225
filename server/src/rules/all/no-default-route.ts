import { findEntry } from '../../syntax/tree.ts';
import { addEndpoint, lacksRoute } from '../endpoints.ts';
import { rule } from '../rule.ts';

export const noDefaultRoute = rule({
  id: 'no-default-route',
  severity: 'information',
  summary: 'an API without a `$default` route',
  why: 'A message that no route takes goes to `$default`: its body is not a JSON object, lacks the route selector property, or has a value there that no route equals. Without a `$default` no function sees such a message, and the client gets `{"message": "Forbidden", …}`, which says nothing of the reason.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api) {
    const entry = api.map && findEntry(api.map, 'endpoints');
    if (entry && lacksRoute(api, '$default')) yield { span: entry.key.span, data: api };
  },
  message: () =>
    'No endpoint has the route `$default`: a client whose message no other route takes gets `{"message": "Forbidden", …}`, and no function sees that message. Add a `$default` to answer it.',
  fixes: (api, project) => addEndpoint(project, api, '$default'),
});
