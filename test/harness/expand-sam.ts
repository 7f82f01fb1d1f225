// What a SAM template deploys, as a plain CloudFormation template: a simple version of SAM's transform. It knows what the
// real projects have and no more. A plain template stays as it is.
import { permission, proxy, restApi, type Named } from './expand-shared.ts';
import { get, isList, isMap, resourcesOf, texts, type ReadResource } from './read-template.ts';

export function expandSam(template: unknown): unknown {
  const globals = get(template, 'Globals');
  const resources = [...resourcesOf(template)].flatMap(([id, resource]) => expanded(id, resource, globals));
  const events = [...resourcesOf(template)].flatMap(([id, { type, properties }]) =>
    type === 'AWS::Serverless::Function' ? eventsOf(id, properties) : [],
  );
  const methods = events.filter(({ type }) => type === 'Api');
  const rest = restApi(
    methods.map(({ lambda, given }) => ({
      lambda,
      path: String(get(given, 'Path')),
      method: String(get(given, 'Method')),
    })),
  );
  const all: Record<string, unknown> = Object.fromEntries([
    ...resources,
    ...events.flatMap(triggerOf),
    ...rest,
    ...(rest.length > 0 ? implicitStage(globals) : []),
  ]);
  for (const { type, given } of events) if (type === 'S3') notify(all, String(get(given, 'Bucket', 'Ref')));
  return { Parameters: get(template, 'Parameters'), Resources: all };
}

function expanded(id: string, { type, properties, whole }: ReadResource, globals: unknown): readonly Named[] {
  const own = isMap(properties) ? properties : {};
  switch (type) {
    case 'AWS::Serverless::Function':
      return lambda(id, own, get(globals, 'Function'));
    case 'AWS::Serverless::WebSocketApi':
      return webSocketApi(id, { ...own, Domain: own['Domain'] ?? get(globals, 'WebSocketApi', 'Domain') });
    case 'AWS::Serverless::SimpleTable': {
      const name = get(own, 'PrimaryKey', 'Name');
      const Properties = {
        AttributeDefinitions: [{ AttributeName: name, AttributeType: 'S' }],
        KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
        ProvisionedThroughput: own['ProvisionedThroughput'],
      };
      return [[id, { Type: 'AWS::DynamoDB::Table', Properties }]];
    }
    case 'AWS::Serverless::LayerVersion':
      return [[id, { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: {} } }]];
    case 'AWS::Serverless::StateMachine':
      return [[id, { Type: 'AWS::StepFunctions::StateMachine', Properties: { Definition: own['Definition'] } }]];
    default:
      return [[id, whole]];
  }
}

type Properties = Readonly<Record<string, unknown>>;

/** Those that become others, or say where the code is. */
const translated = ['CodeUri', 'InlineCode', 'Environment', 'Events', 'EventInvokeConfig', 'Policies', 'Tracing'];

function lambda(id: string, own: Properties, globals: unknown): readonly Named[] {
  const shared = isMap(globals) ? globals : {};
  const variables = { ...mapAt(shared, 'Environment', 'Variables'), ...mapAt(own, 'Environment', 'Variables') };
  const kept = Object.entries({ ...shared, ...own }).filter(([name]) => !translated.includes(name));
  const tracing = own['Tracing'] ?? shared['Tracing'];
  const invocation = own['EventInvokeConfig'];
  const failures = get(invocation, 'DestinationConfig', 'OnFailure') === undefined ? [] : ['sqs:SendMessage'];
  const traces = tracing === undefined ? [] : ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
  return [
    [
      id,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...Object.fromEntries(kept),
          Role: { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
          ...(tracing === undefined ? {} : { TracingConfig: { Mode: tracing } }),
          ...(Object.keys(variables).length > 0 ? { Environment: { Variables: variables } } : {}),
        },
      },
    ],
    role(`${id}Role`, own, [...traces, ...failures]),
    ...(invocation === undefined
      ? []
      : [[`${id}Invocation`, { Type: 'AWS::Lambda::EventInvokeConfig' }] satisfies Named]),
  ];
}

function role(id: string, { Policies: given, Events: events }: Properties, more: readonly string[]): Named {
  const policies = isList(given) ? given : given === undefined ? [] : [given];
  const managed = policies.filter((policy) => typeof policy === 'string');
  const kinds = isMap(events) ? Object.values(events).map((event) => get(event, 'Type')) : [];
  const polled = [
    ...(kinds.includes('SQS') ? ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] : []),
    ...(kinds.includes('DynamoDB')
      ? ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams']
      : []),
  ];
  const statements = policies.flatMap((policy) => {
    if (!isMap(policy)) return [];
    const Statement = policy['Statement'];
    if (isList(Statement)) return Statement;
    return Object.keys(policy).map((name) => ({ Effect: 'Allow', Action: policyTemplate(name), Resource: '*' }));
  });
  const Statement = [...statements, { Effect: 'Allow', Action: [...polled, ...more], Resource: '*' }];
  return [
    id,
    {
      Type: 'AWS::IAM::Role',
      Properties: {
        ManagedPolicyArns: ['AWSLambdaBasicExecutionRole', ...managed],
        Policies: [{ PolicyDocument: { Statement } }],
      },
    },
  ];
}

/** The actions of SAM's policy templates. */
function policyTemplate(name: string): readonly string[] {
  const [service = '', actions = ''] = policyTemplates[name] ?? [];
  if (service === '') throw new Error(`unknown policy template ${name}`);
  return actions.split(' ').map((action) => `${service}:${action}`);
}

