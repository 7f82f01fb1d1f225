// What SAM makes of its resources, compared with what SAM itself made of the same files; and what becomes of them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyze } from '../../../../server/src/analysis.ts';
import { expandSam } from '../../../../server/src/import/sam/sam.ts';
import { importedAlone } from '../../../harness/import-files.ts';
import { entries, resourcesOf, send, templateOf } from '../../../harness/sam-template.ts';

const samples = join(import.meta.dirname, '../../../../../shared/samples/cloudformation');

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

test('a template and what SAM makes of it become the same project file', async () => {
  const [source, output] = await Promise.all(
    ['template.yaml', 'processed.json'].map((name) => {
      const path = join(import.meta.dirname, '../../../imports/sam', name);
      return importedAlone(name, readFileSync(path, 'utf8'));
    }),
  );
  // The order of the overlay follows that of the template.
  expect(source?.descriptor.split('\n').sort()).toEqual(output?.descriptor.split('\n').sort());
  expect(source?.descriptor).toContain('{ to: SessionsTable, access: read-write, as: TABLE_NAME }');
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
  expect((await importedAlone('template.yaml', text)).descriptor).toMatch(new RegExp(`to: Data, access: ${access}\\b`));
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
  expect((await importedAlone('template.yaml', text)).descriptor).toMatch(
    /name: Send\n(?:.*\n){5} *connections: \[Chat\]/,
  );
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
  const descriptor = (await importedAlone('template.yaml', text)).descriptor;
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
  const imported = await importedAlone('template.yaml', text);
  expect(imported).toMatchObject({
    entries: expect.arrayContaining([
      expect.objectContaining({ kind: 'changed', what: 'Code of Send', before: '../src' }),
    ]) as unknown,
  });
});
