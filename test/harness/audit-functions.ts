// Checks what must hold for the functions and data resources of a template: each function has the permissions and the
// environment variables that its connections imply, and no others.
import type { Descriptor, DescriptorIndex, DescriptorKey, DescriptorResource } from './descriptor.ts';
import { get, isList, isMap, texts, type ReadResource } from './read-template.ts';

interface FunctionAudit {
  readonly descriptor: Descriptor;
  readonly resources: ReadonlyMap<string, ReadResource>;
  readonly idOf: (resourceId: string) => string | undefined;
}

export function* auditFunctions(audit: FunctionAudit): Iterable<string> {
  for (const [id, resource] of Object.entries(audit.descriptor.resources)) {
    if (resource.type === 'lambda-function')
      yield* resource.arn === undefined ? ownFunction(audit, id, resource) : existing(audit, id);
    else if (resource.type in dataKinds) {
      if (resource.arn === undefined) yield* dataResource(audit, id, resource);
      else yield* existing(audit, id);
    }
  }
}

/** Another resource can have its name. */
function* existing({ resources }: FunctionAudit, id: string): Iterable<string> {
  for (const { properties } of resources.values()) {
    const tags = get(properties, 'Tags');
    const isOwn = (tag: unknown): boolean => get(tag, 'Value') === id;
    if (isList(tags) && tags.some(isOwn)) yield `${id} already exists and would be created`;
  }
}

/** The ARN of an existing resource as it must appear in the template, in the partition of the stack. */
function arnInStack(arn: string, path = ''): unknown {
  return { 'Fn::Sub': `arn:\${AWS::Partition}:${arn.split(':').slice(2).join(':')}${path}` };
}

/** By what functions find an existing resource. */
function existingReference(type: string, arn: string): unknown {
  const [, , , region = '', account = '', name = ''] = arn.split(':');
  if (type === 'sqs-queue') return { 'Fn::Sub': `https://sqs.${region}.\${AWS::URLSuffix}/${account}/${name}` };
  return type === 'sns-topic' ? arnInStack(arn) : name.replace('table/', '');
}

interface DataKind {
  readonly type: string;
  /** The property with the physical name. */
  readonly name: string;
  readonly prefix: string;
  /** An action that only readers are allowed, one that only writers are allowed, and what they apply to. */
  readonly reading: string;
  readonly writing: string;
  readonly on: (logicalId: string, resource: ReadResource | undefined) => unknown;
}

/** A bucket that has a name is referred to by it. */
function isReferenceTo(value: unknown, logicalId: string, resource: ReadResource | undefined): boolean {
  const name = get(resource?.properties, 'BucketName');
  // One that the project names is referred to by its name only where a reference would be circular.
  return name === undefined || (typeof name === 'string' && value !== name)
    ? get(value, 'Ref') === logicalId
    : JSON.stringify(value) === JSON.stringify(name);
}

const attribute = (logicalId: string): unknown => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

