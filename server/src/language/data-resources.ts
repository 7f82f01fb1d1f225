// The resources that store the data of functions, and can invoke functions: a record for each type.
import {
  arnProperty,
  bucketConnection,
  connectionsProperty,
  physicalNameProperty,
  plainConnection,
  queueConnection,
  triggers,
  type AccessLevel,
} from './common-properties.ts';
import { deadLetterObject, usualAttempts } from './dead-letters.ts';
import type { DataResourceRecord } from './definition.ts';
import { dynamoDBTable } from './dynamodb-table.ts';
import * as formats from './formats.ts';

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
  whyNoTrigger: 'its owner configures its notifications',
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
    isKeptUnlessEmpty: true,
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
      ' It cannot invoke functions: its owner configures its notifications.',
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
