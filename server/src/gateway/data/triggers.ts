// What invokes functions on its own, as the template and its overlay have it: event sources, subscriptions, notifications
// of buckets, and rules with a schedule.
import { t } from '../../locale.ts';
import { existingArn, resourcesOfType, type LambdaFunction, type Project } from '../../model/project.ts';
import { nameIn } from '../../language/formats.ts';
import { quote } from '../../wording.ts';
import {
  attributesOf,
  localArn,
  plainAt,
  plainItems,
  plainText,
  type LocalResource,
  type LocalStack,
} from '../local-stack.ts';
import type { Plain } from '../../language/index.ts';

interface TriggerBase {
  /** The same after the descriptor was saved, unless something else invokes something else. */
  readonly key: string;
  /** The resource ID of what invokes the function. */
  readonly source: string;
  readonly lambda: LambdaFunction;
}

export interface QueueTrigger extends TriggerBase {
  readonly kind: 'queue';
  readonly queue: string;
  readonly arn: string;
  readonly batchSize: number;
  /** How long to wait for a full batch, in seconds. */
  readonly window: number;
  /** Whether the function answers which messages of a batch have failed. */
  readonly reportsFailures: boolean;
}

export interface StreamTrigger extends TriggerBase {
  readonly kind: 'stream';
  readonly table: string;
  readonly arn: string;
  readonly viewType: string;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
  /** How often a failed batch is tried again; undefined for as long as it takes. */
  readonly retries: number | undefined;
}

