import { findEntry } from '../../syntax/tree.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { functionAt } from '../../model/usage.ts';
import { lacksConnect, routeFixes } from '../absent-routes.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const authorizerWithoutConnect = rule({
  id: 'authorizer-without-connect',
  severity: 'warning',
  summary: 'an authorizer on an API that has no `$connect` route',
  why: 'API Gateway calls an authorizer only on `$connect`. Without that route, the authorizer is never called and anyone can connect.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api, project) {
    const [connection] = api.connections;
    if (!connection || !functionAt(project, connection) || !lacksConnect(project, api)) return;
    yield { span: connection.target.node.span, data: { api, target: connection.target.value } };
  },
  message: ({ target }) =>
    t`${quote(target)} is never called, so anyone can connect: API Gateway calls an authorizer only on \`$connect\`, and this API has no such route. Add a \`$connect\` endpoint.`,
  *fixes({ api, target }, project) {
    yield* routeFixes(project, api, '$connect');
    const entry = api.map && findEntry(api.map, 'connections');
    const identitySource = api.map && findEntry(api.map, 'identitySource');
    if (!api.map || !entry || identitySource) return;
    yield { title: t`Remove the authorizer ${quote(target)}`, edits: [removeEntry(project.tree, api.map, entry)] };
  },
});
