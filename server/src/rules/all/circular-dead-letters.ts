import { disconnect, retarget } from '../../changes/connections.ts';
import { couldLeadTo, startOf } from '../../model/can-connect.ts';
import { circlesOfDeadLetters } from '../../model/dead-letters.ts';
import { ownConnections, type Connection, type SQSQueue } from '../../model/project.ts';
import { fixBy, rule } from '../rule.ts';
import { allOf, quote } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Link {
  readonly queue: SQSQueue;
  readonly connection: Connection;
  readonly circle: readonly SQSQueue[];
}

export const circularDeadLetters = rule({
  id: 'circular-dead-letters',
  severity: 'error',
  summary: 'a queue whose dead letters come back to it',
  why: 'CloudFormation creates the queue that gets the dead letters first, so it rejects queues that refer to each other in a circle. Messages that cannot be processed would also never leave the circle.',
  looksAt: 'project',
  *check(project) {
    for (const circle of circlesOfDeadLetters(project)) {
      const links = circle.flatMap((queue): Link[] => {
        const connection = ownConnections(queue).at(-1);
        return connection ? [{ queue, connection, circle }] : [];
      });
      const positionOf = ({ connection }: Link): number => connection.target.node.span.start;
      const [last, ...others] = links.sort((one, other) => positionOf(other) - positionOf(one));
      if (!last) continue;
      const related = others.map(({ connection, queue }) => ({
        span: connection.target.node.span,
        message: t`The dead letters of ${quote(queue.id.value)} go here.`,
      }));
      yield { span: last.connection.target.node.span, data: last, related };
    }
  },
  message: ({ queue, circle }: Link) => {
    const id = quote(queue.id.value);
    const at = circle.indexOf(queue);
    const through = [...circle.slice(at + 1), ...circle.slice(0, at)].map((one) => one.id.value);
    return through.length === 0
      ? t`The dead letters of ${id} would go to ${id} itself, which CloudFormation rejects. Use another queue.`
      : t`The dead letters of ${id} would come back to it through ${allOf(through)}, and CloudFormation rejects such a circle. Use another queue, or remove one \`deadLetter\`.`;
  },
  *fixes({ queue, connection }, project) {
    const from = startOf(project, queue);
    const others = from ? project.resources.filter((one) => couldLeadTo(project, from, connection.source, one)) : [];
    for (const { id } of others.slice(0, 5)) {
      yield* fixBy(t`Change to ${quote(id.value)}`, retarget(project, connection, id.value));
    }
    yield* fixBy(t`Remove \`deadLetter\``, disconnect(project, connection));
  },
});
