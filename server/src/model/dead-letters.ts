// Queues and where their dead letters go: which queues suit each other, and which form a circle.
import { isFifoName } from '../language/formats.ts';
import { quote } from '../wording.ts';
import { groupBy } from './group-by.ts';
import { oncePer, oncePerProject, resourcesOfType, type Project, type Resource, type SQSQueue } from './project.ts';
import { connectionsTo } from './references.ts';
import { t } from '../locale.ts';

type Finder = Pick<Project, 'find'>;

/** The queue that gets the dead letters of this one, unless it exists already. */
export function deadLetterQueueOf({ find }: Finder, { arn, deadLetter }: SQSQueue): SQSQueue | undefined {
  const target = deadLetter?.to && !arn ? find(deadLetter.to.value) : undefined;
  return target?.type === 'sqs-queue' ? target : undefined;
}

/** The queues whose dead letters go there. */
export function queuesWithDeadLettersIn(project: Pick<Project, 'resources'>, id: string): readonly SQSQueue[] {
  return connectionsTo(project, id).flatMap(({ resource, connection }) =>
    connection.source === 'dead-letter' && resource.type === 'sqs-queue' ? resource : [],
  );
}

/** The queues that must be FIFO queues exactly if this one is: before and after it on the way of dead letters. */
export function partnersOf(project: Pick<Project, 'find' | 'resources'>, queue: SQSQueue): readonly SQSQueue[] {
  const target = deadLetterQueueOf(project, queue);
  return [...queuesWithDeadLettersIn(project, queue.id.value), ...(target ? [target] : [])];
}

/** Whether a queue with that ID would get dead letters of FIFO queues. */
export function mustBeFifo(project: Pick<Project, 'resources'>, id: string): boolean {
  return queuesWithDeadLettersIn(project, id).some(isFifo);
}

/** SQS accepts only two FIFO queues, or two that are not. */
export function suitEachOther(one: SQSQueue, other: SQSQueue): boolean {
  return isFifo(one) === isFifo(other);
}

export function isFifo({ fifo, arn }: SQSQueue): boolean {
  return arn ? isFifoName(arn.value) : fifo?.value === true;
}

/** For each queue, the queues whose dead letters come to it, directly or through others, and itself. */
const contributors = oncePerProject((project) => {
  const senders = groupBy(resourcesOfType(project, 'sqs-queue'), (queue) => deadLetterQueueOf(project, queue));
  return oncePer((queue: SQSQueue): ReadonlySet<SQSQueue> => {
    const found = new Set([queue]);
    // The loop also reaches what is added in it.
    for (const one of found) for (const sender of senders.get(one) ?? []) found.add(sender);
    return found;
  });
});

/** The circles of queues whose dead letters come back to them, each in the order in which they go. */
export function circlesOfDeadLetters(project: Pick<Project, 'find' | 'resources'>): readonly (readonly SQSQueue[])[] {
  const circles: (readonly SQSQueue[])[] = [];
  const visited = new Set<SQSQueue>();
  for (const queue of resourcesOfType(project, 'sqs-queue')) {
    const path: SQSQueue[] = [];
    let next: SQSQueue | undefined = queue;
    for (; next && !visited.has(next); next = deadLetterQueueOf(project, next)) {
      visited.add(next);
      path.push(next);
    }
    const start = next ? path.indexOf(next) : -1;
    if (start >= 0) circles.push(path.slice(start));
  }
  return circles;
}

/** Why the dead letters of the one resource cannot go to the other; undefined if they can. */
export function whyNotDeadLetter(project: Project, queue: Resource, target: Resource | undefined): string | undefined {
  if (queue.type !== 'sqs-queue' || target?.type !== 'sqs-queue') return undefined;
  if (!suitEachOther(queue, target)) return whyUnsuited(queue, target);
  return contributors(project)(queue).has(target) ? whyCircular() : undefined;
}

export function whyUnsuited(queue: SQSQueue, target: SQSQueue): string {
  const [fifo, other] = isFifo(queue) ? [queue, target] : [target, queue];
  return t`${quote(fifo.id.value)} is a FIFO queue and ${quote(other.id.value)} is not, and SQS moves dead letters only between queues of the same kind.`;
}

export function whyCircular(): string {
  return t`The dead letters would come back to the queue that they are from, and CloudFormation rejects a circle.`;
}
