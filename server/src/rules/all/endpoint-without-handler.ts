import { connect } from '../../changes/connections.ts';
import { startOf } from '../../model/can-connect.ts';
import { setsProperty } from '../../model/overlay.ts';
import { findEntry } from '../../syntax/tree.ts';
import { functionsFor } from '../../model/usage.ts';
import { isSettledOn } from '../../model/shape.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const endpointWithoutHandler = rule({
  id: 'endpoint-without-handler',
  severity: 'warning',
  summary: 'an endpoint without a handler',
  why: 'A route without a function accepts messages but cannot process them: the client gets an error.',
  looksAt: 'endpoint',
  ofAbsence: true,
  *check({ api, endpoint }, project) {
    const entry = findEntry(endpoint.map, 'connections');
    // An invalid connection is reported by other rules.
    if (entry?.value && !(entry.value.kind === 'list' && entry.value.items.length === 0)) return;
    if (!isSettledOn('connections', endpoint.map, project.shape)) return;
    const route = endpoint.route && project.logicalIds.ofApi(api)?.route(endpoint.route.value);
    // Then it leads to an integration that the overlay adds.
    if (route !== undefined && setsProperty(project.overlay, route, 'Target')) return;
    const first = endpoint.map.entries[0];
    yield { span: first?.key.span ?? endpoint.map.span, data: { api, endpoint } };
  },
  message: ({ endpoint: { route } }) =>
    route
      ? t`No function handles the route ${quote(route.value)}, so its requests end in an error. Connect a \`lambda-function\`.`
      : t`No function handles the route, so its requests end in an error. Connect a \`lambda-function\`.`,
  *fixes({ api, endpoint }, project) {
    const functions = functionsFor(project, api, endpoint.route?.value ?? '').slice(0, 8);
    const from = startOf(project, endpoint);
    for (const lambda of functions) {
      if (from)
        yield* fixBy(t`Connect ${quote(lambda.id.value)}`, connect(project, from, lambda), functions.length === 1);
    }
  },
});
