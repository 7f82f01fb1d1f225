// The import of templates with parts that few have: what the report says of them, and what the project file does.
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject, type Import } from '../../../server/src/import/import.ts';
import { importedAlone } from '../../harness/import-files.ts';

const imported = (text: string): Promise<Import> => importedAlone('template.yaml', text);

/** @param parts more resources, two spaces deep @param connect more properties of the route `$connect` */
const api = (parts = '', connect = ''): string => `Conditions:
  IsOpen: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: Chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Live:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Chat, StageName: live, AutoDeploy: true }
  Connect:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub 'integrations/\${Call}'${connect} }
  Call:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt Send.Arn }
  Send:
    Type: AWS::Lambda::Function
    Properties: { Handler: send.handler, Runtime: nodejs22.x, Code: ., Role: !GetAtt SendRole.Arn }
  SendRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Action: sts:AssumeRole, Principal: { Service: lambda.amazonaws.com } }] }
${parts}`;

test.each([
  ['!If [IsOpen, NONE, AWS_IAM]', 'Only the deployment decides it', 'Anyone may be able to connect to Chat'],
  ['!Ref AWS::Region', 'Only the deployment decides it', 'Anyone may be able to connect to Chat'],
  ['JWT', 'A project file has authorizers and IAM only', undefined],
  ['NONE', undefined, 'Anyone can connect to Chat'],
])('an authorization of the type %s stays as it is, and the report says so', async (type, why, note) => {
  const { descriptor, entries } = await imported(api('', `, AuthorizationType: ${type}`));
  const found = entries.filter((entry) => entry.kind === 'changed' && entry.what === 'Authorization of Chat');
  expect(found).toEqual(
    why === undefined ? [] : [expect.objectContaining({ why: expect.stringMatching(why) as unknown })],
  );
  const openNote = analyze(descriptor).openNote();
  if (note === undefined) expect(openNote).toBeUndefined();
  else expect(openNote).toMatch(note);
});

test('a route that AWS would reject is left out, once, and its key is visible', async () => {
  const keys = [String.raw`"a\tb\e[31m"`, '""', '"  "', '" send"', '$other'];
  const routes = keys.map(
    (key, index) => `  R${index}:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: ${key}, Target: !Sub 'integrations/\${Call}' }
`,
  );
  const { descriptor, entries } = await imported(api(routes.join('')));
  const left = entries.flatMap((entry) => (entry.kind === 'left out' ? [[entry.what, entry.why]] : []));
  expect(left).toEqual([
    ['Route ""', 'Its key is empty, and AWS rejects such a route.'],
    ['Route $other', 'AWS has no such route: only its own start with $.'],
    [String.raw`Route "a\tb\u001b[31m"`, expect.stringContaining('which AWS does not accept.')],
  ]);
  const taken = entries.flatMap((entry) =>
    entry.kind === 'taken' && entry.what.startsWith('Route') ? [entry.what] : [],
  );
  expect(taken).toEqual(['Route $connect', 'Route "  "', 'Route " send"']);
  expect(descriptor.match(/route: /g)).toHaveLength(3);
});

test('texts that only people read stay where they are', async () => {
  const authorizer = `  Check:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties: { ApiId: !Ref Chat, Name: Check, AuthorizerType: REQUEST, AuthorizerUri: !GetAtt Send.Arn, AuthorizerResultTtlInSeconds: 0 }
`;
  const connect = ', AuthorizationType: CUSTOM, AuthorizerId: !Ref Check, OperationName: Join';
  const text = api(authorizer, connect).replace('AutoDeploy: true', 'AutoDeploy: true, Description: The stage of all');
  const { descriptor, entries } = await imported(text);
  expect(entries.filter(({ kind }) => kind === 'left out')).toEqual([]);
  const template = analyze(descriptor).template('yaml') ?? '';
  for (const one of ['OperationName: Join', 'AuthorizerResultTtlInSeconds: 0', 'Description: The stage of all']) {
    expect(template).toContain(one);
  }
});

