// What SAM makes of its resources: compared with what SAM itself made of the same files, and in all that those lack.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { sourceTemplate } from '../../../server/src/import/cloudformation/read-template.ts';
import { importProject } from '../../../server/src/import/import.ts';
import { expandSam } from '../../../server/src/import/sam/sam.ts';
import type { SourceTemplate } from '../../../server/src/import/source-template.ts';
import { readSource, textAt, type SourceValue } from '../../../server/src/import/source.ts';

const samples = join(import.meta.dirname, '../../../../shared/samples/cloudformation');

function templateOf(text: string, path = 'template.yaml'): SourceTemplate {
  const root = readSource(path, text);
  if ('unreadable' in root) throw new Error(root.unreadable);
  return sourceTemplate(root);
}

function plain(value: SourceValue): unknown {
  switch (value.kind) {
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry.value)]));
  }
}

/** The resources as a template has them. */
function resourcesOf({ resources }: SourceTemplate): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...resources].map(([id, { type, properties, attributes }]) => [
      id,
      {
        Type: type,
        ...(properties && { Properties: plain(properties) }),
        ...Object.fromEntries([...attributes].map(([name, value]) => [name, plain(value)])),
      },
    ]),
  );
}

const expand = (text: string): SourceTemplate => expandSam(templateOf(text));

/** The properties of a resource of the expanded template. */
function properties(text: string, id: string): unknown {
  const found = expand(text).resources.get(id)?.properties;
  return found && plain(found);
}

/** The entries as "kind: what", with the text that their places mark. */
function entries(text: string): readonly string[] {
  return expand(text).entries.map((entry) => {
    const { place } = entry;
    const marked = place && place.file.text.slice(place.span.start, place.span.end);
    return `${entry.kind}: ${'what' in entry ? entry.what : entry.todo}${marked === undefined ? '' : ` <${marked}>`}`;
  });
}

/** Without the tags by which SAM knows what it created. */
function withoutSamTags(resources: Readonly<Record<string, unknown>>): unknown {
  const text = JSON.stringify(resources, (key, value: unknown) =>
    key === 'Tags' && JSON.stringify(value).includes(':createdBy') ? undefined : value,
  );
  return JSON.parse(text);
}

const pairs = [
  ['20.yml', '25.json'],
  ['23.yml', '26.json'],
] as const;

test.skipIf(!existsSync(samples)).each(pairs)('%s becomes what SAM made of it', (source, output) => {
  const [expanded, made] = [source, output].map((file) => {
    const template = templateOf(readFileSync(join(samples, file), 'utf8'), file);
    return resourcesOf(expandSam(template));
  });
  expect(expanded).toEqual(withoutSamTags(made ?? {}));
});

/** The text of the descriptor that the file becomes. */
async function descriptorOf(text: string, path: string): Promise<string> {
  const imported = await importProject({ path, text, read: () => Promise.resolve(undefined) });
  if ('unreadable' in imported) throw new Error(imported.unreadable);
  return imported.descriptor;
}

test('a template and what SAM makes of it become the same project file', async () => {
  const [source, output] = await Promise.all(
    ['template.yaml', 'processed.json'].map((name) => {
      const path = join(import.meta.dirname, '../../imports/sam', name);
      return descriptorOf(readFileSync(path, 'utf8'), name);
    }),
  );
  // The order of the overlay follows that of the template.
  expect(source?.split('\n').sort()).toEqual(output?.split('\n').sort());
  expect(source).toContain('{ to: SessionsTable, access: read-write, as: TABLE_NAME }');
});

