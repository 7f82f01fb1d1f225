import { disconnect, retarget } from '../../changes/connections.ts';
import { setProperty } from '../../changes/change.ts';
import { couldLeadTo, type ConnectionStart } from '../../model/can-connect.ts';
import { deadLetterQueueOf, isFifo, partnersOf, suitEachOther, whyUnsuited } from '../../model/dead-letters.ts';
import { maximumFifoBatch } from '../../language/limits.ts';
import type { Connection, Project, SQSQueue } from '../../model/project.ts';
import { removeEntry } from '../../syntax/edits.ts';
import { isSettledOn, type Shape } from '../../model/shape.ts';
import { findEntry } from '../../syntax/tree.ts';
import { fixBy, rule, type Fix } from '../rule.ts';
import { quote, sentences } from '../../wording.ts';
import { t } from '../../locale.ts';

interface Mixed {
  readonly from: ConnectionStart;
  readonly connection: Connection;
  readonly queue: SQSQueue;
  readonly target: SQSQueue;
}

export const mixedDeadLetters = rule({
  id: 'mixed-dead-letters',
  severity: 'error',
  summary: 'a `deadLetter` between a FIFO queue and one that is not',
  why: 'SQS rejects a queue whose dead letters go to a queue of the other kind. Those of a FIFO queue go to a FIFO queue, and those of any other queue to one that is not.',
  looksAt: 'connection',
  local: true,
  *check({ from, connection }, around) {
    const { resource: queue } = from;
    if (connection.source !== 'dead-letter' || queue.type !== 'sqs-queue') return;
    const target = deadLetterQueueOf(around, queue);
    if (!target || suitEachOther(queue, target)) return;
    if (![queue, target].every((one) => isDecided(one, around.shape))) return;
    const data: Mixed = { from, connection, queue, target };
    yield { span: connection.target.node.span, data };
  },
  message: ({ queue, target }: Mixed) =>
    sentences(whyUnsuited(queue, target), t`Use another queue, or change \`fifo\` of one of the two.`),
  *fixes({ from, connection, queue, target }, project) {
    const others = project.resources.filter((one) => couldLeadTo(project, from, connection.source, one)).slice(0, 5);
    for (const { id } of others) yield* fixBy(t`Change to ${quote(id.value)}`, retarget(project, connection, id.value));
    yield* sameKind(queue, target, project);
    yield* fixBy(t`Remove \`deadLetter\``, disconnect(project, connection));
  },
});

/** Whether `fifo` has a valid value, or is certainly missing. */
function isDecided({ map, fifo }: SQSQueue, shape: Shape): boolean {
  return fifo !== undefined || (map !== undefined && !findEntry(map, 'fifo') && isSettledOn('fifo', map, shape));
}

/** Makes the target a queue of the same kind, unless something else in the file needs it as it is. */
function* sameKind(queue: SQSQueue, target: SQSQueue, project: Project): Iterable<Fix> {
  const { id, arn, map, connections } = target;
  const isLarge = connections.some(({ batchSize }) => batchSize && batchSize.value > maximumFifoBatch);
  if (
    !map ||
    arn ||
    !partnersOf(project, target).every((one) => suitEachOther(one, queue)) ||
    (isFifo(queue) && isLarge)
  )
    return;
  const entry = findEntry(map, 'fifo');
  if (isFifo(queue)) yield* fixBy(t`Make ${quote(id.value)} a FIFO queue`, setProperty(project, map, 'fifo', true));
  else if (entry) {
    yield { title: t`Remove \`fifo\` from ${quote(id.value)}`, edits: [removeEntry(project.tree, map, entry)] };
  }
}
