// The resources that store the data of functions, and can invoke functions: a record for each type.
import {
  bucketConnection,
  connectionsProperty,
  physicalNameProperty,
  plainConnection,
  queueConnection,
  tableConnection,
  type AccessLevel,
} from './common-properties.ts';
import { deadLetterObject, usualAttempts } from './dead-letters.ts';
import type {
  ConnectionRules,
  DataResourceRecord,
  EnumType,
  ObjectType,
  Property,
  StringFormat,
} from './definition.ts';
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

/** Of one that exists: nothing is created, and no property of a new one can be set. */
function arnProperty(format: StringFormat, what: string, more: string, example: string) {
  return {
    name: 'arn',
    otherNames: [`${what}Arn`],
    type: { kind: 'string', format },
    isExtra: true,
    docs: `The ARN of an existing ${what}, which is then used and not created. The rights and variables of functions are made from it.${more} If it is in another account, or encrypted with a key of your own, its owner must allow the use as well.`,
    example,
  } as const satisfies Property;
}

/** The connections of a data resource: to the functions that it invokes. */
function triggers(what: string, docs: string) {
  return {
    meaning: `${what} connects to the functions that it invokes`,
    allowed: [{ to: 'lambda-function', role: 'trigger', access: false, docs }],
  } as const satisfies ConnectionRules;
}

const dynamoDBTable = {
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
  whyNoTrigger: 'its stream belongs to whoever created it',
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
      ' A function that can read the table can also query its indexes. It cannot invoke functions: its stream belongs to whoever created it.',
      'arn:aws:dynamodb:eu-west-1:123456789012:table/sessions',
    ),
  ],
} as const satisfies DataResourceRecord;

const sqsQueue = {
  type: 'sqs-queue',
  noun: 'an SQS queue',
  label: 'SQS queue',
  otherNames: ['queue', 'sqs', 'AWS::SQS::Queue'],
  docs: 'An SQS queue. A function that connects to it gets its URL in an environment variable: `QUEUE_` followed by the resource ID in upper case.',
  link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html',
  icon: 'M1.5 4.5h3.4v7H1.5zM6.3 4.5h3.4v7H6.3zM11.1 4.5h3.4v7h-3.4z',
  symbolKind: 'Array',
  logicalIdStem: 'SQSQueue',
  awsType: 'AWS::SQS::Queue',
  nameProperty: 'QueueName',
  environmentPrefix: 'QUEUE',
  ref: {
    gives: 'URL',
    output: 'QueueUrl',
    description: 'URL of the queue',
    shortestStart: 'https://sqs.us-east-1.amazonaws.com/123456789012/',
  },
  actions: [
    {
      // A reader must also be able to delete a message once it is processed.
      read: [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ReceiveMessage',
      ],
      write: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    },
  ],
  settings: { SqsManagedSseEnabled: true },
  trigger: {
    kind: 'polled',
    attribute: 'Arn',
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    settings: {},
  },
  loss: { noun: 'Queue', content: 'its messages', rank: 3 },
  nameExample: 'Outbox',
  connections: triggers(
    'a queue',
    'The function is invoked with the messages of the queue. Those that it processes without an error are deleted.',
  ),
  properties: [
    connectionsProperty(
      queueConnection,
      'The functions that are invoked with the messages of the queue.',
      ['Work'],
      ['triggers', 'function', 'consumer'],
    ),
    {
      name: 'fifo',
      otherNames: ['fifoQueue'],
      type: { kind: 'boolean' },
      excludedBy: 'arn',
      isExtra: true,
      docs: 'Whether the queue delivers messages exactly once, and in order among those with the same `MessageGroupId`, which every message then needs. A message with the same content as another of the last five minutes is dropped, unless it is sent with a `MessageDeduplicationId` of its own. Changing it replaces a deployed queue.',
      example: true,
      link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fifo-queues.html',
    },
    {
      name: 'visibilityTimeout',
      otherNames: ['visibilityTimeoutSeconds'],
      type: { kind: 'integer', minimum: 0, maximum: 43_200, unit: 'seconds' },
      excludedBy: 'arn',
      isExtra: true,
      docs: 'How long a message that was received stays invisible, in seconds. If it is not deleted by then, it can be received again. Without it: six times the timeout of the functions that the queue invokes, or 30 seconds if there are none.',
      example: 180,
      link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
    },
    {
      name: 'deadLetter',
      otherNames: ['dlq', 'deadLetterQueue', 'deadLetters', 'redrivePolicy'],
      type: deadLetterObject,
      excludedBy: 'arn',
      isExtra: true,
      docs: 'The queue that gets the messages that could not be processed, so that they are neither lost nor tried forever. SQS moves a message once it has been received the number of times in `after` without being deleted. The other queue keeps messages for 14 days, counted from when they were first sent.',
      example: { to: 'FailedOrders', after: usualAttempts },
      link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
    },
    physicalNameProperty(formats.queueName, 'queue', 'orders', ' That of a FIFO queue ends with `.fifo`.'),
    arnProperty(
      formats.queueArn,
      'queue',
      ' It can invoke functions in its region; its visibility timeout should be six times their timeout.',
      'arn:aws:sqs:eu-west-1:123456789012:orders',
    ),
  ],
} as const satisfies DataResourceRecord;

