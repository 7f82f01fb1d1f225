// What a `serverless.yml` deploys, as a plain CloudFormation template: a simple version of what the Serverless Framework
// does, with each option at its default. It knows what the real projects have and no more.
import { capitalize } from '../../server/src/wording.ts';
import { httpApi, permission, proxy, restApi, type Named } from './expand-shared.ts';
import { get, isList, isMap, readTemplate } from './read-template.ts';

/** @param files the texts of the files that the project reads, by their paths in it */
export function expandServerless(text: string, files: Readonly<Record<string, string>> = {}): unknown {
  const raw = readTemplate(text, 'yaml');
  const config = resolve(raw, { config: raw, files });
  const provider = get(config, 'provider');
  const stage = textAt(provider, 'stage') ?? 'dev';
  const functions = Object.entries(mapOf(get(config, 'functions')));
  const events = functions.flatMap(([name, definition]) =>
    listOf(get(definition, 'events')).map((event) => ({ name, lambda: lambdaId(name), event })),
  );
  const isWebSocket = events.some(({ event }) => webSocketEvent(event) !== undefined);
  const resources: Named[] = [
    ...functions.flatMap(([name, definition]) => lambda(name, definition, provider)),
    ...(get(provider, 'role') === undefined ? [role(provider, events, isWebSocket)] : []),
    ...(isWebSocket ? webSocketApi(provider, stage) : []),
    ...events.flatMap(({ lambda, event }) => routeOf(lambda, event)),
    ...triggers(events),
    ...restApi(
      events.flatMap(({ lambda, event }) => {
        const http = get(event, 'http');
        return http === undefined
          ? []
          : [{ lambda, path: String(get(http, 'path')), method: String(get(http, 'method')) }];
      }),
    ),
    ...events.flatMap(({ lambda, event }) => (get(event, 'httpApi') === undefined ? [] : httpApi(lambda))),
  ];
  const all: Record<string, unknown> = Object.fromEntries(resources);
  const own = get(config, 'resources');
  for (const part of isList(own) ? own : [own]) {
    for (const [id, resource] of Object.entries(mapOf(get(part, 'Resources')))) all[id] = merge(all[id], resource);
  }
  return { Resources: all };
}

interface FunctionEvent {
  readonly lambda: string;
  readonly event: unknown;
}

function lambdaId(name: string): string {
  return `${capitalize(name.replaceAll('-', 'Dash'))}LambdaFunction`;
}

function lambda(name: string, definition: unknown, provider: unknown): readonly Named[] {
  const setting = (key: string, otherwise?: unknown): unknown =>
    get(definition, key) ?? get(provider, key) ?? otherwise;
  const variables = { ...mapOf(get(provider, 'environment')), ...mapOf(get(definition, 'environment')) };
  const architecture = setting('architecture');
  const retention = get(provider, 'logRetentionInDays');
  return [
    [
      lambdaId(name),
      {
        Type: 'AWS::Lambda::Function',
        Properties: withoutUndefined({
          FunctionName: get(definition, 'name'),
          Handler: get(definition, 'handler'),
          Runtime: setting('runtime'),
          MemorySize: Number(setting('memorySize', 1024)),
          Timeout: Number(setting('timeout', 6)),
          Architectures: architecture === undefined ? undefined : [architecture],
          Layers: get(definition, 'layers'),
          ReservedConcurrentExecutions: get(definition, 'reservedConcurrency'),
          Role: { 'Fn::GetAtt': [textAt(provider, 'role') ?? 'IamRoleLambdaExecution', 'Arn'] },
          Environment: Object.keys(variables).length > 0 ? { Variables: variables } : undefined,
        }),
      },
    ],
    [
      `${capitalize(name)}LogGroup`,
      { Type: 'AWS::Logs::LogGroup', Properties: withoutUndefined({ RetentionInDays: retention }) },
    ],
  ];
}

