// Tables, queues, topics and buckets.
import { dataResources, type DataResourceType } from '../../language/data-resources.ts';
import {
  attributeName,
  bucketName,
  indexName,
  matchesFormat,
  queueName,
  tableName,
  topicName,
} from '../../language/formats.ts';
import type { DataResourceRecord, StringFormat } from '../../language/index.ts';
import type { PlainValue } from '../facts.ts';
import { textAt, valueAt, type SourceValue } from '../source.ts';
import { becomes, resourceOf, set, type Draft, type DraftResource } from './draft.ts';
import { textProperty } from './parameters.ts';
import { integerIn, listOf, plainText } from './references.ts';
import { dataIn, property, textOf, type Member } from './stack.ts';
import type { Planned } from './plan.ts';

export function readDataResources(draft: Draft): void {
  for (const planned of draft.plan.all) {
    const record = Object.values(dataResources).find(({ type }) => type === planned.type);
    if (record) readDataResource(draft, planned, record);
  }
}

const nameFormats: Readonly<Record<DataResourceType, StringFormat>> = {
  'dynamodb-table': tableName,
  'sqs-queue': queueName,
  'sns-topic': topicName,
  's3-bucket': bucketName,
};

function readDataResource(
  draft: Draft,
  planned: Planned,
  record: DataResourceRecord & { readonly type: DataResourceType },
): void {
  const { member } = planned;
  const resource = resourceOf(draft, planned);
  if (member.existingArn !== undefined) {
    set(resource, 'arn', member.existingArn, member.place);
    return;
  }
  if (record.type === 'dynamodb-table') readTable(member, resource);
  if (record.type === 'sqs-queue') readQueue(draft, member, resource);
  const name = property(member, record.nameProperty);
  const format = nameFormats[record.type];
  if (!isFifoMismatch(member, name))
    set(resource, 'physicalName', textProperty(draft, name, format), name?.place ?? member.place);
  keepOrDelete(draft, planned);
  becomes(draft, member, { kind: 'resource', id: resource.id });
}

/** The name of a FIFO queue ends so, and no other does. */
function isFifoMismatch(member: Member, name: SourceValue | undefined): boolean {
  if (member.type !== 'AWS::SQS::Queue' || name === undefined) return false;
  const isFifo = textOf(member, 'FifoQueue') === 'true';
  return isFifo !== (plainText(name)?.endsWith('.fifo') ?? isFifo);
}

/** Our data resources outlive their stack, whether those of the template do or not. */
function keepOrDelete({ entries }: Draft, { id, member, type }: Planned): void {
  if (member.attributes.has('DeletionPolicy')) return;
  const record = Object.values(dataResources).find((one) => one.type === type);
  entries.push({
    kind: 'changed',
    what: `${record?.loss.noun ?? 'Resource'} ${id}`,
    place: member.place,
    before: 'is deleted together with its stack',
    after: 'is kept',
    why: 'So that a mistake does not lose data.',
    resource: id,
  });
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['S', 'STRING'],
  ['N', 'NUMBER'],
  ['B', 'BINARY'],
]);

function readTable(member: Member, resource: DraftResource): void {
  const types = new Map(
    listOf(property(member, 'AttributeDefinitions')).map((item) => [
      plainText(valueAt(item, 'AttributeName')),
      typeNames.get(plainText(valueAt(item, 'AttributeType')) ?? ''),
    ]),
  );
  const schema = property(member, 'KeySchema');
  const place = schema?.place ?? member.place;
  set(resource, 'key', keyOf(schema, types) ?? placeholderKey, place);
  const list = property(member, 'GlobalSecondaryIndexes');
  const indexes = listOf(list).map((item) => indexOf(item, types));
  const known = indexes.filter((index) => index !== undefined);
  if (known.length > 0 && known.length === indexes.length && known.length <= 20) {
    set(resource, 'indexes', known, list?.place ?? member.place);
  }
  const expiry = property(member, 'TimeToLiveSpecification');
  const attribute = plainText(valueAt(expiry, 'AttributeName'));
  if (expiry && attribute !== undefined && textAt(expiry, 'Enabled') === 'true')
    set(resource, 'timeToLive', attribute, expiry.place);
  const recovery = property(member, 'PointInTimeRecoverySpecification');
  const isOn = textAt(recovery, 'PointInTimeRecoveryEnabled');
  if (recovery && (isOn === 'true' || isOn === 'false'))
    set(resource, 'pointInTimeRecovery', isOn === 'true', recovery.place);
}

