// The events with which queues, tables, topics, buckets and schedules invoke functions, in the shapes of AWS.
import { randomBytes, randomUUID } from 'node:crypto';
import { localAccount, localRegion } from '../local-stack.ts';
import { at, isMap, parsed, textAt, type JsonMap } from './json.ts';
import type { TableChange } from './tables.ts';
import type { BucketTrigger, ScheduleTrigger, StreamTrigger } from './triggers.ts';

/** @param messages as `ReceiveMessage` answers them, with all attributes */
export function queueEvent(messages: readonly JsonMap[], queueArn: string): JsonMap {
  const Records = messages.map((message) => {
    const attributes = isMap(message['MessageAttributes']) ? message['MessageAttributes'] : {};
    const hash = message['MD5OfMessageAttributes'];
    return {
      messageId: message['MessageId'],
      receiptHandle: message['ReceiptHandle'],
      body: message['Body'],
      attributes: message['Attributes'] ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [
          name,
          {
            ...(at(attribute, 'StringValue') === undefined ? {} : { stringValue: at(attribute, 'StringValue') }),
            ...(at(attribute, 'BinaryValue') === undefined ? {} : { binaryValue: at(attribute, 'BinaryValue') }),
            stringListValues: [],
            binaryListValues: [],
            dataType: at(attribute, 'DataType'),
          },
        ]),
      ),
      ...(hash === undefined ? {} : { md5OfMessageAttributes: hash }),
      md5OfBody: message['MD5OfBody'],
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion: localRegion,
    };
  });
  return { Records };
}

/** A change of an item as the stream of its table has it. */
export interface StreamRecord {
  readonly change: TableChange;
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly sequence: number;
}

export function sequenceNumber({ sequence }: StreamRecord): string {
  return String(sequence).padStart(21, '1');
}

export function streamEvent(records: readonly StreamRecord[], { arn, viewType }: StreamTrigger): JsonMap {
  const Records = records.map((record) => {
    const { keys, before, after, hasExpired } = record.change;
    const images = {
      ...(after && viewType.startsWith('NEW') ? { NewImage: after } : {}),
      ...(before && viewType.includes('OLD') ? { OldImage: before } : {}),
    };
    return {
      eventID: randomBytes(16).toString('hex'),
      eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: localRegion,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(record.time / 1000),
        Keys: keys,
        ...images,
        SequenceNumber: sequenceNumber(record),
        SizeBytes: Buffer.byteLength(JSON.stringify([keys, images])),
        StreamViewType: viewType,
      },
      ...(hasExpired ? { userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' } } : {}),
      eventSourceARN: arn,
    };
  });
  return { Records };
}

/** @param body what SNS sends to a queue, as JSON */
export function topicEvent(body: string, subscriptionArn: string): JsonMap {
  const message = parsed(body);
  const { SigningCertURL, UnsubscribeURL, ...sns } = isMap(message) ? message : {};
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: subscriptionArn,
        Sns: { ...sns, SigningCertUrl: SigningCertURL, UnsubscribeUrl: UnsubscribeURL },
      },
    ],
  };
}

export interface ObjectChange {
  readonly bucket: string;
  readonly key: string;
  /** `ObjectCreated:Put` */
  readonly name: string;
  /** Undefined for an object that was removed. */
  readonly object: { readonly size: number; readonly eTag: string } | undefined;
  /** In milliseconds since 1970. */
  readonly time: number;
}

export function bucketEvent({ bucket, key, name, object, time }: ObjectChange, { event }: BucketTrigger): JsonMap {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: localRegion,
        eventTime: new Date(time).toISOString(),
        eventName: name,
        userIdentity: { principalId: 'AWS:LOCAL' },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: {
          'x-amz-request-id': randomBytes(8).toString('hex').toUpperCase(),
          'x-amz-id-2': randomBytes(24).toString('base64'),
        },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: event,
          bucket: { name: bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${bucket}` },
          object: {
            key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
            ...object,
            sequencer: time.toString(16).toUpperCase().padStart(16, '0'),
          },
        },
      },
    ],
  };
}

/** @param time when the schedule is due, in milliseconds since 1970 */
export function scheduleEvent({ ruleArn, input }: ScheduleTrigger, time: number): unknown {
  if (input !== undefined) return parsed(input);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: localAccount,
    time: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: localRegion,
    resources: [ruleArn],
    detail: {},
  };
}

/** What a function reports to have failed: the identifiers of messages or records. */
export function reportedFailures(value: unknown): readonly string[] | undefined {
  const failures = at(value, 'batchItemFailures');
  if (!Array.isArray(failures)) return undefined;
  return failures.map((failure: unknown) => textAt(failure, 'itemIdentifier') ?? '');
}

/** The keys in the answer to a deletion of several objects. */
export function deletedKeys(body: string | Buffer): readonly string[] {
  const [, ...deleted] = body.toString().split('<Deleted>');
  return deleted.flatMap((rest) => {
    const [, key] = /<Key>([^<]*)<\/Key>/.exec(rest.split('</Deleted>')[0] ?? '') ?? [];
    return key === undefined
      ? []
      : key.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => characters[name] ?? '');
  });
}

const characters: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
