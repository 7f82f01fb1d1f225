// The DynamoDB tables on this machine, in memory: their operations, what changes in them, and what expires.
import { isDeepStrictEqual } from 'node:util';
import { createKey, type Table } from 'dynalite/db/index.js';
import { t } from '../../locale.ts';
import { messageOf, quote } from '../../wording.ts';
import { checkedInput, emptyStore, execute, isTableOperation, TableError } from './table-operations.ts';
import { tablesIn, withNames } from './service-calls.ts';
import type { TableDefinition } from './table-definitions.ts';
import { readTransaction, writeTransaction } from './transactions.ts';
import { at, isMap, textAt, type JsonMap } from './json.ts';

/** A change of one item. */
export interface TableChange {
  readonly table: string;
  readonly keys: JsonMap;
  readonly before: JsonMap | undefined;
  readonly after: JsonMap | undefined;
  /** Whether DynamoDB itself deleted the item, because it had expired. */
  readonly hasExpired: boolean;
}

export interface TableAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Tables {
  /**
   * Creates the table, with the items that were kept, or changes the indexes of one that is there.
   * @returns false if it is there with another key, which cannot be changed
   */
  define(definition: TableDefinition, items: AsyncIterable<JsonMap> | Iterable<JsonMap>): Promise<boolean>;
  call(operation: string, input: JsonMap): Promise<TableAnswer>;
  /** Deletes what has expired. */
  expire(now: number): Promise<void>;
  items(table: string): AsyncIterable<JsonMap>;
}

/** How much a table holds at most, as JSON, so that no loop fills the memory. */
export const maximumTableBytes = 128 * 1024 * 1024;

const writes = new Set(['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem', 'TransactWriteItems']);

