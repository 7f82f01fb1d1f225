// The import of CloudFormation templates: small templates, and what becomes of each of their parts.
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject, type Import } from '../../../server/src/import/import.ts';
import { importedAlone } from '../../harness/import-files.ts';
import { inventoryOf } from '../../harness/inventory.ts';
import { get, readTemplate } from '../../harness/read-template.ts';

const imported = (text: string): Promise<Import> => importedAlone('template.yaml', text);

const send = `
  Send:
    Type: AWS::Lambda::Function
    Properties: { Handler: send.handler, Runtime: nodejs22.x, Code: ., Role: !GetAtt SendRole.Arn }`;

/** An API whose only route leads to the function `Send`. */
const chat = `Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: Chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Live:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: live, AutoDeploy: true }
  R1:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: sendMessage, Target: !Sub 'integrations/\${I1}' }
  I1:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Chat
      IntegrationType: AWS_PROXY
      IntegrationUri:
        Fn::Join: ['', ['arn:aws:apigateway:', !Ref AWS::Region, ':lambda:path/2015-03-31/functions/', !GetAtt Send.Arn, /invocations]]
  SendRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }] }
      Policies:
        - PolicyName: All
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: [dynamodb:PutItem, dynamodb:GetItem], Resource: !GetAtt Sessions.Arn }
              - { Effect: Allow, Action: ses:SendEmail, Resource: '*' }
  Sessions:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      TableName: chat-sessions
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: connectionId, AttributeType: S }]
      KeySchema: [{ AttributeName: connectionId, KeyType: HASH }]${send}
      `;

test('an API with its stage, a route, its function, and a table that the function uses', async () => {
  const text = chat.replace('Code: .,', 'Code: ., Environment: { Variables: { TABLE: !Ref Sessions, LEVEL: info } },');
  const { descriptor, source, entries } = await imported(text);
  expect(source).toBe('cloudformation');
  expect(descriptor).toBe(`resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    stage: live
    endpoints:
      - { route: sendMessage, operationMode: 1-way, connections: [Send] }

  Send:
    type: lambda-function
    name: Send
    entryPoint: send.handler
    runtime: nodejs22.x
    memory: 128
    timeout: 3
    environment:
      LEVEL: info
    permissions:
      - { actions: [ses:SendEmail], resources: ['*'] }
    connections:
      - { to: Sessions, access: read-write, as: TABLE }

  Sessions:
    type: dynamodb-table
    name: Sessions
    key:
      hash: { name: connectionId, type: STRING }
    physicalName: chat-sessions
`);
  expect(entries.flatMap((entry) => (entry.kind === 'next step' ? [] : [entry.what]))).toEqual([
    'WebSocket API Chat',
    'Route sendMessage',
    'DynamoDB table Sessions',
    'Lambda function Send',
    'Logs of the functions',
    'Rights of Send on Sessions',
    'Right of Send to send to clients',
  ]);
});

test('a file that is no project of another tool is refused', async () => {
  const read = () => Promise.resolve(undefined);
  for (const text of ['a: 1', '[]', '', 'Resources: {}', 'a: [']) {
    expect(await importProject({ path: 'x.yaml', text, read })).toHaveProperty('unreadable');
  }
});

/** What is left out or changed, as it is reported. */
const losses = ({ entries }: Import): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'left out' ? [entry.what] : []));
const changes = ({ entries }: Import): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'changed' ? [`${entry.what}: ${entry.before} → ${entry.after}`] : []));

/** The template that the descriptor becomes, as plain values. */
function templateOf({ descriptor }: Import): unknown {
  return readTemplate(analyze(descriptor).template('json', '') ?? '', 'json');
}

test('references of every form lead to the same function', async () => {
  const uri = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Send.Arn}/invocations';
  const withJoin = await imported(chat);
  const withSub = await imported(chat.replace(/IntegrationUri:\s+Fn::Join: .*/, `IntegrationUri: !Sub '${uri}'`));
  const withVariables = await imported(
    chat.replace(
      /IntegrationUri:\s+Fn::Join: .*/,
      `IntegrationUri: !Sub ['${uri.replace('Send.Arn', 'F')}', { F: !GetAtt Send.Arn }]`,
    ),
  );
  const byName = await imported(
    chat
      .replace(
        /IntegrationUri:\s+Fn::Join: .*/,
        `IntegrationUri: !Sub '${uri.replace('${Send.Arn}', 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:send')}'`,
      )
      .replace('Code: .,', 'Code: ., FunctionName: send,'),
  );
  expect(withSub.descriptor).toBe(withJoin.descriptor);
  expect(withVariables.descriptor).toBe(withJoin.descriptor);
  expect(byName.descriptor).toBe(
    withJoin.descriptor
      .replace('    timeout: 3\n', '    timeout: 3\n    physicalName: send\n')
      .replace(/( {4}physicalName: send\n)([\s\S]*?)(?= {4}connections)/, '$2$1'),
  );
});

