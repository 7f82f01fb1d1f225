// How resources invoke functions on their own: Lambda polls queues and streams, topics have subscriptions, buckets send
// notifications, and schedules are rules of EventBridge.
import { homeOf } from '../language/formats.ts';
import { invokers } from '../language/index.ts';
import { maximumDescription } from '../language/limits.ts';
import {
  existingArn,
  type DataResource,
  type Invoker,
  type Project,
  type Schedule,
  type TriggerIds,
} from '../model/project.ts';
import { eventOf, triggersOf, usualVisibilityTimeout, type Trigger } from '../model/usage.ts';
import { invokerArn, polledArn } from './addresses.ts';
import { functionTarget, permission, type FunctionTarget } from './function-calls.ts';
import type { TemplateResource } from './template.ts';
import { description, tagList } from './texts.ts';
import { account, constants, list, literal, located, map, sourced, type Value } from './value.ts';

/** The resources by which the resource invokes functions. */
export function triggerResources(project: Project, source: Invoker): readonly TemplateResource[] {
  const ids = project.logicalIds.ofTriggers(source);
  const { trigger } = invokers[source.type];
  if (!ids) return [];
  return targetsOf(project, source).flatMap((target) => {
    if (trigger.kind === 'polled') return [eventSource(project, target, ids, constants(trigger.settings))];
    return [
      ...(trigger.kind === 'subscribed' ? [subscription(project, target, ids)] : []),
      invokePermission(project, target, ids, trigger.principal),
    ];
  });
}

export function scheduleRule(project: Project, schedule: Schedule, logicalId: string): TemplateResource {
  const { id, expression } = schedule;
  const targets = targetsOf(project, schedule).map(({ trigger: { via }, target }, index) =>
    sourced(via[0].target.node.span, map({ Arn: target.arn, Id: `Target${index}` })),
  );
  return {
    logicalId,
    type: invokers[schedule.type].awsType,
    properties: map({
      Description: description(schedule.description, maximumDescription.rule),
      ScheduleExpression: expression && sourced(expression.node.span, literal(expression.value)),
      State: 'ENABLED',
      Targets: targets.length > 0 ? list(...targets) : undefined,
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, ${invokers[schedule.type].noun}`,
  };
}

interface TriggerTarget {
  readonly trigger: Trigger;
  readonly target: FunctionTarget;
}

function targetsOf(project: Project, source: Invoker): readonly TriggerTarget[] {
  return triggersOf(project, source).flatMap((trigger) => {
    const target = functionTarget(project, trigger.lambda);
    return target ? [{ trigger, target }] : [];
  });
}

function eventSource(
  project: Project,
  { trigger: { source, lambda, via }, target }: TriggerTarget,
  ids: TriggerIds,
  settings: Readonly<Record<string, Value>>,
): TemplateResource {
  const isQueue = source.type === 'sqs-queue';
  const [{ batchSize, target: at }] = via;
  return {
    logicalId: ids.eventSource(target),
    type: 'AWS::Lambda::EventSourceMapping',
    properties: map({
      EventSourceArn: polledArn(project, source),
      FunctionName: target.arn,
      BatchSize: located(batchSize),
      // AWS requires it for larger batches of a queue.
      MaximumBatchingWindowInSeconds: isQueue && batchSize && batchSize.value > 10 ? 1 : undefined,
      ...settings,
    }),
    source: at.node.span,
    comment: `Invokes ${lambda.id.value} with ${isQueue ? 'the messages' : 'the changes'} of ${source.id.value}`,
  };
}

function subscription(
  project: Project,
  { trigger: { source, lambda, via }, target }: TriggerTarget,
  ids: TriggerIds,
): TemplateResource {
  const existing = existingArn(source);
  return {
    logicalId: ids.subscription(target),
    type: 'AWS::SNS::Subscription',
    properties: map({
      TopicArn: invokerArn(project, source),
      Protocol: 'lambda',
      Endpoint: target.arn,
      // An existing topic can be in another region than the stack.
      Region: existing && homeOf(existing.value).region,
    }),
    source: via[0].target.node.span,
    comment: `Invokes ${lambda.id.value} with the messages of ${source.id.value}`,
  };
}

function invokePermission(
  project: Project,
  { trigger: { source, lambda, via }, target }: TriggerTarget,
  ids: TriggerIds,
  principal: string,
): TemplateResource {
  // The bucket depends on its permission, which therefore cannot refer to the bucket, nor have a condition. Without it, S3
  // rejects the notification anyway.
  const isBucket = source.type === 's3-bucket';
  return permission(isBucket ? { ...target, isHere: undefined } : target, {
    logicalId: ids.permission(target),
    principal,
    ...(isBucket ? { sourceAccount: account } : { sourceArn: invokerArn(project, source) }),
    source: via[0].target.node.span,
    comment: `Lets ${source.id.value} invoke ${lambda.id.value}`,
  });
}

/** What a resource has of its own to invoke functions. */
export function triggerProperties(project: Project, source: DataResource): Readonly<Record<string, Value | undefined>> {
  switch (source.type) {
    case 'dynamodb-table': {
      const isRead = targetsOf(project, source).length > 0;
      return { StreamSpecification: isRead ? map({ StreamViewType: 'NEW_AND_OLD_IMAGES' }) : undefined };
    }
    case 'sqs-queue': {
      return { VisibilityTimeout: located(source.visibilityTimeout) ?? usualVisibilityTimeout(project, source) };
    }
    case 's3-bucket': {
      const items = targetsOf(project, source).flatMap(notifications);
      const configuration = map({ LambdaConfigurations: list(...items) });
      return { NotificationConfiguration: items.length > 0 ? configuration : undefined };
    }
    case 'sns-topic':
      return {};
  }
}

/** The permissions that a bucket needs before it can notify functions. */
export function notifyingPermissions(project: Project, source: DataResource): readonly string[] {
  const ids = project.logicalIds.ofTriggers(source);
  if (!ids || invokers[source.type].trigger.kind !== 'notified') return [];
  return targetsOf(project, source).map(({ target }) => ids.permission(target));
}

function notifications({ trigger: { via }, target }: TriggerTarget): readonly Value[] {
  const events = { created: 's3:ObjectCreated:*', removed: 's3:ObjectRemoved:*' } as const;
  return via.map((connection) =>
    sourced(connection.target.node.span, map({ Event: events[eventOf(connection)], Function: target.arn })),
  );
}