/** @param onChanges called after each operation with what it changed, in order */
export function memoryTables(onChanges: (changes: readonly TableChange[]) => void): Tables {
  const store = emptyStore();
  const definitions = new Map<string, TableDefinition>();
  const sizes = new Map<string, number>();
  /** What the operation that runs has changed: there is one at a time. */
  let changes: TableChange[] = [];
  let hasExpired = false;

  let last: Promise<unknown> = Promise.resolve();
  /** One after another, so that no transaction sees half of a write. */
  const exclusively = <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };

  const tableNamed = (name: string): Promise<Table> =>
    new Promise((resolve, reject) => {
      store.getTable(name, false, (error, table) =>
        error || !table ? reject(error ?? new Error(name)) : resolve(table),
      );
    });

  const itemAt = (table: Table, key: JsonMap): Promise<JsonMap | undefined> =>
    new Promise((resolve, reject) => {
      const items = store.getItemDb(table.TableName);
      items.get(createKey(key, table), (error, item) => (error ? reject(error) : resolve(item)));
    });

  /** Notes each change of an item that is made through dynalite's operations. */
  const observe = (name: string): void => {
    const items = store.getItemDb(name);
    const { put, del } = items;
    const note = (before: JsonMap | undefined, after: JsonMap | undefined): void => {
      const keyNames = Object.keys(definitions.get(name)?.key ?? {});
      const keys = Object.fromEntries(Object.entries(after ?? before ?? {}).filter(([key]) => keyNames.includes(key)));
      sizes.set(name, (sizes.get(name) ?? 0) + bytesOf(after) - bytesOf(before));
      changes.push({ table: name, keys, before, after: after && copyOf(after), hasExpired });
    };
    items.put = (key, value, done) => {
      items.get(key, (_, before) => {
        note(before, isMap(value) ? value : {});
        put(key, value, done);
      });
    };
    items.del = (key, done) => {
      items.get(key, (_, before) => {
        if (before) note(before, undefined);
        del(key, done);
      });
    };
  };

  const publish = (): void => {
    const published = changes.filter(({ before, after }) => !isDeepStrictEqual(before && copyOf(before), after));
    changes = [];
    if (published.length > 0) onChanges(published);
  };

  const undo = async (): Promise<void> => {
    // The items of a transaction differ, so their order does not matter.
    for (const { table, keys, before } of [...changes]) {
      if (before) await execute(store, 'PutItem', { TableName: table, Item: before });
      else await execute(store, 'DeleteItem', { TableName: table, Key: keys });
    }
    changes = [];
  };

  const write = (operation: string, input: JsonMap): Promise<unknown> =>
    exclusively(async () => {
      for (const table of tablesIn(input)) {
        if ((sizes.get(table) ?? 0) < maximumTableBytes || operation === 'DeleteItem') continue;
        const size = `${maximumTableBytes / 1024 / 1024} MB`;
        throw new TableError(
          'LimitExceededException',
          t`The local table ${quote(table)} is full: it holds up to ${size}. Delete items, or use DynamoDB Local by --endpoint dynamodb=URL.`,
        );
      }
      try {
        if (operation === 'TransactWriteItems') {
          return await writeTransaction({ store, tableNamed, itemAt, undo }, input);
        }
        return await execute(store, operationNamed(operation), checkedInput(store, operationNamed(operation), input));
      } catch (error) {
        throw await withItem(error, input);
      } finally {
        publish();
      }
    });
  /** dynalite does not know that a failed condition can be answered with the item. */
  const withItem = async (error: unknown, input: JsonMap): Promise<unknown> => {
    const body = at(error, 'body');
    const isWanted = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD';
    if (!isWanted || !isMap(body) || !textAt(body, '__type')?.endsWith('#ConditionalCheckFailedException'))
      return error;
    const table = await tableNamed(textAt(input, 'TableName') ?? '');
    const { Item: item, Key: key = item } = input;
    const Item = isMap(key) ? await itemAt(table, key) : undefined;
    return new TableError('ConditionalCheckFailedException', textAt(body, 'message') ?? '', Item ? { Item } : {});
  };

  /** What DynamoDB answers, apart from errors. */
  const run = async (operation: string, input: JsonMap): Promise<unknown> => {
    if (writes.has(operation)) return write(operation, input);
    if (operation === 'TransactGetItems') return exclusively(() => readTransaction(store, input));
    if (operation === 'DescribeTimeToLive') {
      const { TableName } = await tableNamed(textAt(input, 'TableName') ?? '');
      const attribute = definitions.get(TableName)?.timeToLive;
      const enabled = { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
      return { TimeToLiveDescription: attribute === undefined ? { TimeToLiveStatus: 'DISABLED' } : enabled };
    }
    return execute(store, operationNamed(operation), checkedInput(store, operationNamed(operation), input));
  };

  const create = async (definition: TableDefinition, items: AsyncIterable<JsonMap> | Iterable<JsonMap>) => {
    const { name, input } = definition;
    definitions.set(name, definition);
    await execute(store, 'CreateTable', checkedInput(store, 'CreateTable', input));
    // dynalite makes it available in a moment.
    while ((await tableNamed(name)).TableStatus !== 'ACTIVE') await new Promise(setImmediate);
    observe(name);
    for await (const item of items) await execute(store, 'PutItem', { TableName: name, Item: item });
    changes = [];
  };

  const itemsOf = (table: string): AsyncIterable<JsonMap> => store.getItemDb(table).createValueStream({});

  const define: Tables['define'] = (definition, items) =>
    exclusively(async () => {
      const known = definitions.get(definition.name);
      if (!known) {
        await create(definition, items);
        return true;
      }
      if (!isDeepStrictEqual(known.key, definition.key)) return false;
      definitions.set(definition.name, definition);
      if (isDeepStrictEqual(known.input, definition.input)) return true;
      const kept: JsonMap[] = [];
      for await (const item of itemsOf(definition.name)) kept.push(item);
      await execute(store, 'DeleteTable', { TableName: definition.name });
      while (await exists(definition.name)) await new Promise(setImmediate);
      sizes.delete(definition.name);
      await create(definition, kept);
      return true;
    });
  const exists = (name: string): Promise<boolean> =>
    tableNamed(name).then(
      () => true,
      () => false,
    );

  return {
    define,
    items: itemsOf,
    async call(operation, input) {
      try {
        return { status: 200, body: await run(operation, withNames(input)) };
      } catch (error) {
        return answerTo(error);
      }
    },
    expire: (now) =>
      exclusively(async () => {
        hasExpired = true;
        try {
          for (const { name, timeToLive } of definitions.values()) {
            if (timeToLive === undefined) continue;
            const table = await tableNamed(name);
            const expired: JsonMap[] = [];
            for await (const item of itemsOf(name)) if (isExpired(item[timeToLive], now)) expired.push(item);
            for (const item of expired) {
              const Key = Object.fromEntries(
                table.KeySchema.map((key) => [key.AttributeName, item[key.AttributeName]]),
              );
              await execute(store, 'DeleteItem', { TableName: name, Key });
            }
          }
        } finally {
          publish();
          hasExpired = false;
        }
      }),
  };
}

function operationNamed(name: string) {
  if (isTableOperation(name)) return name;
  throw new TableError(
    'UnknownOperationException',
    t`The local table does not know the operation ${name}. Run DynamoDB Local or LocalStack, and lead calls to it by --endpoint dynamodb=URL.`,
  );
}

function answerTo(error: unknown): TableAnswer {
  if (isMap(error) && typeof error['statusCode'] === 'number') {
    return { status: error['statusCode'], body: error['body'] };
  }
  const message = t`The local table cannot read this request: ${messageOf(error)}`;
  // Not a server's error, which SDKs would try again.
  return { status: 400, body: { __type: 'com.amazonaws.dynamodb.v20120810#SerializationException', message } };
}

/** DynamoDB ignores what is no number, and what expired more than five years ago. */
function isExpired(attribute: unknown, now: number): boolean {
  const time = Number(textAt(attribute, 'N'));
  return time <= now / 1000 && time > now / 1000 - 5 * 365 * 24 * 60 * 60;
}

function bytesOf(item: JsonMap | undefined): number {
  return item ? Buffer.byteLength(JSON.stringify(item)) : 0;
}

function copyOf(item: JsonMap): JsonMap {
  const copy: unknown = JSON.parse(JSON.stringify(item));
  return isMap(copy) ? copy : {};
}
