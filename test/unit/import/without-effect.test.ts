// What a source says without an effect, or for its tool alone: the project file does without it, as a person would.
import { expect, test } from 'vitest';
import type { Import } from '../../../server/src/import/import.ts';
import { importedAlone as imported } from '../../harness/import-files.ts';
import { smallTemplate, type MoreProperties } from '../../harness/small-template.ts';

/** What the report says was changed: the part, before and after. */
function changes({ entries }: Import): readonly string[] {
  return entries.flatMap((entry) =>
    entry.kind === 'changed' ? [`${entry.what}: ${entry.before} → ${entry.after}`] : [],
  );
}

const service = `service: chat
provider:
  name: aws
  runtime: nodejs22.x
  environment: { TABLE_NAME: chat-sessions, LEVEL: info }
  iamRoleStatements:
    - { Effect: Allow, Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: !GetAtt Sessions.Arn }
functions:
  send: { handler: send.handler, events: [{ websocket: $default }] }
  leave: { handler: leave.handler, events: [{ websocket: $disconnect }] }
resources:
  Resources:
    Sessions:
      Type: AWS::DynamoDB::Table
      DeletionPolicy: Retain
      Properties:
        TableName: chat-sessions
        BillingMode: PAY_PER_REQUEST
        TableClass: STANDARD
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
`;

test('the name that the Serverless Framework gives an API, and logs without retention, are no overlay', async () => {
  const result = await imported('serverless.yml', service);
  expect(result.descriptor).not.toContain('Name: dev-chat-websockets');
  expect(result.descriptor).not.toContain('RetentionInDays');
  expect(changes(result)).toEqual(
    expect.arrayContaining([
      'Name of WebsocketsApi: dev-chat-websockets → WebsocketsApi',
      'Logs of the functions: kept forever → deleted after 30 days',
    ]),
  );
});

test('a name that a person gave the API, and a retention, stay', async () => {
  const text = service.replace('name: aws', 'name: aws\n  websocketsApiName: Chat of ours\n  logRetentionInDays: 7');
  const result = await imported('serverless.yml', text);
  expect(result.descriptor).toContain('Name: Chat of ours');
  expect(result.descriptor).toContain('RetentionInDays: 7');
  expect(changes(result).join('\n')).not.toMatch(/Name of|Logs of/);
});

test('a variable that is the name of a connected table is the connection, and nothing else', async () => {
  const { descriptor } = await imported('serverless.yml', service);
  expect(descriptor).toContain('{ to: Sessions, access: read-write, as: TABLE_NAME }');
  expect(descriptor).not.toContain('TABLE_NAME: ');
  expect(descriptor).toContain('LEVEL: info');
});

test('the CDK grants rights to a table and to no value, which is none', async () => {
  const text = service.replace('Resource: !GetAtt Sessions.Arn', 'Resource: [!GetAtt Sessions.Arn, !Ref AWS::NoValue]');
  const { descriptor } = await imported('serverless.yml', text);
  expect(descriptor).toContain('{ to: Sessions, access: read-write, as: TABLE_NAME }');
  expect(descriptor).not.toContain('NoValue');
});

/** A queue that invokes a function, and an API, with those properties besides. */
function template({ mapping = '', ...more }: MoreProperties & { readonly mapping?: string }): string {
  return smallTemplate(
    more,
    `  Work:
    Type: AWS::SQS::Queue
    DeletionPolicy: Retain
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Work.Arn, FunctionName: !Ref Send, ${mapping} }
`,
  );
}

const withDefaults = {
  route: 'AuthorizationType: NONE, ApiKeyRequired: false',
  mapping: 'Enabled: true, MaximumBatchingWindowInSeconds: 0',
  lambda: 'EphemeralStorage: { Size: 512 }, PackageType: Zip',
  stage: 'DefaultRouteSettings: { DataTraceEnabled: false, DetailedMetricsEnabled: false }',
};

