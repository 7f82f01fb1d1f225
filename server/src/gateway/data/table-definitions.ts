// The tables of the stack as DynamoDB creates them, and what its errors mean here.
import type { Plain } from '../../language/index.ts';
import { t } from '../../locale.ts';
import { plainAt, plainItems, plainText, type LocalResource, type LocalStack } from '../local-stack.ts';
import { isMap, type JsonMap } from './json.ts';

export interface TableDefinition {
  readonly name: string;
  /** The types of the attributes of the primary key, the hash attribute first. */
  readonly key: Readonly<Record<string, string>>;
  /** The input of `CreateTable`. */
  readonly input: JsonMap;
  /** The attribute with the time at which an item expires, in seconds since 1970. */
  readonly timeToLive: string | undefined;
}

export function tableDefinitions({ resources }: LocalStack): readonly TableDefinition[] {
  return [...resources.values()].filter(({ type }) => type === 'AWS::DynamoDB::Table').map(tableDefinition);
}

function tableDefinition({ name, properties }: LocalResource): TableDefinition {
  const indexes = (key: string): JsonMap => {
    const found = plainItems(plainAt(properties, key)).map((index) =>
      pick(index, ['IndexName', 'KeySchema', 'Projection']),
    );
    return found.length > 0 ? { [key]: found } : {};
  };
  const types = new Map(
    plainItems(plainAt(properties, 'AttributeDefinitions')).map((one) => [
      plainText(plainAt(one, 'AttributeName')),
      plainText(plainAt(one, 'AttributeType')),
    ]),
  );
  const schema = plainItems(plainAt(properties, 'KeySchema')).map((one) => plainText(plainAt(one, 'AttributeName')));
  return {
    name,
    key: Object.fromEntries(schema.map((attribute) => [attribute, types.get(attribute) ?? ''])),
    input: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      ...pick(properties, ['AttributeDefinitions', 'KeySchema']),
      ...indexes('GlobalSecondaryIndexes'),
      ...indexes('LocalSecondaryIndexes'),
    },
    timeToLive:
      plainAt(properties, 'TimeToLiveSpecification', 'Enabled') === true
        ? plainText(plainAt(properties, 'TimeToLiveSpecification', 'AttributeName'))
        : undefined,
  };
}

function pick(value: Plain | undefined, keys: readonly string[]): JsonMap {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const member = plainAt(value, key);
      return member === undefined ? [] : [[key, member] as const];
    }),
  );
}

/** What the user should know about an error of a table; undefined if it is one that AWS answers as well. */
export function tableProblem(body: unknown): string | undefined {
  const type = isMap(body) ? String(body['__type']).replace(/^.*#/, '') : '';
  if (['UnknownOperationException', 'LimitExceededException', 'SerializationException'].includes(type)) {
    return isMap(body) ? String(body['message']) : type;
  }
  return type === 'ResourceNotFoundException'
    ? t`There is no such table or index here. Only those that the descriptor defines exist; lead calls to others by --endpoint dynamodb=URL.`
    : undefined;
}
