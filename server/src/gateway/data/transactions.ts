// Transactions of DynamoDB: all of their writes happen, or none. Nothing else is written meanwhile.
import { checkConditional, type Store, type Table } from 'dynalite/db/index.js';
import { checkedInput, execute, TableError, type TableOperation } from './table-operations.ts';
import { at, isMap, itemsAt, textAt, type JsonMap } from './json.ts';
import { messageOf } from '../../wording.ts';

interface Writer {
  readonly store: Store;
  readonly tableNamed: (name: string) => Promise<Table>;
  readonly itemAt: (table: Table, key: JsonMap) => Promise<JsonMap | undefined>;
  /** Takes back all that has been written. */
  readonly undo: () => Promise<void>;
}

const operations = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  // A deletion that is only checked.
  ConditionCheck: 'DeleteItem',
} as const satisfies Readonly<Record<string, TableOperation>>;

const maximumParts = 100;

export async function writeTransaction(writer: Writer, input: JsonMap): Promise<object> {
  const { store, tableNamed, itemAt, undo } = writer;
  const parts = partsOf(input);
  const known = new Set<string>();
  const reasons: JsonMap[] = [];
  const checked: { readonly operation: TableOperation; readonly input: object; readonly isWrite: boolean }[] = [];
  for (const part of parts) {
    const kind = (['Put', 'Update', 'Delete', 'ConditionCheck'] as const).find((one) => at(part, one) !== undefined);
    const given = kind && at(part, kind);
    if (!kind || !isMap(given)) throw invalid('Each item of a transaction is a Put, Update, Delete or ConditionCheck.');
    const operation = operations[kind];
    const one = checkedInput(store, operation, given);
    const table = await tableNamed(textAt(given, 'TableName') ?? '');
    const source = at(given, kind === 'Put' ? 'Item' : 'Key');
    const key = isMap(source) ? keyOf(source, table) : {};
    const identity = JSON.stringify([table.TableName, key]);
    if (known.has(identity)) throw invalid('Transaction request cannot include multiple operations on one item');
    known.add(identity);
    const item = await itemAt(table, key);
    const isRefused = checkConditional(one, item);
    const shown = given['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' && item ? { Item: item } : {};
    reasons.push(
      isRefused
        ? { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...shown }
        : { Code: 'None' },
    );
    checked.push({ operation, input: one, isWrite: kind !== 'ConditionCheck' });
  }
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  for (const [index, part] of checked.entries()) {
    if (!part.isWrite) continue;
    try {
      await execute(store, part.operation, part.input);
    } catch (error) {
      await undo();
      const message = messageOf(error);
      throw cancelled(
        reasons.map((reason, at) => (at === index ? { Code: 'ValidationError', Message: message } : reason)),
      );
    }
  }
  return {};
}

export async function readTransaction(store: Store, input: JsonMap): Promise<object> {
  const Responses: unknown[] = [];
  for (const part of partsOf(input)) {
    Responses.push(await execute(store, 'GetItem', checkedInput(store, 'GetItem', at(part, 'Get'))));
  }
  return { Responses };
}

function partsOf(input: JsonMap): readonly unknown[] {
  const parts = itemsAt(input, 'TransactItems');
  if (parts.length === 0 || parts.length > maximumParts) {
    throw invalid(`A transaction has 1 to ${maximumParts} items, not ${parts.length}.`);
  }
  return parts;
}

function keyOf(item: JsonMap, { KeySchema }: Table): JsonMap {
  return Object.fromEntries(KeySchema.map(({ AttributeName: name }) => [name, item[name]]));
}

function invalid(message: string): TableError {
  return new TableError('ValidationException', message);
}

function cancelled(reasons: readonly JsonMap[]): TableError {
  const codes = reasons.map(({ Code }) => String(Code)).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TableError('TransactionCanceledException', message, { CancellationReasons: reasons });
}