/** For a key that is only known when the stack is deployed, which stays in the overlay. */
const placeholderKey: PlainValue = new Map([
  [
    'hash',
    new Map([
      ['name', 'id'],
      ['type', 'STRING'],
    ]),
  ],
]);

type Types = ReadonlyMap<string | undefined, string | undefined>;

function keyOf(schema: SourceValue | undefined, types: Types): ReadonlyMap<string, PlainValue> | undefined {
  const key = new Map<string, PlainValue>();
  for (const item of listOf(schema)) {
    const name = plainText(valueAt(item, 'AttributeName'));
    const type = types.get(name);
    const role = plainText(valueAt(item, 'KeyType'))?.toLowerCase();
    if (name === undefined || type === undefined || !matchesFormat(name, attributeName)) return undefined;
    if ((role !== 'hash' && role !== 'range') || key.has(role)) return undefined;
    key.set(
      role,
      new Map([
        ['name', name],
        ['type', type],
      ]),
    );
  }
  const [hash, range] = [key.get('hash'), key.get('range')];
  if (!hash) return undefined;
  return new Map<string, PlainValue>(
    range
      ? [
          ['hash', hash],
          ['range', range],
        ]
      : [['hash', hash]],
  );
}

function indexOf(item: SourceValue, types: Types): PlainValue | undefined {
  const name = plainText(valueAt(item, 'IndexName'));
  const key = keyOf(valueAt(item, 'KeySchema'), types);
  if (name === undefined || !matchesFormat(name, indexName) || !key) return undefined;
  const index = new Map<string, PlainValue>([
    ['name', name],
    ['key', key],
  ]);
  const kind = plainText(valueAt(item, 'Projection', 'ProjectionType'));
  const listed = listOf(valueAt(item, 'Projection', 'NonKeyAttributes')).flatMap((one) => plainText(one) ?? []);
  if (kind === 'KEYS_ONLY') index.set('projection', 'keys-only');
  if (kind === 'INCLUDE' && listed.length > 0 && listed.length <= 20) index.set('projection', listed);
  return index;
}

function readQueue(draft: Draft, member: Member, resource: DraftResource): void {
  const at = (name: string) => property(member, name)?.place ?? member.place;
  set(resource, 'fifo', textOf(member, 'FifoQueue') === 'true' ? true : undefined, at('FifoQueue'));
  const timeout = property(member, 'VisibilityTimeout');
  set(resource, 'visibilityTimeout', integerIn(timeout), at('VisibilityTimeout'));
  const policy = property(member, 'RedrivePolicy');
  const target = dataIn(draft.stack, valueAt(policy, 'deadLetterTargetArn'))?.member;
  const count = integerIn(valueAt(policy, 'maxReceiveCount'));
  const queue = draft.plan.find(target?.logicalId);
  if (policy && queue?.type === 'sqs-queue' && count !== undefined && count >= 1 && count <= 1000) {
    keepDeadLetters(draft, queue);
    set(
      resource,
      'deadLetter',
      new Map<string, PlainValue>([
        ['to', queue.id],
        ['after', count],
      ]),
      policy.place,
    );
  }
}

/** Ours keep them as long as possible, unless the template says otherwise. */
function keepDeadLetters({ entries }: Draft, { id, member }: Planned): void {
  if (property(member, 'MessageRetentionPeriod') || member.existingArn !== undefined) return;
  const what = `Queue ${id}`;
  if (entries.some((entry) => entry.kind === 'changed' && entry.what === what && entry.before === usualRetention))
    return;
  entries.push({
    kind: 'changed',
    what,
    place: member.place,
    before: usualRetention,
    after: 'keeps messages for 14 days',
    why: 'Dead letters are as old as they were in the other queue.',
    resource: id,
  });
}

const usualRetention = 'keeps messages for 4 days';
