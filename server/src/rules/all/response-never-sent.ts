import type { Located } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const responseNeverSent = rule({
  id: 'response-never-sent',
  severity: 'warning',
  summary: 'the operation mode `2-way` on `$connect` or `$disconnect`',
  why: 'While a client is connecting, there is no open socket to send a response over, and after it has disconnected there is none left. The `body` that the function returns is never sent.',
  looksAt: 'endpoint',
  local: true,
  fixesUnasked: true,
  *check({ endpoint: { route, operationMode } }) {
    if (!route || operationMode?.value !== '2-way') return;
    if (route.value === '$connect' || route.value === '$disconnect') {
      yield { span: operationMode.node.span, data: { route, operationMode } };
    }
  },
  message({ route }: { route: Located<string>; operationMode: Located<string> }) {
    return route.value === '$connect'
      ? t`The response of ${quote(route.value)} is never sent: the socket opens only after the function has returned. Use \`1-way\`.`
      : t`The response of ${quote(route.value)} is never sent: the socket is already closed when the function is called. Use \`1-way\`.`;
  },
  *fixes({ operationMode }, project) {
    const edits = [replaceScalar(project.tree, operationMode.node, '1-way')];
    yield { title: t`Change to \`1-way\``, edits, preferred: true };
  },
});