test.each([
  ['DynamoDBReadPolicy', 'TableName', 'AWS::DynamoDB::Table', 'read-only'],
  ['DynamoDBWritePolicy', 'TableName', 'AWS::DynamoDB::Table', 'write-only'],
  ['DynamoDBCrudPolicy', 'TableName', 'AWS::DynamoDB::Table', 'read-write'],
  ['SQSSendMessagePolicy', 'QueueName', 'AWS::SQS::Queue', 'write-only'],
  ['SNSPublishMessagePolicy', 'TopicName', 'AWS::SNS::Topic', 'write-only'],
  ['S3ReadPolicy', 'BucketName', 'AWS::S3::Bucket', 'read-only'],
  ['S3CrudPolicy', 'BucketName', 'AWS::S3::Bucket', 'read-write'],
])('%s is a connection', async (policy, parameter, type, access) => {
  const attribute = type.endsWith('Queue')
    ? '!GetAtt Data.QueueName'
    : type.endsWith('Topic')
      ? '!GetAtt Data.TopicName'
      : '!Ref Data';
  const properties = type.endsWith('Table')
    ? '{ BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }'
    : '{}';
  const text = `${send(`Policies: [{ ${policy}: { ${parameter}: ${attribute} } }]\n`)}
  Data: { Type: ${type}, Properties: ${properties} }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties: { RouteSelectionExpression: $request.body.action, Routes: { $default: { FunctionArn: !GetAtt Send.Arn } } }
`;
  expect(await descriptorOf(text, 'template.yaml')).toMatch(new RegExp(`to: Data, access: ${access}\\b`));
});

const send = (more: string): string => `
Resources:
  Send:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: send/
      Handler: app.handler
      Runtime: nodejs22.x
${more.replaceAll(/^(?=.)/gm, '      ')}`;

