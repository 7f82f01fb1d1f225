// How data resources invoke functions: Lambda polls queues and streams, topics have subscriptions, and buckets send
// notifications.
import { dataResources } from '../language/data-resources.ts';
import type { DataResource, Project } from '../model/project.ts';
import { eventOf, triggersOf, usualVisibilityTimeout, type Trigger } from '../model/usage.ts';
import { dataArn, polledArn } from './addresses.ts';
import { functionTarget, permission, type FunctionTarget } from './function-calls.ts';
import type { TemplateResource } from './template.ts';
import { account, constants, list, map, sourced, type Value } from './value.ts';

/** The resources by which the resource invokes functions. */
export function triggerResources(project: Project, source: DataResource): readonly TemplateResource[] {
  return targetsOf(project, source).flatMap(({ trigger, target }) => {
    const { kind } = dataResources[source.type].trigger;
    if (kind === 'polled') return eventSource(project, trigger, target);
    return [
      ...(kind === 'subscribed' ? subscription(project, trigger, target) : []),
      ...invokePermission(project, trigger, target),
    ];
  });
}

interface TriggerTarget {
  readonly trigger: Trigger;
  readonly target: FunctionTarget;
}

function targetsOf(project: Project, source: DataResource): readonly TriggerTarget[] {
  return triggersOf(project, source).flatMap((trigger) => {
    const target = functionTarget(project, trigger.lambda);
    return target ? [{ trigger, target }] : [];
  });
}

function eventSource(
  project: Project,
  { source, lambda, via: [via] }: Trigger,
  target: FunctionTarget,
): TemplateResource[] {
  const ids = project.logicalIds.ofTriggers(source);
  const { trigger } = dataResources[source.type];
  if (!ids || trigger.kind !== 'polled') return [];
  const size = via.batchSize;
  return [
    {
      logicalId: ids.eventSource(target),
      type: 'AWS::Lambda::EventSourceMapping',
      properties: map({
        EventSourceArn: polledArn(project, source),
        FunctionName: target.arn,
        BatchSize: size && sourced(size.node.span, size.value),
        // AWS requires it for larger batches of a queue.
        MaximumBatchingWindowInSeconds: source.type === 'sqs-queue' && size && size.value > 10 ? 1 : undefined,
        ...constants(trigger.settings),
      }),
      source: via.target.node.span,
      comment: `Invokes ${lambda.id.value} with ${source.type === 'sqs-queue' ? 'the messages' : 'the changes'} of ${source.id.value}`,
    },
  ];
}

function subscription(
  project: Project,
  { source, lambda, via: [via] }: Trigger,
  target: FunctionTarget,
): TemplateResource[] {
  const ids = project.logicalIds.ofTriggers(source);
  if (!ids) return [];
  return [
    {
      logicalId: ids.subscription(target),
      type: 'AWS::SNS::Subscription',
      properties: map({ TopicArn: dataArn(project, source), Protocol: 'lambda', Endpoint: target.arn }),
      source: via.target.node.span,
      comment: `Invokes ${lambda.id.value} with the messages of ${source.id.value}`,
    },
  ];
}

function invokePermission(
  project: Project,
  { source, lambda, via: [via] }: Trigger,
  target: FunctionTarget,
): TemplateResource[] {
  const ids = project.logicalIds.ofTriggers(source);
  const { trigger } = dataResources[source.type];
  if (!ids || trigger.kind === 'polled') return [];
  return [
    permission(target, {
      logicalId: ids.permission(target),
      principal: trigger.principal,
      // The bucket needs the permission first, so the permission cannot refer to the bucket.
      ...(trigger.kind === 'subscribed' ? { sourceArn: dataArn(project, source) } : { sourceAccount: account }),
      source: via.target.node.span,
      comment: `Lets ${source.id.value} invoke ${lambda.id.value}`,
    }),
  ];
}

/** What a resource has of its own to invoke functions. */
export function triggerProperties(project: Project, source: DataResource): Readonly<Record<string, Value | undefined>> {
  switch (source.type) {
    case 'dynamodb-table': {
      const isRead = targetsOf(project, source).length > 0;
      return { StreamSpecification: isRead ? map({ StreamViewType: 'NEW_AND_OLD_IMAGES' }) : undefined };
    }
    case 'sqs-queue': {
      const { visibilityTimeout: own } = source;
      return { VisibilityTimeout: own ? sourced(own.node.span, own.value) : usualVisibilityTimeout(project, source) };
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
  if (!ids || dataResources[source.type].trigger.kind !== 'notified') return [];
  return targetsOf(project, source).map(({ target }) => ids.permission(target));
}

function notifications({ trigger: { via }, target }: TriggerTarget): readonly Value[] {
  const events = { created: 's3:ObjectCreated:*', removed: 's3:ObjectRemoved:*' } as const;
  return via.map((connection) =>
    sourced(connection.target.node.span, map({ Event: events[eventOf(connection)], Function: target.arn })),
  );
}
