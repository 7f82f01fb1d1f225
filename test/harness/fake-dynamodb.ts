// A small DynamoDB in memory, with the tables of a template: enough for the handlers of the examples, and as strict.
import { get, isList, isMap, type ReadResource } from './read-template.ts';

export type Item = Readonly<Record<string, unknown>>;

/** Thrown if the condition of a command does not hold. */
export class ConditionalCheckFailedException extends Error {}

export interface FakeTable {
  /** The items by the text of their keys. */
  readonly items: Map<string, Item>;
  readonly run: (action: TableAction, input: unknown) => Item;
}

export type TableAction = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'Scan';

export function fakeTable({ properties }: ReadResource): FakeTable {
  const items = new Map<string, Item>();
  const key = attributesOf(get(properties, 'KeySchema'));
  const keyOf = (item: unknown): string => JSON.stringify(key.map((name) => required(get(item, name), `key ${name}`)));

  const read = (input: unknown): readonly Item[] => {
    const indexName = get(input, 'IndexName');
    if (typeof indexName !== 'string') return [...items.values()];
    const indexes = get(properties, 'GlobalSecondaryIndexes');
    const index = (isList(indexes) ? indexes : []).find((one) => get(one, 'IndexName') === indexName);
    const indexKey = attributesOf(get(required(index, `index ${indexName}`), 'KeySchema'));
    const projected = get(index, 'Projection', 'NonKeyAttributes');
    const isWhole = get(index, 'Projection', 'ProjectionType') === 'ALL';
    const kept = [...key, ...indexKey, ...(isList(projected) ? projected : [])];
    // An item without the key of the index is not in the index.
    return [...items.values()]
      .filter((item) => indexKey.every((name) => item[name] !== undefined))
      .map((item) =>
        isWhole ? item : Object.fromEntries(Object.entries(item).filter(([name]) => kept.includes(name))),
      )
      .sort((one, other) => Number(one[indexKey[1] ?? '']) - Number(other[indexKey[1] ?? '']));
  };

  const run = (action: TableAction, input: unknown): Item => {
    const expressions = expressionsOf(input);
    const at = get(input, 'Key');
    const before = at === undefined ? undefined : items.get(keyOf(at));
    switch (action) {
      case 'GetItem':
        return before ? { Item: before } : {};
      case 'PutItem': {
        const item = get(input, 'Item');
        if (!isMap(item)) throw new Error('PutItem without an item');
        expressions.demandCondition(items.get(keyOf(item)));
        items.set(keyOf(item), item);
        return {};
      }
      case 'UpdateItem': {
        expressions.demandCondition(before);
        const after = { ...(isMap(at) ? at : {}), ...before, ...expressions.assigned() };
        items.set(keyOf(at), after);
        return { Attributes: get(input, 'ReturnValues') === 'UPDATED_OLD' ? before : after };
      }
      case 'DeleteItem':
        items.delete(keyOf(at));
        return {};
      case 'Query':
        return {
          Items: read(input)
            .filter(expressions.isFound)
            .slice(0, Number(get(input, 'Limit') ?? Infinity)),
        };
      case 'Scan':
        return { Items: read(input) };
    }
  };
  return { items, run };
}

function attributesOf(schema: unknown): readonly string[] {
  return (isList(schema) ? schema : []).map((part) => String(get(part, 'AttributeName')));
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}`);
  return value;
}

interface Expressions {
  readonly demandCondition: (item: Item | undefined) => void;
  readonly assigned: () => Item;
  readonly isFound: (item: Item) => boolean;
}

/** Clauses joined by `AND`, as far as the examples use them. */
function expressionsOf(input: unknown): Expressions {
  const nameOf = (text: string): string =>
    text.startsWith('#') ? String(required(get(input, 'ExpressionAttributeNames', text), text)) : text;
  const valueOf = (text: string): unknown => required(get(input, 'ExpressionAttributeValues', text), text);
  const holds = (item: Item | undefined, expression: string): boolean =>
    expression.split(' AND ').every((clause) => {
      const [, missing, name = ''] = /^attribute_(not_)?exists\((\S+)\)$/.exec(clause) ?? [];
      if (name !== '') return (item?.[nameOf(name)] === undefined) === (missing !== undefined);
      const [, left = '', operator = '', right = ''] = required(
        /^(\S+) (=|<=|>) (:\S+)$/.exec(clause) ?? undefined,
        clause,
      );
      const [one, other] = [item?.[nameOf(left)], valueOf(right)];
      if (one === undefined) return false;
      return operator === '='
        ? one === other
        : operator === '>'
          ? Number(one) > Number(other)
          : Number(one) <= Number(other);
    });
  return {
    demandCondition(item) {
      const condition = get(input, 'ConditionExpression');
      if (typeof condition === 'string' && !holds(item, condition)) throw new ConditionalCheckFailedException();
    },
    assigned() {
      const [, assignments = ''] = required(
        /^SET (.*)$/.exec(String(get(input, 'UpdateExpression'))) ?? undefined,
        'SET',
      );
      return Object.fromEntries(
        assignments.split(', ').map((assignment) => {
          const [name = '', value = ''] = assignment.split(' = ');
          return [nameOf(name), valueOf(value)];
        }),
      );
    },
    isFound: (item) => holds(item, String(get(input, 'KeyConditionExpression'))),
  };
}