const dataKinds: Readonly<Record<string, DataKind>> = {
  'dynamodb-table': {
    type: 'AWS::DynamoDB::Table',
    name: 'TableName',
    prefix: 'TABLE_',
    reading: 'dynamodb:GetItem',
    writing: 'dynamodb:PutItem',
    on: attribute,
  },
  'sqs-queue': {
    type: 'AWS::SQS::Queue',
    name: 'QueueName',
    prefix: 'QUEUE_',
    reading: 'sqs:ReceiveMessage',
    writing: 'sqs:SendMessage',
    on: attribute,
  },
  'sns-topic': {
    type: 'AWS::SNS::Topic',
    name: 'TopicName',
    prefix: 'TOPIC_',
    reading: 'sns:GetTopicAttributes',
    writing: 'sns:Publish',
    on: (logicalId) => ({ Ref: logicalId }),
  },
  's3-bucket': {
    type: 'AWS::S3::Bucket',
    name: 'BucketName',
    prefix: 'BUCKET_',
    reading: 's3:GetObject',
    writing: 's3:PutObject',
    on: (logicalId, bucket) => {
      const name = get(bucket?.properties, 'BucketName', 'Fn::Join', 1);
      if (!isList(name)) return { 'Fn::Sub': `\${${logicalId}.Arn}/*` };
      const [start, ...rest] = name;
      return { 'Fn::Join': ['', [{ 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${String(start)}` }, ...rest, '/*']] };
    },
  },
};

function* dataResource(
  { resources, idOf }: FunctionAudit,
  id: string,
  { type, physicalName, key, indexes = [], timeToLive, pointInTimeRecovery }: DescriptorResource,
): Iterable<string> {
  const found = resources.get(idOf(id) ?? '');
  if (found?.type !== dataKinds[type]?.type) yield `${id} is not a ${type}`;
  const name = get(found?.properties, dataKinds[type]?.name ?? '');
  if (physicalName === undefined ? typeof name === 'string' : name !== physicalName) yield `${id} has another name`;
  if (get(found?.whole, 'DeletionPolicy') !== 'RetainExceptOnCreate') yield `${id} is not kept when it is deleted`;
  if (get(found?.whole, 'UpdateReplacePolicy') !== 'Retain') yield `${id} is not kept when it is replaced`;
  if (key === undefined) return;
  const expiring = get(found?.properties, 'TimeToLiveSpecification');
  const attributeOfTime = get(expiring, 'AttributeName');
  const isLiteral = typeof attributeOfTime === 'string' ? attributeOfTime === timeToLive : timeToLive?.includes('${');
  if (timeToLive === undefined ? expiring !== undefined : !isLiteral || get(expiring, 'Enabled') !== true)
    yield `${id}: wrong time to live`;
  const recovery = get(found?.properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled');
  if (recovery !== pointInTimeRecovery) yield `${id}: wrong point-in-time recovery`;
  yield* keysAre(id, found?.properties, key, indexes);
}

/** Each key has its attributes, and each attribute is defined once. */
function* keysAre(
  id: string,
  properties: unknown,
  key: DescriptorKey,
  indexes: readonly DescriptorIndex[],
): Iterable<string> {
  const found = get(properties, 'GlobalSecondaryIndexes');
  const given = isList(found) ? found : [];
  if (found !== undefined && given.length === 0) yield `${id}: an empty list of indexes`;
  if (given.length !== indexes.length) yield `${id}: ${given.length} indexes`;
  const schemas = [get(properties, 'KeySchema'), ...given.map((index) => get(index, 'KeySchema'))];
  const types = new Map<string, string>();
  for (const [at, { hash, range }] of [key, ...indexes.map((index) => index.key)].entries()) {
    const wanted = [`${hash.name} HASH`, ...(range ? [`${range.name} RANGE`] : [])];
    const schema = schemas[at];
    const parts = isList(schema)
      ? schema.map((part) => `${String(get(part, 'AttributeName'))} ${String(get(part, 'KeyType'))}`)
      : [];
    if (parts.join() !== wanted.join()) yield `${id}: the key ${at} is ${parts.join()}`;
    for (const { name, type } of range ? [hash, range] : [hash]) types.set(name, type.charAt(0));
  }
  const attributes = get(properties, 'AttributeDefinitions');
  const defined = isList(attributes)
    ? attributes.map((one) => `${String(get(one, 'AttributeName'))} ${String(get(one, 'AttributeType'))}`)
    : [];
  const wanted = [...types].map(([name, type]) => `${name} ${type}`);
  if ([...defined].sort().join() !== wanted.sort().join()) yield `${id}: its attributes are ${defined.join()}`;
  for (const [at, { name, projection = 'all' }] of indexes.entries()) {
    if (get(given[at], 'IndexName') !== name) yield `${id}: another index than ${name}`;
    const kind = typeof projection === 'string' ? (projection === 'all' ? 'ALL' : 'KEYS_ONLY') : 'INCLUDE';
    if (get(given[at], 'Projection', 'ProjectionType') !== kind) yield `${id}: the projection of ${name}`;
    const listed = get(given[at], 'Projection', 'NonKeyAttributes');
    const count = typeof projection === 'string' ? undefined : projection.length;
    if ((isList(listed) ? listed.length : undefined) !== count) yield `${id}: the attributes of ${name}`;
  }
}

function* ownFunction(audit: FunctionAudit, id: string, resource: DescriptorResource): Iterable<string> {
  const { descriptor, resources, idOf } = audit;
  const lambda = resources.get(idOf(id) ?? '');
  const { runtime, entryPoint, memory = 512, timeout = 6, environment = {}, connections = [] } = resource;
  const expected = {
    FunctionName: resource.physicalName,
    Runtime: runtime,
    Handler: entryPoint,
    MemorySize: memory,
    Timeout: timeout,
  };
  for (const [name, value] of Object.entries(expected))
    if (get(lambda?.properties, name) !== value) yield `${id}: ${name}`;
  const place = get(lambda?.properties, 'Code');
  if (get(place, 'S3Bucket', 'Ref') !== 'CodeS3Bucket') yield `${id}: the bucket of its code`;
  const key = String(get(place, 'S3Key', 'Ref'));
  if ((key === 'CodeS3Key') !== (resource.code === undefined)) yield `${id} has the code of ${key}`;
  const [roleId = ''] = texts(get(lambda?.properties, 'Role', 'Fn::GetAtt'));
  const logGroup = String(get(lambda?.properties, 'LoggingConfig', 'LogGroup', 'Ref'));
  if (get(resources.get(logGroup)?.properties, 'RetentionInDays') === undefined) yield `${id}: its log never expires`;
  const may = permissionsOf(resources.get(roleId)?.properties);
  const allowed = (action: string, on: unknown): boolean => may.has(JSON.stringify([action, on]));
  yield* extrasOf(id, resource, lambda?.properties, allowed);
  if (!allowed('logs:PutLogEvents', attribute(logGroup))) yield `${id} may not write its log`;

  const names = new Set(Object.keys(environment));
  for (const [other, target] of Object.entries(descriptor.resources)) {
    const targetId = idOf(other) ?? '';
    const name = other.toUpperCase().replaceAll('-', '_');
    const to = connections.filter((item) => (typeof item === 'object' ? item.to : item) === other);
    const as = to.flatMap((item, index) => (index === 0 && typeof item === 'object' ? (item.as ?? []) : []))[0];
    if (target.type === 'websocket-api') {
      const handles = (target.endpoints ?? []).some((endpoint) => endpoint.connections?.[0] === id);
      const sends = handles || to.length > 0;
      const arn = `arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${${targetId}}/${stageText(target)}/*/@connections/*`;
      if (allowed('execute-api:ManageConnections', { 'Fn::Sub': arn }) !== sends)
        yield `${id} to the clients of ${other}`;
      if (sends) names.add(as ?? `WEBSOCKET_${name}`);
      continue;
    }
    const kind = dataKinds[target.type];
    if (!kind) continue;
    const levels = to.flatMap((item) => (typeof item === 'object' ? [item.access] : []));
    const find = as ?? kind.prefix + name;
    const reads = levels.some((level) => level !== 'write-only');
    const writes = levels.some((level) => level !== 'read-only');
    const on =
      target.arn === undefined
        ? kind.on(targetId, resources.get(targetId))
        : arnInStack(target.arn, target.type === 's3-bucket' ? '/*' : '');
    const isInvoked = (target.connections ?? []).some((item) => (typeof item === 'object' ? item.to : item) === id);
    // Lambda needs to read a queue for the functions that it invokes.
    const isPolled = isInvoked && target.type === 'sqs-queue';
    const ownName = typeof target.physicalName === 'string' ? target.physicalName : '';
    const byName = { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::${ownName}/*` };
    const may = (action: string): boolean => allowed(action, on) || allowed(action, byName);
    if (may(kind.reading) !== (reads || isPolled)) yield `${id} reading ${other}`;
    if (may(kind.writing) !== writes) yield `${id} writing ${other}`;
    const stream = { 'Fn::GetAtt': [targetId, 'StreamArn'] };
    if (allowed('dynamodb:GetRecords', stream) !== (isInvoked && target.type === 'dynamodb-table'))
      yield `${id} reading the stream of ${other}`;
    if (levels.length > 0) names.add(find);
    const variable = get(lambda?.properties, 'Environment', 'Variables', find);
    const own = environment[find] === undefined;
    const isFound =
      target.arn === undefined
        ? isReferenceTo(variable, targetId, resources.get(targetId))
        : JSON.stringify(variable) === JSON.stringify(existingReference(target.type, target.arn));
    if (own && levels.length > 0 && !isFound) yield `${id} cannot find ${other}`;
  }
  const variables = get(lambda?.properties, 'Environment', 'Variables');
  const given = isMap(variables) ? Object.keys(variables) : [];
  if ([...names].sort().join() !== [...given].sort().join())
    yield `${id}: its environment has ${given.join()}, not ${[...names].join()}`;
}

function stageText({ stage = 'prod' }: DescriptorResource): string {
  return typeof stage === 'string' ? stage : `\${${stage['parameter']}}`;
}

function* extrasOf(
  id: string,
  { architecture, layers = [], reservedConcurrency, tracing = false, permissions = [] }: DescriptorResource,
  properties: unknown,
  allowed: (action: string, on: unknown) => boolean,
): Iterable<string> {
  if (get(properties, 'Architectures', 0) !== architecture) yield `${id}: its architecture`;
  if (texts(get(properties, 'Layers')).join() !== layers.join()) yield `${id}: its layers`;
  if (get(properties, 'ReservedConcurrentExecutions') !== reservedConcurrency) yield `${id}: its concurrency`;
  if ((get(properties, 'TracingConfig', 'Mode') === 'Active') !== tracing) yield `${id}: its tracing`;
  if (allowed('xray:PutTraceSegments', '*') !== tracing) yield `${id}: whether it may send traces`;
  for (const { actions, resources } of permissions) {
    for (const action of actions) {
      for (const one of resources) {
        // An IAM variable is not one of `Fn::Sub`.
        const on = one.includes('${') ? { 'Fn::Sub': one.replaceAll('${', '${!') } : one;
        if (!allowed(action, on)) yield `${id} may not ${action} on ${one}`;
      }
    }
  }
}

/** Every pair of an allowed action and its resource, as JSON. */
function permissionsOf(role: unknown): ReadonlySet<string> {
  const pairs = new Set<string>();
  const policies = get(role, 'Policies');
  for (const policy of isList(policies) ? policies : []) {
    const statements = get(policy, 'PolicyDocument', 'Statement');
    for (const statement of isList(statements) ? statements : []) {
      const action = get(statement, 'Action');
      for (const name of typeof action === 'string' ? [action] : texts(action)) {
        const resource = get(statement, 'Resource');
        for (const one of isList(resource) ? resource : [resource]) pairs.add(JSON.stringify([name, one]));
      }
    }
  }
  return pairs;
}
