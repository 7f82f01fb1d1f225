// The events of a SAM function: what invokes it, as the resources that SAM makes of them.
import { made, madeMap, textAt, valueAt, type Place, type SourceMap, type SourceValue } from '../source.ts';
import { managedPolicy } from './policies.ts';
import { added, asMap, entriesOf, lost, mapOf, onlyEntry, type Part, type SamResource } from './parts.ts';

interface SamEvent {
  readonly sam: SamResource;
  /** As it is called in the list of events. */
  readonly name: string;
  /** The logical ID that its resources start with. */
  readonly id: string;
  readonly type: string;
  readonly properties: SourceMap | undefined;
  readonly place: Place;
}

export interface Events {
  readonly parts: readonly Part[];
  /** The managed policies that the role gets so that Lambda can poll. */
  readonly managed: readonly SourceValue[];
}

export function eventsOf(sam: SamResource): Events {
  const events = asMap(sam.properties.entries.get('Events')?.value);
  const each = [...(events?.entries ?? [])].map(([name, { place, value }]): Events => {
    const type = textAt(value, 'Type') ?? '';
    const properties = asMap(valueAt(value, 'Properties'));
    return expandEvent({ sam, name, id: `${sam.id}${name}`, type, properties, place });
  });
  return { parts: each.flatMap(({ parts }) => parts), managed: each.flatMap(({ managed }) => managed) };
}

function expandEvent(event: SamEvent): Events {
  const { type, properties } = event;
  switch (type) {
    case 'SQS':
      return polled(event, valueAt(properties, 'Queue'), 'AWSLambdaSQSQueueExecutionRole');
    case 'DynamoDB':
      return polled(event, valueAt(properties, 'Stream'), 'AWSLambdaDynamoDBExecutionRole');
    case 'Kinesis':
      return polled(event, valueAt(properties, 'Stream'), 'AWSLambdaKinesisExecutionRole');
    case 'SNS':
      return pushed(subscription(event));
    case 'S3':
      return pushed(notification(event));
    case 'Schedule':
      return pushed(rule(event, entriesOf(properties, [['Schedule', 'ScheduleExpression']])));
    case 'EventBridgeRule':
    case 'CloudWatchEvent':
      return pushed(rule(event, entriesOf(properties, [['Pattern', 'EventPattern'], 'EventBusName'])));
    case 'ScheduleV2':
      return pushed(schedule(event));
    case 'CloudWatchLogs':
      return pushed(logSubscription(event));
    case 'Api':
    case 'HttpApi':
      return pushed([leftOut(event, 'A project file has no HTTP endpoints.', methodOf(event))]);
    default:
      return pushed([leftOut(event, 'A project file has no such events.')]);
  }
}

function pushed(parts: readonly Part[]): Events {
  return { parts, managed: [] };
}

function methodOf({ properties }: SamEvent): string {
  const method = textAt(properties, 'Method')?.toUpperCase() ?? 'ANY';
  return `${method === 'ANY' ? '' : `${method} `}${textAt(properties, 'Path') ?? ''}`;
}

function leftOut({ sam, name, type, place }: SamEvent, why: string, detail?: string): Part {
  return lost(
    `Event ${name} of function ${sam.id}${detail === undefined ? '' : ` (${detail})`}`,
    place,
    type === '' ? 'Its type is missing.' : why,
    detail === undefined
      ? 'Add what invokes the function in CloudFormation\'s terms under "cloudformation".'
      : 'Keep the HTTP API in a stack of its own, or describe it under "cloudformation".',
  );
}

/** Which is all that an event source mapping can have, under the same names. */
const mappingProperties = [
  'BatchSize',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Enabled',
  'MaximumBatchingWindowInSeconds',
  'MaximumRetryAttempts',
  'BisectBatchOnFunctionError',
  'MaximumRecordAgeInSeconds',
  'DestinationConfig',
  'ParallelizationFactor',
  'TumblingWindowInSeconds',
  'FunctionResponseTypes',
  'FilterCriteria',
  'KmsKeyArn',
  'MetricsConfig',
  'ScalingConfig',
];

