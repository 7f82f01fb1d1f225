// The attributes of a table that its keys have, and those that its indexes list besides.
import type { AttributeType } from '../language/dynamodb-table.ts';
import type { DynamoDBTable, Located } from './project.ts';

export type TableIndex = DynamoDBTable['indexes'][number];

type Key = NonNullable<DynamoDBTable['key'] | TableIndex['key']>;

export interface KeyAttribute {
  readonly name: Located<string>;
  readonly type: Located<AttributeType>;
  readonly role: 'hash' | 'range';
}

/** The key of the table, then those of its indexes. */
export function keysOf({ key, indexes }: DynamoDBTable): readonly Key[] {
  return [key, ...indexes.map((index) => index.key)].filter((one) => one !== undefined);
}

/** Those of the key that are complete, the hash attribute first. */
export function attributesOf(key: Key | undefined): readonly KeyAttribute[] {
  return (['hash', 'range'] as const).flatMap((role) => {
    const { name, type } = key?.[role] ?? {};
    return name && type ? [{ name, type, role }] : [];
  });
}

/** The names of both attributes of the key, if they are the same. */
export function repeatedIn(key: Key): Readonly<Record<KeyAttribute['role'], Located<string>>> | undefined {
  const [hash, range] = attributesOf(key);
  return range && hash?.name.value === range.name.value ? { hash: hash.name, range: range.name } : undefined;
}

/** An attribute in the projection of an index. */
export interface ListedAttribute {
  readonly attribute: Located<string>;
  /** The same attribute, in a key or earlier in the list, because of which the index has it anyway. */
  readonly already: Located<string> | undefined;
}

export function listedAttributes({ key }: DynamoDBTable, index: TableIndex): readonly ListedAttribute[] {
  const { projection } = index;
  if (!projection || projection.value !== undefined) return [];
  const known = new Map([key, index.key].flatMap(attributesOf).map(({ name }) => [name.value, name]));
  return projection.items.map((attribute) => {
    const already = known.get(attribute.value);
    if (!already) known.set(attribute.value, attribute);
    return { attribute, already };
  });
}
