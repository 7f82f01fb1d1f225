// What invokes functions on its own: event source mappings, subscriptions, notifications of buckets and rules.
import type { BucketEvent } from '../../language/connections.ts';
import { invokers } from '../../language/index.ts';
import { valueAt, type SourceValue } from '../source.ts';
import { becomes, resourceOf, set, type Draft, type DraftResource } from './draft.ts';
import { existingFunction } from './existing-functions.ts';
import { integerIn, listOf, plainText, referencesIn, soleReference, wordsOf } from './references.ts';
import { dataIn, functionIn, property, referredTo, textOf, type Member } from './stack.ts';
import type { Planned } from './plan.ts';

export function readTriggers(draft: Draft): void {
  const { stack } = draft;
  for (const member of stack.ofType('AWS::Lambda::EventSourceMapping')) readMapping(draft, member);
  for (const member of stack.ofType('AWS::SNS::Subscription')) readSubscription(draft, member);
  for (const planned of draft.plan.all) {
    if (planned.type === 's3-bucket') readNotifications(draft, planned);
    if (planned.type === 'schedule') readSchedule(draft, planned);
  }
  for (const member of stack.ofType('AWS::Lambda::Permission')) readPermission(draft, member);
}

/** The function of the descriptor that the value is, unless it is a version or an alias. */
function lambdaOf({ stack, plan }: Draft, value: Parameters<typeof functionIn>[1]): Planned | undefined {
  const lead = functionIn(stack, value);
  const planned = lead && !lead.isQualified ? plan.find(lead.member.logicalId) : undefined;
  return planned?.type === 'lambda-function' ? planned : undefined;
}

function readMapping(draft: Draft, member: Member): void {
  const lambda = lambdaOf(draft, property(member, 'FunctionName'));
  const arn = property(member, 'EventSourceArn');
  const stream = soleReference(arn);
  const polled = dataIn(draft.stack, arn);
  const source =
    stream?.attribute === 'StreamArn'
      ? draft.plan.find(stream.id)
      : draft.plan.find(polled?.path === '' ? polled.member.logicalId : undefined);
  if (!lambda || !source || (source.type !== 'dynamodb-table' && source.type !== 'sqs-queue')) return;
  const { connections } = resourceOf(draft, source);
  if (connections.some(({ to }) => to === lambda.id)) return;
  const size = integerIn(property(member, 'BatchSize'));
  const batchSize = size !== undefined && size >= 1 && size <= 10_000 ? size : undefined;
  connections.push({ to: lambda.id, batchSize, place: member.place });
  if (source.type === 'sqs-queue') keepVisibility(resourceOf(draft, source), resourceOf(draft, lambda), source.member);
  becomes(draft, member, { kind: 'eventSource', id: source.id, handler: lambda.id }, [
    'EventSourceArn',
    'FunctionName',
  ]);
}

/** Without a timeout of its own, a queue would get one from ours. It cannot be less than that of the function. */
function keepVisibility(queue: DraftResource, lambda: DraftResource, { place, existingArn }: Member): void {
  const isSet = queue.properties.some(({ name }) => name === 'visibilityTimeout');
  const timeout = lambda.properties.find(({ name }) => name === 'timeout')?.value;
  if (isSet || existingArn !== undefined || typeof timeout !== 'number' || timeout > usualVisibility) return;
  set(queue, 'visibilityTimeout', usualVisibility, place);
}

/** CloudFormation's default, in seconds. */
const usualVisibility = 30;

function readSubscription(draft: Draft, member: Member): void {
  const topic = draft.plan.find(dataIn(draft.stack, property(member, 'TopicArn'))?.member.logicalId);
  const lambda = lambdaOf(draft, property(member, 'Endpoint'));
  if (textOf(member, 'Protocol') !== 'lambda' || topic?.type !== 'sns-topic' || !lambda) return;
  const { connections } = resourceOf(draft, topic);
  if (connections.some(({ to }) => to === lambda.id)) return;
  connections.push({ to: lambda.id, place: member.place });
  becomes(draft, member, { kind: 'subscription', id: topic.id, handler: lambda.id }, ['TopicArn', 'Endpoint']);
}

const bucketEvents: ReadonlyMap<string, BucketEvent> = new Map([
  ['s3:ObjectCreated:*', 'created'],
  ['s3:ObjectRemoved:*', 'removed'],
]);

/** Only if all of them are events that the language has; otherwise, they stay in the overlay, as filters do. */
function readNotifications(draft: Draft, bucket: Planned): void {
  const configurations = listOf(property(bucket.member, 'NotificationConfiguration', 'LambdaConfigurations'));
  const found = configurations.map((item) => ({
    lambda: lambdaOf(draft, valueAt(item, 'Function')),
    on: bucketEvents.get(plainText(valueAt(item, 'Event')) ?? ''),
    place: item.place,
  }));
  if (found.some(({ lambda, on }) => !lambda || !on)) return;
  const { connections } = resourceOf(draft, bucket);
  for (const { lambda, on, place } of found) {
    // With filters, there can be several for the same function and event.
    const isNew = !connections.some((one) => one.to === lambda?.id && (one.on ?? 'created') === on);
    if (lambda && isNew) connections.push({ to: lambda.id, on: on === 'created' ? undefined : on, place });
  }
}

