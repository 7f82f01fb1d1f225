// The queues, topics and buckets on this machine, in memory, by fauxqs. Requests go to it without a port of its own.
import { buildApp } from 'fauxqs';
import { t } from '../../locale.ts';
import { accessKeyOf } from '../callers.ts';
import { localAccount, localArn, attributesOf, localRegion, type LocalResource } from '../local-stack.ts';
import { at, isList, isMap, parsed, textAt, type JsonMap } from './json.ts';
import type { DescribedCall, ServiceRequest } from './service-calls.ts';
import { errorAnswer, type ServiceAnswer } from './service-server.ts';

export interface QueuesTopicsBuckets {
  /** Creates what is new, and changes the attributes of queues. */
  define(resources: readonly LocalResource[]): Promise<void>;
  /** @returns the ARN of the subscription */
  subscribe(topicArn: string, queueArn: string, attributes: Readonly<Record<string, string>>): Promise<string>;
  unsubscribe(subscriptionArn: string): Promise<void>;
  call(request: ServiceRequest, described: DescribedCall): Promise<ServiceAnswer & { readonly problem?: string }>;
  /** An operation on a queue by its name. Undefined if it fails. */
  onQueue(operation: string, queue: string, input?: JsonMap): Promise<JsonMap | undefined>;
  /** Notes an object that was created or removed, and returns what S3 says about it. */
  objectAt(bucket: string, key: string): Promise<{ readonly size: number; readonly eTag: string } | undefined>;
  stop(): Promise<void>;
}

/** So that no loop fills the memory. */
export interface Limits {
  /** Of all buckets, in bytes. */
  readonly objects: number;
  /** Of all queues. */
  readonly messages: number;
  /** How many requests may add messages before they are counted again. */
  readonly uncounted: number;
}

const usualLimits: Limits = { objects: 256 * 1024 * 1024, messages: 100_000, uncounted: 100 };

/**
 * @param origin where SDKs find the services, which is a part of the URL of each queue
 * @param timeScale divides how long messages are invisible
 */
