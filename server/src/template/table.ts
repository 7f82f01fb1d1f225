import type { AttributeType } from '../language/data-resources.ts';
import type { DynamoDBTable, KeyAttribute } from '../model/project.ts';
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
