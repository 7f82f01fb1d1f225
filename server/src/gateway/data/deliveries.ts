// Invokes functions with what arrives in queues, topics, streams and buckets, and when schedules are due. It tries again as
// AWS does: messages come back to their queue, a stream waits for its batch, everything else is tried twice more.
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { t } from '../../locale.ts';
import type { LambdaFunction } from '../../model/project.ts';
import { quote } from '../../wording.ts';
import { matches } from '../../simulation/policy.ts';
import type { Outcome } from '../session.ts';
import { isMap, itemsAt, textAt, type JsonMap } from './json.ts';
import type { QueuesTopicsBuckets } from './queues-topics-buckets.ts';
import { nextTime } from './schedule-times.ts';
import {
  bucketEvent,
  queueEvent,
  reportedFailures,
  scheduleEvent,
  sequenceNumber,
  streamEvent,
  topicEvent,
  type ObjectChange,
  type StreamRecord,
} from './trigger-events.ts';
import type { TableChange } from './tables.ts';
import type { QueueTrigger, StreamTrigger, TopicTrigger, Trigger } from './triggers.ts';

export interface DeliveryOptions {
  readonly timeScale: number;
  readonly invoke: (lambda: LambdaFunction, event: unknown, trigger: string) => Promise<Outcome>;
  readonly onNotice: (text: string) => void;
}

export interface Deliveries {
  /** Takes over the triggers of a descriptor. Those that it has no longer end. */
  use(triggers: readonly Trigger[], services: QueuesTopicsBuckets | undefined): Promise<void>;
  onChanges(changes: readonly TableChange[]): void;
  onObject(change: ObjectChange): void;
  stop(): void;
}

/** How many batches of one queue are processed at once, as Lambda begins with. */
const maximumBatches = 5;
/** How many changes wait for a function, at most. */
const maximumRecords = 10_000;
/** When Lambda tries again what no queue or stream keeps, in milliseconds. */
const retryDelays = [60_000, 120_000];
const longestBackoff = 60_000;
/** How long one request waits for messages, in seconds. */
const receiveTime = 20;

