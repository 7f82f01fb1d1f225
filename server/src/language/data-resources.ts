// The definitions of the resources that functions keep their data in. They start no connection.
import type { EnumType, ObjectType, Property, ResourceDefinition } from './definition.ts';
import * as formats from './formats.ts';
import { commonProperties } from './resource.ts';
import { connectionsProperty } from './connections.ts';

export type AttributeType = 'STRING' | 'NUMBER' | 'BINARY';

export const attributeTypes: EnumType<AttributeType> = {
  kind: 'enum',
  noun: 'an attribute type',
  values: [
    { value: 'STRING', docs: 'Text in UTF-8.', otherNames: ['S'] },
    { value: 'NUMBER', docs: 'A number of up to 38 digits.', otherNames: ['N'] },
    { value: 'BINARY', docs: 'Bytes.', otherNames: ['B'] },
  ],
};

const keyAttribute: ObjectType = {
  kind: 'object',
  noun: 'a key attribute',
  docs: 'An attribute of the primary key: its name and its type.',
  properties: [
    {
      name: 'name',
      otherNames: ['attributeName'],
      type: {
        kind: 'string',
        format: formats.attributeName,
        suggestions: [
          { value: 'connectionId', docs: "The id of a client's connection, by which functions send to it." },
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
};

const primaryKey: ObjectType = {
  kind: 'object',
  noun: 'a primary key',
  docs: 'The primary key of a table: a hash attribute, and a range attribute where items are sorted.',
  properties: [
    {
      name: 'hash',
      otherNames: ['partition', 'partitionKey', 'hashKey'],
      type: keyAttribute,
      required: true,
      docs: 'The attribute that items are partitioned by.',
      example: { name: 'connectionId', type: 'STRING' },
    },
    {
      name: 'range',
      otherNames: ['sort', 'sortKey', 'rangeKey'],
      type: keyAttribute,
      docs: 'The attribute that the items of a partition are sorted by.',
      example: { name: 'sentAt', type: 'NUMBER' },
    },
  ],
};

export function dataResources(type: Property['type']): readonly ResourceDefinition[] {
  const connections = connectionsProperty(
    'A data resource starts no connection: connect a function to it instead.',
    [],
  );
  return [
    {
      kind: 'object',
      type: 'dynamodb-table',
      label: 'DynamoDB table',
      logicalIdStem: 'DynamoDBTable',
      link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Introduction.html',
      noun: 'a DynamoDB table',
      docs: 'A DynamoDB table, billed by request. A function that connects to it finds its name in the environment as `TABLE_` and the resource id in capitals.',
      properties: [
        ...commonProperties(type, { example: 'Sessions' }),
        {
          name: 'key',
          type: primaryKey,
          required: true,
          docs: 'The primary key of the table.',
          example: { hash: { name: 'connectionId', type: 'STRING' } },
          link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html',
        },
        connections,
      ],
    },
    {
      kind: 'object',
      type: 'sqs-queue',
      label: 'SQS queue',
      logicalIdStem: 'SQSQueue',
      link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/welcome.html',
      noun: 'an SQS queue',
      docs: 'An SQS queue. A function that connects to it finds its URL in the environment as `QUEUE_` and the resource id in capitals.',
      properties: [...commonProperties(type, { example: 'Outbox' }), connections],
    },
    {
      kind: 'object',
      type: 'sns-topic',
      label: 'SNS topic',
      logicalIdStem: 'SNSTopic',
      link: 'https://docs.aws.amazon.com/sns/latest/dg/welcome.html',
      noun: 'an SNS topic',
      docs: 'An SNS topic. A function that connects to it finds its ARN in the environment as `TOPIC_` and the resource id in capitals.',
      properties: [...commonProperties(type, { example: 'Announcements' }), connections],
    },
    {
      kind: 'object',
      type: 's3-bucket',
      label: 'S3 bucket',
      logicalIdStem: 'S3Bucket',
      link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html',
      noun: 'an S3 bucket',
      docs: 'An S3 bucket, closed to the public. A function that connects to it finds its name in the environment as `BUCKET_` and the resource id in capitals.',
      properties: [...commonProperties(type, { example: 'Uploads' }), connections],
    },
  ];
}
