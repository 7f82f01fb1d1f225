import { gatewayTimeout, maximumTimeout } from '../../language/lambda-function.ts';
import { endpointConnectedTo } from '../../model/usage.ts';
import { rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const timeoutOverGateway = rule({
  id: 'timeout-over-gateway',
  severity: 'information',
  summary: `a \`timeout\` over ${gatewayTimeout} seconds on a function that handles an endpoint`,
  why: `API Gateway waits ${gatewayTimeout} seconds for a function. After that, the client gets \`Endpoint request timed out\`, while the function keeps running, and you pay for it. A longer timeout is right for a function that keeps working and then sends the result through the API (\`@connections\`).`,
  looksAt: 'function',
  *check({ id, timeout, arn }, project) {
    // Together with `arn`, it has no effect at all.
    if (!timeout || arn || timeout.value <= gatewayTimeout || timeout.value > maximumTimeout) return;
    const endpoint = endpointConnectedTo(project, id.value);
    if (!endpoint) return;
    const related = endpoint.route
      ? [{ span: endpoint.route.node.span, message: t`The function handles ${quote(endpoint.route.value)} here.` }]
      : [];
    yield { span: timeout.node.span, data: timeout, related };
  },
  message: ({ value }) =>
    t`API Gateway waits ${gatewayTimeout} s, not ${value}: then the client gets \`Endpoint request timed out\`, and the function keeps running. Use ${gatewayTimeout} or less, unless the function sends its result later, through the API.`,
  *fixes({ node }) {
    const edits = [{ span: node.span, newText: String(gatewayTimeout) }];
    yield { title: t`Change to ${gatewayTimeout}`, edits };
  },
});