/** One role for all functions. */
function role(provider: unknown, events: readonly FunctionEvent[], isWebSocket: boolean): Named {
  const given = get(provider, 'iam', 'role', 'statements') ?? get(provider, 'iamRoleStatements');
  const has = (kind: string): boolean => events.some(({ event }) => get(event, kind) !== undefined);
  const actions = [
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    ...(isWebSocket ? ['execute-api:ManageConnections'] : []),
    ...(has('sqs') ? ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'] : []),
    ...(has('stream')
      ? ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams']
      : []),
  ];
  const Statement = [...listOf(given), { Effect: 'Allow', Action: actions, Resource: '*' }];
  return [
    'IamRoleLambdaExecution',
    { Type: 'AWS::IAM::Role', Properties: { Policies: [{ PolicyDocument: { Statement } }] } },
  ];
}

function webSocketApi(provider: unknown, stage: string): readonly Named[] {
  const selector =
    get(provider, 'websocketsApiRouteSelectionExpression') ?? get(provider, 'websocketApiRouteSelectionExpression');
  const logs = get(provider, 'logs', 'websocket');
  return [
    [
      'WebsocketsApi',
      {
        Type: 'AWS::ApiGatewayV2::Api',
        Properties: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: selector ?? '$request.body.action' },
      },
    ],
    [
      'WebsocketsDeploymentStage',
      {
        Type: 'AWS::ApiGatewayV2::Stage',
        Properties: {
          ApiId: { Ref: 'WebsocketsApi' },
          StageName: stage,
          ...(logs === undefined ? {} : { AccessLogSettings: {}, DefaultRouteSettings: { DataTraceEnabled: true } }),
        },
      },
    ],
    ['WebsocketsDeployment', { Type: 'AWS::ApiGatewayV2::Deployment' }],
    ...(logs === undefined ? [] : logging),
  ];
}

/** A custom resource sets the role of the account. */
const logging: readonly Named[] = [
  ['WebsocketsLogGroup', { Type: 'AWS::Logs::LogGroup' }],
  ['WebsocketsAccount', { Type: 'AWS::ApiGateway::Account' }],
];

/** The event, if it is one of a WebSocket API. One project has its properties beside `websocket` instead of in it. */
function webSocketEvent(event: unknown): unknown {
  if (!isMap(event) || !('websocket' in event)) return undefined;
  return event['websocket'] ?? event;
}

function routeOf(lambda: string, event: unknown): readonly Named[] {
  const own = webSocketEvent(event);
  if (own === undefined) return [];
  const route = String(typeof own === 'string' ? own : (get(own, 'route') ?? get(own, 'routeKey')));
  const authorizer = get(own, 'authorizer');
  const isTwoWay = get(own, 'routeResponseSelectionExpression') !== undefined;
  const name = `${route.replace('$', 'S')}Of${lambda}`;
  const authorizing = lambdaId(String(isMap(authorizer) ? authorizer['name'] : authorizer));
  return [
    [
      `${name}Route`,
      {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: { Ref: 'WebsocketsApi' },
          RouteKey: route,
          Target: { 'Fn::Sub': `integrations/\${${lambda}Integration}` },
          ...(isTwoWay ? { RouteResponseSelectionExpression: '$default' } : {}),
          ...(authorizer === undefined
            ? {}
            : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: `${authorizing}Authorizer` } }),
        },
      },
    ],
    [`${lambda}Integration`, proxy('WebsocketsApi', lambda)],
    [`${lambda}WebSocketPermission`, permission(lambda, 'apigateway.amazonaws.com', 'WebsocketsApi')],
    ...(isTwoWay ? ([[`${name}Response`, { Type: 'AWS::ApiGatewayV2::RouteResponse' }]] as const) : []),
    ...(authorizer === undefined
      ? []
      : ([
          [
            `${authorizing}Authorizer`,
            {
              Type: 'AWS::ApiGatewayV2::Authorizer',
              Properties: {
                AuthorizerUri: { 'Fn::GetAtt': [authorizing, 'Arn'] },
                IdentitySource: get(authorizer, 'identitySource') ?? ['route.request.header.Auth'],
              },
            },
          ],
          [`${authorizing}Permission`, permission(authorizing, 'apigateway.amazonaws.com', 'WebsocketsApi')],
        ] as const)),
  ];
}

