// The parts of two packages that are used here: dynalite has no types of its own, and those of fauxqs cannot be resolved.

declare module 'dynalite/db/index.js' {
  export interface SubStore {
    get: (key: string, done: (error: Error | null, value?: Record<string, unknown>) => void) => void;
    put: (key: string, value: unknown, done: (error?: Error | null) => void) => void;
    del: (key: string, done: (error?: Error | null) => void) => void;
    createValueStream(range: object): AsyncIterable<Record<string, unknown>>;
  }

  export interface Table {
    readonly TableName: string;
    readonly TableStatus: string;
    readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
    readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
    readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string }[];
  }

  export interface Store {
    readonly tableDb: { awsRegion: string; awsAccountId: string };
    getItemDb(table: string): SubStore;
    getTable(name: string, mustBeActive: boolean, done: (error: Error | null, table?: Table) => void): void;
  }

  export function create(options: { createTableMs: number; deleteTableMs: number; updateTableMs: number }): Store;
  export function createKey(item: object, table: Table): string;
  export function validateItem(item: object, table: Table): Error | null | undefined;
  export function validateKey(key: object, table: Table): Error | null | undefined;
  export function checkConditional(input: object, item: object | undefined): Error | null | undefined;
}

declare module 'dynalite/validations/index.js' {
  export function checkTypes(input: unknown, types: object): Record<string, unknown>;
  export function checkValidations(input: object, types: object, custom: unknown, store: object): void;
}

declare module 'dynalite/validations/*.js' {
  const validation: { readonly types: object; readonly custom?: unknown };
  export default validation;
}

declare module 'dynalite/actions/*.js' {
  import type { Store } from 'dynalite/db/index.js';
  const action: (store: Store, input: object, done: (error: Error | null, output?: unknown) => void) => void;
  export default action;
}

declare module 'fauxqs' {
  interface App {
    inject(request: {
      readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';
      readonly url: string;
      readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly payload?: string | Buffer;
    }): Promise<{
      readonly statusCode: number;
      readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
      readonly rawPayload: Buffer;
    }>;
    close(): Promise<void>;
  }

  export function buildApp(options: { readonly logger: boolean; readonly defaultRegion: string }): App;
}
