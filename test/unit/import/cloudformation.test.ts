// The import of CloudFormation templates: small templates, and what becomes of each of their parts.
import { expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject, type Import } from '../../../server/src/import/import.ts';

async function imported(text: string): Promise<Import> {
  const result = await importProject({ path: 'template.yaml', text, read: () => Promise.resolve(undefined) });
  if ('unreadable' in result) throw new Error(result.unreadable);
  expect(analyze(result.descriptor).errors.map(({ message }) => message)).toEqual([]);
  return result;
}

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
  expect(entries.map((entry) => (entry.kind === 'next step' ? entry.todo : entry.what))).toEqual([
    'Route sendMessage',
    'Logs of the functions',
    'Rights of Send on Sessions',
  ]);
});

test('a file that is no project of another tool is refused', async () => {
  const read = () => Promise.resolve(undefined);
  for (const text of ['a: 1', '[]', '', 'Resources: {}', 'a: [']) {
    expect(await importProject({ path: 'x.yaml', text, read })).toHaveProperty('unreadable');
  }
});
