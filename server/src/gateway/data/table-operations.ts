// The operations of DynamoDB that dynalite has, as functions that return promises, over a store in memory.
import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import listTagsOfResource from 'dynalite/actions/listTagsOfResource.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import tagResource from 'dynalite/actions/tagResource.js';
import untagResource from 'dynalite/actions/untagResource.js';
import updateItem from 'dynalite/actions/updateItem.js';
import { create, type Store } from 'dynalite/db/index.js';
import { checkTypes, checkValidations } from 'dynalite/validations/index.js';
import batchGetItemInput from 'dynalite/validations/batchGetItem.js';
import batchWriteItemInput from 'dynalite/validations/batchWriteItem.js';
import createTableInput from 'dynalite/validations/createTable.js';
import deleteItemInput from 'dynalite/validations/deleteItem.js';
import deleteTableInput from 'dynalite/validations/deleteTable.js';
import describeTableInput from 'dynalite/validations/describeTable.js';
import getItemInput from 'dynalite/validations/getItem.js';
import listTablesInput from 'dynalite/validations/listTables.js';
import listTagsOfResourceInput from 'dynalite/validations/listTagsOfResource.js';
import putItemInput from 'dynalite/validations/putItem.js';
import queryInput from 'dynalite/validations/query.js';
import scanInput from 'dynalite/validations/scan.js';
import tagResourceInput from 'dynalite/validations/tagResource.js';
import untagResourceInput from 'dynalite/validations/untagResource.js';
import updateItemInput from 'dynalite/validations/updateItem.js';
import { localAccount, localRegion } from '../local-stack.ts';

const operations = {
  BatchGetItem: [batchGetItem, batchGetItemInput],
  BatchWriteItem: [batchWriteItem, batchWriteItemInput],
  CreateTable: [createTable, createTableInput],
  DeleteItem: [deleteItem, deleteItemInput],
  DeleteTable: [deleteTable, deleteTableInput],
  DescribeTable: [describeTable, describeTableInput],
  GetItem: [getItem, getItemInput],
  ListTables: [listTables, listTablesInput],
  ListTagsOfResource: [listTagsOfResource, listTagsOfResourceInput],
  PutItem: [putItem, putItemInput],
  Query: [query, queryInput],
  Scan: [scan, scanInput],
  TagResource: [tagResource, tagResourceInput],
  UntagResource: [untagResource, untagResourceInput],
  UpdateItem: [updateItem, updateItemInput],
} as const;

export type TableOperation = keyof typeof operations;

export function isTableOperation(name: string): name is TableOperation {
  return Object.hasOwn(operations, name);
}

export function emptyStore(): Store {
  const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  store.tableDb.awsRegion = localRegion;
  store.tableDb.awsAccountId = localAccount;
  return store;
}

/** The input with its expressions parsed. Throws what DynamoDB would answer to an invalid one. */
export function checkedInput(store: Store, operation: TableOperation, input: unknown): Record<string, unknown> {
  const [, { types, custom }] = operations[operation];
  // It removes from its argument what it does not know.
  const checked = checkTypes(structuredClone(input), types);
  checkValidations(checked, types, custom, store);
  return checked;
}

/** @param input a checked one */
export function execute(store: Store, operation: TableOperation, input: object): Promise<unknown> {
  const [action] = operations[operation];
  return new Promise((resolve, reject) => {
    action(store, input, (error, output) => (error ? reject(error) : resolve(output)));
  });
}

/** An error as DynamoDB answers it; dynalite's have the same form. */
export class TableError extends Error {
  readonly statusCode = 400;
  readonly body: object;
  constructor(type: string, message: string, more: object = {}) {
    super(message);
    this.body = { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message, ...more };
  }
}
