// The open connections: the table Sessions has one item for each.
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

/** Returns the session of a connection, or undefined if the connection has ended. */
export async function findSession(connectionId) {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { connectionId } }));
  return Item;
}

/** Changes the nickname of a session and returns the old one. Fails if the session has ended. */
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

/** Returns the ids of all open connections. Reads the whole table: fine for a chat room, too slow for a stadium. */
export async function connectionIds() {
  const ids = [];
  for await (const page of paginateScan({ client }, { TableName, ProjectionExpression: 'connectionId' })) {
    ids.push(...page.Items.map((item) => item.connectionId));
  }
  return ids;
}
