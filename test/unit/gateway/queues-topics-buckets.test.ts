// The queues, topics and buckets of a descriptor on this machine, and everything that invokes functions, by the AWS SDK.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { credentialsOf } from '../../../server/src/gateway/callers.ts';
import { queuesTopicsBuckets } from '../../../server/src/gateway/data/queues-topics-buckets.ts';
import { describeCall } from '../../../server/src/gateway/data/service-calls.ts';
import { isMap, itemsAt, type JsonMap } from '../../../server/src/gateway/data/json.ts';
import { localData, projectOf, type Invocation, type TestedData } from '../../harness/local-data.ts';
import { hasBoto3 } from '../../harness/python-handler.ts';

const descriptor = `
resources:
  Work:
    type: lambda-function
    name: Work
    runtime: nodejs22.x
    entryPoint: work.handler
    connections:
      - { to: Orders, access: read-write }
      - { to: Failed, access: read-write }
      - { to: InOrder, access: read-write }
      - { to: News, access: read-write }
      - { to: Files, access: read-write }
      - { to: Items, access: read-write }
  Orders:
    type: sqs-queue
    name: Orders
    visibilityTimeout: 600
    deadLetter: { to: Failed, after: 2 }
    connections: [{ to: Work, batchSize: 2 }]
  Failed: { type: sqs-queue, name: Failed }
  InOrder: { type: sqs-queue, name: InOrder, fifo: true }
  News: { type: sns-topic, name: News, connections: [Work] }
  Existing:
    type: sqs-queue
    name: Existing
    arn: arn:aws:sqs:us-east-2:111122223333:existing
  Files:
    type: s3-bucket
    name: Files
    connections: [Work, { to: Work, on: removed }]
  Items:
    type: dynamodb-table
    name: Items
    key: { hash: { name: id, type: STRING } }
    connections: [Work]
  Hourly: { type: schedule, name: Hourly, expression: rate(1 hour), connections: [Work] }
cloudformation:
  Resources:
    ToFailed:
      Type: AWS::SNS::Subscription
      Properties:
        TopicArn: !Ref News
        Protocol: sqs
        Endpoint: !GetAtt Failed.Arn
        RawMessageDelivery: true
        FilterPolicy: { kind: [urgent] }
`;

/** An hour takes a second. */
const timeScale = 3600;
let data: TestedData;
let queues: SQSClient;
let topics: SNSClient;
let buckets: S3Client;

beforeAll(async () => {
  data = await localData(descriptor, { timeScale });
  const settings = data.clientOf('Work');
  queues = new SQSClient(settings);
  topics = new SNSClient(settings);
  buckets = new S3Client(settings);
});
afterAll(() => data.stop());

const anyText: unknown = expect.any(String);
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const urlOf = (id: string): string => data.valueOf(data.resource(id));

/** The first record of an event, from that source. */
function recordOf({ event }: Invocation): JsonMap | undefined {
  const [first] = itemsAt(event, 'Records');
  return isMap(first) ? first : undefined;
}

const invocation = (trigger: string, fits: (record: JsonMap | undefined) => boolean = () => true) =>
  data.until(() => data.invocations.find((one) => one.trigger === trigger && fits(recordOf(one))));

test('a queue has the attributes of the template', async () => {
  const QueueUrl = urlOf('InOrder');
  expect(QueueUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/000000000000\/InOrder\.fifo$/);
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  const orders = new GetQueueAttributesCommand({ QueueUrl: urlOf('Orders'), AttributeNames: ['All'] });
  const policy = (await queues.send(orders)).Attributes?.RedrivePolicy ?? '';
  expect(JSON.parse(policy)).toEqual({
    deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:000000000000:Failed',
    maxReceiveCount: 2,
  });
});