describe('a function', () => {
  test('has what the template has in common', () => {
    const text = `
Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 5
    Layers: [one]
    Environment: { Variables: { A: a, B: b } }
    VpcConfig: { SubnetIds: [subnet] }
    Role: !Ref Shared
Resources:
  Send:
    Type: AWS::Serverless::Function
    IgnoreGlobals: [VpcConfig]
    Properties:
      Handler: app.handler
      Timeout: 9
      Layers: [two]
      Environment: { Variables: { B: own } }
      Role: !GetAtt Own.Arn
`;
    expect(resourcesOf(expand(text))).toEqual({
      Send: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Timeout: 9,
          Layers: ['one', 'two'],
          Environment: { Variables: { A: 'a', B: 'own' } },
          Role: { 'Fn::GetAtt': ['Own', 'Arn'] },
          Handler: 'app.handler',
          Code: '.',
        },
      },
    });
  });

  test.each([
    ['CodeUri: src/', 'src/'],
    ['CodeUri: s3://bucket/a/key?versionId=2', { S3Bucket: 'bucket', S3Key: 'a/key', S3ObjectVersion: '2' }],
    ['CodeUri: { Bucket: bucket, Key: !Ref Key }', { S3Bucket: 'bucket', S3Key: { Ref: 'Key' } }],
    ['InlineCode: code', { ZipFile: 'code' }],
    ['{ PackageType: Image, ImageUri: image }', { ImageUri: 'image' }],
  ])('has its code where %s says', (written, expected) => {
    const text = `Resources: { Send: { Type: AWS::Serverless::Function, Properties: ${written.startsWith('{') ? written : `{ ${written} }`} } }`;
    expect(properties(text, 'Send')).toMatchObject({ Code: expected });
  });

  test('has its code in the folder of the template if its path is a placeholder, which is reported', () => {
    const text = 'Resources: { Send: { Type: AWS::Serverless::Function, Properties: { CodeUri: "${codeuri}" } } }';
    expect(properties(text, 'Send')).toMatchObject({ Code: '.' });
    expect(entries(text)[0]).toBe('changed: Code of Send <"${codeuri}">');
  });

  test('is traced, tagged, and sends what it could not handle to a queue', () => {
    const text = send(`Tracing: Active
Tags: { team: chat }
DeadLetterQueue: { Type: SQS, TargetArn: !GetAtt Failed.Arn }
`);
    expect(properties(text, 'Send')).toMatchObject({
      TracingConfig: { Mode: 'Active' },
      Tags: [{ Key: 'team', Value: 'chat' }],
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': ['Failed', 'Arn'] } },
    });
    expect(properties(text, 'SendRole')).toMatchObject({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
      ],
      Policies: [
        {
          PolicyDocument: {
            Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: { 'Fn::GetAtt': ['Failed', 'Arn'] } }],
          },
        },
      ],
    });
  });

  test('keeps what SAM does not know, and its attributes', () => {
    const text = send('EphemeralStorage: { Size: 1024 }\nNewProperty: 1\n').replace(
      '    Properties',
      '    Condition: IsProd\n    Metadata: { BuildMethod: esbuild }\n    Properties',
    );
    const resources = resourcesOf(expand(text));
    expect(resources['Send']).toMatchObject({
      Condition: 'IsProd',
      Metadata: { BuildMethod: 'esbuild' },
      Properties: { EphemeralStorage: { Size: 1024 }, NewProperty: 1 },
    });
    expect(resources['SendRole']).toMatchObject({ Condition: 'IsProd' });
    expect(resources['SendRole']).not.toHaveProperty('Metadata');
  });

  test('has a URL that anyone can call if it says so', () => {
    const text = send('FunctionUrlConfig: { AuthType: NONE, InvokeMode: BUFFERED }\n');
    expect(properties(text, 'SendUrl')).toEqual({
      AuthType: 'NONE',
      InvokeMode: 'BUFFERED',
      TargetFunctionArn: { Ref: 'Send' },
    });
    expect(properties(text, 'SendUrlPublicPermissions')).toMatchObject({
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
    });
    expect(properties(text.replace('NONE', 'AWS_IAM'), 'SendUrlPublicPermissions')).toBeUndefined();
  });

  test('says what becomes of failed invocations, and may send them', () => {
    const text = send(`EventInvokeConfig:
  MaximumRetryAttempts: 1
  DestinationConfig: { OnFailure: { Type: SQS }, OnSuccess: { Type: SNS, Destination: !Ref Done } }
`);
    expect(properties(text, 'SendEventInvokeConfig')).toEqual({
      FunctionName: { Ref: 'Send' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: {
        OnSuccess: { Destination: { Ref: 'Done' } },
        OnFailure: { Destination: { 'Fn::GetAtt': ['SendEventInvokeConfigOnFailureQueue', 'Arn'] } },
      },
    });
    expect(expand(text).resources.get('SendEventInvokeConfigOnFailureQueue')?.type).toBe('AWS::SQS::Queue');
    expect(properties(text, 'SendRole')).toMatchObject({
      Policies: [
        { PolicyDocument: { Statement: [{ Action: 'sns:publish', Resource: { Ref: 'Done' } }] } },
        { PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage' }] } },
      ],
    });
  });

  test('loses versions and aliases, and what refers to them refers to the function', () => {
    const text = `${send('AutoPublishAlias: live\nDeploymentPreference: { Type: AllAtOnce }\n')}
Outputs:
  Alias: { Value: !Ref Send.Alias }
  Version: { Value: !Sub "\${Send.Version} of \${!Send.Version}" }
`;
    expect(entries(text)).toEqual([
      'left out: AutoPublishAlias of function Send <AutoPublishAlias>',
      'left out: DeploymentPreference of function Send <DeploymentPreference>',
      expect.stringMatching(/^next step: /),
    ]);
    const { outputs } = expand(text);
    expect(outputs && plain(outputs)).toEqual({
      Alias: { Value: { 'Fn::GetAtt': ['Send', 'Arn'] } },
      Version: { Value: { 'Fn::Sub': '${Send.Arn} of ${!Send.Version}' } },
    });
  });

  test.each([
    ['the logical ID of the alias', '!Ref SendAliaslive', { 'Fn::GetAtt': ['Send', 'Arn'] }],
    ['that ID in a text', '!Sub "${SendAliaslive}/x"', { 'Fn::Sub': '${Send.Arn}/x' }],
    ['its ARN', '!Sub "${Send.Arn}:live"', { 'Fn::GetAtt': ['Send', 'Arn'] }],
    ['its name', '!Sub "function:${Send}:live/x"', { 'Fn::Sub': 'function:${Send}/x' }],
    ['a variable', '!Sub ["${F}:live${!x}", { F: !GetAtt Send.Arn }]', { 'Fn::Sub': '${Send.Arn}${!x}' }],
    [
      'the next item',
      '!Join ["", ["a:", !GetAtt Send.Arn, ":live/invocations"]]',
      { 'Fn::Sub': 'a:${Send.Arn}/invocations' },
    ],
    ['a delimiter', '!Join [":", [!GetAtt Send.Arn, live]]', { 'Fn::GetAtt': ['Send', 'Arn'] }],
    [
      'beside another function',
      '!Join ["", [!GetAtt Send.Arn, ":live,", !ImportValue Other]]',
      { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Send', 'Arn'] }, ',', { 'Fn::ImportValue': 'Other' }]] },
    ],
    ['another alias', '!Sub "${Send.Arn}:live2"', { 'Fn::Sub': '${Send.Arn}:live2' }],
    ['another function', '!Sub "${Other.Arn}:live"', { 'Fn::Sub': '${Other.Arn}:live' }],
  ])('drops the name of a published alias: %s', (_, value, expected) => {
    const text = `${send('AutoPublishAlias: live\n')}\nOutputs:\n  Value: { Value: ${value} }\n`;
    const { outputs } = expand(text);
    expect(outputs && plain(outputs)).toEqual({ Value: { Value: expected } });
  });

  test('drops an alias that a parameter names, and keeps one that nobody publishes', () => {
    const value = (alias: string): unknown => {
      const { outputs } = expand(
        `${send(alias)}\nOutputs: { Value: { Value: !Sub "\${Send.Arn}:\${Name}/invocations" } }\n`,
      );
      return outputs && plain(outputs);
    };
    expect(value('AutoPublishAlias: !Ref Name\n')).toEqual({
      Value: { Value: { 'Fn::Sub': '${Send.Arn}/invocations' } },
    });
    expect(value('')).toEqual({ Value: { Value: { 'Fn::Sub': '${Send.Arn}:${Name}/invocations' } } });
  });
});

describe('the role of a function', () => {
  test('has the policies that are given by name, as documents and as policy templates', () => {
    const text = send(`Policies:
  - AWSLambdaBasicExecutionRole
  - AmazonS3ReadOnlyAccess
  - arn:aws:iam::123456789012:policy/own
  - !Ref Managed
  - Version: "2012-10-17"
    Statement: [{ Effect: Allow, Action: sqs:SendMessage, Resource: "*" }]
  - DynamoDBReadPolicy: { TableName: !Ref Sessions }
  - VPCAccessPolicy: {}
`);
    const table = 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${tableName}';
    const actions = ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'].map((name) => `dynamodb:${name}`);
    expect(properties(text, 'SendRole')).toMatchObject({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
        'arn:aws:iam::123456789012:policy/own',
        { Ref: 'Managed' },
      ],
      Policies: [
        { PolicyName: 'SendRolePolicy4', PolicyDocument: { Version: '2012-10-17' } },
        {
          PolicyName: 'SendRolePolicy5',
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: actions,
                Resource: [
                  { 'Fn::Sub': [table, { tableName: { Ref: 'Sessions' } }] },
                  { 'Fn::Sub': [`${table}/index/*`, { tableName: { Ref: 'Sessions' } }] },
                ],
              },
            ],
          },
        },
        { PolicyDocument: { Statement: [{ Resource: '*' }] } },
      ],
    });
    expect(entries(text).filter((entry) => entry.startsWith('left out'))).toEqual([]);
  });

  test('has one policy or another', () => {
    const text = send(`Policies:
  - !If [IsProd, DynamoDBReadPolicy: { TableName: a }, !Ref AWS::NoValue]
  - !If [IsProd, AmazonS3ReadOnlyAccess, AmazonS3FullAccess]
`);
    const none = { Ref: 'AWS::NoValue' };
    expect(properties(text, 'SendRole')).toMatchObject({
      Policies: [{ 'Fn::If': ['IsProd', { PolicyName: 'SendRolePolicy0' }, none] }],
      ManagedPolicyArns: [
        expect.any(String),
        {
          'Fn::If': [
            'IsProd',
            'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
            'arn:aws:iam::aws:policy/AmazonS3FullAccess',
          ],
        },
      ],
    });
  });

  test.each(['NoSuchPolicy: {}', 'constructor: {}', 'DynamoDBReadPolicy: { Table: a }', '{}'])(
    'lacks %s, which is reported',
    (policy) => {
      expect(entries(send(`Policies: [${policy.startsWith('{') ? policy : `{ ${policy} }`}]\n`))).toEqual([
        expect.stringMatching(/^left out: Policy .* of function Send <\{.*\}>$/),
        expect.stringMatching(/^next step: /),
      ]);
    },
  );

  test('is not made if there is one', () => {
    const text = send('Role: !GetAtt Own.Arn\nPolicies: [AmazonS3FullAccess]\n');
    expect(expand(text).resources.has('SendRole')).toBe(false);
  });
});

