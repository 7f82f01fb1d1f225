import { maximumConnections, type ConnectionSource } from '../../language/connections.ts';
import type { Connection } from '../../model/project.ts';
import { connectionLists, isAllowed, removeConnection } from '../connections.ts';
import { quote } from '../../wording.ts';
import { rule } from '../rule.ts';

interface Surplus {
  readonly source: ConnectionSource;
  readonly connection: Connection;
  /** All of the list, this one among them: one list for all that are too many. */
  readonly written: readonly Connection[];
}

export const tooManyConnections = rule({
  id: 'too-many-connections',
  severity: 'error',
  summary: 'more connections than can start there',
  why: 'An API has one authorizer, and an endpoint one function that handles it.',
  looksAt: 'project',
  *check(project) {
    for (const { connections: written } of connectionLists(project)) {
      // What leads where it may not is reported as that, and is to go anyway.
      const connections = written.filter((one) => !project.find(one.target.value)?.type || isAllowed(one, project));
      const [first] = connections;
      const maximum = first?.source && maximumConnections[first.source];
      if (!first?.source || maximum === undefined) continue;
      for (const connection of connections.slice(maximum)) {
        const related = [{ span: first.target.node.span, message: 'This connection stands first.' }];
        const data: Surplus = { source: first.source, connection, written };
        yield { span: connection.target.node.span, data, related };
      }
    }
  },
  message: ({ source }) =>
    source === 'endpoint'
      ? 'One function handles an endpoint, and this is a further one. Keep one connection.'
      : 'An API has one authorizer, and this is a further one. Keep one connection; the functions that handle messages are connected to the endpoints.',
  *fixes({ connection, written }, project) {
    const others = written.filter((other) => other !== connection);
    const removal = removeConnection(project, connection);
    if (removal.length > 0) yield { title: 'Remove this connection', edits: removal };
    const removals = others.flatMap((other) => removeConnection(project, other));
    if (removals.length === others.length) {
      yield { title: `Connect ${quote(connection.target.value)} alone`, edits: removals };
    }
  },
});
