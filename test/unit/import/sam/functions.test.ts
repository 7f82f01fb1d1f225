// What SAM makes of a function: its properties, its role, its versions and aliases.
import { describe, expect, test } from 'vitest';
import { importedAlone } from '../../../harness/import-files.ts';
import { plain } from '../../../harness/plain-value.ts';
import { entries, expand, properties, resourcesOf, send } from '../../../harness/sam-template.ts';

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
    expect(plain(outputs)).toEqual({
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
    expect(plain(outputs)).toEqual({ Value: { Value: expected } });
  });

  test('drops an alias that a parameter names, and keeps one that nobody publishes', () => {
    const value = (alias: string): unknown => {
      const { outputs } = expand(
        `${send(alias)}\nOutputs: { Value: { Value: !Sub "\${Send.Arn}:\${Name}/invocations" } }\n`,
      );
      return plain(outputs);
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
    const imported = await importedAlone('template.yaml', text);
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
    const descriptor = (await importedAlone('template.yaml', text)).descriptor;
    expect(descriptor).toContain('Type: AWS::Lambda::Alias');
    expect(descriptor).toContain('${Live}/invocations');
  });
});
