// DynamoDB tables, with their keys and indexes.
import {
  arnProperty,
  connectionsProperty,
  physicalNameProperty,
  tableConnection,
  triggers,
} from './common-properties.ts';
import type { DataResourceRecord, EnumType, ObjectType } from './definition.ts';
import * as formats from './formats.ts';

export const attributeTypes = {
  kind: 'enum',
  noun: 'an attribute type',
  values: [
    { value: 'STRING', docs: 'Text in UTF-8.', otherNames: ['S'] },
    { value: 'NUMBER', docs: 'A number of up to 38 digits.', otherNames: ['N'] },
    { value: 'BINARY', docs: 'Bytes.', otherNames: ['B'] },
  ],
} as const satisfies EnumType;

export type AttributeType = (typeof attributeTypes.values)[number]['value'];

const keyAttribute = {
  kind: 'object',
  noun: 'a key attribute',
  docs: 'An attribute of a key: its name and its type.',
  properties: [
    {
      name: 'name',
      otherNames: ['attributeName'],
      type: {
        kind: 'string',
        format: formats.attributeName,
        suggestions: [
          {
            value: 'connectionId',
            docs: "The ID of a client's connection, which functions use to send messages to the client.",
          },
        ],
      },
      required: true,
      docs: 'The name of the attribute.',
      example: 'connectionId',
    },
    {
      name: 'type',
      otherNames: ['attributeType'],
      type: attributeTypes,
      required: true,
      docs: 'The type of the attribute.',
      example: 'STRING',
    },
  ],
} as const satisfies ObjectType;

const primaryKey = {
  kind: 'object',
  noun: 'a primary key',
  docs: 'The primary key of a table: a hash attribute and, to sort items, a range attribute.',
  properties: [
    {
      name: 'hash',
      otherNames: ['partition', 'partitionKey', 'hashKey'],
      type: keyAttribute,
      required: true,
      docs: 'The attribute that partitions the items.',
      example: { name: 'connectionId', type: 'STRING' },
    },
    {
      name: 'range',
      otherNames: ['sort', 'sortKey', 'rangeKey'],
      type: keyAttribute,
      docs: 'The attribute that sorts the items of a partition.',
      example: { name: 'sentAt', type: 'NUMBER' },
    },
  ],
} as const satisfies ObjectType;

const indexKey = {
  kind: 'object',
  noun: 'an index key',
  docs: 'The key of an index: a hash attribute and, to sort items, a range attribute. Several items can have the same.',
  properties: [
    {
      ...primaryKey.properties[0],
      docs: 'The attribute that partitions the items of the index. Items without it are not in the index.',
      example: { name: 'room', type: 'STRING' },
    },
    {
      ...primaryKey.properties[1],
      docs: 'The attribute that sorts the items of a partition of the index. Items without it are not in the index.',
    },
  ],
} as const satisfies ObjectType;

const projections = {
  kind: 'enum',
  noun: 'a projection',
  values: [
    { value: 'all', otherNames: ['ALL', '*'], docs: 'The index has all attributes of the items.' },
    {
      value: 'keys-only',
      otherNames: ['KEYS_ONLY', 'keys', 'keysOnly'],
      docs: 'The index has only the attributes of its key and of the key of the table, so it costs the least.',
    },
  ],
  orList: { kind: 'list', items: { kind: 'string', format: formats.attributeName }, minimum: 1, maximum: 20 },
} as const satisfies EnumType;

export const indexObject = {
  kind: 'object',
  noun: 'an index',
  docs: 'A global secondary index of a table, by which functions find items by other attributes than those of its primary key.',
  properties: [
    {
      name: 'name',
      otherNames: ['indexName'],
      type: { kind: 'string', format: formats.indexName },
      required: true,
      docs: 'The name of the index, which functions pass as `IndexName` when they query it.',
      example: 'byRoom',
    },
    {
      name: 'key',
      otherNames: ['keySchema'],
      type: indexKey,
      required: true,
      docs: 'The key of the index. Unlike the primary key of the table, it does not identify an item.',
      example: { hash: { name: 'room', type: 'STRING' } },
    },
    {
      name: 'projection',
      otherNames: ['projectionType', 'attributes', 'nonKeyAttributes'],
      type: projections,
      default: 'all',
      docs: 'What a query of the index returns of an item: `all`, `keys-only`, or the key attributes and those in a list, such as `[nickname]`. The indexes of a table can list up to 100 attributes in all.',
      example: 'keys-only',
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections',
    },
  ],
} as const satisfies ObjectType;

