// The topics whose messages invoke the functions of a service: those that exist, and those that the events create.
import { quote } from '../../wording.ts';
import { textAt, valueAt, type Made, type SourceValue } from '../source.ts';
import type { Draft } from './draft.ts';
import { alphanumericName, functionArn, normalName } from './naming.ts';
import { leaveOutEvent, type FunctionEvent, type Service, type ServiceFunction } from './service.ts';
import { given, scalarText } from './values.ts';

interface TopicEvent {
  readonly event: FunctionEvent;
  readonly fn: ServiceFunction;
  /** The name of the topic. */
  readonly name: string;
  /** Of a topic that exists. */
  readonly arn: SourceValue | undefined;
}

export function addTopics({ functions }: Service, draft: Draft): void {
  const events = functions.flatMap((fn) =>
    fn.events.flatMap((event) => (event.type === 'sns' ? (topicOf(event, fn, draft) ?? []) : [])),
  );
  const created = new Map<string, TopicEvent[]>();
  for (const event of events) {
    if (event.arn) addSubscription(event, event.arn, draft);
    else {
      const known = created.get(event.name);
      if (known) known.push(event);
      else created.set(event.name, [event]);
    }
  }
  for (const [name, subscribed] of created) addTopic(name, subscribed, draft);
  for (const { event, fn, name, arn } of events) {
    const id = `${normalName(fn.name)}LambdaPermission${alphanumericName(name)}SNS`;
    draft.allow(id, 'sns', functionArn(fn.name), event.place, arn ?? topicArn(name));
  }
}

/** `sns: name`, `sns: arn:…`, or a map with one of them or both. */
function topicOf(event: FunctionEvent, fn: ServiceFunction, draft: Draft): TopicEvent | undefined {
  const { place, value } = event;
  const text = scalarText(value);
  const isArn = text === undefined ? isCall(value) : text.startsWith('arn:');
  const arn = given(valueAt(value, 'arn')) ?? (isArn ? value : undefined);
  const name = textAt(value, 'topicName') ?? scalarText(arn)?.split(':').at(-1) ?? (arn ? logicalIdIn(arn) : text);
  if (name === undefined) {
    leaveOutEvent(event, fn, draft, 'Its topic has no name that is known.');
    return undefined;
  }
  if (valueAt(value, 'redrivePolicy')) {
    draft.leaveOut(
      `Dead-letter queue of topic ${quote(name)}`,
      place,
      'A connection from a topic to a function has none.',
      'Add `RedrivePolicy` to the subscription in `cloudformation`.',
    );
  }
  return { event, fn, name, arn };
}

function isCall(value: SourceValue): boolean {
  return value.kind === 'map' && !value.entries.has('arn') && !value.entries.has('topicName');
}

function logicalIdIn(arn: SourceValue): string {
  return textAt(arn, 'Ref') ?? 'Topic';
}

function addSubscription({ event, fn, name }: TopicEvent, topic: Made, draft: Draft): void {
  const region = textAt(event.value, 'arn')?.split(':')[3];
  draft.add(`${normalName(fn.name)}SnsSubscription${alphanumericName(name)}`, 'AWS::SNS::Subscription', event.place, {
    TopicArn: topic,
    Protocol: 'lambda',
    Endpoint: functionArn(fn.name),
    FilterPolicy: given(valueAt(event.value, 'filterPolicy')),
    FilterPolicyScope: given(valueAt(event.value, 'filterPolicyScope')),
    Region: region === '' ? undefined : region,
  });
}

/** A subscription with a filter is a resource of its own. */
function addTopic(name: string, events: readonly TopicEvent[], draft: Draft): void {
  const [first] = events;
  if (!first) return;
  const id = `SNSTopic${alphanumericName(name)}`;
  const isFiltered = ({ event }: TopicEvent): boolean => given(valueAt(event.value, 'filterPolicy')) !== undefined;
  const plain = events.filter((event) => !isFiltered(event));
  draft.add(
    id,
    'AWS::SNS::Topic',
    first.event.place,
    {
      TopicName: name,
      DisplayName: given(valueAt(first.event.value, 'displayName')),
      Subscription:
        plain.length === 0
          ? undefined
          : plain.map(({ fn }) => ({ Endpoint: functionArn(fn.name), Protocol: 'lambda' })),
    },
    { givenName: name },
  );
  for (const event of events) if (isFiltered(event)) addSubscription(event, { Ref: id }, draft);
}

function topicArn(name: string): Made {
  const before = ['arn:', { Ref: 'AWS::Partition' }, ':sns:', { Ref: 'AWS::Region' }];
  return { 'Fn::Join': ['', [...before, ':', { Ref: 'AWS::AccountId' }, ':', name]] };
}
