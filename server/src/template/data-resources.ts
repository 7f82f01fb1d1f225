// What the data resources become: one resource each, which stays when its stack goes.
import type { AttributeType } from '../language/data-resources.ts';
import type { DynamoDBTable, KeyAttribute, S3Bucket, SNSTopic, SQSQueue } from '../model/project.ts';
import type { TemplateResource } from './template.ts';
import { tagList } from './texts.ts';
import { list, literal, map, sourced, type Value } from './value.ts';

const attributeTypes: Readonly<Record<AttributeType, string>> = { STRING: 'S', NUMBER: 'N', BINARY: 'B' };

/** Encrypted with DynamoDB's own key, as every table is. */
export function table({ id, hash, range }: DynamoDBTable, logicalId: string): TemplateResource {
  const attributes = [hash ?? [], range ?? []].flat();
  const key = [hash ? keyElement(hash, 'HASH') : [], range ? keyElement(range, 'RANGE') : []].flat();
  return {
    logicalId,
    type: 'AWS::DynamoDB::Table',
    retain: true,
    properties: map({
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: list(...attributes.map(attributeDefinition)),
      KeySchema: list(...key),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, a DynamoDB table`,
  };
}

function attributeDefinition({ name, type }: KeyAttribute): Value {
  return map({
    AttributeName: sourced(name.node.span, literal(name.value)),
    AttributeType: sourced(type.node.span, attributeTypes[type.value]),
  });
}

function keyElement({ name }: KeyAttribute, keyType: 'HASH' | 'RANGE'): Value {
  return sourced(name.node.span, map({ AttributeName: literal(name.value), KeyType: keyType }));
}

export function queue({ id }: SQSQueue, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::SQS::Queue',
    retain: true,
    properties: map({ SqsManagedSseEnabled: true, Tags: tagList(id.value) }),
    source: id.node.span,
    comment: `${id.value}, an SQS queue`,
  };
}

/** Not encrypted at rest: that takes a KMS key, and a grant on it for each publisher. */
export function topic({ id }: SNSTopic, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::SNS::Topic',
    retain: true,
    properties: map({ Tags: tagList(id.value) }),
    source: id.node.span,
    comment: `${id.value}, an SNS topic`,
  };
}

/** Closed to the public and encrypted. Both are S3's defaults by now, and written so that nobody must know that. */
export function bucket({ id }: S3Bucket, logicalId: string): TemplateResource {
  return {
    logicalId,
    type: 'AWS::S3::Bucket',
    retain: true,
    properties: map({
      BucketEncryption: map({
        ServerSideEncryptionConfiguration: list(
          map({ ServerSideEncryptionByDefault: map({ SSEAlgorithm: 'AES256' }) }),
        ),
      }),
      PublicAccessBlockConfiguration: map({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      }),
      Tags: tagList(id.value),
    }),
    source: id.node.span,
    comment: `${id.value}, an S3 bucket`,
  };
}
