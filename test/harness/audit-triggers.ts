// Checks that each data resource and schedule invokes exactly the functions that it connects to.
import type { Descriptor, DescriptorResource } from './descriptor.ts';
import { get, isList, type ReadResource } from './read-template.ts';

interface TriggerAudit {
  readonly descriptor: Descriptor;
  readonly resources: ReadonlyMap<string, ReadResource>;
  readonly idOf: (resourceId: string) => string | undefined;
  /** The ARN of a function as it must appear in the template. */
  readonly arnOf: (resourceId: string) => string;
  /** The text of a value with references replaced with their names. */
  readonly resolved: (value: unknown) => string;
}

export function* auditTriggers(audit: TriggerAudit): Iterable<string> {
  for (const [id, resource] of Object.entries(audit.descriptor.resources)) {
    if (resource.type === 'sqs-queue') yield* polls(audit, id, resource, 'Arn');
    if (resource.type === 'dynamodb-table') yield* polls(audit, id, resource, 'StreamArn');
    if (resource.type === 'sns-topic') yield* subscribes(audit, id, resource);
    if (resource.type === 's3-bucket') yield* notifies(audit, id, resource);
    if (resource.type === 'schedule') yield* runs(audit, id, resource);
  }
}

/** The ARN of an existing resource, with its references replaced with their names. */
function arnInStack(arn: string): string {
  return `arn:<AWS::Partition>:${arn.split(':').slice(2).join(':')}`;
}

/** The functions that the resource connects to, with its first connection to each. */
function targetsOf({ connections = [] }: DescriptorResource): ReadonlyMap<string, { batchSize?: number | undefined }> {
  const targets = new Map<string, { batchSize?: number | undefined }>();
  for (const connection of connections) {
    const to = typeof connection === 'string' ? connection : connection.to;
    if (!targets.has(to)) targets.set(to, typeof connection === 'string' ? {} : connection);
  }
  return targets;
}

function* polls(audit: TriggerAudit, id: string, resource: DescriptorResource, attribute: string): Iterable<string> {
  const { resources, resolved, arnOf, idOf, descriptor } = audit;
  const source = resource.arn === undefined ? `<${idOf(id) ?? ''}.${attribute}>` : arnInStack(resource.arn);
  const mappings = [...resources.values()].filter(
    ({ type, properties }) =>
      type === 'AWS::Lambda::EventSourceMapping' && resolved(get(properties, 'EventSourceArn')) === source,
  );
  const targets = targetsOf(resource);
  const wanted = [...targets].map(([to, { batchSize }]) => `${arnOf(to)} ${batchSize ?? ''}`).sort();
  const found = mappings
    .map(
      ({ properties }) =>
        `${resolved(get(properties, 'FunctionName'))} ${JSON.stringify(get(properties, 'BatchSize')) ?? ''}`,
    )
    .sort();
  if (found.join() !== wanted.join()) yield `${id} invokes ${found.join()}, not ${wanted.join()}`;
  if (resource.arn !== undefined) return;
  const own = resources.get(idOf(id) ?? '')?.properties;
  if (attribute === 'StreamArn') {
    if ((get(own, 'StreamSpecification') !== undefined) !== targets.size > 0) yield `${id}: wrong stream`;
    return;
  }
  const timeouts = [...targets.keys()]
    .map((to) => descriptor.resources[to])
    .filter((lambda) => lambda?.arn === undefined);
  const longest = Math.max(0, ...timeouts.map((lambda) => lambda?.timeout ?? 6));
  if (get(own, 'FifoQueue') !== (resource.fifo === true || undefined)) yield `${id}: wrong order`;
  const { deadLetter } = resource;
  const redrive = get(own, 'RedrivePolicy');
  const existing = deadLetter && descriptor.resources[deadLetter.to]?.arn;
  const target = existing === undefined ? `<${idOf(deadLetter?.to ?? '') ?? ''}.Arn>` : arnInStack(existing);
  const to = deadLetter && `${target} ${deadLetter.after}`;
  const redriven =
    redrive && `${resolved(get(redrive, 'deadLetterTargetArn'))} ${JSON.stringify(get(redrive, 'maxReceiveCount'))}`;
  if (redriven !== to) yield `${id}: dead letters go to ${String(redriven)}, not ${String(to)}`;
  const isTarget = Object.values(descriptor.resources).some((other) => other.deadLetter?.to === id);
  if (get(own, 'MessageRetentionPeriod') !== (isTarget ? 14 * 24 * 3600 : undefined)) yield `${id}: wrong retention`;
  const set = resource.visibilityTimeout;
  if (set !== undefined && get(own, 'VisibilityTimeout') !== set) yield `${id}: wrong visibility timeout`;
  if (longest > 0 && Number(get(own, 'VisibilityTimeout')) < 6 * longest) yield `${id} shows messages again too early`;
}