function polled(event: SamEvent, source: SourceValue | undefined, policy: string): Events {
  const { sam, id, place, properties } = event;
  if (!source) return pushed([leftOut(event, 'It does not say what invokes the function.')]);
  const mapping = mapOf(place, [
    ['EventSourceArn', { place: source.place, value: source }],
    ['FunctionName', { place, value: madeMap(place, { Ref: sam.id }) }],
    ...entriesOf(properties, mappingProperties),
  ]);
  return {
    parts: [added(sam, id, 'AWS::Lambda::EventSourceMapping', place, mapping)],
    managed: [made(place, managedPolicy(policy))],
  };
}

function subscription(event: SamEvent): readonly Part[] {
  const { sam, id, place, properties } = event;
  const topic = valueAt(properties, 'Topic');
  if (!topic) return [leftOut(event, 'It does not say what invokes the function.')];
  if (properties?.entries.has('SqsSubscription') && textAt(properties, 'SqsSubscription') !== 'false') {
    return [
      leftOut(event, 'SAM puts a queue between the topic and the function, which a project file cannot do alone.'),
    ];
  }
  const own = madeMap(place, { Endpoint: functionArn(sam), Protocol: 'lambda', TopicArn: topic });
  const more = entriesOf(properties, ['Region', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']);
  return [
    added(sam, id, 'AWS::SNS::Subscription', place, mapOf(place, [...own.entries, ...more])),
    permission(event, 'sns.amazonaws.com', { SourceArn: topic }),
  ];
}

function notification(event: SamEvent): readonly Part[] {
  const { sam, id, place, properties } = event;
  const call = valueAt(properties, 'Bucket');
  const [name, reference] = (call && onlyEntry(call)) ?? [];
  const bucket = name === 'Ref' ? textAt(reference?.value) : undefined;
  const given = valueAt(properties, 'Events');
  if (bucket === undefined || !given) {
    return [leftOut(event, 'It does not refer to a bucket of the template.')];
  }
  const filter = valueAt(properties, 'Filter');
  const notifications = (given.kind === 'list' ? given.items : [given]).map((kind): Part => ({
    kind: 'notification',
    bucket,
    configuration: madeMap(place, { Event: kind, Filter: filter, Function: functionArn(sam) }),
    permission: `${id}Permission`,
    place,
  }));
  const source = { SourceAccount: madeMap(place, { Ref: 'AWS::AccountId' }) };
  return [permission(event, 's3.amazonaws.com', source), ...notifications];
}

function rule(event: SamEvent, trigger: ReturnType<typeof entriesOf>): readonly Part[] {
  const { sam, id, place, properties } = event;
  if (properties?.entries.has('DeadLetterConfig') && !valueAt(properties, 'DeadLetterConfig', 'Arn')) {
    return [leftOut(event, 'SAM adds a queue for what could not be delivered, which only its own templates have.')];
  }
  const target = mapOf(place, [
    ['Arn', { place, value: functionArn(sam) }],
    ['Id', { place, value: made(place, textAt(properties, 'Target', 'Id') ?? `${id}LambdaTarget`) }],
    ...entriesOf(properties, ['Input', 'InputPath', 'InputTransformer', 'DeadLetterConfig', 'RetryPolicy']),
  ]);
  const enabled = textAt(properties, 'Enabled');
  const state = enabled === undefined ? undefined : { State: enabled === 'true' ? 'ENABLED' : 'DISABLED' };
  const own = madeMap(place, { ...state, Targets: [target] });
  const written = entriesOf(properties, ['Name', 'RuleName', 'Description', 'State']).map(
    ([name, entry]) => [name === 'RuleName' ? 'Name' : name, entry] as const,
  );
  const given = [...trigger, ...written].filter(([, entry]) => entry !== undefined);
  return [
    added(sam, id, 'AWS::Events::Rule', place, mapOf(place, [...given, ...own.entries])),
    permission(event, 'events.amazonaws.com', { SourceArn: madeMap(place, { 'Fn::GetAtt': [id, 'Arn'] }) }),
  ];
}

function schedule(event: SamEvent): readonly Part[] {
  const { sam, id, place, properties } = event;
  if (properties?.entries.has('DeadLetterConfig') && !valueAt(properties, 'DeadLetterConfig', 'Arn')) {
    return [leftOut(event, 'SAM adds a queue for what could not be delivered, which only its own templates have.')];
  }
  const given = valueAt(properties, 'RoleArn');
  const target = mapOf(place, [
    ['Arn', { place, value: functionArn(sam) }],
    ['RoleArn', { place, value: given ?? madeMap(place, { 'Fn::GetAtt': [`${id}Role`, 'Arn'] }) }],
    ...entriesOf(properties, ['Input', 'DeadLetterConfig', 'RetryPolicy']),
  ]);
  const own = madeMap(place, {
    FlexibleTimeWindow: valueAt(properties, 'FlexibleTimeWindow') ?? { Mode: 'OFF' },
    Name: textAt(properties, 'OmitName') === 'true' ? undefined : (valueAt(properties, 'Name') ?? id),
    Target: target,
  });
  const written = entriesOf(properties, [
    'ScheduleExpression',
    'ScheduleExpressionTimezone',
    'State',
    'Description',
    'StartDate',
    'EndDate',
    'GroupName',
    'KmsKeyArn',
  ]);
  const deadLetters = valueAt(properties, 'DeadLetterConfig', 'Arn');
  const statement = (action: string, resource: SourceValue) => ({
    Statement: [{ Action: action, Effect: 'Allow', Resource: resource }],
  });
  const role = madeMap(place, {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: ['scheduler.amazonaws.com'] } }],
    },
    PermissionsBoundary: valueAt(properties, 'PermissionsBoundary'),
    Policies: [
      { PolicyName: `${id}LambdaPolicy`, PolicyDocument: statement('lambda:InvokeFunction', functionArn(sam)) },
      ...(deadLetters
        ? [{ PolicyName: `${id}SQSPolicy`, PolicyDocument: statement('sqs:SendMessage', deadLetters) }]
        : []),
    ],
  });
  return [
    added(sam, id, 'AWS::Scheduler::Schedule', place, mapOf(place, [...written, ...own.entries])),
    ...(given ? [] : [added(sam, `${id}Role`, 'AWS::IAM::Role', place, role)]),
  ];
}

function logSubscription(event: SamEvent): readonly Part[] {
  const { sam, id, place, properties } = event;
  const group = valueAt(properties, 'LogGroupName');
  if (!group) return [leftOut(event, 'It does not say which log invokes the function.')];
  const own = madeMap(place, { DestinationArn: functionArn(sam) });
  const written = entriesOf(properties, ['FilterPattern', 'LogGroupName']);
  const source = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${__LogGroupName__}:*';
  return [
    added(sam, id, 'AWS::Logs::SubscriptionFilter', place, mapOf(place, [...own.entries, ...written])),
    permission(event, 'logs.amazonaws.com', {
      SourceArn: madeMap(place, { 'Fn::Sub': [source, { __LogGroupName__: group }] }),
    }),
  ];
}

function permission(
  { sam, id, place }: SamEvent,
  principal: string,
  source: Readonly<Record<string, SourceValue>>,
): Part {
  const properties = madeMap(place, {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: sam.id },
    Principal: principal,
    ...source,
  });
  return added(sam, `${id}Permission`, 'AWS::Lambda::Permission', place, properties);
}

function functionArn({ id, place }: SamResource): SourceMap {
  return madeMap(place, { 'Fn::GetAtt': [id, 'Arn'] });
}