const snsTopic = {
  type: 'sns-topic',
  noun: 'an SNS topic',
  label: 'SNS topic',
  otherNames: ['topic', 'sns', 'AWS::SNS::Topic'],
  docs: 'An SNS topic. A function that connects to it gets its ARN in an environment variable: `TOPIC_` followed by the resource ID in upper case.',
  link: 'https://docs.aws.amazon.com/sns/latest/dg/welcome.html',
  icon: 'M8 8v.1M5.6 5.3a3.8 3.8 0 0 0 0 5.4M10.4 5.3a3.8 3.8 0 0 1 0 5.4M3.3 3a7 7 0 0 0 0 10M12.7 3a7 7 0 0 1 0 10',
  symbolKind: 'Module',
  logicalIdStem: 'SNSTopic',
  awsType: 'AWS::SNS::Topic',
  nameProperty: 'TopicName',
  environmentPrefix: 'TOPIC',
  ref: {
    gives: 'ARN',
    output: 'TopicArn',
    description: 'ARN of the topic',
    shortestStart: 'arn:aws:sns:us-east-1:123456789012:',
  },
  actions: [{ read: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], write: ['sns:Publish'] }],
  // Not encrypted at rest, because that requires a KMS key, and a grant on it for each publisher.
  settings: {},
  trigger: { kind: 'subscribed', principal: 'sns.amazonaws.com' },
  loss: { noun: 'Topic', content: 'its subscriptions', rank: 4 },
  nameExample: 'Announcements',
  connections: triggers('a topic', 'The function subscribes to the topic, and is invoked with every message.'),
  properties: [
    connectionsProperty(
      plainConnection,
      'The functions that subscribe to the topic: each is invoked with every message.',
      ['Notify'],
      ['triggers', 'function', 'consumer'],
    ),
    physicalNameProperty(formats.topicName, 'topic', 'news'),
    arnProperty(
      formats.topicArn,
      'topic',
      ' It can invoke functions, unless it is a FIFO topic.',
      'arn:aws:sns:eu-west-1:123456789012:news',
    ),
  ],
} as const satisfies DataResourceRecord;

const s3Bucket = {
  type: 's3-bucket',
  noun: 'an S3 bucket',
  label: 'S3 bucket',
  otherNames: ['bucket', 's3', 'AWS::S3::Bucket'],
  docs: 'An S3 bucket without public access. A function that connects to it gets its name in an environment variable: `BUCKET_` followed by the resource ID in upper case.',
  link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html',
  icon: 'M2.5 4c0-1.1 2.4-1.9 5.5-1.9s5.5.8 5.5 1.9S11.1 5.9 8 5.9 2.5 5.1 2.5 4ZM2.5 4l1.4 8.6c.2 1 2 1.5 4.1 1.5s3.9-.5 4.1-1.5L13.5 4',
  symbolKind: 'Package',
  logicalIdStem: 'S3Bucket',
  awsType: 'AWS::S3::Bucket',
  nameProperty: 'BucketName',
  environmentPrefix: 'BUCKET',
  ref: {
    gives: 'name',
    output: 'BucketName',
    description: 'Name of the bucket',
    shortestStart: '',
    logicalIdLength: 24,
  },
  actions: [
    {
      read: ['s3:GetBucketLocation', 's3:ListBucket'],
      write: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
    },
    {
      read: ['s3:GetObject', 's3:GetObjectTagging'],
      write: [
        's3:AbortMultipartUpload',
        's3:DeleteObject',
        's3:DeleteObjectTagging',
        's3:ListMultipartUploadParts',
        's3:PutObject',
        's3:PutObjectTagging',
      ],
      path: '/*',
    },
  ],
  whyNoTrigger: 'its notifications belong to whoever created it',
  // No public access, and encrypted. Both are S3's defaults now; they are stated so that readers need not know that.
  settings: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  },
  trigger: { kind: 'notified', principal: 's3.amazonaws.com' },
  loss: {
    noun: 'Bucket',
    content: 'its objects',
    rank: 2,
    deleted: ' if it is empty; otherwise it is kept outside of the stack',
  },
  nameExample: 'Uploads',
  connections: triggers(
    'a bucket',
    'The function is invoked when an object of the bucket is created, or removed with `on: removed`.',
  ),
  properties: [
    connectionsProperty(
      bucketConnection,
      'The functions that are invoked when objects of the bucket are created or removed.',
      ['OnUpload'],
      ['triggers', 'function', 'consumer'],
    ),
    physicalNameProperty(formats.bucketName, 'bucket', 'my-uploads', ' No other bucket in AWS can have the same.'),
    arnProperty(
      formats.bucketArn,
      'bucket',
      ' It cannot invoke functions: its notifications belong to whoever created it.',
      'arn:aws:s3:::uploads',
    ),
  ],
} as const satisfies DataResourceRecord;

/** The records by `type`. List a new type here, and nowhere else. */
export const dataResources = {
  [dynamoDBTable.type]: dynamoDBTable,
  [sqsQueue.type]: sqsQueue,
  [snsTopic.type]: snsTopic,
  [s3Bucket.type]: s3Bucket,
};

export type DataResourceType = keyof typeof dataResources;

/** The IAM actions that the access level allows, grouped by what they apply to, each group in alphabetical order. */
export function actionsFor(type: DataResourceType, level: AccessLevel): readonly ActionGroup[] {
  const { actions }: DataResourceRecord = dataResources[type];
  return actions.flatMap(({ read, write, path }) => {
    const all = [...(level === 'write-only' ? [] : read), ...(level === 'read-only' ? [] : write)];
    return all.length === 0 ? [] : { actions: [...new Set(all)].sort(), path };
  });
}

export interface ActionGroup {
  readonly actions: readonly string[];
  /** As in `DataActions`. */
  readonly path: string | undefined;
}
