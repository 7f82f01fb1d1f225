// A gateway in this process, with functions that are written in the test. Clients and SDKs are real.
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, type ClientOptions } from 'ws';
import { analyze } from '../../server/src/analysis.ts';
import { startGateway, type Gateway, type GatewayOptions, type Loaded } from '../../server/src/gateway/gateway.ts';
import type { FunctionHost } from '../../server/src/gateway/functions/functions.ts';
import type { Outcome, SessionEvent } from '../../server/src/gateway/session.ts';

/** Functions by resource ID. What they throw is the error of the function. */
export type Handlers = Record<string, (event: LocalEvent) => unknown>;

/** As far as tests look at events. */
export interface LocalEvent {
  readonly body?: string;
  readonly methodArn?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly connectionId: string;
    readonly domainName: string;
    readonly stage: string;
    readonly routeKey: string;
    readonly authorizer?: unknown;
    readonly disconnectStatusCode?: number;
    readonly disconnectReason?: string;
  };
}

/** A function that takes longer than its timeout. */
export class LambdaTimeout extends Error {}

export interface LocalRun {
  readonly gateway: Gateway;
  readonly folder: string;
  readonly descriptor: string;
  readonly port: number;
  readonly url: string;
  readonly events: SessionEvent[];
  /** What functions were called with, in order. */
  readonly calls: { readonly function: string; readonly event: LocalEvent }[];
  /** The variables of a function. */
  environment(id: string): Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startLocal(
  text: string,
  handlers: Handlers,
  options: Partial<GatewayOptions> = {},
  whileItStarts: (events: readonly SessionEvent[]) => Promise<void> = () => Promise.resolve(),
): Promise<LocalRun> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'websocket-project-')));
  const descriptor = join(folder, 'websocket.yaml');
  writeFileSync(descriptor, text);
  const events: SessionEvent[] = [];
  const calls: LocalRun['calls'] = [];
  let environment: LocalRun['environment'] = () => ({});
  const load = (): Promise<Loaded> => Promise.resolve(read(descriptor));
  const gateway = await startGateway(
    await load(),
    { descriptor, load, port: 0, onEvent: (event) => void events.push(event), ...options },
    {
      startFunctions({ environment: variables }) {
        const { project } = read(descriptor).analysis;
        environment = (id) => {
          const lambda = project.find(id);
          return lambda?.type === 'lambda-function' ? variables(lambda) : {};
        };
        return stubHost(handlers, calls);
      },
      async startData() {
        await whileItStarts(events);
        return {
          environment: { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
          valueOf: (resource) => `local-${resource.id.value}`,
          reload: () => Promise.resolve(),
          stop: () => Promise.resolve(),
        };
      },
    },
  );
  const url = gateway.apis[0]?.url ?? '';
  return {
    gateway,
    folder,
    descriptor,
    port: Number(new URL(url).port),
    url,
    events,
    calls,
    environment: (id) => environment(id),
    async stop() {
      await gateway.stop('The test has ended.');
      rmSync(folder, { recursive: true });
    },
  };
}

function read(descriptor: string): Loaded {
  const analysis = analyze(readFileSync(descriptor, 'utf8'));
  return { analysis, problems: analysis.errors.map(({ message }) => message) };
}

function isEventOfApi(value: unknown): value is LocalEvent {
  return typeof value === 'object' && value !== null && 'requestContext' in value;
}

function stubHost(handlers: Handlers, calls: LocalRun['calls']): FunctionHost {
  const rest = { durationMs: 1, initMs: undefined, instance: 1 };
  return {
    async invoke(lambda, event): Promise<Outcome> {
      // As it reaches a function.
      const parsed: unknown = JSON.parse(JSON.stringify(event));
      if (!isEventOfApi(parsed)) throw new Error('Only APIs invoke these functions.');
      const id = lambda.id.value;
      calls.push({ function: id, event: parsed });
      try {
        return { kind: 'returned', value: await handlers[id]?.(parsed), ...rest };
      } catch (error) {
        if (error instanceof LambdaTimeout) return { kind: 'timeout', seconds: 3, ...rest };
        const { name, message } = error instanceof Error ? error : new Error(String(error));
        return { kind: 'failed', errorType: name, errorMessage: message, stack: [], ...rest };
      }
    },
    reload: () => undefined,
    stop: () => Promise.resolve(),
  };
}

/** A client, and what it has received. */
export interface Client {
  readonly socket: WebSocket;
  readonly received: string[];
  /** The code and the reason with which it was closed. */
  readonly closed: Promise<readonly [code: number, reason: string]>;
  /** The next message that was not yet taken. */
  next(): Promise<string>;
}

/** @throws {Refused} if the handshake is refused */
export async function open(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<Client> {
  const socket = new WebSocket(url, protocols, options);
  const received: string[] = [];
  let taken = 0;
  const waiting: (() => void)[] = [];
  socket.on('message', (data, isBinary) => {
    received.push(`${isBinary ? 'binary ' : ''}${Buffer.isBuffer(data) ? data.toString() : ''}`);
    waiting.shift()?.();
  });
  const closed = new Promise<readonly [number, string]>((resolve) =>
    socket.on('close', (code, reason) => resolve([code, reason.toString()])),
  );
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
    socket.on('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        reject(new Refused(response.statusCode ?? 0, response.headers['x-amzn-errortype'], body)),
      );
    });
  });
  return {
    socket,
    received,
    closed,
    async next() {
      if (received.length <= taken) await new Promise<void>((resolve) => waiting.push(resolve));
      return received[taken++] ?? '';
    },
  };
}

export class Refused extends Error {
  readonly status: number;
  readonly errorType: string | string[] | undefined;
  readonly body: string;

  constructor(status: number, errorType: string | string[] | undefined, body: string) {
    super(`Refused with ${status}`);
    this.status = status;
    this.errorType = errorType;
    this.body = body;
  }
}

/** The refusal of a handshake that must be refused. */
export async function refusal(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<Refused> {
  const outcome = await open(url, protocols, options).catch((error: unknown) => error);
  if (outcome instanceof Refused) return outcome;
  throw outcome instanceof Error ? outcome : new Error('The handshake was not refused.');
}
