// The tables of a descriptor on this machine, by the AWS SDK.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localData, projectOf, type TestedData } from '../../harness/local-data.ts';

const descriptor = `
resources:
  Send:
    type: lambda-function
    name: Send
    runtime: nodejs22.x
    entryPoint: send.handler
    connections: [{ to: Sessions, access: read-write }]
  Sessions:
    type: dynamodb-table
    name: Sessions
    key: { hash: { name: room, type: STRING }, range: { name: sentAt, type: NUMBER } }
    indexes:
      - { name: byUser, key: { hash: { name: user, type: STRING } }, projection: keys-only }
    timeToLive: expiresAt
  Named:
    type: dynamodb-table
    name: Named
    key: { hash: { name: id, type: BINARY } }
    physicalName: chat-named
`;

let data: TestedData;
let client: DynamoDBDocumentClient;
const TableName = 'Sessions';

beforeAll(async () => {
  data = await localData(descriptor, { timeScale: 600 });
  client = DynamoDBDocumentClient.from(new DynamoDBClient(data.clientOf('Send')));
});
afterAll(() => data.stop());

describe('tables', () => {
  test('have the keys, indexes and names of the template', async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableStatus: 'ACTIVE',
      KeySchema: [
        { AttributeName: 'room', KeyType: 'HASH' },
        { AttributeName: 'sentAt', KeyType: 'RANGE' },
      ],
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      GlobalSecondaryIndexes: [{ IndexName: 'byUser', Projection: { ProjectionType: 'KEYS_ONLY' } }],
    });
    expect(data.valueOf(data.resource('Sessions'))).toBe('Sessions');
    expect(data.valueOf(data.resource('Named'))).toBe('chat-named');
    const { TimeToLiveDescription: expiry } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(expiry).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
  });

  test('put, get, update, query by index, scan, batch and delete', async () => {
    await client.send(new PutCommand({ TableName, Item: { room: 'a', sentAt: 1, user: 'Ann', text: 'Hi' } }));
    const Key = { room: 'a', sentAt: 1 };
    const update = { UpdateExpression: 'SET #text = :text', ExpressionAttributeNames: { '#text': 'text' } };
    await client.send(new UpdateCommand({ TableName, Key, ...update, ExpressionAttributeValues: { ':text': 'Ho' } }));
    expect((await client.send(new GetCommand({ TableName, Key }))).Item).toEqual({ ...Key, user: 'Ann', text: 'Ho' });
    const byUser = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byUser',
        KeyConditionExpression: '#user = :user',
        ExpressionAttributeNames: { '#user': 'user' },
        ExpressionAttributeValues: { ':user': 'Ann' },
      }),
    );
    expect(byUser.Items).toEqual([{ ...Key, user: 'Ann' }]);
    const PutRequest = { Item: { room: 'b', sentAt: 2 } };
    // DynamoDB accepts an ARN wherever it accepts a name.
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/Sessions';
    await client.send(new BatchWriteCommand({ RequestItems: { [arn]: [{ PutRequest }] } }));
    expect((await client.send(new ScanCommand({ TableName: arn }))).Count).toBe(2);
    await client.send(new DeleteCommand({ TableName, Key }));
    await client.send(new DeleteCommand({ TableName, Key: { room: 'b', sentAt: 2 } }));
    expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0);
  });

  test('a failed condition answers as DynamoDB does, with the item if it is asked for', async () => {
    const Item = { room: 'c', sentAt: 1 };
    await client.send(new PutCommand({ TableName, Item }));
    const again = new PutCommand({
      TableName,
      Item,
      ConditionExpression: 'attribute_not_exists(room)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await expect(client.send(again)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { room: { S: 'c' }, sentAt: { N: '1' } },
    });
  });

  test('a transaction writes all or nothing', async () => {
    const Key = { room: 'd', sentAt: 1 };
    const condition = { TableName, Key, ConditionExpression: 'attribute_exists(room)' };
    const write = (room: string) =>
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { room: 'e', sentAt: 1 } } },
          { ConditionCheck: { ...condition, Key: { ...Key, room } } },
        ],
      });
    await expect(client.send(write('d'))).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
    });
    const read = new TransactGetCommand({ TransactItems: [{ Get: { TableName, Key: { room: 'e', sentAt: 1 } } }] });
    expect((await client.send(read)).Responses).toEqual([{}]);
    await client.send(write('c'));
    expect((await client.send(read)).Responses).toEqual([{ Item: { room: 'e', sentAt: 1 } }]);
    // An update that cannot be made takes back what was written before it.
    const UpdateExpression = 'SET price2 = absent2 + :one';
    const update = {
      TableName,
      Key: { room: 'c', sentAt: 1 },
      UpdateExpression,
      ExpressionAttributeValues: { ':one': 1 },
    };
    const Delete = { TableName, Key: { room: 'e', sentAt: 1 } };
    const failing = new TransactWriteCommand({ TransactItems: [{ Delete }, { Update: update }] });
    await expect(client.send(failing)).rejects.toMatchObject({ name: 'TransactionCanceledException' });
    expect((await client.send(read)).Responses).toEqual([{ Item: { room: 'e', sentAt: 1 } }]);
    const twice = new TransactWriteCommand({ TransactItems: [{ Delete }, { Delete }] });
    await expect(client.send(twice)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('an operation that the local table does not know says so by name', async () => {
    const statement = new ExecuteStatementCommand({ Statement: 'SELECT * FROM Sessions' });
    await expect(client.send(statement)).rejects.toThrow(/operation ExecuteStatement/);
    expect(data.calls.at(-1)).toMatchObject({
      service: 'dynamodb',
      operation: 'ExecuteStatement',
      function: 'Send',
    });
    expect(data.calls.at(-1)?.problem).toContain('--endpoint dynamodb=URL');
    await expect(client.send(new ScanCommand({ TableName: 'Other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    expect(data.calls.at(-1)?.problem).toContain('descriptor');
  });

  test('a request that nobody can read is not tried again', async () => {
    const before = data.calls.length;
    const broken = { TransactItems: [{ Get: undefined }] };
    await expect(client.send(new TransactGetCommand(broken))).rejects.toThrow(
      /The local table cannot read this request/,
    );
    expect(data.calls.length - before).toBe(1);
  });

  test('delete expired items', async () => {
    const Key = { room: 'f', sentAt: 1 };
    await client.send(new PutCommand({ TableName, Item: { ...Key, expiresAt: Math.floor(Date.now() / 1000) - 1 } }));
    await expect.poll(async () => (await client.send(new GetCommand({ TableName, Key }))).Item).toBeUndefined();
  });
});

test('a saved descriptor adds tables and indexes, and says what it cannot change', async () => {
  const table = (id: string, hash: string, more = ''): string =>
    `\n  ${id}: { type: dynamodb-table, name: ${id}, key: { hash: { name: ${hash}, type: STRING } }${more} }`;
  const run = await localData(`resources:${table('First', 'id')}`);
  try {
    const first = DynamoDBDocumentClient.from(new DynamoDBClient(run.clientOf('Send')));
    await first.send(new PutCommand({ TableName: 'First', Item: { id: 'a', room: 'x' } }));
    const index = ', indexes: [{ name: byRoom, key: { hash: { name: room, type: STRING } } }]';
    await run.reload(projectOf(`resources:${table('First', 'id', index)}${table('Second', 'id')}`));
    const query = new QueryCommand({
      TableName: 'First',
      IndexName: 'byRoom',
      KeyConditionExpression: 'room = :room',
      ExpressionAttributeValues: { ':room': 'x' },
    });
    expect((await first.send(query)).Items).toEqual([{ id: 'a', room: 'x' }]);
    expect((await first.send(new ScanCommand({ TableName: 'Second' }))).Count).toBe(0);
    await run.reload(projectOf(`resources:${table('First', 'other')}`));
    expect(run.notices).toEqual([expect.stringMatching(/The key of the table `First` has changed/)]);
    expect((await first.send(new ScanCommand({ TableName: 'First' }))).Count).toBe(1);
  } finally {
    await run.stop();
  }
});

describe('a folder for the data', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-data-'));
  });
  afterAll(() => rm(directory, { recursive: true }));
  const table = (hash: string) =>
    `resources:\n  Items: { type: dynamodb-table, name: Items, key: { hash: { name: ${hash}, type: STRING } } }`;
  const items = async (run: TestedData) => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(run.clientOf('Send')));
    return (await documents.send(new ScanCommand({ TableName: 'Items' }))).Items;
  };

  test('keeps tables between runs, and belongs to one at a time', async () => {
    const first = await localData(table('id'), { directory });
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient(first.clientOf('Send')));
    for (const id of ['a', 'b']) await documents.send(new PutCommand({ TableName: 'Items', Item: { id, n: 1 } }));
    await documents.send(new DeleteCommand({ TableName: 'Items', Key: { id: 'a' } }));
    await expect(localData(table('id'), { directory })).rejects.toThrow(/Another run, process \d+/);
    await first.stop();
    const second = await localData(table('id'), { directory });
    expect(await items(second)).toEqual([{ id: 'b', n: 1 }]);
    await second.stop();
  });

  test('survives a crash in the middle of a line, and a run that did not end', async () => {
    const path = join(directory, 'tables', 'Items.ndjson');
    await writeFile(path, '{"put":{"id":{"S":"c"}}}\n{"put":{"id":{"S"', { flag: 'a' });
    await writeFile(join(directory, 'lock'), '999999999');
    const run = await localData(table('id'), { directory });
    expect(await items(run)).toEqual([{ id: 'b', n: 1 }, { id: 'c' }]);
    await run.stop();
  });

  test('keeps the file of a table with another key', async () => {
    const run = await localData(table('other'), { directory });
    expect(await items(run)).toEqual([]);
    expect(run.notices).toEqual([expect.stringMatching(/have another key/)]);
    await run.stop();
    expect(await readdir(join(directory, 'tables'))).toHaveLength(2);
  });
});

describe('the server', () => {
  test('refuses what no SDK on this machine sends', async () => {
    const url = data.environment['AWS_ENDPOINT_URL'] ?? '';
    const unsigned = await fetch(url, { method: 'POST', body: '{}' });
    expect(unsigned.status).toBe(403);
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=LOCALSend/20260101/us-east-1/dynamodb/aws4_request' };
    const fromPage = await fetch(url, {
      method: 'POST',
      headers: { ...signed, origin: 'https://example.com' },
      body: '{}',
    });
    expect(await fromPage.text()).toContain('Pages of other origins');
  });

  test('says which services do not run here', async () => {
    const url = data.environment['AWS_ENDPOINT_URL'] ?? '';
    const scope = 'LOCALSend/20260101/us-east-1/bedrock/aws4_request';
    const answer = await fetch(url, { headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}` } });
    expect(answer.status).toBe(400);
    expect(data.calls.at(-1)?.problem).toContain('--endpoint bedrock=URL');
  });
});