export const dynamoDBTable = {
  type: 'dynamodb-table',
  noun: 'a DynamoDB table',
  label: 'DynamoDB table',
  otherNames: ['table', 'dynamodb', 'AWS::DynamoDB::Table'],
  docs: 'A DynamoDB table, billed per request. A function that connects to it gets its name in an environment variable: `TABLE_` followed by the resource ID in upper case.',
  link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html',
  icon: 'M2 3h12v10H2zM2 6.3h12M2 9.7h12M6.5 6.3V13',
  symbolKind: 'Class',
  logicalIdStem: 'DynamoDBTable',
  awsType: 'AWS::DynamoDB::Table',
  nameProperty: 'TableName',
  environmentPrefix: 'TABLE',
  ref: { gives: 'name', output: 'TableName', description: 'Name of the table', shortestStart: '' },
  actions: [
    {
      read: [
        'dynamodb:BatchGetItem',
        'dynamodb:ConditionCheckItem',
        'dynamodb:DescribeTable',
        'dynamodb:GetItem',
        'dynamodb:Query',
        'dynamodb:Scan',
      ],
      write: [
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:DescribeTable',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
    },
    { read: ['dynamodb:Query', 'dynamodb:Scan'], write: [], path: '/index/*' },
  ],
  whyNoTrigger: 'its owner configures its stream',
  // Every table is encrypted with DynamoDB's own key by default.
  settings: { BillingMode: 'PAY_PER_REQUEST' },
  trigger: {
    kind: 'polled',
    attribute: 'StreamArn',
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
    // With `LATEST`, changes in the first minutes could be missed.
    settings: { StartingPosition: 'TRIM_HORIZON' },
  },
  loss: { noun: 'Table', content: 'its items', rank: 1 },
  nameExample: 'Sessions',
  connections: triggers(
    'a table',
    'The stream of the table invokes the function with the items that have changed, before and after.',
  ),
  properties: [
    {
      name: 'key',
      type: primaryKey,
      requiredUnless: 'arn',
      docs: 'The primary key of the table.',
      example: { hash: { name: 'connectionId', type: 'STRING' } },
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html',
    },
    connectionsProperty(
      tableConnection,
      'The functions that the stream of the table invokes when items change.',
      ['OnChange'],
      ['triggers', 'function', 'consumer'],
    ),
    {
      name: 'indexes',
      otherNames: ['index', 'indices', 'gsi', 'gsis', 'globalSecondaryIndexes', 'secondaryIndexes'],
      type: { kind: 'list', items: indexObject, maximum: 20 },
      excludedBy: 'arn',
      isExtra: true,
      docs: 'The global secondary indexes of the table, at most 20. They follow the table within about a second. A function that can read the table can query them. A deployment can add or remove one index of a deployed table, and cannot change one.',
      example: [{ name: 'byRoom', key: { hash: { name: 'room', type: 'STRING' } } }],
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html',
    },
    {
      name: 'timeToLive',
      otherNames: ['ttl', 'timeToLiveAttribute', 'timeToLiveSpecification'],
      type: {
        kind: 'string',
        format: formats.attributeName,
        suggestions: [
          { value: 'expiresAt', docs: 'The time at which an item expires.' },
          { value: 'ttl', docs: 'Short for time to live.' },
        ],
      },
      excludedBy: 'arn',
      isExtra: true,
      docs: 'The attribute with the time at which an item expires, a number of seconds since 1970. DynamoDB deletes it within a few days after that, at no cost, so do not rely on it being gone. To change the attribute of a deployed table, first deploy it without `timeToLive`.',
      example: 'expiresAt',
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
    },
    {
      name: 'pointInTimeRecovery',
      otherNames: ['pitr', 'backup', 'backups'],
      type: { kind: 'boolean' },
      excludedBy: 'arn',
      isExtra: true,
      docs: 'Whether the table can be restored to any second of the last 35 days, as a new table. AWS charges for the size of the table.',
      example: true,
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.html',
    },
    physicalNameProperty(formats.tableName, 'table', 'chat-sessions'),
    arnProperty(
      formats.tableArn,
      'table',
      ' A function that can read the table can also query its indexes. It cannot invoke functions: its owner configures its stream.',
      'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions',
    ),
  ],
} as const satisfies DataResourceRecord;
