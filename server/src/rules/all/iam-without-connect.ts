import { removeEntry } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { lacksConnect, routeFixes } from '../absent-routes.ts';
import { rule } from '../rule.ts';
import { t } from '../../locale.ts';

export const iamWithoutConnect = rule({
  id: 'iam-without-connect',
  severity: 'warning',
  summary: '`authorization: iam` on an API that has no `$connect` route',
  why: 'API Gateway checks the signature of a client only on `$connect`. Without that route, anyone can connect.',
  looksAt: 'api',
  ofAbsence: true,
  *check(api, project) {
    const { authorization, connections } = api;
    if (!authorization || connections.length > 0 || !lacksConnect(project, api)) return;
    yield { span: authorization.node.span, data: api };
  },
  message: () =>
    t`No signature is checked, so anyone can connect: API Gateway checks it only on \`$connect\`, and this API has no such route. Add a \`$connect\` endpoint.`,
  *fixes(api, project) {
    yield* routeFixes(project, api, '$connect');
    const entry = api.map && findEntry(api.map, 'authorization');
    if (entry) yield { title: t`Remove \`authorization\``, edits: [removeEntry(project.tree, api.map, entry)] };
  },
});