function readSchedule(draft: Draft, planned: Planned): void {
  const { member } = planned;
  const resource = resourceOf(draft, planned);
  const at = (name: string) => property(member, name)?.place ?? member.place;
  set(resource, 'description', textOf(member, 'Description'), at('Description'));
  set(resource, 'expression', textOf(member, 'ScheduleExpression'), at('ScheduleExpression'));
  for (const target of listOf(property(member, 'Targets'))) {
    const lambda = lambdaOf(draft, valueAt(target, 'Arn'));
    const isNew = lambda && !resource.connections.some(({ to }) => to === lambda.id);
    if (isNew) resource.connections.push({ to: lambda.id, place: target.place });
  }
  becomes(draft, member, { kind: 'resource', id: resource.id });
}

/** What calls a function for an API, and the property with the function. */
const callers = [
  ['AWS::ApiGatewayV2::Integration', 'IntegrationUri'],
  ['AWS::ApiGatewayV2::Authorizer', 'AuthorizerUri'],
] as const;

/** Whether a route, an integration or an authorizer that stays as it is calls the function: our permissions do not cover it. */
function isCalledByKept(draft: Draft, id: string): boolean {
  const { stack, fates } = draft;
  const kept = stack.ofType('AWS::ApiGatewayV2::Route').filter(({ logicalId }) => !fates.has(logicalId));
  const targets = kept.map((route) => referredTo(stack, property(route, 'Target'), 'AWS::ApiGatewayV2::Integration'));
  return callers.some(([type, name]) =>
    stack.ofType(type).some((member) => {
      const isKept = !fates.has(member.logicalId) || targets.includes(member);
      return isKept && functionId(draft, property(member, name)) === id;
    }),
  );
}

/** The resource ID of the function, also of an existing one. */
function functionId(draft: Draft, value: SourceValue | undefined): string | undefined {
  const lead = functionIn(draft.stack, value);
  return lead ? draft.plan.find(lead.member.logicalId)?.id : existingFunction(draft, value);
}

/** A permission that the descriptor makes as well. Any other stays in the overlay. */
function readPermission(draft: Draft, member: Member): void {
  const { stack, plan } = draft;
  const value = property(member, 'FunctionName');
  const lead = functionIn(stack, value);
  const id = functionId(draft, value);
  const lambda = id === undefined ? undefined : draft.resources.get(id);
  if (!lambda) return;
  const principal = wordsOf(property(member, 'Principal'));
  const arn = property(member, 'SourceArn');
  const settled = [
    'Action',
    'SourceArn',
    'SourceAccount',
    'Principal',
    ...(lead?.isQualified === true ? [] : ['FunctionName']),
  ];
  if (principal === 'apigateway.amazonaws.com') {
    const api = referredTo(stack, arn, 'AWS::ApiGatewayV2::Api');
    const isElsewhere = !api && [...referencesIn(arn)].some(({ id: other }) => stack.find(other));
    const own = plan.all.filter(({ type, member: one }) => type === 'websocket-api' && (!api || one === api));
    if (isElsewhere || isCalledByKept(draft, lambda.id)) return;
    for (const { id: of } of own) {
      const { endpoints, connections } = draft.resources.get(of) ?? {};
      const isAuthorizer = connections?.some(({ to }) => to === lambda.id) === true;
      const isHandler = endpoints?.some(({ handler }) => handler === lambda.id) === true;
      const isForAuthorizer = isAuthorizer && (!isHandler || /\/authorizers\//.test(wordsOf(arn)));
      if (isForAuthorizer) return becomes(draft, member, { kind: 'authorizerPermission', id: of }, settled);
      if (isHandler) return becomes(draft, member, { kind: 'permission', id: of, handler: lambda.id }, settled);
    }
    return;
  }
  const sources = plan.all.filter(({ type, id: source }) => {
    const trigger = Object.values(invokers).find((one) => one.type === type)?.trigger;
    const isPrincipal = trigger && 'principal' in trigger && trigger.principal === principal;
    return isPrincipal && draft.resources.get(source)?.connections.some(({ to }) => to === lambda.id);
  });
  const named = new Set([...referencesIn(arn)].map((reference) => reference.id));
  const source = sources.find((one) => named.has(one.member.logicalId)) ?? (named.size === 0 ? sources[0] : undefined);
  const isNamed = source ?? sources.find((one) => arn && dataIn(stack, arn)?.member === one.member);
  if (isNamed) becomes(draft, member, { kind: 'triggerPermission', id: isNamed.id, handler: lambda.id }, settled);
}
