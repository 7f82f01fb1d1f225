// Generates a data resource: one resource, which is retained when its stack is deleted.
import { dataResources, type AttributeType } from '../language/data-resources.ts';
import type { DataResource, DynamoDBTable, Project, SQSQueue } from '../model/project.ts';
import { bucketName } from './addresses.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { notifyingPermissions, triggerProperties } from './triggers.ts';
import { constants, list, literal, map, sourced, type Value } from './value.ts';

export function dataResource(project: Project, resource: DataResource, logicalId: string): TemplateResource {
  const { awsType, noun, settings } = dataResources[resource.type];
  const { id } = resource;
  return {
    logicalId,
    type: awsType,
    retain: true,
    dependsOn: notifyingPermissions(project, resource),
    properties: map({
      BucketName: bucketName(project, resource),
      ...constants(settings),
      ...(resource.type === 'dynamodb-table' ? { ...primaryKey(resource), ...upkeep(resource) } : {}),
      ...(resource.type === 'sqs-queue' ? order(resource) : {}),
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

const attributeTypes: Readonly<Record<AttributeType, string>> = { STRING: 'S', NUMBER: 'N', BINARY: 'B' };

function primaryKey({ key }: DynamoDBTable): Readonly<Record<string, Value>> {
  const attributes = [
    { attribute: key?.hash, keyType: 'HASH' },
    { attribute: key?.range, keyType: 'RANGE' },
  ].flatMap(({ attribute, keyType }) => {
    const { name, type } = attribute ?? {};
    return name && type ? [{ name, type, keyType }] : [];
  });
  return {
    AttributeDefinitions: list(
      ...attributes.map(({ name, type }) =>
        map({
          AttributeName: sourced(name.node.span, literal(name.value)),
          AttributeType: sourced(type.node.span, attributeTypes[type.value]),
        }),
      ),
    ),
    KeySchema: list(
      ...attributes.map(({ name, keyType }) =>
        sourced(name.node.span, map({ AttributeName: literal(name.value), KeyType: keyType })),
      ),
    ),
  };
}
