// How deliveries are tried again, and what leads elsewhere.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, itemsAt, textAt } from '../../../server/src/gateway/data/json.ts';
import { localData, projectOf, type TestedData } from '../../harness/local-data.ts';

const work = 'type: lambda-function, name: Work, runtime: nodejs22.x, entryPoint: work.handler';
const resources = `resources:
  Work: { ${work}, connections: [{ to: Orders, access: write-only }] }
  Orders: { type: sqs-queue, name: Orders, connections: [{ to: Work, batchSize: 5 }] }
  Items: { type: dynamodb-table, name: Items, key: { hash: { name: id, type: STRING } }, connections: [{ to: Work, batchSize: 2 }] }
  Hourly: { type: schedule, name: Hourly, expression: rate(1 hour), connections: [Work] }`;
const reporting = `
cloudformation:
  Resources:
    OrdersWorkEventSource: { Properties: { FunctionResponseTypes: [ReportBatchItemFailures] } }
    ItemsWorkEventSource: { Properties: { FunctionResponseTypes: [ReportBatchItemFailures], MaximumRetryAttempts: 3 } }`;

let data: TestedData;
let queues: SQSClient;
let items: DynamoDBDocumentClient;

beforeAll(async () => {
  data = await localData(resources, { timeScale: 1000 });
  queues = new SQSClient(data.clientOf('Work'));
  items = DynamoDBDocumentClient.from(new DynamoDBClient(data.clientOf('Work')));
});
afterAll(() => data.stop());
beforeEach(() => {
  data.invocations.length = 0;
  data.notices.length = 0;
});

const put = (id: string) => items.send(new PutCommand({ TableName: 'Items', Item: { id } }));
const batchesOf = (trigger: string): string[][] =>
  data.invocations
    .filter((one) => one.trigger === trigger)
    .map(({ event }) =>
      itemsAt(event, 'Records').map(
        (record) => textAt(record, 'dynamodb', 'Keys', 'id', 'S') ?? textAt(record, 'body') ?? '',
      ),
    );
const batches = (trigger: string, count: number): Promise<string[][]> =>
  data.until(() => (batchesOf(trigger).length >= count ? batchesOf(trigger) : undefined));

describe('a function that fails', () => {
  test('gets the same batch of a stream again, before anything else', async () => {
    let failures = 2;
    data.returned = ({ trigger }) => (trigger === 'Items' && failures-- > 0 ? undefined : null);
    await put('a');
    await batches('Items', 1);
    for (const id of ['b', 'c', 'd']) await put(id);
    const all = await data.until(() => (batchesOf('Items').flat().includes('d') ? batchesOf('Items') : undefined));
    expect(all[0]).toEqual(['a']);
    expect(all.slice(0, 3).every(([first]) => first === 'a')).toBe(true);
    expect(all.slice(2).flat()).toEqual(['a', 'b', 'c', 'd']);
    expect(all.every(({ length }) => length <= 2)).toBe(true);
  });

  test('is invoked twice more for an event that nothing keeps, which is lost then', async () => {
    data.returned = ({ trigger }) => (trigger === 'Hourly' ? undefined : null);
    const lost = await data.until(() => data.notices.find((text) => text.includes('is lost')));
    expect(lost).toBe('The event of `Hourly` is lost: `Work` failed 3 times.');
    const times = data.invocations.filter((one) => one.trigger === 'Hourly').map(({ event }) => at(event, 'time'));
    expect(times.filter((time) => time === times[0])).toHaveLength(3);
  });

  test('reports which messages failed, in vain unless its event source has that setting', async () => {
    data.returned = ({ trigger }) => (trigger === 'Orders' ? { batchItemFailures: [{ itemIdentifier: 'x' }] } : null);
    await queues.send(new SendMessageCommand({ QueueUrl: data.valueOf(data.resource('Orders')), MessageBody: 'a' }));
    const ignored = await data.until(() => data.notices.find((text) => text.includes('batchItemFailures')));
    expect(ignored).toContain('FunctionResponseTypes');
    data.returned = () => null;
  });
});

describe('a function that reports what failed', () => {
  beforeAll(() => data.reload(projectOf(`${resources}${reporting}`)));

  test('gets only those messages again', async () => {
    data.returned = ({ trigger, event }) => {
      const failed = itemsAt(event, 'Records').find(
        (record) => textAt(record, 'body') === 'bad' && textAt(record, 'attributes', 'ApproximateReceiveCount') === '1',
      );
      return trigger === 'Orders' && failed
        ? { batchItemFailures: [{ itemIdentifier: textAt(failed, 'messageId') }] }
        : null;
    };
    const Entries = ['good', 'bad'].map((text) => ({ Id: text, MessageBody: text }));
    await queues.send(new SendMessageBatchCommand({ QueueUrl: data.valueOf(data.resource('Orders')), Entries }));
    const all = await data.until(() =>
      batchesOf('Orders')
        .flat()
        .filter((text) => text === 'bad').length === 2
        ? batchesOf('Orders')
        : undefined,
    );
    expect(all.flat().sort()).toEqual(['bad', 'bad', 'good']);
  });

  test('gets all messages again if it reports one that is not among them', async () => {
    data.returned = ({ trigger }) =>
      trigger === 'Orders' && batchesOf('Orders').length === 1
        ? { batchItemFailures: [{ itemIdentifier: 'x' }] }
        : null;
    await queues.send(new SendMessageCommand({ QueueUrl: data.valueOf(data.resource('Orders')), MessageBody: 'a' }));
    expect(await batches('Orders', 2)).toEqual([['a'], ['a']]);
  });

  test('goes on after the records of a stream before it, until they are given up', async () => {
    data.returned = ({ trigger, event }) => {
      const failed = itemsAt(event, 'Records').find(
        (record) => textAt(record, 'dynamodb', 'Keys', 'id', 'S') === 'poison',
      );
      const itemIdentifier = textAt(failed, 'dynamodb', 'SequenceNumber');
      return trigger === 'Items' && failed ? { batchItemFailures: [{ itemIdentifier }] } : null;
    };
    for (const id of ['e', 'poison', 'f', 'g']) await put(id);
    const all = await data.until(() =>
      batchesOf('Items').flat().includes('g') ? batchesOf('Items').flat() : undefined,
    );
    expect(all.filter((id) => id === 'e')).toHaveLength(1);
    expect(all.filter((id) => id === 'poison').length).toBeGreaterThan(2);
  });
});

test('services that run elsewhere are left alone', async () => {
  const run = await localData(resources, { endpoints: { sqs: 'http://127.0.0.1:9324', secretsmanager: 'http://a' } });
  try {
    const { AWS_ENDPOINT_URL: here, ...others } = run.environment;
    expect(others).toEqual({
      AWS_ENDPOINT_URL_DYNAMODB: here,
      AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9324',
      AWS_ENDPOINT_URL_SNS: here,
      AWS_ENDPOINT_URL_S3: here,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: 'http://a',
    });
    expect(run.valueOf(run.resource('Orders'))).toBe('http://127.0.0.1:9324/000000000000/Orders');
    expect(run.notices).toEqual(['`Orders` does not invoke `Work` here, because it runs elsewhere.']);
  } finally {
    await run.stop();
  }
});
