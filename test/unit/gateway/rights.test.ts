// What AWS would refuse to a function: nothing that its role in the template allows, in whatever way.
import { describe, expect, test } from 'vitest';
import { describeCall, type ServiceRequest } from '../../../server/src/gateway/data/service-calls.ts';
import { connectionsOf, missingRight, type NeededRight } from '../../../server/src/gateway/rights.ts';
import { localStack, plainAt, plainItems, plainText } from '../../../server/src/gateway/local-stack.ts';
import { deploy } from '../../harness/deployment.ts';
import { projectOf } from '../../harness/local-data.ts';

const resources = `
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints: [{ route: send, operationMode: 1-way, connections: [Send] }]
  Sessions:
    type: dynamodb-table
    name: Sessions
    key: { hash: { name: id, type: STRING } }
    indexes: [{ name: byRoom, key: { hash: { name: room, type: STRING } } }]
  Orders: { type: sqs-queue, name: Orders }
  News: { type: sns-topic, name: News, arn: "arn:aws:sns:us-east-2:111122223333:news" }
  Files: { type: s3-bucket, name: Files }
`;

function projectWith(send: string, cloudformation = '') {
  return projectOf(`resources:${resources}
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler${send} }
  Other: { type: lambda-function, name: Other, runtime: nodejs22.x, entryPoint: other.handler }
${cloudformation}`);
}

const table = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Sessions';
const put: NeededRight = { action: 'dynamodb:PutItem', resource: table };
const get: NeededRight = { action: 'dynamodb:GetItem', resource: table };

describe('a right that is missing', () => {
  test('names the action, and the connection to add or to change', () => {
    expect(missingRight(projectWith(''), 'Send', [put])).toBe(
      'AWS would refuse this call: the role of `Send` does not allow `dynamodb:PutItem` on `Sessions`. Add `{ to: Sessions, access: write-only }` to its connections.',
    );
    const reader = projectWith(', connections: [{ to: Sessions, access: read-only }]');
    expect(missingRight(reader, 'Send', [get])).toBeUndefined();
    expect(missingRight(reader, 'Send', [get, put])).toContain(
      'Change its connection to `{ to: Sessions, access: read-write }`',
    );
    const bedrock = { action: 'bedrock:InvokeModel', resource: '*' };
    expect(missingRight(reader, 'Send', [bedrock])).toContain('add it to the `permissions` of `Send`');
  });

  test('is that on an index, an object, and an existing resource as well', () => {
    const query = { action: 'dynamodb:Query', resource: `${table}/index/byRoom` };
    expect(missingRight(projectWith(''), 'Send', [query])).toContain('{ to: Sessions, access: read-only }');
    const upload = { action: 's3:PutObject', resource: 'arn:aws:s3:::local-files/a/b' };
    expect(missingRight(projectWith(''), 'Send', [upload])).toContain('{ to: Files, access: write-only }');
    const publish = { action: 'sns:Publish', resource: 'arn:aws:sns:eu-west-1:000000000000:news' };
    expect(missingRight(projectWith(''), 'Send', [publish])).toContain('{ to: News, access: write-only }');
    const connected = [
      '{ to: Sessions, access: read-only }',
      '{ to: Files, access: write-only }',
      '{ to: News, access: write-only }',
    ];
    const project = projectWith(`, connections: [${connected.join(', ')}]`);
    expect(missingRight(project, 'Send', [query, upload, publish])).toBeUndefined();
  });

  test('is that to send to the clients of an API, which handlers have', () => {
    const project = projectWith('');
    const api = project.find('Chat');
    if (api?.type !== 'websocket-api') throw new Error('There is no API.');
    const send = { action: 'execute-api:ManageConnections', resource: connectionsOf(project, api) };
    expect(missingRight(project, 'Send', [send])).toBeUndefined();
    expect(missingRight(project, 'Other', [send])).toBe(
      'AWS would refuse this call: the role of `Other` does not allow `execute-api:ManageConnections` on the clients of `Chat`. Add `Chat` to its connections.',
    );
  });

  test('is not reported if the function has it in another way, or if nobody knows', () => {
    const permissions = (actions: string, on: string): string =>
      `, permissions: [{ actions: [${actions}], resources: ["${on}"] }]`;
    for (const send of [
      permissions('dynamodb:*', '*'),
      permissions('"*"', '*'),
      permissions('dynamodb:put*', 'arn:aws:dynamodb:*:*:table/Sess*'),
      permissions('dynamodb:PutIte?', 'arn:aws:dynamodb:eu-west-1:123456789012:table/${aws:PrincipalTag/table}'),
    ])
      expect(missingRight(projectWith(send), 'Send', [put])).toBeUndefined();
    const role = (properties: string): string =>
      `cloudformation: { Resources: { SendRole: { Properties: { ${properties} } } } }`;
    const document = '{ Statement: { Effect: Allow, Action: "dynamodb:PutItem", Resource: !GetAtt Sessions.Arn } }';
    for (const overlay of [
      role(`Policies: [{ PolicyName: More, PolicyDocument: ${document} }]`),
      role('ManagedPolicyArns: [arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess]'),
      'cloudformation: { Resources: { Send: { Properties: { Role: "arn:aws:iam::123456789012:role/ours" } } } }',
      `cloudformation: { Resources: { More: { Type: AWS::IAM::Policy, Properties: { PolicyDocument: ${document} } } } }`,
      role(
        `Policies: [{ PolicyName: More, PolicyDocument: ${document.replace('!GetAtt Sessions.Arn', '!ImportValue table')} }]`,
      ),
    ])
      expect(missingRight(projectWith('', overlay), 'Send', [put])).toBeUndefined();
    const basic = role('ManagedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]');
    expect(missingRight(projectWith('', basic), 'Send', [put])).toBeDefined();
    expect(missingRight(projectWith(''), 'Unknown', [put])).toBeUndefined();
  });
});