function* subscribes(
  { resources, resolved, arnOf, idOf }: TriggerAudit,
  id: string,
  resource: DescriptorResource,
): Iterable<string> {
  const topic = resource.arn === undefined ? `<${idOf(id) ?? ''}>` : arnInStack(resource.arn);
  const subscribed = [...resources.values()]
    .filter(
      ({ type, properties }) => type === 'AWS::SNS::Subscription' && resolved(get(properties, 'TopicArn')) === topic,
    )
    .filter(({ properties }) => get(properties, 'Region') === resource.arn?.split(':')[3])
    .map(({ properties }) => resolved(get(properties, 'Endpoint')));
  const wanted = [...targetsOf(resource).keys()].map(arnOf);
  if (subscribed.sort().join() !== wanted.sort().join()) yield `${id} is subscribed by ${subscribed.join()}`;
  for (const arn of wanted) {
    const may = [...resources.values()].some(
      ({ properties }) =>
        get(properties, 'Principal') === 'sns.amazonaws.com' &&
        resolved(get(properties, 'SourceArn')) === topic &&
        resolved(get(properties, 'FunctionName')) === arn,
    );
    if (!may) yield `${id} may not invoke ${arn}`;
  }
}

function* notifies(
  { resources, resolved, arnOf, idOf }: TriggerAudit,
  id: string,
  resource: DescriptorResource,
): Iterable<string> {
  const bucket = resources.get(idOf(id) ?? '');
  const notifications = get(bucket?.properties, 'NotificationConfiguration', 'LambdaConfigurations');
  const found = (isList(notifications) ? notifications : []).map(
    (one) => `${String(get(one, 'Event'))} ${resolved(get(one, 'Function'))}`,
  );
  const wanted = (resource.connections ?? []).map((connection) => {
    const { to, on = 'created' } = typeof connection === 'string' ? { to: connection } : connection;
    return `s3:Object${on === 'created' ? 'Created' : 'Removed'}:* ${arnOf(to)}`;
  });
  if (found.sort().join() !== wanted.sort().join()) yield `${id} notifies ${found.join()}, not ${wanted.join()}`;
  for (const to of targetsOf(resource).keys()) {
    const permission = [...resources].find(
      ([logicalId, { properties }]) =>
        bucket?.dependsOn.includes(logicalId) &&
        get(properties, 'Principal') === 's3.amazonaws.com' &&
        get(properties, 'SourceAccount', 'Ref') === 'AWS::AccountId' &&
        resolved(get(properties, 'FunctionName')) === arnOf(to),
    );
    if (!permission) yield `${id} may not invoke ${to} before it exists`;
  }
}

function* runs(
  { resources, resolved, arnOf, idOf }: TriggerAudit,
  id: string,
  resource: DescriptorResource,
): Iterable<string> {
  const rule = resources.get(idOf(id) ?? '');
  if (rule?.type !== 'AWS::Events::Rule' || get(rule.properties, 'ScheduleExpression') !== resource.expression)
    yield `${id} runs at another time`;
  const targets = get(rule?.properties, 'Targets');
  const found = (isList(targets) ? targets : []).map((target) => resolved(get(target, 'Arn')));
  const wanted = [...targetsOf(resource).keys()].map(arnOf);
  if (found.sort().join() !== wanted.sort().join()) yield `${id} invokes ${found.join()}, not ${wanted.join()}`;
  for (const arn of wanted) {
    const may = [...resources.values()].some(
      ({ properties }) =>
        get(properties, 'Principal') === 'events.amazonaws.com' &&
        resolved(get(properties, 'SourceArn')) === `<${idOf(id) ?? ''}.Arn>` &&
        resolved(get(properties, 'FunctionName')) === arn,
    );
    if (!may) yield `${id} may not invoke ${arn}`;
  }
}