test('the answer of get-template, with its template as a map and as a text', async () => {
  const { descriptor } = await imported(chat);
  const indented = chat.replaceAll(/^/gm, '  ');
  expect((await imported(`TemplateBody:\n${indented}`)).descriptor).toBe(descriptor);
  const asText = await imported(JSON.stringify({ TemplateBody: chat, StagesAvailable: ['Original'] }));
  expect(asText.descriptor).toBe(descriptor);
  for (const entry of asText.entries.filter(({ kind }) => kind !== 'next step'))
    expect(entry.place?.span).toEqual({ start: 16, end: 16 + JSON.stringify(chat).length });
});

test('what the language cannot say stays, with the logical IDs of the generated template', async () => {
  const result = await imported(`${chat}
  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Period: 60, Dimensions: [{ Name: Stage, Value: !Ref Live }, { Name: Role, Value: !Ref SendRole }] } }
  Order:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: order, ApiKeyRequired: true, Target: !Sub 'integrations/\${Mock}' }
  Mock:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: MOCK }
`);
  expect(losses(result)).toEqual([]);
  expect(result.descriptor).toContain('- { route: order, operationMode: 1-way }');
  const template = templateOf(result);
  expect(get(template, 'Resources', 'Alarm', 'Properties', 'Dimensions')).toEqual([
    { Name: 'Stage', Value: { Ref: 'ChatStage' } },
    { Name: 'Role', Value: { Ref: 'SendRole' } },
  ]);
  expect(get(template, 'Resources', 'ChatRouteOrder', 'Properties')).toMatchObject({
    ApiKeyRequired: true,
    Target: { 'Fn::Sub': 'integrations/${Mock}' },
  });
  expect(get(template, 'Resources', 'Mock', 'Properties')).toEqual({ ApiId: { Ref: 'Chat' }, IntegrationType: 'MOCK' });
});

test('what refers to a deployment is left out, since there is none any more', async () => {
  const result = await imported(`${chat}
  Deployment: { Type: AWS::ApiGatewayV2::Deployment, DependsOn: R1, Properties: { ApiId: !Ref Chat } }
  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Period: !Ref Deployment } }
  Other: { Type: AWS::CloudWatch::Alarm, Properties: { Period: !Ref Alarm } }
Outputs:
  Version: { Value: !Ref Deployment }
`);
  expect(losses(result)).toEqual([
    'Alarm (AWS::CloudWatch::Alarm)',
    'Other (AWS::CloudWatch::Alarm)',
    'Output Version',
  ]);
});

const connect = (authorization: string): string => `${chat}
  R0:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub 'integrations/\${I1}', ${authorization} }
  Auth:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties: { ApiId: !Ref Chat, Name: Auth, AuthorizerType: REQUEST, AuthorizerUri: URI, IdentitySource: [route.request.querystring.token] }
`;

test('authorization by IAM', async () => {
  const { descriptor } = await imported(connect('AuthorizationType: AWS_IAM'));
  expect(descriptor).toContain('    authorization: iam\n');
});

test('an authorizer with its identity sources', async () => {
  const { descriptor } = await imported(
    connect('AuthorizationType: CUSTOM, AuthorizerId: !Ref Auth').replace('URI', '!GetAtt Send.Arn'),
  );
  expect(descriptor).toContain('    connections: [Send]\n    endpoints');
  expect(descriptor).toContain('    identitySource: [querystring.token]\n');
});

test('an API whose authorizer is unknown never becomes open', async () => {
  for (const uri of ['!ImportValue authorizer', '!Ref Missing', 'arn:aws:nothing']) {
    const text = connect('AuthorizationType: CUSTOM, AuthorizerId: !Ref Auth').replace('URI', uri);
    const template = templateOf(await imported(text));
    expect(get(template, 'Resources', 'ChatConnectRoute', 'Properties', 'AuthorizationType')).toBe('CUSTOM');
  }
});

