// Generates a data resource: one resource, which is retained when its stack is deleted.
import { dataResources } from '../language/data-resources.ts';
import type { AttributeType } from '../language/dynamodb-table.ts';
import { groupBy } from '../model/group-by.ts';
import type { DataResource, DynamoDBTable, Project, SQSQueue } from '../model/project.ts';
import { attributesOf, keysOf, listedAttributes, type KeyAttribute, type TableIndex } from '../model/table-keys.ts';
import { deadLetterQueueOf, queuesWithDeadLettersIn } from '../model/dead-letters.ts';
import { bucketName, dataArn } from './addresses.ts';
import { dynamicValue } from './parameters.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { notifyingPermissions, triggerProperties } from './triggers.ts';
import { constants, list, literal, located, map, sourced, type Value } from './value.ts';

export function dataResource(project: Project, resource: DataResource, logicalId: string): TemplateResource {
  const { awsType, nameProperty, noun, settings } = dataResources[resource.type];
  const { id } = resource;
  return {
    logicalId,
    type: awsType,
    retain: true,
    dependsOn: notifyingPermissions(project, resource),
    properties: map({
      [nameProperty]: resource.physicalName ? dynamicValue(resource.physicalName) : bucketName(project, resource),
      ...constants(settings),
      ...(resource.type === 'dynamodb-table' ? { ...keys(resource), ...upkeep(resource) } : {}),
      ...(resource.type === 'sqs-queue' ? { ...order(resource), ...deadLetters(project, resource) } : {}),
      ...triggerProperties(project, resource),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, ${noun}`,
  };
}

/** What DynamoDB does with the items on its own. */
function upkeep({ timeToLive, pointInTimeRecovery }: DynamoDBTable): Readonly<Record<string, Value | undefined>> {
  return {
    TimeToLiveSpecification:
      timeToLive && sourced(timeToLive.node.span, map({ AttributeName: literal(timeToLive.value), Enabled: true })),
    PointInTimeRecoverySpecification:
      pointInTimeRecovery &&
      sourced(pointInTimeRecovery.node.span, map({ PointInTimeRecoveryEnabled: pointInTimeRecovery.value })),
  };
}

/** CloudFormation rejects `FifoQueue: false`, which is the default. */
function order({ fifo }: SQSQueue): Readonly<Record<string, Value | undefined>> {
  const isSet = fifo?.value === true ? sourced(fifo.node.span, true) : undefined;
  return { FifoQueue: isSet, ContentBasedDeduplication: isSet };
}

/** A queue for dead letters keeps them as long as possible, since they are as old as they were in the other queue. */
function deadLetters(project: Project, queue: SQSQueue): Readonly<Record<string, Value | undefined>> {
  const { deadLetter } = queue;
  const target = deadLetterQueueOf(project, queue);
  const arn = target && dataArn(project, target);
  return {
    MessageRetentionPeriod: queuesWithDeadLettersIn(project, queue.id.value).length > 0 ? longestRetention : undefined,
    RedrivePolicy:
      deadLetter && arn
        ? sourced(deadLetter.node.span, map({ deadLetterTargetArn: arn, maxReceiveCount: located(deadLetter.after) }))
        : undefined,
  };
}

/** 14 days, in seconds. */
const longestRetention = 1_209_600;

const attributeTypes: Readonly<Record<AttributeType, string>> = { STRING: 'S', NUMBER: 'N', BINARY: 'B' };

/** The attributes of all keys are defined once. */
function keys(table: DynamoDBTable): Readonly<Record<string, Value | undefined>> {
  const attributes = groupBy(keysOf(table).flatMap(attributesOf), ({ name }) => name.value);
  const indexes = table.indexes.flatMap((index) => tableIndex(table, index));
  return {
    AttributeDefinitions: list(
      ...[...attributes.values()].flatMap(([first]) => (first ? attributeDefinition(first) : [])),
    ),
    KeySchema: keySchema(table.key),
    GlobalSecondaryIndexes: indexes.length > 0 ? list(...indexes) : undefined,
  };
}

function attributeDefinition({ name, type }: KeyAttribute): Value {
  return map({
    AttributeName: sourced(name.node.span, literal(name.value)),
    AttributeType: sourced(type.node.span, attributeTypes[type.value]),
  });
}

function keySchema(key: DynamoDBTable['key'] | TableIndex['key']): Value {
  return list(
    ...attributesOf(key).map(({ name, role }) =>
      sourced(name.node.span, map({ AttributeName: literal(name.value), KeyType: role.toUpperCase() })),
    ),
  );
}

function tableIndex(table: DynamoDBTable, index: TableIndex): readonly Value[] {
  const { node, name, key } = index;
  if (!name || !key?.hash) return [];
  return [
    sourced(
      node.span,
      map({
        IndexName: located(name),
        KeySchema: keySchema(key),
        Projection: sourced(index.projection?.node.span, projection(table, index)),
      }),
    ),
  ];
}

function projection(table: DynamoDBTable, index: TableIndex): Value {
  if (index.projection?.value !== undefined || !index.projection) {
    return map({ ProjectionType: index.projection?.value === 'keys-only' ? 'KEYS_ONLY' : 'ALL' });
  }
  const listed = listedAttributes(table, index).filter(({ already }) => !already);
  if (listed.length === 0) return map({ ProjectionType: 'KEYS_ONLY' });
  const attributes = listed.map(({ attribute }) => sourced(attribute.node.span, literal(attribute.value)));
  return map({ ProjectionType: 'INCLUDE', NonKeyAttributes: list(...attributes) });
}
