// What a request to a service is about: its operation, its resource, and the actions of IAM that AWS would demand.
import type { IncomingHttpHeaders } from 'node:http';
import { nameIn } from '../../language/formats.ts';
import { localAccount, localRegion } from '../local-stack.ts';
import type { NeededRight } from '../rights.ts';
import { isList, isMap, itemsAt, parsed, textAt, type JsonMap } from './json.ts';

export interface ServiceRequest {
  /** As in the signature: `dynamodb`, `sqs`, `sns`, `s3`, or a service that does not run here. */
  readonly service: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The function that signed it. */
  readonly caller: string | undefined;
}

export interface DescribedCall {
  readonly operation: string;
  /** The name of the table, queue, topic or bucket. */
  readonly resource: string | undefined;
  readonly rights: readonly NeededRight[];
  /** The input of an operation in JSON. */
  readonly input: JsonMap;
}

export function describeCall(request: ServiceRequest): DescribedCall {
  switch (request.service) {
    case 'dynamodb':
      return tableCall(request);
    case 'sqs':
      return queueCall(request);
    case 'sns':
      return topicCall(request);
    case 's3':
      return bucketCall(request);
    default:
      return { operation: operationOf(request), resource: undefined, rights: [], input: {} };
  }
}

/** The operation of a JSON protocol is in a header, that of the older query protocol in the body. */
function operationOf({ headers, body, method }: ServiceRequest): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.replace(/^.*\./s, '');
  const isForm = headers['content-type']?.includes('x-www-form-urlencoded');
  return (isForm ? new URLSearchParams(body.toString()).get('Action') : undefined) ?? method;
}

function jsonOf({ body }: ServiceRequest): JsonMap {
  const input = parsed(body.toString());
  return isMap(input) ? input : {};
}

