import { disconnect, retarget } from '../../changes/connections.ts';
import { findAllowed } from '../../language/connections.ts';
import {
  couldLeadTo,
  isAllowed,
  judgeConnection,
  maximumOf,
  whyNot,
  type ConnectionAnswer,
  type ConnectionStart,
} from '../../model/can-connect.ts';
import type { Connection, Project, Resource } from '../../model/project.ts';
import { findEntry, resolveAlias } from '../../syntax/tree.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface NotAllowed {
  readonly from: ConnectionStart;
  readonly connection: Connection;
  readonly answer: Extract<ConnectionAnswer, { kind: 'not-allowed' | 'cannot-invoke' }>;
}

export const connectionNotAllowed = rule({
  id: 'connection-not-allowed',
  severity: 'error',
  summary: 'a connection between resources that cannot be connected',
  why: 'An API connects to the function that authorizes its clients, an endpoint to the function that handles it, a function to the APIs that it sends to and to the data resources that it uses, and a data resource or schedule to the functions that it invokes. The dead letters of a queue go to another queue. Nothing else has a meaning in the template. A table or bucket that already exists cannot invoke functions, since its stream or its notifications are set where it is created, and neither can a FIFO topic, which delivers only to queues.',
  looksAt: 'connection',
  local: true,
  *check({ from, connection }, around) {
    const answer = judgeConnection(around, from, connection);
    if (answer.kind !== 'not-allowed' && answer.kind !== 'cannot-invoke') return;
    const data: NotAllowed = { from, connection, answer };
    yield { span: connection.target.node.span, data };
  },
  message: ({ answer }: NotAllowed) => whyNot(answer) ?? '',
  *fixes({ from, connection }, project) {
    const removal = disconnect(project, connection);
    const others = isFull(project, from, connection) ? [] : targetsFor(project, from, connection);
    for (const { id } of others) {
      yield* fixBy(t`Change to ${quote(id.value)}`, retarget(project, connection, id.value));
    }
    yield* fixBy(t`Remove this connection`, removal);
  },
});

/** Whether the maximum number of connections start there without this one. */
function isFull(project: Project, from: ConnectionStart, connection: Connection): boolean {
  const others = from.connections.filter((one) => one !== connection && isAllowed(project, from, one));
  return others.length >= maximumOf(from.source);
}

/** The allowed targets of the connection as it is written: with an access level, or without one. */
function targetsFor(project: Project, from: ConnectionStart, connection: Connection): Resource[] {
  const { source, node } = connection;
  const map = resolveAlias(node);
  const hasAccess = map?.kind === 'map' && findEntry(map, 'access') !== undefined;
  const fits = (resource: Resource): boolean =>
    couldLeadTo(project, from, connection.source, resource) &&
    (source && resource.type && findAllowed(source, resource.type)?.access) === hasAccess;
  return project.resources.filter(fits).slice(0, 5);
}