test('a queue that exists on AWS is here too, by its own address', async () => {
  await queues.send(new SendMessageCommand({ QueueUrl: urlOf('Existing'), MessageBody: 'Hi' }));
  const QueueUrl = 'https://sqs.us-east-2.amazonaws.com/111122223333/existing';
  const { Messages } = await queues.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.[0]?.Body).toBe('Hi');
  // The function has no connection to it.
  expect(data.calls.filter(({ resource }) => resource === 'existing').map(({ refused }) => refused)).toEqual([
    like(/`sqs:SendMessage` on `Existing`. Add `{ to: Existing, access: write-only }`/),
    like(/`sqs:ReceiveMessage` on `Existing`. Add `{ to: Existing, access: read-only }`/),
  ]);
});

test('a queue invokes its function, and messages that fail go to the other queue', async () => {
  data.returned = ({ trigger }) => (trigger === 'Orders' ? undefined : null);
  const attributes = { Kind: { DataType: 'String', StringValue: 'large' } };
  await queues.send(
    new SendMessageCommand({ QueueUrl: urlOf('Orders'), MessageBody: 'order', MessageAttributes: attributes }),
  );
  const { event } = await invocation('Orders');
  expect(event).toEqual({
    Records: [
      {
        messageId: anyText,
        receiptHandle: anyText,
        body: 'order',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: anyText,
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: anyText,
        },
        messageAttributes: {
          Kind: { stringValue: 'large', stringListValues: [], binaryListValues: [], dataType: 'String' },
        },
        md5OfMessageAttributes: anyText,
        md5OfBody: '70a17ffa722a3985b86d30b034ad06d7',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:Orders',
        awsRegion: 'eu-west-1',
      },
    ],
  });
  // After two attempts.
  const received = await queues.send(new ReceiveMessageCommand({ QueueUrl: urlOf('Failed'), WaitTimeSeconds: 10 }));
  expect(received.Messages?.[0]?.Body).toBe('order');
  expect(data.invocations.filter(({ trigger }) => trigger === 'Orders')).toHaveLength(2);
  data.returned = () => null;
});

test('a processed message is deleted', async () => {
  data.invocations.length = 0;
  await queues.send(new SendMessageCommand({ QueueUrl: urlOf('Orders'), MessageBody: 'fine' }));
  await invocation('Orders');
  const attributes = new GetQueueAttributesCommand({ QueueUrl: urlOf('Orders'), AttributeNames: ['All'] });
  await expect
    .poll(async () => {
      const { Attributes } = await queues.send(attributes);
      return [Attributes?.ApproximateNumberOfMessages, Attributes?.ApproximateNumberOfMessagesNotVisible];
    })
    .toEqual(['0', '0']);
});

test('a topic invokes its functions, and passes what their filters let through to queues', async () => {
  const TopicArn = urlOf('News');
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'urgent' } };
  await topics.send(new PublishCommand({ TopicArn, Message: 'first', Subject: 'News' }));
  await topics.send(new PublishCommand({ TopicArn, Message: 'second', MessageAttributes }));
  const second = await invocation('News', (record) => JSON.stringify(record).includes('second'));
  expect(recordOf(second)).toMatchObject({
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: like(/^arn:aws:sns:eu-west-1:000000000000:News:/),
    Sns: {
      Type: 'Notification',
      TopicArn,
      Message: 'second',
      MessageAttributes: { kind: { Type: 'String', Value: 'urgent' } },
      SigningCertUrl: anyText,
    },
  });
  const received = await queues.send(new ReceiveMessageCommand({ QueueUrl: urlOf('Failed'), WaitTimeSeconds: 10 }));
  expect(received.Messages?.map(({ Body }) => Body)).toEqual(['second']);
});

