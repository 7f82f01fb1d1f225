import type { Connection } from '../../model/project.ts';
import { replaceScalar } from '../../syntax/edits.ts';
import { disconnect } from '../../changes/connections.ts';
import { isAllowed, maximumOf } from '../../model/can-connect.ts';
import { eventOf } from '../../model/usage.ts';
import { fixBy, rule } from '../rule.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Duplicate {
  readonly connection: Connection;
  readonly first: Connection;
}

export const duplicateConnection = rule({
  id: 'duplicate-connection',
  severity: 'warning',
  summary: 'a second connection to the same resource',
  why: 'A function is either connected to a resource or not, so a second connection adds nothing. It was probably meant for another resource.',
  looksAt: 'start',
  local: true,
  tag: 'unnecessary',
  *check(from, around) {
    // Where only one connection is allowed, `too-many-connections` reports the others.
    if (maximumOf(from.source) !== Infinity) return;
    const first = new Map<string, Connection>();
    for (const connection of from.connections) {
      const { target } = connection;
      if (!isAllowed(around, from, connection)) continue;
      // A bucket can invoke a function for each event.
      const key = JSON.stringify([target.value, eventOf(connection)]);
      const earlier = first.get(key);
      if (!earlier) {
        first.set(key, connection);
        continue;
      }
      const related = [{ span: earlier.target.node.span, message: t`First defined here.` }];
      yield { span: target.node.span, data: { connection, first: earlier }, related };
    }
  },
  message({ connection: { target, access }, first }: Duplicate) {
    const known = first.access?.value;
    const isWider = access && known !== undefined && known !== 'read-write' && access.value !== known;
    const advice = isWider
      ? t`Use one connection with \`access: read-write\`.`
      : t`Connect to another resource, or remove this connection.`;
    return t`Already connected to ${quote(target.value)}. ${advice}`;
  },
  *fixes({ connection, first }, project) {
    const removal = disconnect(project, connection);
    if (removal.refused !== undefined) return;
    const [mine, other] = [connection.access, first.access];
    if (mine && other && mine.value !== other.value && other.value !== 'read-write') {
      const widened = replaceScalar(project.tree, other.node, 'read-write');
      yield { title: t`Merge into one \`read-write\` connection`, edits: [widened, ...removal.edits], preferred: true };
      return;
    }
    yield* fixBy(t`Remove this connection`, removal, true);
  },
});