describe('an event', () => {
  const event = (type: string, more: string): string =>
    send(`Events:\n  Work:\n    Type: ${type}\n    Properties: ${more}\n`);

  test('of a queue or a stream is a mapping, and the role may poll', () => {
    const queue = event('SQS', '{ Queue: !GetAtt Jobs.Arn, BatchSize: 5 }');
    expect(properties(queue, 'SendWork')).toEqual({
      EventSourceArn: { 'Fn::GetAtt': ['Jobs', 'Arn'] },
      FunctionName: { Ref: 'Send' },
      BatchSize: 5,
    });
    expect(properties(queue, 'SendRole')).toMatchObject({
      ManagedPolicyArns: [expect.any(String), 'arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole'],
    });
    const stream = event('DynamoDB', '{ Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST }');
    expect(properties(stream, 'SendWork')).toMatchObject({ StartingPosition: 'LATEST' });
  });

  test('of a topic is a subscription', () => {
    const text = event('SNS', '{ Topic: !Ref News, FilterPolicy: { a: [b] } }');
    expect(properties(text, 'SendWork')).toEqual({
      Endpoint: { 'Fn::GetAtt': ['Send', 'Arn'] },
      Protocol: 'lambda',
      TopicArn: { Ref: 'News' },
      FilterPolicy: { a: ['b'] },
    });
    expect(properties(text, 'SendWorkPermission')).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Send' },
      Principal: 'sns.amazonaws.com',
      SourceArn: { Ref: 'News' },
    });
  });

  test('of a bucket is a notification of the bucket, which waits for the permission', () => {
    const text = `${event('S3', '{ Bucket: !Ref Files, Events: [s3:ObjectCreated:*, s3:ObjectRemoved:*] }')}
  Files:
    Type: AWS::S3::Bucket
    DependsOn: Other
    Properties: { BucketName: files }
`;
    const configuration = { Function: { 'Fn::GetAtt': ['Send', 'Arn'] } };
    expect(resourcesOf(expand(text))['Files']).toEqual({
      Type: 'AWS::S3::Bucket',
      DependsOn: ['Other', 'SendWorkPermission'],
      Properties: {
        BucketName: 'files',
        NotificationConfiguration: {
          LambdaConfigurations: [
            { Event: 's3:ObjectCreated:*', ...configuration },
            { Event: 's3:ObjectRemoved:*', ...configuration },
          ],
        },
      },
    });
  });

  test('on a schedule or of a pattern is a rule', () => {
    const target = { Arn: { 'Fn::GetAtt': ['Send', 'Arn'] }, Id: 'SendWorkLambdaTarget' };
    expect(properties(event('Schedule', '{ Schedule: rate(5 minutes), Enabled: false }'), 'SendWork')).toEqual({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'DISABLED',
      Targets: [target],
    });
    expect(properties(event('EventBridgeRule', '{ Pattern: { source: [a] }, Input: "{}" }'), 'SendWork')).toEqual({
      EventPattern: { source: ['a'] },
      Targets: [{ ...target, Input: '{}' }],
    });
  });

  test("on a schedule of EventBridge's scheduler has a role", () => {
    const text = event('ScheduleV2', '{ ScheduleExpression: rate(1 hour) }');
    expect(properties(text, 'SendWork')).toEqual({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Name: 'SendWork',
      Target: { Arn: { 'Fn::GetAtt': ['Send', 'Arn'] }, RoleArn: { 'Fn::GetAtt': ['SendWorkRole', 'Arn'] } },
    });
    expect(expand(text).resources.get('SendWorkRole')?.type).toBe('AWS::IAM::Role');
  });

  test.each([
    ['Api', '{ Path: /a, Method: get }', ' (GET /a)'],
    ['HttpApi', '{ Path: /a, Method: any }', ' (/a)'],
    ['IoTRule', '{ Sql: SELECT }', ''],
    ['SQS', '{}', ''],
    ['SNS', '{ Topic: !Ref News, SqsSubscription: true }', ''],
    ['S3', '{ Bucket: name, Events: s3:ObjectCreated:* }', ''],
  ])('of type %s with %s is reported', (type, written, detail) => {
    expect(entries(event(type, written))[0]).toBe(`left out: Event Work of function Send${detail} <Work>`);
  });
});

