// The open connections: one item of the table Sessions for each.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_SESSIONS;

export async function addSession(connectionId, nickname) {
  await client.send(new PutCommand({ TableName, Item: { connectionId, nickname } }));
}

export async function removeSession(connectionId) {
  await client.send(new DeleteCommand({ TableName, Key: { connectionId } }));
}

/** The session of a connection, or undefined when it has ended. */
export async function findSession(connectionId) {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { connectionId } }));
  return Item;
}

/** Gives a session another nickname and returns the one it had. Fails when the session has ended. */
export async function renameSession(connectionId, nickname) {
  const { Attributes } = await client.send(
    new UpdateCommand({
      TableName,
      Key: { connectionId },
      UpdateExpression: 'SET nickname = :nickname',
      ConditionExpression: 'attribute_exists(connectionId)',
      ExpressionAttributeValues: { ':nickname': nickname },
      ReturnValues: 'UPDATED_OLD',
    }),
  );
  return Attributes.nickname;
}

/** The ids of all open connections. It reads the whole table: fine for a chat room, too slow for a stadium. */
export async function connectionIds() {
  const ids = [];
  for await (const page of paginateScan({ client }, { TableName, ProjectionExpression: 'connectionId' })) {
    ids.push(...page.Items.map((item) => item.connectionId));
  }
  return ids;
}
