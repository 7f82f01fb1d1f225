// Runs the JavaScript handlers of an example, with a small fake of AWS in place of the AWS SDK: it knows the tables and
// queues of the template, and allows a function what its role allows.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';
import type { Deployment } from './deployment.ts';
import {
  ConditionalCheckFailedException,
  fakeTable,
  type FakeTable,
  type Item,
  type TableAction,
} from './fake-dynamodb.ts';
import { get } from './read-template.ts';

export interface FakeAws {
  /** By logical ID. */
  readonly tables: ReadonlyMap<string, FakeTable>;
  /** The bodies of the messages in each queue, by logical ID. */
  readonly queues: Map<string, string[]>;
  /** What each client has received, by connection ID. A client that is not here is gone. */
  readonly clients: Map<string, unknown[]>;
  /** The connection IDs of clients that cannot be reached at the moment. */
  readonly unreachable: Set<string>;
  readonly invoke: (logicalId: string, event: unknown) => Promise<unknown>;
}

class GoneException extends Error {}

export function fakeAws(deployment: Deployment): FakeAws {
  const ofType = (type: string): string[] =>
    [...deployment.resources].filter(([, resource]) => resource.type === type).map(([logicalId]) => logicalId);
  const tables = new Map(
    ofType('AWS::DynamoDB::Table').flatMap((logicalId) => {
      const resource = deployment.resources.get(logicalId);
      return resource ? [[logicalId, fakeTable(resource)]] : [];
    }),
  );
  const queues = new Map(ofType('AWS::SQS::Queue').map((logicalId): [string, string[]] => [logicalId, []]));
  const clients = new Map<string, unknown[]>();
  const unreachable = new Set<string>();
  /** By entry point. Two invocations at once wait for the same one, so that their steps alternate. */
  const programs = new Map<string, Promise<string>>();

  const invoke = async (logicalId: string, event: unknown): Promise<unknown> => {
    const { entryPoint, environment, demand } = deployment.function(logicalId);

    const onTable = (action: TableAction, input: unknown): Item => {
      const name = String(get(input, 'TableName'));
      const index = get(input, 'IndexName');
      demand(`dynamodb:${action}`, typeof index === 'string' ? `${name}/index/${index}` : name);
      const table = tables.get(name);
      if (!table) throw new Error(`There is no table ${name}`);
      return table.run(action, input);
    };
    const onClient = (endpoint: unknown, method: string, input: unknown): Item => {
      const id = String(get(input, 'ConnectionId'));
      const [, api = '', path = ''] =
        /^https:\/\/(\w+)\.execute-api\.eu-west-1\.amazonaws\.com\/(\w+)$/.exec(String(endpoint)) ?? [];
      demand(
        'execute-api:ManageConnections',
        `arn:aws:execute-api:eu-west-1:123456789012:${api}/${path}/${method}/@connections/${id}`,
      );
      if (unreachable.has(id)) throw new Error(`${id} cannot be reached`);
      const received = clients.get(id);
      if (!received) throw new GoneException();
      if (method === 'POST') received.push(JSON.parse(String(get(input, 'Data'))));
      return {};
    };
    const toQueue = (input: unknown): Item => {
      const name = String(get(input, 'QueueUrl'));
      demand('sqs:SendMessage', name);
      const messages = queues.get(name);
      if (!messages) throw new Error(`There is no queue ${name}`);
      messages.push(String(get(input, 'MessageBody')));
      return {};
    };
    /** A page for each item, after an empty one, as filters and large items can make them. */
    const pages = (action: TableAction) =>
      async function* (_: unknown, input: unknown): AsyncGenerator<Item> {
        yield { Items: [] };
        const items = get(onTable(action, input), 'Items');
        for (const item of Array.isArray(items) ? items : []) yield { Items: [item] };
      };

    const modules: Readonly<Record<string, unknown>> = {
      '@aws-sdk/client-dynamodb': { DynamoDBClient: Client, ConditionalCheckFailedException },
      '@aws-sdk/lib-dynamodb': {
        DynamoDBDocumentClient: { from: () => new Client() },
        GetCommand: commandOf((input) => onTable('GetItem', input)),
        PutCommand: commandOf((input) => onTable('PutItem', input)),
        UpdateCommand: commandOf((input) => onTable('UpdateItem', input)),
        DeleteCommand: commandOf((input) => onTable('DeleteItem', input)),
        QueryCommand: commandOf((input) => onTable('Query', input)),
        paginateQuery: pages('Query'),
        paginateScan: pages('Scan'),
      },
      '@aws-sdk/client-sqs': { SQSClient: Client, SendMessageCommand: commandOf(toQueue) },
      '@aws-sdk/client-apigatewaymanagementapi': {
        ApiGatewayManagementApiClient: Client,
        GoneException,
        PostToConnectionCommand: commandOf((input, endpoint) => onClient(endpoint, 'POST', input)),
        GetConnectionCommand: commandOf((input, endpoint) => onClient(endpoint, 'GET', input)),
      },
    };
    const program = programs.get(entryPoint) ?? bundle(deployment.folder, entryPoint, Object.keys(modules));
    programs.set(entryPoint, program);
    return load(await program, entryPoint, environment, modules)(event);
  };
  return { tables, queues, clients, unreachable, invoke };
}

type Command = { readonly run: (endpoint: unknown) => Item };

class Client {
  readonly #endpoint: unknown;
  constructor(settings?: unknown) {
    this.#endpoint = get(settings, 'endpoint');
  }
  async send(command: Command): Promise<Item> {
    return command.run(this.#endpoint);
  }
}

function commandOf(run: (input: unknown, endpoint: unknown) => Item) {
  return class {
    readonly run: (endpoint: unknown) => Item;
    constructor(input: unknown) {
      this.run = (endpoint) => run(input, endpoint);
    }
  };
}

async function bundle(folder: string, entryPoint: string, external: string[]): Promise<string> {
  const [file = ''] = entryPoint.split('.');
  const { outputFiles } = await build({
    entryPoints: [join(folder, `${file}.mjs`)],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    external,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The handler, freshly loaded, with an environment and modules of its own. */
function load(
  code: string,
  entryPoint: string,
  environment: Readonly<Record<string, string>>,
  modules: Readonly<Record<string, unknown>>,
): (event: unknown) => unknown {
  const module = { exports: {} };
  const requireBuiltin = createRequire(import.meta.url);
  const requireModule = (id: string): unknown => modules[id] ?? requireBuiltin(id);
  const silent = { log() {}, error() {} };
  const program = compileFunction(code, ['module', 'require', 'process', 'console']);
  Reflect.apply(program, undefined, [module, requireModule, { env: environment }, silent]);
  const handler = get(module.exports, entryPoint.split('.')[1] ?? '');
  if (typeof handler !== 'function') throw new Error(`Nothing is exported as ${entryPoint}`);
  return (event): unknown => Reflect.apply(handler, undefined, [event]);
}
