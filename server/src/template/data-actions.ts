// The actions that each access level allows on each kind of data resource. Nothing that manages the resource itself.
import type { AccessLevel } from '../language/connections.ts';
import type { DataResource } from '../model/project.ts';

interface DataActions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Those of S3 that concern the objects rather than the bucket. */
  readonly onObjects?: true;
}

const dataActions: Readonly<Record<DataResource['type'], readonly DataActions[]>> = {
  'dynamodb-table': [
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
  ],
  'sqs-queue': [
    {
      // Whoever reads a message must be able to say that it is done with.
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
  'sns-topic': [{ read: ['sns:GetTopicAttributes', 'sns:ListSubscriptionsByTopic'], write: ['sns:Publish'] }],
  's3-bucket': [
    { read: ['s3:GetBucketLocation', 's3:ListBucket'], write: ['s3:GetBucketLocation'] },
    {
      read: ['s3:GetObject'],
      write: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
      onObjects: true,
    },
  ],
};

export interface ActionGroup {
  readonly actions: readonly string[];
  readonly onObjects: boolean;
}

/** The actions by what they are allowed on, each group in alphabetical order. */
export function actionsFor(type: DataResource['type'], level: AccessLevel): readonly ActionGroup[] {
  return dataActions[type].map(({ read, write, onObjects = false }) => {
    const all = [...(level === 'write-only' ? [] : read), ...(level === 'read-only' ? [] : write)];
    return { actions: [...new Set(all)].sort(), onObjects };
  });
}