test('defaults and names that nothing uses are no overlay', async () => {
  const { descriptor } = await imported('template.yaml', template(withDefaults));
  expect(descriptor).toBe((await imported('template.yaml', template({}))).descriptor);
});

test('what differs from the defaults is an overlay', async () => {
  const text = template({
    route: 'ApiKeyRequired: true',
    mapping: 'Enabled: false',
    lambda: 'EphemeralStorage: { Size: 1024 }',
    stage: 'DefaultRouteSettings: { DataTraceEnabled: false, DetailedMetricsEnabled: true }',
  });
  const { descriptor } = await imported('template.yaml', text);
  for (const line of ['ApiKeyRequired: true', 'Enabled: false', 'EphemeralStorage: { Size: 1024 }'])
    expect(descriptor).toContain(line);
  expect(descriptor).toContain('DefaultRouteSettings: { DetailedMetricsEnabled: true }');
});

test('a template that was generated from a project file keeps its overlay', async () => {
  const api = 'Tags: { "websocket-project:resource": Chat }';
  const { descriptor } = await imported('template.yaml', template({ ...withDefaults, api }));
  for (const line of ['Enabled: true', 'EphemeralStorage: { Size: 512 }']) expect(descriptor).toContain(line);
});

const polling = `service: chat
provider: { name: aws, runtime: nodejs22.x }
functions:
  send: { handler: send.handler, events: [{ websocket: $default }] }
  watch: { handler: watch.handler, events: [{ stream: { type: dynamodb, arn: !GetAtt Sessions.StreamArn } }] }
resources:
  Resources:
    Sessions:
      Type: AWS::DynamoDB::Table
      DeletionPolicy: Retain
      Properties:
        BillingMode: PAY_PER_REQUEST
        StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
`;

test('only the function that a stream invokes keeps the rights that a shared role has for it', async () => {
  const result = await imported('serverless.yml', polling);
  expect(result.descriptor).not.toContain('GetRecords');
  expect(changes(result).filter((change) => change.startsWith('Rights of'))).toEqual([
    'Rights of send: dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream, dynamodb:ListStreams on ${Sessions.StreamArn} → not allowed',
  ]);
});

test('rights to poll stay with a stream that invokes no function of the role', async () => {
  const text = polling
    .replace('events: [{ stream: { type: dynamodb, arn: !GetAtt Sessions.StreamArn } }]', 'events: []')
    .replace(
      'runtime: nodejs22.x',
      'runtime: nodejs22.x, iamRoleStatements: [{ Effect: Allow, Action: dynamodb:GetRecords, Resource: !GetAtt Sessions.StreamArn }]',
    );
  const result = await imported('serverless.yml', text);
  expect(result.descriptor).toContain('Action: dynamodb:GetRecords');
});

test('rights on streams have no effect on a table', async () => {
  const text = service.replace("'dynamodb:PutItem'", "'dynamodb:PutItem', 'dynamodb:GetRecords'");
  const result = await imported('serverless.yml', text);
  expect(result.descriptor).not.toContain('GetRecords');
  expect(changes(result)).toContainEqual('Rights of send, leave: dynamodb:GetRecords on ${Sessions.Arn} → not allowed');
});

test('rights on something that is not in the files are left out once, and named', async () => {
  const text = `service: chat
provider:
  name: aws
  runtime: nodejs22.x
  iamRoleStatements: [{ Effect: Allow, Action: 'dynamodb:PutItem', Resource: !GetAtt Sessions.Arn }]
functions:
  send: { handler: send.handler, events: [{ websocket: $default }] }
  leave: { handler: leave.handler, events: [{ websocket: $disconnect }] }
resources: \${file(tables.yml)}
`;
  const { entries } = await imported('serverless.yml', text);
  const lost = entries.flatMap((entry) => (entry.kind === 'left out' ? [entry] : []));
  expect(lost.map(({ what }) => what)).toEqual(['Resources', 'Rights of functions']);
  expect(lost[1]?.why).toBe('It refers to Sessions, which is not in the imported files.');
});