describe('the rights that a call needs', () => {
  const request = (service: string, more: Partial<ServiceRequest>, input: object = {}): ServiceRequest => ({
    service,
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.from(JSON.stringify(input)),
    caller: 'Send',
    ...more,
  });
  const rightsOf = (one: ServiceRequest): string[] =>
    describeCall(one).rights.map(({ action, resource }) => `${action} ${resource.replace(/^.*:/s, '')}`);
  const dynamodb = (operation: string, input: object) =>
    rightsOf(request('dynamodb', { headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` } }, input));
  const s3 = (method: string, url: string, headers: ServiceRequest['headers'] = {}) =>
    rightsOf(request('s3', { method, url, headers }));

  test('on tables', () => {
    expect(dynamodb('Query', { TableName: 'A', IndexName: 'i' })).toEqual(['dynamodb:Query table/A/index/i']);
    expect(dynamodb('BatchWriteItem', { RequestItems: { A: [], B: [] } })).toEqual([
      'dynamodb:BatchWriteItem table/A',
      'dynamodb:BatchWriteItem table/B',
    ]);
    const TransactItems = [{ Put: { TableName: 'A' } }, { ConditionCheck: { TableName: 'B' } }];
    expect(dynamodb('TransactWriteItems', { TransactItems })).toEqual([
      'dynamodb:PutItem table/A',
      'dynamodb:ConditionCheckItem table/B',
    ]);
  });

  test('on queues and topics', () => {
    const QueueUrl = 'http://127.0.0.1:1/000000000000/Orders';
    const headers = { 'x-amz-target': 'AmazonSQS.SendMessageBatch' };
    expect(rightsOf(request('sqs', { headers }, { QueueUrl }))).toEqual(['sqs:SendMessage Orders']);
    const body = Buffer.from('Action=PublishBatch&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A0%3ANews');
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(rightsOf(request('sns', { headers: form, body }))).toEqual(['sns:Publish News']);
  });

  test('on buckets and objects', () => {
    expect(s3('GET', '/files?list-type=2')).toEqual(['s3:ListBucket files']);
    expect(s3('GET', '/files/a%20b?x-id=GetObject')).toEqual(['s3:GetObject files/a b']);
    expect(s3('HEAD', '/files/a')).toEqual(['s3:GetObject files/a']);
    expect(s3('PUT', '/files/a', { 'x-amz-copy-source': 'other/b' })).toEqual([
      's3:PutObject files/a',
      's3:GetObject other/b',
    ]);
    expect(s3('POST', '/files?delete')).toEqual(['s3:DeleteObject files/*']);
    expect(s3('POST', '/files/a?uploads')).toEqual(['s3:PutObject files/a']);
    expect(s3('PUT', '/files/a?partNumber=1&uploadId=x')).toEqual(['s3:PutObject files/a']);
    expect(s3('DELETE', '/files/a?uploadId=x')).toEqual(['s3:AbortMultipartUpload files/a']);
    expect(s3('GET', '/files/a?tagging')).toEqual(['s3:GetObjectTagging files/a']);
    expect(s3('GET', '/')).toEqual(['s3:ListAllMyBuckets *']);
    // What is not known is not compared.
    expect(s3('GET', '/files?website')).toEqual([]);
    expect(s3('GET', '/files?cors')).toEqual([]);
  });
});

test.each(['chat', 'live-auction'])(
  'the functions of the example %s have all rights of their connections',
  (example) => {
    const { project } = deploy(example).analysis;
    const { resources: all } = localStack(project, '');
    let rights = 0;
    for (const lambda of project.resources) {
      const ids = lambda.type === 'lambda-function' ? project.logicalIds.ofFunction(lambda) : undefined;
      const role = ids && all.get(ids.role);
      const statements = plainItems(plainAt(role?.properties, 'Policies')).flatMap((policy) =>
        plainItems(plainAt(policy, 'PolicyDocument', 'Statement')),
      );
      for (const statement of statements) {
        for (const action of plainItems(plainAt(statement, 'Action')).map(plainText)) {
          for (const resource of plainItems(plainAt(statement, 'Resource')).map(plainText)) {
            rights++;
            expect(missingRight(project, lambda.id.value, [{ action, resource }])).toBeUndefined();
          }
        }
      }
    }
    expect(rights).toBeGreaterThan(10);
  },
);