test('a bucket stores objects, and invokes functions when they come and go', async () => {
  const Bucket = urlOf('Files');
  expect(Bucket).toMatch(/^files-/);
  await buckets.send(new PutObjectCommand({ Bucket, Key: 'a folder/größe.txt', Body: 'content' }));
  const created = await invocation('Files', (record) => record?.['eventName'] === 'ObjectCreated:Put');
  expect(recordOf(created)).toMatchObject({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    s3: {
      bucket: { name: Bucket, arn: `arn:aws:s3:::${Bucket}` },
      object: { key: 'a+folder/gr%C3%B6%C3%9Fe.txt', size: 7, eTag: '9a0364b9e99bb480dd25e1f0284c8555' },
    },
  });
  const { Body } = await buckets.send(new GetObjectCommand({ Bucket, Key: 'a folder/größe.txt' }));
  expect(await Body?.transformToString()).toBe('content');
  const listed = await buckets.send(new ListObjectsV2Command({ Bucket, Prefix: 'a ' }));
  expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['a folder/größe.txt']);
  await buckets.send(new PutObjectCommand({ Bucket, Key: 'b&c', Body: '' }));
  await buckets.send(new DeleteObjectCommand({ Bucket, Key: 'a folder/größe.txt' }));
  await buckets.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b&c' }] } }));
  const removed = await invocation(
    'Files',
    (record) => JSON.stringify(record).includes('b%26c') && record?.['eventName'] === 'ObjectRemoved:Delete',
  );
  expect(recordOf(removed)).toMatchObject({ s3: { object: { key: 'b%26c' } } });
  const names = data.invocations
    .filter(({ trigger }) => trigger === 'Files')
    .map((one) => String(recordOf(one)?.['eventName']));
  expect(names.sort()).toEqual([
    'ObjectCreated:Put',
    'ObjectCreated:Put',
    'ObjectRemoved:Delete',
    'ObjectRemoved:Delete',
  ]);
  await expect(buckets.send(new GetObjectTaggingCommand({ Bucket, Key: 'x' }))).rejects.toThrow(/GetObjectTagging/);
});