test('a 2-way route, and one whose response was never sent', async () => {
  const responds = chat.replace(
    'RouteKey: sendMessage,',
    'RouteKey: sendMessage, RouteResponseSelectionExpression: $default,',
  );
  const silent = await imported(responds);
  expect(silent.descriptor).toContain('route: sendMessage, operationMode: 2-way');
  expect(changes(silent)[0]).toMatch(/^Route sendMessage: .* never answers → 2-way/);
  const answering = await imported(`${responds}
  Response: { Type: AWS::ApiGatewayV2::RouteResponse, Properties: { ApiId: !Ref Chat, RouteId: !Ref R1, RouteResponseKey: $default } }
`);
  expect(answering.descriptor).toBe(silent.descriptor.replace(/^ *#.*\n/gm, ''));
  expect(changes(answering).filter((change) => change.startsWith('Route'))).toEqual([]);
});

test('a second route with the same key is left out, since AWS rejects it', async () => {
  const result = await imported(`${chat}
  R2: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: sendMessage } }
`);
  expect(losses(result)).toEqual(['Route sendMessage']);
});

test('routes with the same key under different conditions all stay, so that the API never becomes open', async () => {
  const closed = 'AuthorizationType: CUSTOM, AuthorizerId: !Ref Auth';
  for (const [first, second] of [
    ['AuthorizationType: NONE', closed],
    [closed, 'AuthorizationType: NONE'],
  ] as const) {
    const text = connect(first)
      .replace('URI', '!GetAtt Send.Arn')
      .replace('  R0:\n', '  R0:\n    Condition: IsOpen\n')
      .concat(
        `  Second:
    Type: AWS::ApiGatewayV2::Route
    Condition: IsClosed
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub 'integrations/\${I1}', ${second} }
Conditions: { IsOpen: !Equals [!Ref AWS::Region, a], IsClosed: !Not [!Condition IsOpen] }
`,
      );
    const result = await imported(text);
    expect(losses(result)).toEqual([]);
    expect(changes(result)).toContain('Route $connect of Chat: $connect → the same, under cloudformation');
    const resources = get(templateOf(result), 'Resources');
    const types = ['ChatConnectRoute', 'Second'].map((id) => get(resources, id, 'Properties', 'AuthorizationType'));
    expect(types).toEqual(first === closed ? ['CUSTOM', 'NONE'] : ['NONE', 'CUSTOM']);
    expect(get(resources, 'ChatConnectRoute', 'Condition')).toBe('IsOpen');
    expect(get(resources, 'Second', 'Condition')).toBe('IsClosed');
    expect(get(resources, 'Second', 'Properties', 'Target')).toEqual({
      'Fn::Sub': 'integrations/${ChatSendIntegration}',
    });
  }
});

test('a route with the same key and another authorization is never lost, also without conditions', async () => {
  const result = await imported(`${connect('AuthorizationType: NONE')}
  Second: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: AWS_IAM } }
`);
  expect(get(templateOf(result), 'Resources', 'Second', 'Properties', 'AuthorizationType')).toBe('AWS_IAM');
});

test.each([
  ['an authorizer that is not there', 'AuthorizationType: CUSTOM, AuthorizerId: !Ref Gone'],
  ['a target that is not there', 'AuthorizationType: AWS_IAM, Target: !Sub "integrations/${Gone}"'],
  ['an API key and a target that is not there', 'ApiKeyRequired: true, Target: !Sub "integrations/${Gone}"'],
  ['a condition that is not there', 'AuthorizationType: AWS_IAM }, Condition: Gone, Metadata: { a: b'],
])('a project whose API would be open without the second route is refused: %s', async (_, properties) => {
  const withSecond = (more: string): string => `${connect('AuthorizationType: NONE')}
  Second: { Type: AWS::ApiGatewayV2::Route, Condition: IsClosed, Properties: { ApiId: !Ref Chat, RouteKey: $connect, ${more} } }
Conditions: { IsClosed: !Equals [!Ref AWS::Region, eu-west-1] }
`;
  const read = () => Promise.resolve(undefined);
  const refused = await importProject({ path: 'template.yaml', text: withSecond(properties), read });
  expect(refused).toHaveProperty('unreadable');
  // One that is open too is only left out.
  const open = properties.replace(/AuthorizationType: \w+|ApiKeyRequired: true/, 'AuthorizationType: NONE');
  expect(losses(await imported(withSecond(open)))).not.toEqual([]);
});

test('handlers that can send to clients only in the project file are reported', async () => {
  const role = (id: string, more = '{}'): string => `
  ${id}: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: a.handler, Role: !GetAtt ${id}Role.Arn, Code: ${id} } }
  ${id}Role: { Type: AWS::IAM::Role, Properties: ${more} }
  ${id}Call: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations' } }
  ${id}Route: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: ${id}, Target: !Sub 'integrations/\${${id}Call}' } }`;
  const rights = (effect: string, action: string, resource: string): string =>
    `{ Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: ${effect}, Action: ${action}, Resource: ${resource} }] } }] }`;
  const result = await imported(`${chat}
${[
  role('Gains'),
  role('Basic', '{ ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole] }'),
  role('Other', rights('Allow', 'execute-api:ManageConnections', 'arn:aws:execute-api:eu-west-1:123456789012:abc/*')),
  role('Has', rights('Allow', 'execute-api:ManageConnections', "!Sub 'arn:aws:execute-api:x:1:${Chat}/*'")),
  role('Wide', rights('Allow', 'execute-api:*', "'*'")),
  role('All', rights('Allow', "'*'", "'*'")),
  role('Denied', rights('Deny', 'execute-api:*', "'*'")),
  role('Full', '{ ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess] }'),
].join('')}`);
  expect(changes(result).filter((change) => change.startsWith('Right of '))).toContain(
    'Right of Send, Gains, Basic, Other to send to clients: not allowed → execute-api:ManageConnections',
  );
});

test('functions with one package, and rights on every API, are reported together', async () => {
  const both = ['A', 'B'].map(
    (id) => `
  ${id}: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: a.handler, Role: !GetAtt Both.Arn, Code: { S3Bucket: b, S3Key: k } } }`,
  );
  const right = '{ Effect: Allow, Action: execute-api:ManageConnections, Resource: "arn:aws:execute-api:*:*:*" }';
  const result = await imported(`${chat}${both.join('')}
  Both: { Type: AWS::IAM::Role, Properties: { Policies: [{ PolicyName: P, PolicyDocument: { Statement: [${right}, ${right}] } }] } }
`);
  expect(changes(result).filter((change) => change.startsWith('Code of '))).toEqual([
    expect.stringMatching(/^Code of A, B: /),
  ]);
  expect(changes(result).filter((change) => change.startsWith('Right of '))).toEqual([
    'Right of A, B to send to clients: arn:aws:execute-api:*:*:* → the WebSocket APIs of the project file',
    // Of what `chat` has.
    'Right of Send to send to clients: not allowed → execute-api:ManageConnections',
  ]);
});

test('a route with a computed key keeps the permission to call its function', async () => {
  const permission = `
  May: { Type: AWS::Lambda::Permission, Properties: { Action: lambda:InvokeFunction, FunctionName: !Ref Send, Principal: apigateway.amazonaws.com } }
`;
  const result = await imported(`${chat}
  R2: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Chat, RouteKey: !Sub 'in-\${AWS::Region}', Target: !Sub 'integrations/\${I1}' } }${permission}`);
  expect(changes(result)).toContain('Route R2 of Chat: in-${AWS::Region} → the same, under cloudformation');
  const resources = get(templateOf(result), 'Resources');
  expect(get(resources, 'R2', 'Properties', 'Target')).toEqual({ 'Fn::Sub': 'integrations/${ChatSendIntegration}' });
  expect(get(resources, 'May', 'Properties')).toEqual({
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'Send' },
    Principal: 'apigateway.amazonaws.com',
  });
  expect(get(templateOf(await imported(chat + permission)), 'Resources', 'May')).toBeUndefined();
});

test('what only a macro makes is refused, or reported', async () => {
  const read = () => Promise.resolve(undefined);
  const refusalOf = async (text: string): Promise<string> => {
    const result = await importProject({ path: 'x.yaml', text, read });
    return 'unreadable' in result ? result.unreadable : '';
  };
  const loop = "  'Fn::ForEach::Routes': [X, [a, b], {}]\n";
  const extensions = `Transform: AWS::LanguageExtensions\n${chat}`;
  for (const section of ['', 'Outputs:\n', 'Conditions:\n']) {
    const refusal = await refusalOf(`${extensions}\n${section}${loop}`);
    expect(refusal).toMatch(/Fn::ForEach.*get-template --template-stage Processed$/);
  }
  expect(losses(await imported(extensions))).toEqual([]);
  for (const macro of ['Mine', '[AWS::LanguageExtensions, Mine]', '{ Name: Mine, Parameters: { A: b } }']) {
    const text = `Transform: ${macro}\n${chat}`;
    expect(losses(await imported(text))).toEqual(['What the macro Mine makes of the template']);
    expect(await refusalOf(`${text}\n  Routes: { Keys: [a, b] }\n`)).toMatch(/^it has Routes, .* the macro Mine /);
  }
});

test('what has no type is left out, and reported', async () => {
  const result = await imported(`${chat}
  A: { Properties: {} }
  B: { Type: !Ref C }
  D: [1]
`);
  expect(losses(result)).toEqual(['A', 'B', 'D']);
});

test('rights: what a level does not allow, conditions and denials stay policies of the role', async () => {
  const result = await imported(
    chat.replace(
      "Resource: '*' }",
      `Resource: '*' }
              - { Effect: Deny, Action: 's3:*', Resource: '*' }
              - { Effect: Allow, Action: 'dynamodb:DescribeTimeToLive', Resource: !GetAtt Sessions.Arn }
              - { Effect: Allow, Action: 'sts:AssumeRole', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': true } } }`,
    ),
  );
  expect(losses(result)).toEqual([]);
  const facts = [...inventoryOf(templateOf(result))];
  expect(facts).toContain('send may dynamodb:DescribeTimeToLive');
  expect(facts).toContain('send may ses:SendEmail');
  expect(result.descriptor).toContain('Effect: Deny');
  expect(result.descriptor).toContain('aws:SecureTransport');
  expect(changes(result)).toContain('Rights of Send on Sessions: dynamodb:GetItem, dynamodb:PutItem → read-write');
});

test('a role of several functions gives each of them its rights', async () => {
  const result = await imported(
    chat.concat(`
  Work:
    Type: AWS::Lambda::Function
    Properties: { Handler: work.handler, Runtime: nodejs22.x, Code: ., Role: !GetAtt SendRole.Arn }
`),
  );
  const facts = [...inventoryOf(templateOf(result))];
  for (const name of ['send', 'work']) {
    expect(facts).toContain(`${name} may dynamodb:PutItem`);
    expect(facts).toContain(`${name} may ses:SendEmail`);
  }
  expect(losses(result)).toEqual([]);
});

test('a permission for another API stays as it is', async () => {
  const result = await imported(`${chat}
  Rest: { Type: AWS::ApiGateway::RestApi, Properties: { Name: rest } }
  ForRest:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !Ref Send, Principal: apigateway.amazonaws.com, SourceArn: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Rest}/*' }
  ForChat:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !Ref Send, Principal: apigateway.amazonaws.com, SourceArn: !Sub 'arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Chat}/*' }
`);
  const resources = get(templateOf(result), 'Resources');
  expect(get(resources, 'ForRest')).toBeDefined();
  expect(get(resources, 'ForChat')).toBeUndefined();
  expect(get(resources, 'ChatSendPermission')).toBeDefined();
});

test('parameters, and what the language has not of them', async () => {
  const result = await imported(`Parameters:
  Stage: { Type: String, Default: dev, AllowedPattern: '[a-z]+', AllowedValues: [dev, prod] }
  Count: { Type: Number, Default: 3 }
  Token: { Type: String, NoEcho: true }
${chat
  .replace('StageName: live', 'StageName: !Ref Stage')
  .replace(
    'Code: .,',
    'Code: ., Environment: { Variables: { TOKEN: !Ref Token, COUNT: !Ref Count, MIXED: !Sub "${Stage}-x" } },',
  )}`);
  expect(result.descriptor).toMatch(/^parameters:\n {2}Stage: \{ default: dev, allowed: \[dev, prod\] \}/);
  expect(result.descriptor).toContain('  Token: { secret: true }\n');
  expect(result.descriptor).toContain('stage: { parameter: Stage }');
  const template = templateOf(result);
  expect(get(template, 'Parameters', 'Stage', 'AllowedPattern')).toBe('[a-z]+');
  expect(get(template, 'Parameters', 'Count')).toEqual({ Type: 'Number', Default: '3' });
  expect(get(template, 'Resources', 'Send', 'Properties', 'Environment', 'Variables')).toMatchObject({
    TOKEN: { Ref: 'Token' },
    COUNT: { Ref: 'Count' },
    MIXED: { 'Fn::Sub': '${Stage}-x' },
  });
});

test('a stage whose name is made of others becomes a parameter, never a text with a placeholder', async () => {
  const result = await imported(`Parameters: { Env: { Type: String, Default: dev } }
${chat.replace('StageName: live', "StageName: !Sub '${Env}-chat'")}`);
  expect(result.descriptor).toContain('stage: { parameter: ChatStageName }');
  expect(result.descriptor).toContain('ChatStageName: { default: dev-chat }');
  const unusable = await imported(chat.replace('StageName: live', 'StageName: $default'));
  expect(changes(unusable)).toContain('Stage of Chat: $default → prod');
});

test('a runtime that Lambda rejects, and code in a template', async () => {
  const result = await imported(
    chat
      .replace('Runtime: nodejs22.x, Code: .', "Runtime: nodejs12.x, Code: { ZipFile: 'exports.handler = 1;' }")
      .replace('send.handler', 'index.handler'),
  );
  expect(result.files).toEqual([{ path: 'Send/index.js', text: 'exports.handler = 1;\n' }]);
  expect(result.descriptor).toContain('    code: Send\n');
  expect(changes(result)).toEqual(
    expect.arrayContaining(['Runtime of Send: nodejs12.x → nodejs22.x', 'Code of Send: inline → Send/index.js']),
  );
});

test('conditions of resources, also of what is generated for them', async () => {
  const result = await imported(`Parameters: { Env: { Type: String } }
Conditions: { IsProd: !Equals [!Ref Env, prod] }
${chat}
  Work:
    Type: AWS::Lambda::Function
    Condition: IsProd
    Properties: { Handler: work.handler, Runtime: nodejs22.x, Code: . }
`);
  const template = templateOf(result);
  expect(get(template, 'Resources', 'Work', 'Condition')).toBe('IsProd');
  expect(get(template, 'Outputs', 'WorkFunctionArn', 'Condition')).toBe('IsProd');
  expect(get(template, 'Resources', 'Send', 'Condition')).toBeUndefined();
  expect(get(template, 'Conditions', 'IsProd')).toEqual({ 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] });
});

