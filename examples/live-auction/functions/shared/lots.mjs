// The lots: the table Lots has one item for each.
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.TABLE_LOTS;
const keptFor = 30 * 24 * 60 * 60;

/** Opens a lot. Returns false if there is one with this ID. */
export async function openLot({ lot, title, minimum, endsAt }) {
  // For timeToLive: DynamoDB deletes the item some time after this second.
  const Item = { lot, title, minimum, endsAt, status: 'open', expiresAt: endsAt + keptFor };
  const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(lot)' });
  return (await ifConditionHolds(put)) !== undefined;
}

/**
 * Makes a bid the highest. Returns the lot, or undefined if the bid is too low or the lot is not open. The condition is
 * checked in the same step as the lot is changed, so of two bids at once, the second is compared with the first.
 */
export async function raise({ lot, amount, bidder, step, time }) {
  const update = new UpdateCommand({
    TableName,
    Key: { lot },
    UpdateExpression: 'SET price = :amount, minimum = :next, bidder = :bidder',
    ConditionExpression: '#status = :open AND endsAt > :time AND minimum <= :amount',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':amount': amount,
      ':next': amount + step,
      ':bidder': bidder,
      ':open': 'open',
      ':time': time,
    },
    ReturnValues: 'ALL_NEW',
  });
  return (await ifConditionHolds(update))?.Attributes;
}

/** Closes a lot whose time is up, unless it is closed already. */
export async function close(lot, time) {
  const update = new UpdateCommand({
    TableName,
    Key: { lot },
    UpdateExpression: 'SET #status = :closed',
    ConditionExpression: '#status = :open AND endsAt <= :time',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':closed': 'closed', ':open': 'open', ':time': time },
  });
  await ifConditionHolds(update);
}

/** Returns a lot with its latest price, or undefined. */
export async function findLot(lot) {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { lot }, ConsistentRead: true }));
  return Item;
}

/** Returns the next lots to end, at most 100: those that end before a time, or after it. */
export async function openLots({ endBefore, endAfter }) {
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byStatus',
      KeyConditionExpression: `#status = :open AND endsAt ${endAfter === undefined ? '<=' : '>'} :time`,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':open': 'open', ':time': endAfter ?? endBefore },
      Limit: 100,
    }),
  );
  return Items;
}

/** What clients see of a lot. */
export function toPublic({ lot, title, price, bidder, minimum, endsAt }) {
  return { lot, title, price, bidder, minimum, endsAt };
}

/** Returns undefined if the condition of the command does not hold. */
async function ifConditionHolds(command) {
  try {
    return await client.send(command);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