describe('a WebSocket API', () => {
  const api = (more: string, routes = '$connect: { FunctionArn: !GetAtt Send.Arn }'): string => `
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Routes: { ${routes} }
${more.replaceAll(/^(?=.)/gm, '      ')}`;

  test('has a stage of its name, to which others refer', () => {
    const text = `${api('StageName: prod\n')}
Outputs:
  Url: { Value: !Sub "wss://\${Chat}.execute-api.\${AWS::Region}.amazonaws.com/\${Chat.Stage}" }
  Stage: { Value: !Ref Chat.Stage }
`;
    expect(properties(text, 'ChatprodStage')).toEqual({ ApiId: { Ref: 'Chat' }, StageName: 'prod', AutoDeploy: true });
    const { outputs } = expand(text);
    expect(outputs && plain(outputs)).toMatchObject({
      Url: { Value: { 'Fn::Sub': 'wss://${Chat}.execute-api.${AWS::Region}.amazonaws.com/${ChatprodStage}' } },
      Stage: { Value: { Ref: 'ChatprodStage' } },
    });
    expect(properties(api('StageName: !Ref Name\n'), 'ChatStage')).toMatchObject({ StageName: { Ref: 'Name' } });
    expect(properties(api(''), 'Chat')).toMatchObject({ Name: 'Chat', ProtocolType: 'WEBSOCKET' });
  });

  test('keeps every route, with what SAM lets through', () => {
    const target = 'FunctionArn: !GetAtt Send.Arn';
    const text = api(
      '',
      `sendAll: { ${target}, RouteResponseSelectionExpression: $default }, SENDALL: { ${target} }, 'a-b': { ${target} }`,
    );
    const routes = [...expand(text).resources].filter(([, { type }]) => type === 'AWS::ApiGatewayV2::Route');
    expect(routes.map(([id, route]) => [id, textAt(route.properties, 'RouteKey')])).toEqual([
      ['ChatSendallRoute', 'sendAll'],
      ['ChatSendall1Route', 'SENDALL'],
      ['ChatAbRoute', 'a-b'],
    ]);
    expect(properties(text, 'ChatSendallRoute')).toMatchObject({ RouteResponseSelectionExpression: '$default' });
  });

  test('reports a route without a function', () => {
    expect(entries(api('', 'send: {}'))).toEqual(['left out: Route send of Chat <send>']);
  });

  test.each([
    ['AWS_IAM', { AuthorizationType: 'AWS_IAM' }],
    ['NONE', { AuthorizationType: 'NONE' }],
    ['!Ref Type', { AuthorizationType: { Ref: 'Type' } }],
  ])('with the authorization %s says so on $connect alone', (type, expected) => {
    const target = '{ FunctionArn: !GetAtt Send.Arn }';
    const text = api(`Auth: { AuthType: ${type} }\n`, `$connect: ${target}, send: ${target}`);
    expect(properties(text, 'ChatConnectRoute')).toMatchObject(expected);
    expect(properties(text, 'ChatSendRoute')).not.toHaveProperty('AuthorizationType');
  });

  test.each(['{ AuthType: CUSTOM }', '{ AuthArn: !GetAtt Check.Arn }', '{ Name: check }'])(
    'is never open with %s',
    (auth) => {
      const text = api(`Auth: ${auth}\n`);
      expect(properties(text, 'ChatConnectRoute')).toMatchObject({
        AuthorizationType: 'CUSTOM',
        AuthorizerId: { Ref: 'ChatConnectAuthorizer' },
      });
      expect(expand(text).resources.get('ChatConnectAuthorizer')?.type).toBe('AWS::ApiGatewayV2::Authorizer');
    },
  );

  test('has a domain with a mapping for each path', () => {
    const text = api(`Domain:
  DomainName: ws.example.com
  CertificateArn: !Ref Certificate
  BasePath: [/one, two/three]
  Route53: { HostedZoneId: Z1, IpV6: true }
`);
    expect(properties(text, 'ChatDomainName')).toEqual({
      DomainName: 'ws.example.com',
      DomainNameConfigurations: [{ CertificateArn: { Ref: 'Certificate' }, EndpointType: 'REGIONAL' }],
    });
    expect(properties(text, 'ChatoneApiMapping')).toMatchObject({
      ApiMappingKey: 'one',
      Stage: { Ref: 'ChatDefaultStage' },
    });
    expect(properties(text, 'ChattwothreeApiMapping')).toMatchObject({ ApiMappingKey: 'two/three' });
    expect(properties(text, 'ChatRecordSetGroup')).toMatchObject({ RecordSets: [{ Type: 'A' }, { Type: 'AAAA' }] });
  });
});