const policyTemplates: Readonly<Record<string, readonly [string, string]>> = {
  DynamoDBCrudPolicy: [
    'dynamodb',
    'GetItem DeleteItem PutItem Scan Query UpdateItem BatchWriteItem BatchGetItem DescribeTable ConditionCheckItem',
  ],
  DynamoDBReadPolicy: ['dynamodb', 'GetItem Scan Query BatchGetItem DescribeTable'],
  S3CrudPolicy: [
    's3',
    'GetObject ListBucket GetBucketLocation GetObjectVersion PutObject PutObjectAcl GetLifecycleConfiguration PutLifecycleConfiguration DeleteObject',
  ],
  S3ReadPolicy: ['s3', 'GetObject ListBucket GetBucketLocation GetObjectVersion GetLifecycleConfiguration'],
  SNSCrudPolicy: ['sns', 'ListSubscriptionsByTopic CreateTopic SetTopicAttributes Subscribe Publish'],
  TextractPolicy: ['textract', '*'],
  VPCAccessPolicy: [
    'ec2',
    'CreateNetworkInterface DeleteNetworkInterface DescribeNetworkInterfaces DetachNetworkInterface',
  ],
};

function webSocketApi(id: string, own: Properties): readonly Named[] {
  const auth = own['Auth'];
  const domain = own['Domain'];
  const custom = get(auth, 'AuthArn');
  return [
    [
      id,
      {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: own['RouteSelectionExpression'] },
      },
    ],
    [
      `${id}Stage`,
      {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: { ApiId: { Ref: id }, StageName: own['StageName'] ?? 'default' },
      },
    ],
    ...Object.entries(mapAt(own, 'Routes')).flatMap(([key, route]) => routeOf(id, key, route, auth)),
    ...(custom === undefined
      ? []
      : ([
          [
            `${id}Authorizer`,
            {
              Type: 'AWS::ApiGatewayV2::Authorizer',
              Properties: {
                Name: get(auth, 'Name'),
                AuthorizerUri: custom,
                IdentitySource: get(auth, 'IdentitySource'),
              },
            },
          ],
          [`${id}AuthorizerPermission`, permission(functionOf(custom), 'apigateway.amazonaws.com', id)],
        ] as const)),
    ...(domain === undefined
      ? []
      : ([
          [`${id}Domain`, { Type: 'AWS::ApiGatewayV2::DomainName' }],
          [`${id}Records`, { Type: 'AWS::Route53::RecordSetGroup' }],
          ...texts(get(domain, 'BasePath')).map(
            (path) =>
              [
                `${id}${path}`,
                { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { ApiMappingKey: path.replace('/', '') } },
              ] as const,
          ),
        ] as const)),
  ];
}

function routeOf(api: string, key: string, route: unknown, auth: unknown): readonly Named[] {
  const { FunctionArn: arn, IntegrationTimeout: TimeoutInMillis, ...kept } = isMap(route) ? route : {};
  const lambda = functionOf(arn);
  const integration = `${api}${lambda}Integration`;
  const own = key === '$connect' && isMap(auth) ? auth : {};
  return [
    [
      `${api}${key}Route`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ...kept,
          ApiId: { Ref: api },
          RouteKey: key,
          Target: { 'Fn::Join': ['/', ['integrations', { Ref: integration }]] },
          ...(own['AuthType'] === undefined ? {} : { AuthorizationType: own['AuthType'] }),
          ...(own['AuthArn'] === undefined ? {} : { AuthorizerId: { Ref: `${api}Authorizer` } }),
        },
      },
    ],
    [
      integration,
      {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ...mapAt(proxy(api, lambda), 'Properties'),
          ...(TimeoutInMillis === undefined ? {} : { TimeoutInMillis }),
        },
      },
    ],
    [`${integration}Permission`, permission(lambda, 'apigateway.amazonaws.com', api)],
  ];
}

function functionOf(arn: unknown): string {
  return String(get(arn, 'Fn::GetAtt', 0));
}

interface SamEvent {
  readonly lambda: string;
  readonly name: string;
  readonly type: unknown;
  readonly given: unknown;
}

function eventsOf(lambda: string, properties: unknown): readonly SamEvent[] {
  return Object.entries(mapAt(properties, 'Events')).map(([name, event]) => ({
    lambda,
    name,
    type: get(event, 'Type'),
    given: get(event, 'Properties'),
  }));
}

function triggerOf({ lambda, name, type, given }: SamEvent): readonly Named[] {
  const id = `${lambda}${name}`;
  if (type === 'S3') return [[`${id}Permission`, permission(lambda, 's3.amazonaws.com')]];
  const arn = get(given, 'Queue') ?? get(given, 'Stream');
  if (arn === undefined) return [];
  const BatchSize = get(given, 'BatchSize');
  const Properties = { EventSourceArn: arn, FunctionName: { Ref: lambda }, ...(BatchSize ? { BatchSize } : {}) };
  return [[id, { Type: 'AWS::Lambda::EventSourceMapping', Properties }]];
}

/** The API of `Api` events has a stage of its own, and answers preflight requests if it allows other origins. */
function implicitStage(globals: unknown): readonly Named[] {
  const preflight: Named = [
    'Preflight',
    { Type: 'AWS::ApiGateway::Method', Properties: { HttpMethod: 'OPTIONS', Integration: {} } },
  ];
  const stage: Named = ['RestApiStage', { Type: 'AWS::ApiGateway::Stage' }];
  return get(globals, 'Api', 'Cors') === undefined ? [stage] : [stage, preflight];
}

function notify(resources: Record<string, unknown>, bucket: string): void {
  const resource = resources[bucket];
  if (!isMap(resource)) return;
  resources[bucket] = { ...resource, Properties: { ...mapAt(resource, 'Properties'), NotificationConfiguration: {} } };
}

function mapAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, unknown>> {
  return mapOf(get(value, ...path));
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}