test('the stream of a table invokes functions with what has changed', async () => {
  const items = DynamoDBDocumentClient.from(new DynamoDBClient(data.clientOf('Work')));
  const TableName = 'Items';
  await items.send(new PutCommand({ TableName, Item: { id: 'a', n: 1 } }));
  // Nothing changes.
  await items.send(new PutCommand({ TableName, Item: { n: 1, id: 'a' } }));
  await items.send(new DeleteCommand({ TableName, Key: { id: 'a' } }));
  const records = await data.until(() => {
    const all = data.invocations
      .filter(({ trigger }) => trigger === 'Items')
      .flatMap(({ event }) => itemsAt(event, 'Records'));
    return all.length >= 2 ? all : undefined;
  });
  const image = { id: { S: 'a' }, n: { N: '1' } };
  expect(records).toMatchObject([
    {
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      eventSourceARN: like(/:table\/Items\/stream\//),
      dynamodb: { Keys: { id: { S: 'a' } }, NewImage: image, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
    { eventName: 'REMOVE', dynamodb: { Keys: { id: { S: 'a' } }, OldImage: image } },
  ]);
});

test('a schedule invokes functions, in the time of the run', async () => {
  const { event } = await invocation('Hourly');
  expect(event).toMatchObject({
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    resources: ['arn:aws:events:eu-west-1:000000000000:rule/Hourly'],
    time: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    detail: {},
  });
});

test('queues and buckets are not filled without end', async () => {
  const limited = queuesTopicsBuckets('http://127.0.0.1:1', 1, { objects: 10, messages: 2, uncounted: 1 });
  const call = async (method: string, url: string, body = '', input = {}) => {
    const service = url === '/' ? 'sqs' : 's3';
    const json = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
    const headers = service === 'sqs' ? json : {};
    const text = service === 'sqs' ? JSON.stringify(input) : body;
    const request = { service, method, url, headers, body: Buffer.from(text), caller: undefined };
    return (await limited.call(request, describeCall(request))).problem;
  };
  const base = { logicalId: '', properties: {}, arn: '' };
  await limited.define([
    { ...base, type: 'AWS::S3::Bucket', name: 'files' },
    { ...base, type: 'AWS::SQS::Queue', name: 'Orders' },
  ]);
  expect(await call('PUT', '/files/a', '0123456789')).toBeUndefined();
  expect(await limited.objectAt('files', 'a')).toMatchObject({ size: 10 });
  expect(await call('PUT', '/files/b', '0')).toMatch(/The local buckets are full/);
  await call('DELETE', '/files/a');
  expect(await limited.objectAt('files', 'a')).toBeUndefined();
  expect(await call('PUT', '/files/b', '0')).toBeUndefined();
  const message = { QueueUrl: 'http://127.0.0.1:1/000000000000/Orders', MessageBody: 'a' };
  const problems: (string | undefined)[] = [];
  for (let count = 0; count < 3; count++) problems.push(await call('POST', '/', '', message));
  expect(problems).toEqual([undefined, undefined, like(/The local queues are full: they hold up to 2 messages/)]);
  await limited.stop();
});

if (hasBoto3)
  test('boto3 finds everything by the environment', async () => {
    const script = `
import boto3, os
boto3.resource("dynamodb").Table("Items").put_item(Item={"id": "python"})
print(boto3.resource("dynamodb").Table("Items").get_item(Key={"id": "python"})["Item"])
queue = boto3.client("sqs").get_queue_url(QueueName="Failed")["QueueUrl"]
boto3.client("sqs").send_message(QueueUrl=queue, MessageBody="python")
# The queue has the failed messages of other tests as well.
received = []
while "python" not in received:
    messages = boto3.client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", [])
    received += [message["Body"] for message in messages]
bucket = os.environ["BUCKET"]
boto3.client("s3").put_object(Bucket=bucket, Key="py/thon", Body=b"bytes")
print(boto3.client("s3").get_object(Bucket=bucket, Key="py/thon")["Body"].read())
boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="python")
`;
    const env = {
      PATH: process.env['PATH'],
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      BUCKET: urlOf('Files'),
      TOPIC: urlOf('News'),
      ...credentialsOf('Work'),
      ...data.environment,
    };
    const { stdout } = await promisify(execFile)('python3', ['-c', script], { env });
    expect(stdout.split('\n')).toEqual(["{'id': 'python'}", "b'bytes'", '']);
    const published = await invocation('News', (record) => JSON.stringify(record).includes('python'));
    expect(recordOf(published)).toMatchObject({ Sns: { Message: 'python' } });
    const others = data.calls.filter(({ resource }) => resource !== 'existing');
    expect(others.filter(({ refused }) => refused !== undefined)).toEqual([]);
  });

test('a saved descriptor ends triggers', async () => {
  const [own = ''] = descriptor.split('cloudformation:');
  const saved = own
    .replace('connections: [Work]\n  Hourly', 'connections: []\n  Hourly')
    .replace('News, connections: [Work]', 'News');
  await data.reload(projectOf(saved));
  await queues.send(new PurgeQueueCommand({ QueueUrl: urlOf('Failed') }));
  data.invocations.length = 0;
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'urgent' } };
  await topics.send(new PublishCommand({ TopicArn: urlOf('News'), Message: 'third', MessageAttributes }));
  const items = DynamoDBDocumentClient.from(new DynamoDBClient(data.clientOf('Work')));
  await items.send(new PutCommand({ TableName: 'Items', Item: { id: 'z' } }));
  await queues.send(new SendMessageCommand({ QueueUrl: urlOf('Orders'), MessageBody: 'still' }));
  await invocation('Orders');
  await invocation('Hourly');
  expect(data.invocations.filter(({ trigger }) => trigger === 'News' || trigger === 'Items')).toEqual([]);
  const failed = new GetQueueAttributesCommand({ QueueUrl: urlOf('Failed'), AttributeNames: ['All'] });
  expect((await queues.send(failed)).Attributes?.ApproximateNumberOfMessages).toBe('0');
});