describe('another resource', () => {
  const one = (type: string, more: string): string =>
    `Resources: { One: { Type: AWS::Serverless::${type}, Properties: ${more} } }`;

  test('is a table', () => {
    expect(properties(one('SimpleTable', '{}'), 'One')).toEqual({
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(
      properties(one('SimpleTable', '{ TableName: t, PrimaryKey: { Name: n, Type: Number } }'), 'One'),
    ).toMatchObject({
      TableName: 't',
      AttributeDefinitions: [{ AttributeName: 'n', AttributeType: 'N' }],
    });
  });

  test('is a layer, of which old versions stay', () => {
    expect(resourcesOf(expand(one('LayerVersion', '{ ContentUri: layer/ }')))['One']).toEqual({
      Type: 'AWS::Lambda::LayerVersion',
      Properties: { LayerName: 'One', Content: 'layer/' },
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
    });
    expect(entries(one('LayerVersion', '{ ContentUri: layer/ }'))).toEqual([
      expect.stringMatching(/^next step: .*, which upload layer\/\. <ContentUri>$/),
    ]);
    expect(entries(one('LayerVersion', '{ ContentUri: s3://bucket/key }'))).toEqual([]);
  });

  test('is a state machine', () => {
    const text = one(
      'StateMachine',
      '{ Type: EXPRESS, DefinitionUri: s3://b/k, Policies: [LambdaInvokePolicy: { FunctionName: f }] }',
    );
    expect(properties(text, 'One')).toEqual({
      StateMachineType: 'EXPRESS',
      DefinitionS3Location: { Bucket: 'b', Key: 'k' },
      RoleArn: { 'Fn::GetAtt': ['OneRole', 'Arn'] },
    });
    expect(properties(text, 'OneRole')).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: ['states.amazonaws.com'] } }] },
    });
  });

  test.each(['Api', 'HttpApi', 'Application', 'Connector', 'GraphQLApi', 'Unheard'])(
    'of type %s is reported',
    (type) => {
      const text = `${one(type, '{}')}\nOutputs: { Gone: { Value: !Sub "a \${One}" }, Kept: { Value: a } }`;
      expect(entries(text)).toEqual([
        expect.stringMatching(/^left out: .*One.* <One>$/),
        'left out: Output Gone <Gone>',
      ]);
      const { outputs } = expand(text);
      expect(outputs && plain(outputs)).toEqual({ Kept: { Value: 'a' } });
    },
  );
});