export function queuesTopicsBuckets(origin: string, timeScale: number, limits = usualLimits): QueuesTopicsBuckets {
  const app = buildApp({ logger: false, defaultRegion: localRegion });
  const { host, port } = new URL(origin);
  /** The addresses of queues as fauxqs has them: not every machine finds such a host. */
  const ownOrigin = `http://sqs.${localRegion}.localhost:${port}`;

  const send = async (
    method: string,
    url: string,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer | string | undefined,
  ): Promise<ServiceAnswer> => {
    const answer = await app.inject({
      method: methods.find((one) => one === method) ?? 'GET',
      url,
      headers: { ...headers, host },
      ...(body === undefined || body.length === 0 ? {} : { payload: body }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.rawPayload };
  };

  /** By bucket and key. */
  const objects = new Map<string, number>();
  let objectBytes = 0;
  let additions = 0;
  let areQueuesFull = false;

  const noteObject = (address: string, size: number): void => {
    objectBytes += size - (objects.get(address) ?? 0);
    if (size > 0) objects.set(address, size);
    else objects.delete(address);
  };

  const whyFull = async ({ operation }: DescribedCall): Promise<string | undefined> => {
    if (/^(?:PutObject|CopyObject|UploadPart)$/.test(operation) && objectBytes >= limits.objects) {
      const size = `${limits.objects / 1024 / 1024} MB`;
      return t`The local buckets are full: they hold up to ${size}. Delete objects, or use MinIO by --endpoint s3=URL.`;
    }
    if (!/^(?:SendMessage|Publish)/.test(operation)) return undefined;
    if (areQueuesFull || ++additions % limits.uncounted === 0) {
      const { body } = await send('GET', '/_fauxqs/queues', {}, undefined);
      const queues: unknown = parsed(body.toString());
      const counts = isList(queues)
        ? queues.flatMap((queue) => messageCounts.map((key) => Number(at(queue, key))))
        : [];
      areQueuesFull = counts.reduce((sum, count) => sum + count, 0) >= limits.messages;
    }
    return areQueuesFull
      ? t`The local queues are full: they hold up to ${limits.messages} messages. Receive and delete some, or use ElasticMQ by --endpoint sqs=URL.`
      : undefined;
  };

  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyOf('')}/20260101/${localRegion}/${service}/aws4_request`,
  });

  const json = (operation: string, input: JsonMap): Promise<ServiceAnswer> => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` };
    return send('POST', '/', { ...signed('sqs'), ...headers }, JSON.stringify(input));
  };

  const form = (input: Readonly<Record<string, string>>): Promise<ServiceAnswer> => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return send('POST', '/', { ...signed('sns'), ...headers }, new URLSearchParams(input).toString());
  };

  const queueUrl = (name: string): string => `${ownOrigin}/${localAccount}/${name}`;

  const defineQueue = async ({ name, properties }: LocalResource): Promise<void> => {
    const attributes = attributesOf(properties, queueAttributes);
    const visibility = Number(attributes['VisibilityTimeout'] ?? 30);
    if (visibility > 0) attributes['VisibilityTimeout'] = String(Math.max(1, Math.round(visibility / timeScale)));
    const created = await json('CreateQueue', { QueueName: name, Attributes: attributes });
    if (created.status === 200) return;
    const { FifoQueue: _, ...settable } = attributes;
    await json('SetQueueAttributes', { QueueUrl: queueUrl(name), Attributes: settable });
  };

  /** The request with the address that a queue or topic has here, whatever its region and account are on AWS. */
  const addressed = ({ service, body }: ServiceRequest, { input }: DescribedCall): Buffer | string => {
    if (service === 'sqs' && typeof input['QueueUrl'] === 'string') {
      return JSON.stringify({ ...input, QueueUrl: queueUrl(input['QueueUrl'].replace(/^.*\//s, '')) });
    }
    if (service !== 'sns') return body;
    const parameters = new URLSearchParams(body.toString());
    for (const key of ['TopicArn', 'TargetArn']) {
      const arn = parameters.get(key);
      if (arn !== null) parameters.set('TopicArn', localArn(arn));
    }
    return parameters.toString();
  };

  return {
    async define(resources) {
      for (const resource of resources) {
        const { type, name, properties } = resource;
        if (type === 'AWS::SQS::Queue') await defineQueue(resource);
        else if (type === 'AWS::SNS::Topic') {
          await form({ Action: 'CreateTopic', Name: name, ...entries(attributesOf(properties, topicAttributes)) });
        } else if (type === 'AWS::S3::Bucket') await send('PUT', `/${name}`, signed('s3'), undefined);
      }
    },
    async subscribe(topic, queue, attributes) {
      const answer = await form({
        Action: 'Subscribe',
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: queue,
        ...entries(attributes),
      });
      return /<SubscriptionArn>([^<]*)</.exec(answer.body.toString())?.[1] ?? '';
    },
    async unsubscribe(arn) {
      await form({ Action: 'Unsubscribe', SubscriptionArn: arn });
    },
    async call(request, described) {
      const unknown = whyUnknown(request, described);
      if (unknown !== undefined) {
        return { ...errorAnswer(request, 400, 'NotImplemented', unknown), problem: unknown };
      }
      const full = await whyFull(described);
      if (full !== undefined) return { ...errorAnswer(request, 400, 'OverLimit', full), problem: full };
      // It computes the length anew.
      const { 'content-length': _, 'transfer-encoding': _encoding, ...headers } = request.headers;
      const answer = await send(request.method, request.url, headers, addressed(request, described));
      const hasUrl = request.service === 'sqs' && /Queue(?:Url|s)?$/.test(described.operation);
      if (!hasUrl) return answer;
      const json = { 'content-type': 'application/x-amz-json-1.0' };
      return { ...answer, headers: json, body: answer.body.toString().replaceAll(ownOrigin, origin) };
    },
    async onQueue(operation, queue, input = {}) {
      const answer = await json(operation, { QueueUrl: queueUrl(queue), ...input });
      const output = parsed(answer.body.toString() || '{}');
      return answer.status === 200 && isMap(output) ? output : undefined;
    },
    async objectAt(bucket, key) {
      const path = key.split('/').map(encodeURIComponent).join('/');
      const { status, headers } = await send('HEAD', `/${bucket}/${path}`, signed('s3'), undefined);
      const size = status === 200 ? Number(at(headers, 'content-length')) : 0;
      noteObject(`${bucket}/${key}`, size);
      if (status !== 200) return undefined;
      return { size, eTag: (textAt(headers, 'etag') ?? '').replaceAll('"', '') };
    },
    async stop() {
      await app.close();
    },
  };
}

const messageCounts = ['approximateMessageCount', 'approximateInflightCount', 'approximateDelayedCount'];
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const;

const queueAttributes = [
  'ContentBasedDeduplication',
  'DelaySeconds',
  'FifoQueue',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
];
const topicAttributes = ['ContentBasedDeduplication', 'DisplayName', 'FifoTopic'];

/** A map in a form. */
function entries(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value], index) => [
      [`Attributes.entry.${index + 1}.key`, key],
      [`Attributes.entry.${index + 1}.value`, value],
    ]),
  );
}

/** The operations on buckets that fauxqs has. It would take many others for one of them. */
const bucketOperations = new Set([
  'AbortMultipartUpload',
  'CompleteMultipartUpload',
  'CopyObject',
  'CreateBucket',
  'CreateMultipartUpload',
  'DeleteBucket',
  'DeleteObject',
  'DeleteObjects',
  'GetObject',
  'HeadBucket',
  'HeadObject',
  'ListBuckets',
  'ListObjects',
  'ListObjectsV2',
  'PutObject',
  'UploadPart',
]);

function whyUnknown({ service, headers }: ServiceRequest, { operation }: DescribedCall): string | undefined {
  if (service === 's3' && !bucketOperations.has(operation)) {
    return t`The local buckets do not know the operation ${operation}. Run MinIO or LocalStack, and lead calls to it by --endpoint s3=URL.`;
  }
  return service === 'sqs' && !headers['content-type']?.includes('json')
    ? t`The local queues know only the JSON protocol of SQS, which AWS SDKs use since the end of 2023. Update the SDK.`
    : undefined;
}
