import { addEndpoint, findEndpoint, lacksRoute } from '../endpoints.ts';
import { rule } from '../rule.ts';

export const noDisconnectRoute = rule({
  id: 'no-disconnect-route',
  severity: 'information',
  summary: 'an API with a `$connect` route and no `$disconnect`',
  why: 'A function behind `$connect` most often keeps the connection in a table. Without a `$disconnect` nobody takes it out again: connections that have ended pile up, and sending to one of them fails with `410 Gone`.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api) {
    const connect = findEndpoint(api, '$connect');
    // What has no handler keeps nothing.
    if (!connect?.route || connect.connections.length === 0 || !lacksRoute(api, '$disconnect')) return;
    yield { span: connect.route.node.span, data: { api, connect } };
  },
  message: () =>
    'A function learns of new connections here, and no `$disconnect` tells of those that end. Add a `$disconnect` if connections are kept.',
  fixes: ({ api, connect }, project) => addEndpoint(project, api, '$disconnect', connect),
});
