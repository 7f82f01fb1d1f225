import type { ConnectionSource } from '../../language/connections.ts';
import type { Connection } from '../../model/project.ts';
import { disconnect } from '../../changes/connections.ts';
import { isAllowed, maximumOf } from '../../model/can-connect.ts';
import { quote } from '../../wording.ts';
import { fixBy, rule } from '../rule.ts';
import { t } from '../../locale.ts';

interface Surplus {
  readonly source: ConnectionSource;
  readonly connection: Connection;
  /** All connections of the list, including this one. Every surplus connection shares the same array. */
  readonly written: readonly Connection[];
}

export const tooManyConnections = rule({
  id: 'too-many-connections',
  severity: 'error',
  summary: 'more connections than an API, an endpoint or a schedule can have',
  why: 'An API has one authorizer, and an endpoint has one handler. A schedule invokes up to five functions.',
  looksAt: 'start',
  local: true,
  *check(from, around) {
    const { source, connections: written } = from;
    if (!source || maximumOf(source) === Infinity) return;
    // `connection-not-allowed` reports the others, and removing them may be enough.
    const connections = written.filter((one) => !around.find(one.target.value)?.type || isAllowed(around, from, one));
    const [first] = connections;
    if (!first) return;
    for (const connection of connections.slice(maximumOf(source))) {
      const related = [{ span: first.target.node.span, message: t`First defined here.` }];
      const data: Surplus = { source, connection, written };
      yield { span: connection.target.node.span, data, related };
    }
  },
  message: ({ source }) =>
    source === 'schedule'
      ? t`A schedule can invoke at most ${maximumOf(source)} functions. Invoke the others by another schedule with the same expression.`
      : source === 'endpoint'
        ? t`An endpoint can have only one handler, and already has one. Keep one connection.`
        : t`An API can have only one authorizer, and already has one. Keep one connection; connect the functions that handle messages to the endpoints instead.`,
  *fixes({ source, connection, written }, project) {
    const others = written.filter((other) => other !== connection);
    yield* fixBy(t`Remove this connection`, disconnect(project, connection));
    if (maximumOf(source) > 1) return;
    const removals = others.flatMap((other) => disconnect(project, other).edits ?? []);
    if (removals.length === others.length) {
      yield { title: t`Keep only ${quote(connection.target.value)}`, edits: removals };
    }
  },
});
