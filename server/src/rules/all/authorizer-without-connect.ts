import { findEntry } from '../../syntax/tree.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { functionAt } from '../../model/usage.ts';
import { addEndpoint, lacksRoute } from '../endpoints.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';

export const authorizerWithoutConnect = rule({
  id: 'authorizer-without-connect',
  severity: 'warning',
  summary: 'an authorizer of an API that has no `$connect` route',
  why: 'AWS asks an authorizer on `$connect`, and nowhere else. In an API without that route it is never asked, and everyone may connect.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api, project) {
    const [connection] = api.connections;
    if (!connection || !functionAt(project, connection) || !lacksRoute(api, '$connect')) return;
    yield { span: connection.target.node.span, data: { api, target: connection.target.value } };
  },
  message: ({ target }) =>
    `${quote(target)} is never asked, and everyone may connect: AWS asks an authorizer on \`$connect\` alone, and the API has no such endpoint. Add one.`,
  *fixes({ api, target }, project) {
    yield* addEndpoint(project, api, '$connect');
    const entry = api.map && findEntry(api.map, 'connections');
    const identitySource = api.map && findEntry(api.map, 'identitySource');
    if (!api.map || !entry || identitySource) return;
    yield { title: `Remove the authorizer ${quote(target)}`, edits: [removeEntry(project.tree, api.map, entry)] };
  },
});
