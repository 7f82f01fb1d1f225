import { removeEntry } from '../../syntax/edits.ts';
import { findEntry } from '../../syntax/tree.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const iamWithAuthorizer = rule({
  id: 'iam-with-authorizer',
  severity: 'error',
  summary: '`authorization: iam` on an API that has an authorizer',
  why: 'API Gateway authorizes a connection in one way: by the signature of the client, or by asking the authorizer.',
  looksAt: 'api',
  local: true,
  *check({ authorization, connections: [connection], map }) {
    if (!authorization || !connection) return;
    const related = [{ span: connection.target.node.span, message: t`The authorizer is set here.` }];
    yield { span: authorization.node.span, data: { map, authorizer: connection.target.value }, related };
  },
  message: ({ authorizer }) =>
    t`The API has the authorizer ${quote(authorizer)}, and cannot check signatures as well. Remove one of the two.`,
  *fixes({ map, authorizer }, { tree }) {
    const authorization = map && findEntry(map, 'authorization');
    const connections = map && findEntry(map, 'connections');
    if (authorization) yield { title: t`Remove \`authorization\``, edits: [removeEntry(tree, map, authorization)] };
    if (connections && !findEntry(map, 'identitySource')) {
      yield { title: t`Remove the authorizer ${quote(authorizer)}`, edits: [removeEntry(tree, map, connections)] };
    }
  },
});