test('an authorizer of another API is reported', async () => {
  const authorizer = (id: string): string => `  Check:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties: { ApiId: !Ref ${id}, Name: Check, AuthorizerType: REQUEST, AuthorizerUri: !GetAtt Send.Arn }
  Other:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: Other, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  OtherRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Other, RouteKey: send }
`;
  const befores = async (id: string): Promise<readonly string[]> => {
    const { entries } = await imported(api(authorizer(id), ', AuthorizationType: CUSTOM, AuthorizerId: !Ref Check'));
    return entries.flatMap((one) => (one.kind === 'changed' && one.what === 'Authorizer of Chat' ? [one.before] : []));
  };
  expect(await befores('Other')).toEqual(['an authorizer of another API: ${Other}']);
  expect(await befores('Chat')).toEqual([]);
});

test.each([
  ['Layers: !Length [[a]]', 'What Fn::Length makes of its argument'],
  ['Environment: { Variables: { A: !ToJsonString { b: 1 } } }', 'What Fn::ToJsonString makes of its argument'],
  [
    'Fn::Transform: { Name: AWS::Include, Parameters: { Location: s3://a/b } }',
    'What Fn::Transform makes of its argument',
  ],
])('a value that only CloudFormation computes is reported: %s', async (property, what) => {
  const { descriptor, entries } = await imported(api().replace('Handler:', `${property}, Handler:`));
  const found = entries.find((entry) => entry.kind === 'left out' && entry.what === what);
  expect(found).toMatchObject({ todo: expect.stringContaining('--template-stage Processed') as unknown });
  expect(descriptor).not.toMatch(/Length|ToJsonString|Transform/);
});

test('a file that is too long is refused with what to do', async () => {
  const text = api() + '#'.repeat(1_000_000);
  const result = await importProject({ path: 'template.yaml', text, read: () => Promise.resolve(undefined) });
  expect(result).toMatchObject({
    unreadable: expect.stringMatching(/^it has 1,00\d,\d{3} characters.* jq -c/) as unknown,
  });
});

test('the domain of serverless-domain-manager becomes one of the API by hand', async () => {
  const text = `service: x
provider: { name: aws, runtime: nodejs22.x }
plugins: [serverless-domain-manager]
functions: { f: { handler: a.b, events: [{ websocket: $connect }] } }
`;
  const { entries } = await imported(text);
  const [plugin] = entries.filter((entry) => entry.kind === 'left out');
  expect(plugin).toMatchObject({ todo: expect.stringContaining('Give the API a `domain`') as unknown });
});

test('the code of a function is written below its entry point, and its architecture below its runtime', async () => {
  const { descriptor } = await imported(api().replace('Code: .,', 'Code: dist, Architectures: [arm64],'));
  expect(descriptor).toContain(`    entryPoint: send.handler
    code: dist
    runtime: nodejs22.x
    architecture: arm64
`);
});

test('the report counts resources and routes, and has the next steps of the project', async () => {
  const alarm = '  Alarm: { Type: AWS::CloudWatch::Alarm, Properties: { EvaluationPeriods: 1 } }\n';
  const text = `Parameters:\n  Level: { Type: String }\n  Usual: { Type: String, Default: a }\n${api(alarm)}`;
  const { entries } = await imported(text);
  expect(entries.flatMap((entry) => (entry.kind === 'taken' ? [entry.what] : []))).toEqual([
    'WebSocket API Chat',
    'Route $connect',
    'Lambda function Send',
    'Resource Alarm (AWS::CloudWatch::Alarm)',
  ]);
  const steps = entries.flatMap((entry) => (entry.kind === 'next step' ? [entry.todo.replace(/:.*/, '')] : []));
  expect(steps).toEqual([
    'Check the entry points of Send',
    'If a stack is deployed, save its template with aws cloudformation get-template, and compare',
    'Make a template',
    'Upload the code and deploy',
    'Set Level when you deploy',
  ]);
});