test('something that has the logical ID of a generated part gets another one', async () => {
  const result = await imported(`${chat}
  ChatStage: { Type: AWS::KMS::Key, Properties: { Enabled: true } }
  Alias: { Type: AWS::KMS::Alias, Properties: { TargetKeyId: !Ref ChatStage } }
`);
  const resources = get(templateOf(result), 'Resources');
  expect(get(resources, 'ChatStage', 'Type')).toBe('AWS::ApiGatewayV2::Stage');
  expect(get(resources, 'ChatStageOwn', 'Type')).toBe('AWS::KMS::Key');
  expect(get(resources, 'Alias', 'Properties', 'TargetKeyId')).toEqual({ Ref: 'ChatStageOwn' });
});

test('each entry has a place in the file', async () => {
  const result = await imported(`${chat}
  Deployment: { Type: AWS::ApiGatewayV2::Deployment, Properties: { ApiId: !Ref Chat } }
  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { Period: !Ref Deployment } }
`);
  expect(losses(result)).toEqual(['Alarm (AWS::CloudWatch::Alarm)']);
  for (const { place } of result.entries.filter(({ kind }) => kind !== 'next step')) {
    expect(place?.file.path).toBe('template.yaml');
    expect(place?.file.text.slice(place.span.start, place.span.end)).not.toBe('');
  }
});

test('a shared role is narrowed only where that is reported, and keeps its boundary', async () => {
  const boundary = 'arn:aws:iam::123456789012:policy/boundary';
  const result = await imported(
    `${chat}
  Work:
    Type: AWS::Lambda::Function
    Properties: { Handler: work.handler, Runtime: nodejs22.x, Code: ., Role: !GetAtt SendRole.Arn }
`
      .replace(
        '    Properties:\n      AssumeRole',
        `    Properties:\n      RoleName: all\n      PermissionsBoundary: ${boundary}\n      AssumeRole`,
      )
      .replace("Action: ses:SendEmail, Resource: '*'", "Action: execute-api:ManageConnections, Resource: '*'"),
  );
  const template = templateOf(result);
  for (const role of ['SendRole', 'WorkRole']) {
    expect(get(template, 'Resources', role, 'Properties', 'PermissionsBoundary')).toBe(boundary);
  }
  expect(changes(result)).toEqual(
    expect.arrayContaining([
      'Name of the role SendRole: all → names that CloudFormation makes up',
      'Right of Send, Work to send to clients: * → the WebSocket APIs of the project file',
    ]),
  );
});