function triggers(events: readonly FunctionEvent[]): readonly Named[] {
  return events.flatMap(({ lambda, event }, index): readonly Named[] => {
    const id = `${lambda}Event${index}`;
    const polled = get(event, 'stream') ?? get(event, 'sqs');
    const rate = get(event, 'schedule', 'rate') ?? get(event, 'eventBridge', 'schedule');
    if (polled !== undefined) {
      const arn = get(polled, 'arn') ?? polled;
      const BatchSize = get(polled, 'batchSize') ?? 10;
      const Properties = { EventSourceArn: arn, FunctionName: { Ref: lambda }, BatchSize };
      return [[id, { Type: 'AWS::Lambda::EventSourceMapping', Properties }]];
    }
    if (get(event, 'sns') !== undefined) {
      const Properties = { TopicArn: get(event, 'sns', 'arn'), Protocol: 'lambda', Endpoint: { Ref: lambda } };
      return [
        [id, { Type: 'AWS::SNS::Subscription', Properties }],
        [`${id}Permission`, permission(lambda, 'sns.amazonaws.com')],
      ];
    }
    if (rate === undefined) return [];
    const input = get(event, 'schedule', 'input');
    const target = { Arn: { 'Fn::GetAtt': [lambda, 'Arn'] }, ...(input === undefined ? {} : { Input: input }) };
    return [
      [id, { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression: rate, Targets: [target] } }],
      [`${id}Permission`, permission(lambda, 'events.amazonaws.com')],
    ];
  });
}

interface Sources {
  readonly config: unknown;
  readonly files: Readonly<Record<string, string>>;
}

const variable = /\$\{((?:self|opt|sls|file|ssm|bref|aws|strToBool)[:(][^${}]*)\}/;

/** Replaces the variables, the innermost first. */
function resolve(value: unknown, sources: Sources): unknown {
  if (isList(value)) return value.map((item) => resolve(item, sources));
  if (isMap(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, sources)]));
  if (typeof value !== 'string') return value;
  const match = variable.exec(value);
  if (!match) return value;
  const [whole, expression = ''] = match;
  const found = evaluate(expression, sources);
  return whole === value ? resolve(found, sources) : resolve(value.replace(whole, String(found)), sources);
}

function evaluate(expression: string, { config, files }: Sources): unknown {
  const [, kind = '', name = '', otherwise] = /^(\w+)[:(](.*?)\)?(?:\s*,\s*(.*))?$/.exec(expression) ?? [];
  const read = (path: string): unknown => get(config, ...path.split('.'));
  switch (kind) {
    case 'self':
      return read(name) ?? '';
    case 'sls':
      return read('provider.stage') ?? 'dev';
    case 'file':
      return files[name] === undefined ? {} : readTemplate(files[name], 'yaml');
    case 'strToBool':
      return name === 'true';
    case 'bref':
      return `arn:aws:lambda:eu-central-1:209497400698:${name.replace('.', ':')}:1`;
    default:
      if (otherwise === undefined) return `(${expression})`;
      return otherwise.startsWith('self:')
        ? read(otherwise.slice('self:'.length))
        : otherwise.replace(/^'(.*)'$/, '$1');
  }
}

function merge(first: unknown, second: unknown): unknown {
  if (!isMap(first) || !isMap(second)) return second;
  const entries = Object.entries(second).map(([key, value]) => [key, merge(first[key], value)] as const);
  return { ...first, ...Object.fromEntries(entries) };
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMap(value) ? value : {};
}

function textAt(value: unknown, key: string): string | undefined {
  const text = get(value, key);
  return typeof text === 'string' ? text : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return isList(value) ? value : [];
}

function withoutUndefined(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}