export interface TopicTrigger extends TriggerBase {
  readonly kind: 'topic';
  readonly topicArn: string;
  /** The name of a queue of our own, from which the function gets the messages. */
  readonly queue: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface BucketTrigger extends TriggerBase {
  readonly kind: 'bucket';
  readonly bucket: string;
  /** `s3:ObjectCreated:*` */
  readonly event: string;
  readonly prefix: string;
  readonly suffix: string;
}

export interface ScheduleTrigger extends TriggerBase {
  readonly kind: 'schedule';
  readonly ruleArn: string;
  readonly expression: string;
  /** The event, if the rule has one of its own. */
  readonly input: string | undefined;
}

export type Trigger = QueueTrigger | StreamTrigger | TopicTrigger | BucketTrigger | ScheduleTrigger;

/** A topic to which a queue subscribes. */
export interface QueueSubscription {
  readonly topicArn: string;
  readonly queueArn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Triggers {
  readonly triggers: readonly Trigger[];
  readonly subscriptions: readonly QueueSubscription[];
  /** What does not run here, in sentences. */
  readonly missing: readonly string[];
}

export function triggersIn(project: Project, { resources }: LocalStack): Triggers {
  const triggers: Trigger[] = [];
  const subscriptions: QueueSubscription[] = [];
  const missing: string[] = [];

  const all = [...resources.values()];
  /** By its own ARN, or that of its stream. */
  const byArn = (arn: string): LocalResource | undefined =>
    all.find((one) => one.arn === arn.replace(/\/stream\/.*$/s, ''));
  const idOf = (resource: LocalResource): string =>
    project.resources.find((one) => project.logicalIds.of(one) === resource.logicalId)?.id.value ?? resource.logicalId;
  /** The resource ID of what has the ARN, whether the template creates it or it exists. */
  const idAt = (arn: string): string => {
    const resource = byArn(arn);
    const existing = project.resources.find((one) => localArn(existingArn(one)?.value ?? '') === arn);
    return resource ? idOf(resource) : (existing?.id.value ?? nameIn(arn));
  };
  const lambdas = new Map<string, LambdaFunction>();
  for (const lambda of resourcesOfType(project, 'lambda-function')) {
    const logicalId = project.logicalIds.of(lambda);
    const arn = lambda.arn?.value ?? resources.get(logicalId ?? '')?.arn;
    if (arn !== undefined) lambdas.set(functionName(arn), lambda);
  }
  /** The rest of a trigger is the same for all kinds. */
  const base = (logicalId: string, source: string, arn: Plain | undefined): TriggerBase | undefined => {
    const name = functionName(plainText(arn));
    const lambda = lambdas.get(name);
    if (!lambda) {
      missing.push(t`${quote(source)} does not invoke ${quote(name)} here: it is not a function of the descriptor.`);
      return undefined;
    }
    return { key: `${logicalId} ${lambda.id.value}`, source, lambda };
  };

  const eventSource = ({ logicalId, properties }: LocalResource): void => {
    if (plainAt(properties, 'Enabled') === false) return;
    const arn = localArn(plainText(plainAt(properties, 'EventSourceArn')));
    const source = byArn(arn);
    const id = idAt(arn);
    const common = base(logicalId, id, plainAt(properties, 'FunctionName'));
    if (!common) return;
    if (plainAt(properties, 'FilterCriteria') !== undefined) {
      missing.push(t`The filter of what ${quote(id)} passes to ${quote(common.lambda.id.value)} does not work here.`);
    }
    const number = (name: string): number | undefined => {
      const value = Number(plainAt(properties, name) ?? Number.NaN);
      return Number.isFinite(value) && value >= 0 ? value : undefined;
    };
    const reports = plainItems(plainAt(properties, 'FunctionResponseTypes')).includes('ReportBatchItemFailures');
    if (arn.includes(':sqs:')) {
      const batching = { batchSize: number('BatchSize') ?? 10, window: number('MaximumBatchingWindowInSeconds') ?? 0 };
      triggers.push({ ...common, kind: 'queue', queue: nameIn(arn), arn, ...batching, reportsFailures: reports });
    } else if (source?.type === 'AWS::DynamoDB::Table') {
      triggers.push({
        ...common,
        kind: 'stream',
        table: source.name,
        arn,
        viewType: plainText(plainAt(source.properties, 'StreamSpecification', 'StreamViewType')),
        batchSize: number('BatchSize') ?? 100,
        reportsFailures: reports,
        retries: number('MaximumRetryAttempts'),
      });
    } else missing.push(t`The event source ${quote(id)} does not run here.`);
  };

  const subscription = ({ logicalId, properties }: LocalResource, topic: string): void => {
    const [protocol, endpoint] = ['Protocol', 'Endpoint'].map((key) => plainText(plainAt(properties, key)));
    const attributes = attributesOf(properties, ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery']);
    if (protocol === 'sqs') subscriptions.push({ topicArn: topic, queueArn: endpoint ?? '', attributes });
    else if (protocol === 'lambda') {
      const common = base(logicalId, idAt(topic), endpoint);
      const queue = `local-${logicalId}`.slice(0, 80);
      if (common) triggers.push({ ...common, kind: 'topic', topicArn: topic, queue, attributes });
    } else missing.push(t`The subscription of ${endpoint ?? ''} by ${protocol ?? ''} does not run here.`);
  };

  const notifications = (bucket: LocalResource): void => {
    const configurations = plainItems(plainAt(bucket.properties, 'NotificationConfiguration', 'LambdaConfigurations'));
    for (const configuration of configurations) {
      const event = plainText(plainAt(configuration, 'Event'));
      const common = base(`${bucket.logicalId} ${event}`, idOf(bucket), plainAt(configuration, 'Function'));
      const rules = plainItems(plainAt(configuration, 'Filter', 'S3Key', 'Rules'));
      const rule = (name: string): string =>
        plainText(
          rules.flatMap((one) =>
            plainText(plainAt(one, 'Name')).toLowerCase() === name ? (plainAt(one, 'Value') ?? []) : [],
          )[0],
        );
      if (common) {
        triggers.push({
          ...common,
          kind: 'bucket',
          bucket: bucket.name,
          event,
          prefix: rule('prefix'),
          suffix: rule('suffix'),
        });
      }
    }
  };

  const rule = (resource: LocalResource): void => {
    const { logicalId, properties, arn } = resource;
    const expression = plainText(plainAt(properties, 'ScheduleExpression'));
    if (expression === '' || plainAt(properties, 'State') === 'DISABLED') return;
    for (const target of plainItems(plainAt(properties, 'Targets'))) {
      const common = base(logicalId, idOf(resource), plainAt(target, 'Arn'));
      const input = plainAt(target, 'Input');
      const own = input === undefined ? undefined : plainText(input);
      if (common) triggers.push({ ...common, kind: 'schedule', ruleArn: arn, expression, input: own });
    }
  };

  for (const resource of all) {
    const { type, properties, arn } = resource;
    if (type === 'AWS::Lambda::EventSourceMapping') eventSource(resource);
    else if (type === 'AWS::SNS::Subscription')
      subscription(resource, localArn(plainText(plainAt(properties, 'TopicArn'))));
    else if (type === 'AWS::SNS::Topic') {
      for (const [index, own] of plainItems(plainAt(properties, 'Subscription')).entries()) {
        subscription({ ...resource, logicalId: `${resource.logicalId}${index}`, properties: own }, arn);
      }
    } else if (type === 'AWS::S3::Bucket') notifications(resource);
    else if (type === 'AWS::Events::Rule') rule(resource);
  }
  return { triggers, subscriptions, missing };
}

/** Without an alias or a version. */
function functionName(arn: string): string {
  return /:function:([^:]+)/.exec(arn)?.[1] ?? arn;
}