function tableCall(request: ServiceRequest): DescribedCall {
  const operation = operationOf(request);
  const input = jsonOf(request);
  const table = (name: string): string => `arn:aws:dynamodb:${localRegion}:${localAccount}:table/${nameIn(name)}`;
  const index = textAt(input, 'IndexName');
  const tables = tablesIn(input);
  const usual = tables.map((name) => ({
    action: `dynamodb:${operation}`,
    resource: index === undefined ? table(name) : `${table(name)}/index/${index}`,
  }));
  // A transaction needs the rights for its parts.
  const parts = itemsAt(input, 'TransactItems').flatMap((part) => {
    if (!isMap(part)) return [];
    return Object.entries(part).map(([kind, one]) => ({
      action: `dynamodb:${kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`}`,
      resource: table(textAt(one, 'TableName') ?? ''),
    }));
  });
  const rights = operation.startsWith('Transact') ? parts : usual;
  return { operation, resource: tables.map(nameIn).join(', ') || undefined, rights, input };
}

/** The tables that the input names. */
export function tablesIn({
  TableName: name,
  RequestItems: requests,
  TransactItems: parts,
}: JsonMap): readonly string[] {
  return [
    ...(typeof name === 'string' ? [name] : []),
    ...(isMap(requests) ? Object.keys(requests) : []),
    ...(isList(parts) ? parts.flatMap((part) => (isMap(part) ? Object.values(part) : [])) : []).flatMap(
      (part) => textAt(part, 'TableName') ?? [],
    ),
  ];
}

/** The same with the names of tables in place of their ARNs, which DynamoDB accepts as well. */
export function withNames(input: JsonMap): JsonMap {
  const named = (value: unknown): unknown => (isMap(value) ? mapEntries(value, shortName) : value);
  const shortName: Change = ([key, value]) => [
    key,
    key === 'TableName' && typeof value === 'string' ? nameIn(value) : value,
  ];
  return mapEntries(input, ([key, value]) => {
    if (key === 'RequestItems' && isMap(value)) return [key, mapEntries(value, ([name, one]) => [nameIn(name), one])];
    if (key !== 'TransactItems' || !isList(value)) return shortName([key, value]);
    return [key, value.map((part) => (isMap(part) ? mapEntries(part, ([kind, one]) => [kind, named(one)]) : part))];
  });
}

type Change = (entry: readonly [string, unknown]) => readonly [string, unknown];

function mapEntries(map: JsonMap, change: Change): JsonMap {
  return Object.fromEntries(Object.entries(map).map(change));
}

function queueCall(request: ServiceRequest): DescribedCall {
  const operation = operationOf(request);
  const input = jsonOf(request);
  const name = textAt(input, 'QueueUrl')?.replace(/^.*\//s, '') ?? textAt(input, 'QueueName');
  const resource = `arn:aws:sqs:${localRegion}:${localAccount}:${name ?? '*'}`;
  // There are no actions for batches.
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  return { operation, resource: name, rights: [{ action, resource }], input };
}

function topicCall(request: ServiceRequest): DescribedCall {
  const operation = operationOf(request);
  const form = new URLSearchParams(request.body.toString());
  const arn = form.get('TopicArn') ?? form.get('TargetArn') ?? form.get('ResourceArn') ?? undefined;
  const action = `sns:${operation.replace(/Batch$/, '')}`;
  return { operation, resource: arn && nameIn(arn), rights: [{ action, resource: arn ?? '*' }], input: {} };
}

/** The operations of S3 on a bucket and on an object that have a name of their own in the query. */
const subresources: Readonly<Record<string, { readonly bucket?: string; readonly object?: string }>> = {
  uploads: { bucket: 'ListMultipartUploads', object: 'CreateMultipartUpload' },
  tagging: { bucket: 'BucketTagging', object: 'ObjectTagging' },
  acl: { bucket: 'BucketAcl', object: 'ObjectAcl' },
  delete: { bucket: 'DeleteObjects' },
  location: { bucket: 'GetBucketLocation' },
  versions: { bucket: 'ListObjectVersions' },
  versioning: { bucket: 'BucketVersioning' },
  notification: { bucket: 'BucketNotificationConfiguration' },
  policy: { bucket: 'BucketPolicy' },
  cors: { bucket: 'BucketCors' },
  lifecycle: { bucket: 'BucketLifecycleConfiguration' },
  encryption: { bucket: 'BucketEncryption' },
  attributes: { object: 'GetObjectAttributes' },
  select: { object: 'SelectObjectContent' },
  retention: { object: 'ObjectRetention' },
  'legal-hold': { object: 'ObjectLegalHold' },
  restore: { object: 'RestoreObject' },
};

export interface ObjectAddress {
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
}

export function addressOf(url: string): ObjectAddress {
  const path = url.replace(/\?.*$/s, '').replace(/^\//, '');
  const slash = `${path}/`.indexOf('/');
  return { bucket: decoded(path.slice(0, slash)), key: decoded(path.slice(slash + 1)) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function bucketCall({ method, url, headers }: ServiceRequest): DescribedCall {
  const { bucket, key } = addressOf(url);
  const query = new URLSearchParams(url.replace(/^[^?]*\??/s, ''));
  const operation = bucketOperation(method, bucket, key, query, headers['x-amz-copy-source'] !== undefined);
  const object = (path: string): string => `arn:aws:s3:::${path}`;
  const rights = (bucketRights[operation] ?? []).map(({ action, on }) => ({
    action: `s3:${action}`,
    resource: on === 'all' ? '*' : object(on === 'object' ? `${bucket}/${key === '' ? '*' : key}` : bucket),
  }));
  const source = headers['x-amz-copy-source'];
  const copied =
    typeof source === 'string'
      ? [{ action: 's3:GetObject', resource: object(decoded(source).replace(/^\/|\?.*/gs, '')) }]
      : [];
  return { operation, resource: bucket === '' ? undefined : bucket, rights: [...rights, ...copied], input: {} };
}

function bucketOperation(method: string, bucket: string, key: string, query: URLSearchParams, isCopy: boolean): string {
  const verb = method === 'HEAD' ? 'Get' : `${method.charAt(0)}${method.slice(1).toLowerCase()}`;
  for (const [name, { bucket: onBucket, object: onObject }] of Object.entries(subresources)) {
    const noun = key === '' ? onBucket : onObject;
    if (!query.has(name) || noun === undefined) continue;
    return /^(?:Bucket|Object)/.test(noun) ? `${verb}${noun}` : noun;
  }
  const other = [...query.keys()].find((name) => !usualParameters.test(name));
  if (other !== undefined) return `${method} ?${other}`;
  if (query.has('uploadId')) {
    if (method === 'PUT') return isCopy ? 'UploadPartCopy' : 'UploadPart';
    return method === 'POST' ? 'CompleteMultipartUpload' : method === 'GET' ? 'ListParts' : 'AbortMultipartUpload';
  }
  if (bucket === '') return 'ListBuckets';
  if (key !== '') return method === 'PUT' && isCopy ? 'CopyObject' : `${method === 'HEAD' ? 'Head' : verb}Object`;
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  return method === 'PUT' ? 'CreateBucket' : `${method === 'HEAD' ? 'Head' : verb}Bucket`;
}

/** The parameters that do not make another operation of the request. */
const usualParameters =
  /^(?:x-id|x-amz-.*|response-.*|list-type|prefix|delimiter|max-(?:keys|buckets|parts)|marker|continuation-token|start-after|encoding-type|fetch-owner|versionId|partNumber|part-number-marker|uploadId)$/i;

interface BucketRight {
  readonly action: string;
  readonly on: 'all' | 'bucket' | 'object';
}

/** The actions whose names differ from those of the operations, as in S3's service authorization reference. */
const bucketRights: Readonly<Record<string, readonly BucketRight[]>> = {
  ListBuckets: [{ action: 'ListAllMyBuckets', on: 'all' }],
  ListObjects: [{ action: 'ListBucket', on: 'bucket' }],
  ListObjectsV2: [{ action: 'ListBucket', on: 'bucket' }],
  HeadBucket: [{ action: 'ListBucket', on: 'bucket' }],
  GetBucketLocation: [{ action: 'GetBucketLocation', on: 'bucket' }],
  ListMultipartUploads: [{ action: 'ListBucketMultipartUploads', on: 'bucket' }],
  CreateBucket: [{ action: 'CreateBucket', on: 'bucket' }],
  DeleteBucket: [{ action: 'DeleteBucket', on: 'bucket' }],
  GetObject: [{ action: 'GetObject', on: 'object' }],
  HeadObject: [{ action: 'GetObject', on: 'object' }],
  PutObject: [{ action: 'PutObject', on: 'object' }],
  CopyObject: [{ action: 'PutObject', on: 'object' }],
  CreateMultipartUpload: [{ action: 'PutObject', on: 'object' }],
  UploadPart: [{ action: 'PutObject', on: 'object' }],
  UploadPartCopy: [{ action: 'PutObject', on: 'object' }],
  CompleteMultipartUpload: [{ action: 'PutObject', on: 'object' }],
  AbortMultipartUpload: [{ action: 'AbortMultipartUpload', on: 'object' }],
  ListParts: [{ action: 'ListMultipartUploadParts', on: 'object' }],
  DeleteObject: [{ action: 'DeleteObject', on: 'object' }],
  DeleteObjects: [{ action: 'DeleteObject', on: 'object' }],
  GetObjectTagging: [{ action: 'GetObjectTagging', on: 'object' }],
  PutObjectTagging: [{ action: 'PutObjectTagging', on: 'object' }],
  DeleteObjectTagging: [{ action: 'DeleteObjectTagging', on: 'object' }],
};
