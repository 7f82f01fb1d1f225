// The open connections: the table Viewers has one item for each.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
  PutCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { now } from './messages.mjs';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_VIEWERS;
/** API Gateway ends every connection after two hours. */
const longestConnection = 2 * 60 * 60;

export async function addViewer(connectionId) {
  const Item = { connectionId, expiresAt: now() + longestConnection };
  await client.send(new PutCommand({ TableName, Item }));
}

export async function removeViewer(connectionId) {
  await client.send(new DeleteCommand({ TableName, Key: { connectionId } }));
}

/** A viewer watches one lot at a time. */
export async function watchLot(connectionId, lot) {
  await client.send(
    new UpdateCommand({
      TableName,
      Key: { connectionId },
      UpdateExpression: 'SET lot = :lot',
      // Without it, a message that arrives after $disconnect would add the viewer again.
      ConditionExpression: 'attribute_exists(connectionId)',
      ExpressionAttributeValues: { ':lot': lot },
    }),
  );
}

/** Returns the connection IDs of those who watch a lot. */
export async function viewersOf(lot) {
  const query = {
    TableName,
    IndexName: 'byLot',
    KeyConditionExpression: 'lot = :lot',
    ExpressionAttributeValues: { ':lot': lot },
  };
  const ids = [];
  for await (const { Items } of paginateQuery({ client }, query)) ids.push(...Items.map((item) => item.connectionId));
  return ids;
}

/** Gives the connection IDs of all viewers. */
export async function* allViewers() {
  for await (const { Items } of paginateScan({ client }, { TableName, ProjectionExpression: 'connectionId' })) {
    for (const { connectionId } of Items) yield connectionId;
  }
}