test('an output of the API that SAM adds for HTTP endpoints is reported', () => {
  const text = `${send('Events: { Get: { Type: Api, Properties: { Path: /, Method: get } } }\n')}
Outputs:
  Url: { Value: !Sub "https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod" }
`;
  expect(entries(text)).toContain('left out: Output Url <Url>');
});

test('a template without SAM stays as it is', () => {
  const template = templateOf('Resources: { Chat: { Type: AWS::ApiGatewayV2::Api } }');
  expect(expandSam(template)).toBe(template);
});

test('the right to send to clients is that of every API of the account, in its region', async () => {
  const text = `${send(`Policies:
  - Statement:
      - Effect: Allow
        Action: execute-api:ManageConnections
        Resource: !Sub arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:*/@connections/*
Events: { Tick: { Type: Schedule, Properties: { Schedule: rate(1 hour) } } }
`)}
  Answer:
    Type: AWS::Serverless::Function
    Properties: { Handler: answer.handler, Runtime: nodejs22.x }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties: { RouteSelectionExpression: $request.body.action, Routes: { $default: { FunctionArn: !GetAtt Answer.Arn } } }
`;
  expect(await descriptorOf(text, 'template.yaml')).toMatch(/name: Send\n(?:.*\n){5} *connections: \[Chat\]/);
});

test.each([
  ['files', true],
  ['!Sub "${AWS::StackName}-files"', false],
])('a bucket named %s invokes a function that reads it, with a filter', async (name, isConnection) => {
  const text = `${send(`Policies: [{ S3ReadPolicy: { BucketName: ${name} } }]
Events:
  Jpeg:
    Type: S3
    Properties:
      Bucket: !Ref Files
      Events: s3:ObjectCreated:*
      Filter: { S3Key: { Rules: [{ Name: suffix, Value: .jpg }] } }
`)}
  Files: { Type: AWS::S3::Bucket, Properties: { BucketName: ${name} } }
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties: { RouteSelectionExpression: $request.body.action, Routes: { $default: { FunctionArn: !GetAtt Send.Arn } } }
`;
  const descriptor = await descriptorOf(text, 'template.yaml');
  expect(descriptor).toMatch(/name: Files\n(?:.*\n)*? *connections: \[Send\]/);
  expect(descriptor).toContain('{ Name: suffix, Value: .jpg }');
  // The role needs the name, because the bucket cannot exist before the function.
  expect(descriptor.includes('{ to: Files, access: read-only }')).toBe(isConnection);
  expect(analyze(descriptor).errors).toEqual([]);
});

test('code that is not in the folder of the template is reported', async () => {
  const text = `${send('').replace('send/', '../src')}
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties: { RouteSelectionExpression: $request.body.action, Routes: { $default: { FunctionArn: !GetAtt Send.Arn } } }
`;
  const imported = await importProject({ path: 'template.yaml', text, read: () => Promise.resolve(undefined) });
  expect(imported).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ kind: 'changed', what: 'Code of Send', before: '../src' }),
    ]) as unknown,
  });
});

/** A route whose integration calls that function. */
const routed = (uri: string): string => `
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: ${uri} }
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: send, Target: !Sub "integrations/\${Call}" }
`;

describe('a route that calls an alias', () => {
  const start = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/';

  test.each([
    ['as a text', `!Sub "${start}\${Send.Arn}:live/invocations"`],
    ['as a list', `!Join ["", ["${start}", !GetAtt Send.Arn, ":live/invocations"]]`],
    ['by its logical ID', `!Sub "${start}\${SendAliaslive}/invocations"`],
  ])('that SAM publishes calls the function: %s', async (_, uri) => {
    const text = `${send('AutoPublishAlias: live\n')}${routed(uri)}`;
    const imported = await importProject({ path: 'template.yaml', text, read: () => Promise.resolve(undefined) });
    if ('unreadable' in imported) throw new Error(imported.unreadable);
    expect(imported.descriptor).toContain('connections: [Send]');
    expect(imported.descriptor).not.toContain('live');
    expect(imported.entries).toContainEqual(
      expect.objectContaining({
        what: 'AutoPublishAlias of function Send',
        why: 'SAM publishes a version with each change of the code, which CloudFormation alone does not. What referred to the alias live refers to the function now, which runs its latest code.',
        todo: 'You need to do nothing if the latest code may handle all requests.',
      }),
    );
  });

  test('that the template has keeps it', async () => {
    const text = `${send('')}
  Live: { Type: AWS::Lambda::Alias, Properties: { Name: live, FunctionName: !Ref Send, FunctionVersion: "1" } }
${routed(`!Sub "${start}\${Live}/invocations"`)}`;
    const descriptor = await descriptorOf(text, 'template.yaml');
    expect(descriptor).toContain('Type: AWS::Lambda::Alias');
    expect(descriptor).toContain('${Live}/invocations');
  });
});
