// What else invokes the functions of a service: queues, topics, streams, rules, buckets. Events of other types are left
// out.
import { textAt, valueAt, type Made, type SourceValue } from '../source.ts';
import { addBuckets } from './buckets.ts';
import { addRule, addSchedule } from './rules.ts';
import { addTopics } from './topics.ts';
import { alphanumericName, functionArn, normalName } from './naming.ts';
import type { Draft } from './draft.ts';
import { leaveOutEvent, type FunctionEvent, type Service, type ServiceFunction } from './service.ts';
import { given, jsonOf, scalarText } from './values.ts';

type AddEvent = (event: FunctionEvent, fn: ServiceFunction, draft: Draft, service: Service) => void;

const readers: ReadonlyMap<string, AddEvent> = new Map<string, AddEvent>([
  ['sqs', addQueue],
  ['stream', addStream],
  ['schedule', addSchedule],
  ['eventBridge', addRule],
]);

export function addEvents(service: Service, draft: Draft): void {
  for (const fn of service.functions) {
    for (const event of fn.events) {
      if (event.type === 'websocket' || event.type === 's3' || event.type === 'sns') continue;
      const add = readers.get(event.type);
      if (add) add(event, fn, draft, service);
      else leaveOutEvent(event, fn, draft);
    }
  }
  addTopics(service, draft);
  addBuckets(service, draft);
}

function addQueue({ place, value }: FunctionEvent, fn: ServiceFunction, draft: Draft): void {
  const arn = valueAt(value, 'arn') ?? value;
  const name = nameOf(arn, ':');
  draft.add(
    `${normalName(fn.name)}EventSourceMappingSQS${alphanumericName(name)}`,
    'AWS::Lambda::EventSourceMapping',
    place,
    {
      ...mappingOf(value, fn.name),
      EventSourceArn: arn,
      MaximumBatchingWindowInSeconds: given(valueAt(value, 'maximumBatchingWindow')),
      ScalingConfig: wrapped('MaximumConcurrency', valueAt(value, 'maximumConcurrency')),
    },
  );
  const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
  draft.grant(actions, arn, fn);
}

function addStream(event: FunctionEvent, fn: ServiceFunction, draft: Draft): void {
  const { place, value } = event;
  const arn = valueAt(value, 'arn') ?? value;
  const type = textAt(value, 'type') ?? scalarText(arn)?.split(':')[2] ?? 'dynamodb';
  if (given(valueAt(value, 'consumer'))) {
    leaveOutEvent(event, fn, draft, 'It reads a Kinesis stream with a consumer of its own.');
    return;
  }
  const failure = valueAt(value, 'destinations', 'onFailure');
  const id = `${normalName(fn.name)}EventSourceMapping${alphanumericName(type)}${alphanumericName(nameOf(arn, '/'))}`;
  draft.add(id, 'AWS::Lambda::EventSourceMapping', place, {
    ...mappingOf(value, fn.name),
    EventSourceArn: arn,
    StartingPosition: given(valueAt(value, 'startingPosition')) ?? 'TRIM_HORIZON',
    StartingPositionTimestamp: given(valueAt(value, 'startingPositionTimestamp')),
    ParallelizationFactor: given(valueAt(value, 'parallelizationFactor')),
    MaximumBatchingWindowInSeconds: given(valueAt(value, 'batchWindow')),
    MaximumRetryAttempts: given(valueAt(value, 'maximumRetryAttempts')),
    MaximumRecordAgeInSeconds: given(valueAt(value, 'maximumRecordAgeInSeconds')),
    BisectBatchOnFunctionError: given(valueAt(value, 'bisectBatchOnFunctionError')),
    TumblingWindowInSeconds: given(valueAt(value, 'tumblingWindowInSeconds')),
    DestinationConfig: failure && { OnFailure: { Destination: valueAt(failure, 'arn') ?? failure } },
  });
  const actions = ['GetRecords', 'GetShardIterator', 'DescribeStream', 'ListStreams'].map((name) => `${type}:${name}`);
  draft.grant(actions, arn, fn);
  if (!failure) return;
  const isTopic = (textAt(failure, 'type') ?? scalarText(failure)?.split(':')[2]) === 'sns';
  const send = isTopic ? ['sns:Publish'] : ['sqs:ListQueues', 'sqs:SendMessage'];
  const target = valueAt(failure, 'arn') ?? failure;
  draft.grant(send, target, fn);
}

/** What queues and streams have in common. */
function mappingOf(value: SourceValue, fn: string): Readonly<Record<string, Made | undefined>> {
  const responses = given(valueAt(value, 'functionResponseType'));
  const patterns = valueAt(value, 'filterPatterns');
  return {
    BatchSize: given(valueAt(value, 'batchSize')) ?? 10,
    Enabled: given(valueAt(value, 'enabled')) ?? true,
    FunctionName: functionArn(fn),
    FunctionResponseTypes: responses && [responses],
    FilterCriteria:
      patterns?.kind === 'list' ? { Filters: patterns.items.map((item) => ({ Pattern: jsonOf(item) })) } : undefined,
  };
}

function wrapped(key: string, value: SourceValue | undefined): Made | undefined {
  return value && { [key]: value };
}

/** The name of a queue or stream in its ARN, or the logical ID to which the ARN refers. */
function nameOf(arn: SourceValue, separator: string): string {
  const text = scalarText(arn);
  if (text !== undefined) return (separator === '/' ? text.split('/')[1] : text.split(':').at(-1)) ?? text;
  const attribute = valueAt(arn, 'Fn::GetAtt');
  const [resource] = attribute?.kind === 'list' ? attribute.items : [];
  const joined = valueAt(arn, 'Fn::Join');
  const parts = joined?.kind === 'list' ? joined.items[1] : undefined;
  const last = parts?.kind === 'list' ? scalarText(parts.items.at(-1)) : undefined;
  return (
    scalarText(resource) ??
    scalarText(attribute)?.split('.')[0] ??
    textAt(arn, 'Fn::ImportValue') ??
    textAt(arn, 'Ref') ??
    last?.split('/').at(-1) ??
    'Source'
  );
}