export function startDeliveries({ timeScale, invoke, onNotice }: DeliveryOptions): Deliveries {
  const ending = new AbortController();
  const { signal } = ending;
  // Everything that waits listens to it.
  setMaxListeners(0, signal);
  const started = Date.now();
  const active = new Map<string, Trigger>();
  const streams = new Map<string, StreamRecord[]>();
  /** By the keys of triggers of topics. */
  const subscriptionArns = new Map<string, string>();
  const running = new Set<string>();
  let services: QueuesTopicsBuckets | undefined;
  let sequence = 0;

  /** Resolves to false when everything ends before. */
  const pause = (milliseconds: number): Promise<boolean> =>
    wait(milliseconds / timeScale, undefined, { signal, ref: false }).then(
      () => true,
      () => false,
    );

  const isFailure = (outcome: Outcome): boolean => outcome.kind !== 'returned';
  /** Whether the function cannot run on this machine, so that it makes no sense to try again. */
  const isHopeless = (outcome: Outcome): boolean => outcome.kind === 'failed' && outcome.errorType.startsWith('Local.');

  const call = (trigger: Trigger, event: unknown): Promise<Outcome> =>
    invoke(trigger.lambda, event, trigger.source).catch((error: unknown) => ({
      kind: 'failed',
      errorType: 'Local.Error',
      errorMessage: String(error),
      stack: [],
      durationMs: 0,
      initMs: undefined,
      instance: 0,
    }));

  /** An asynchronous invocation. */
  const deliver = async (trigger: Trigger, event: unknown): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const outcome = await call(trigger, event);
      if (!isFailure(outcome) || isHopeless(outcome)) return;
      const delay = retryDelays[attempt];
      if (delay === undefined) {
        const attempts = retryDelays.length + 1;
        const { source, lambda } = trigger;
        onNotice(t`The event of ${quote(source)} is lost: ${quote(lambda.id.value)} failed ${attempts} times.`);
        return;
      }
      if (!(await pause(delay))) return;
    }
  };

  const receive = async (queue: string, count: number, seconds: number): Promise<readonly JsonMap[]> => {
    const output = await services?.onQueue('ReceiveMessage', queue, {
      MaxNumberOfMessages: Math.min(10, count),
      WaitTimeSeconds: seconds,
      AttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });
    return itemsAt(output, 'Messages').filter(isMap);
  };

  const remove = async (queue: string, messages: readonly JsonMap[]): Promise<void> => {
    for (const { ReceiptHandle } of messages) await services?.onQueue('DeleteMessage', queue, { ReceiptHandle });
  };

  const processBatch = async (trigger: QueueTrigger, messages: readonly JsonMap[]): Promise<void> => {
    const { queue, arn, reportsFailures, lambda } = trigger;
    const outcome = await call(trigger, queueEvent(messages, arn));
    if (outcome.kind !== 'returned') return;
    const failed = reportedFailures(outcome.value) ?? [];
    if (failed.length > 0 && !reportsFailures) {
      onNotice(
        t`${quote(lambda.id.value)} returned \`batchItemFailures\`, which AWS ignores here, so that these messages of ${quote(trigger.source)} are deleted: set \`FunctionResponseTypes: [ReportBatchItemFailures]\` of its event source mapping under \`cloudformation\`.`,
      );
    }
    const ids = messages.map(({ MessageId }) => MessageId);
    // An identifier of no message means that all have failed.
    if (reportsFailures && failed.some((id) => !ids.includes(id))) return;
    await remove(
      queue,
      reportsFailures ? messages.filter(({ MessageId }) => !failed.includes(String(MessageId))) : messages,
    );
  };

  const fill = async (trigger: QueueTrigger, first: readonly JsonMap[]): Promise<readonly JsonMap[]> => {
    const batch = [...first];
    const until = Date.now() + (trigger.window * 1000) / timeScale;
    while (batch.length < trigger.batchSize && Date.now() < until) {
      const more = await receive(trigger.queue, trigger.batchSize - batch.length, 1);
      if (more.length === 0) break;
      batch.push(...more);
    }
    return batch;
  };

  const pollQueue = async (key: string): Promise<void> => {
    const batches = new Set<Promise<void>>();
    for (;;) {
      const trigger = active.get(key);
      if (signal.aborted || trigger?.kind !== 'queue') return;
      const first = await receive(trigger.queue, trigger.batchSize, receiveTime);
      const current = active.get(key);
      if (signal.aborted || current?.kind !== 'queue') {
        const visible = { VisibilityTimeout: 0 };
        for (const { ReceiptHandle } of first) {
          await services?.onQueue('ChangeMessageVisibility', trigger.queue, { ReceiptHandle, ...visible });
        }
        return;
      }
      // A queue that cannot be asked is not asked again and again.
      if (first.length === 0 && !(await pause(100 * timeScale))) return;
      if (first.length === 0) continue;
      const batch = processBatch(current, await fill(current, first)).finally(() => batches.delete(batch));
      batches.add(batch);
      // A FIFO queue has one order.
      if (batches.size >= (current.queue.endsWith('.fifo') ? 1 : maximumBatches)) await Promise.race(batches);
    }
  };

  /** The messages of a topic are in a queue of our own, one invocation each. */
  const pollTopic = async (key: string): Promise<void> => {
    for (;;) {
      const trigger = active.get(key);
      if (signal.aborted || trigger?.kind !== 'topic') return;
      const messages = await receive(trigger.queue, 10, receiveTime);
      await remove(trigger.queue, messages);
      for (const message of messages) {
        const body = textAt(message, 'Body') ?? '';
        void deliver(trigger, topicEvent(body, subscriptionArns.get(key) ?? trigger.topicArn));
      }
      if (messages.length === 0 && !(await pause(100 * timeScale))) return;
    }
  };

  const runSchedule = async (key: string): Promise<void> => {
    /** The time goes faster, from the start. */
    const now = (): number => started + (Date.now() - started) * timeScale;
    for (;;) {
      const trigger = active.get(key);
      if (trigger?.kind !== 'schedule') return;
      const next = nextTime(trigger.expression, started, now());
      if (next === undefined) return;
      // A timer can wait for 24 days.
      const distance = Math.min(next - now(), 24 * 60 * 60 * 1000 * timeScale);
      if (!(await pause(distance))) return;
      const current = active.get(key);
      if (current?.kind === 'schedule' && now() >= next) void deliver(current, scheduleEvent(current, next));
    }
  };

  /** One batch after another, in order. A batch that fails holds up all others. */
  const processStream = async (key: string): Promise<void> => {
    const records = streams.get(key) ?? [];
    let attempts = 0;
    while (records.length > 0) {
      const trigger = active.get(key);
      if (signal.aborted || trigger?.kind !== 'stream') return;
      const batch = records.slice(0, trigger.batchSize);
      const outcome = await call(trigger, streamEvent(batch, trigger));
      const done = processedOf(batch, outcome, trigger);
      records.splice(0, done);
      if (done === batch.length || isHopeless(outcome)) {
        if (isHopeless(outcome)) records.length = 0;
        attempts = 0;
        continue;
      }
      attempts = done > 0 ? 1 : attempts + 1;
      if (trigger.retries !== undefined && attempts > trigger.retries) {
        records.splice(0, batch.length - done);
        attempts = 0;
      } else if (!(await pause(Math.min(1000 * 2 ** (attempts - 1), longestBackoff)))) return;
    }
  };

  /** How many records of the batch are processed. */
  const processedOf = (
    batch: readonly StreamRecord[],
    outcome: Outcome,
    { reportsFailures }: StreamTrigger,
  ): number => {
    if (outcome.kind !== 'returned') return 0;
    const failed = reportsFailures ? reportedFailures(outcome.value) : undefined;
    const positions = (failed ?? []).map((id) => batch.findIndex((record) => sequenceNumber(record) === id));
    return positions.length === 0 ? batch.length : Math.max(0, Math.min(...positions));
  };

  const start = (key: string, run: (key: string) => Promise<void>): void => {
    if (running.has(key)) return;
    running.add(key);
    void run(key).finally(() => running.delete(key));
  };

  const subscribe = async (trigger: TopicTrigger): Promise<void> => {
    if (!services) return;
    const properties = { VisibilityTimeout: 60 };
    const arn = trigger.topicArn.replace(/^(arn:[^:]*):sns:(.*:)[^:]*$/s, `$1:sqs:$2${trigger.queue}`);
    await services.define([{ logicalId: '', type: 'AWS::SQS::Queue', properties, name: trigger.queue, arn }]);
    subscriptionArns.set(trigger.key, await services.subscribe(trigger.topicArn, arn, trigger.attributes));
  };

  return {
    async use(triggers, available) {
      services = available;
      for (const arn of subscriptionArns.values()) await services?.unsubscribe(arn);
      subscriptionArns.clear();
      active.clear();
      for (const trigger of triggers) active.set(trigger.key, trigger);
      for (const trigger of triggers) {
        if (trigger.kind === 'topic') await subscribe(trigger);
        if (trigger.kind === 'queue' && services) start(trigger.key, pollQueue);
        else if (trigger.kind === 'topic' && services) start(trigger.key, pollTopic);
        else if (trigger.kind === 'schedule') start(trigger.key, runSchedule);
      }
    },
    onChanges(changes) {
      const time = Date.now();
      for (const trigger of active.values()) {
        if (trigger.kind !== 'stream') continue;
        const own = changes.filter(({ table }) => table === trigger.table);
        if (own.length === 0) continue;
        const records = streams.get(trigger.key) ?? [];
        streams.set(trigger.key, records);
        if (records.length + own.length > maximumRecords) {
          onNotice(
            t`Changes of ${quote(trigger.source)} are lost: ${quote(trigger.lambda.id.value)} does not process them fast enough.`,
          );
          continue;
        }
        for (const change of own) records.push({ change, time, sequence: ++sequence });
        start(trigger.key, processStream);
      }
    },
    onObject(change) {
      for (const trigger of active.values()) {
        if (trigger.kind !== 'bucket' || trigger.bucket !== change.bucket) continue;
        if (!matches(trigger.event, `s3:${change.name}`)) continue;
        if (!change.key.startsWith(trigger.prefix) || !change.key.endsWith(trigger.suffix)) continue;
        void deliver(trigger, bucketEvent(change, trigger));
      }
    },
    stop() {
      ending.abort();
    },
  };
}
