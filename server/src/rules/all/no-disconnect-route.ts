import { lacksRoute, routeFixes } from '../absent-routes.ts';
import { findEndpoint } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const noDisconnectRoute = rule({
  id: 'no-disconnect-route',
  severity: 'information',
  summary: 'an API with a `$connect` route but no `$disconnect`',
  why: 'The handler of `$connect` usually stores the connection in a table. Without `$disconnect`, nothing deletes it again: closed connections pile up, and sending to one of them fails with `410 Gone`.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api) {
    const connect = findEndpoint(api, '$connect');
    // Without a handler, no connections are stored.
    if (!connect?.route || connect.connections.length === 0 || !lacksRoute(api, '$disconnect')) return;
    yield { span: connect.route.node.span, data: { api, connect } };
  },
  message: () =>
    t`A function is notified of new connections here, but not of closed ones: the API has no \`$disconnect\` route. Add a \`$disconnect\` endpoint if you store connections.`,
  fixes: ({ api, connect }, project) => routeFixes(project, api, '$disconnect', connect),
});
