import { connect } from '../../changes/connections.ts';
import { startOf } from '../../model/can-connect.ts';
import { resourcesOfType } from '../../model/project.ts';
import { isSettledOn } from '../../model/shape.ts';
import { findEntry } from '../../syntax/tree.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export const scheduleWithoutFunction = rule({
  id: 'schedule-without-function',
  severity: 'warning',
  summary: 'a schedule that invokes no function',
  why: 'A schedule has no other purpose than to invoke the functions that it connects to.',
  looksAt: 'resource',
  ofAbsence: true,
  *check(resource, { shape }) {
    if (resource.type !== 'schedule' || !resource.map) return;
    const entry = findEntry(resource.map, 'connections');
    // An invalid connection is reported by other rules.
    if (entry?.value && !(entry.value.kind === 'list' && entry.value.items.length === 0)) return;
    if (!isSettledOn('connections', resource.map, shape)) return;
    yield { span: entry?.key.span ?? resource.id.node.span, data: resource };
  },
  message: ({ id }) => t`The schedule ${quote(id.value)} invokes no function. Connect a \`lambda-function\`.`,
  *fixes(resource, project) {
    const functions = resourcesOfType(project, 'lambda-function').slice(0, 8);
    const from = startOf(project, resource);
    for (const lambda of functions) {
      if (from) yield* fixBy(t`Connect ${quote(lambda.id.value)}`, connect(project, from, lambda));
    }
  },
});
