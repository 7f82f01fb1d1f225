// The chat that the tests of the local gateway have in common: an API with an authorizer, and functions whose answers each test chooses.
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { accessKeyOf } from '../../server/src/gateway/callers.ts';
import { startLocal, type LocalEvent, type LocalRun } from './local-gateway.ts';

export const chatDescriptor = `
resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    identitySource: [querystring.token]
    connections: [Authorize]
    endpoints:
      - { route: $connect, operationMode: 1-way, connections: [Connect] }
      - { route: $disconnect, operationMode: 1-way, connections: [Disconnect] }
      - { route: two, operationMode: 2-way, connections: [Two] }
      - { route: one, operationMode: 1-way, connections: [One] }
      - { route: "1", operationMode: 2-way, connections: [Two] }
      - { route: "true", operationMode: 2-way, connections: [Two] }
  Open:
    type: websocket-api
    name: Open
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 2-way, connections: [Two] }
  Authorize: { type: lambda-function, name: Authorize, runtime: nodejs22.x, entryPoint: a.handler }
  Connect: { type: lambda-function, name: Connect, runtime: nodejs22.x, entryPoint: a.handler, connections: [Chat] }
  Disconnect: { type: lambda-function, name: Disconnect, runtime: nodejs22.x, entryPoint: a.handler }
  Stranger: { type: lambda-function, name: Stranger, runtime: nodejs22.x, entryPoint: a.handler }
  One: { type: lambda-function, name: One, runtime: nodejs22.x, entryPoint: a.handler }
  Two:
    type: lambda-function
    name: Two
    runtime: nodejs22.x
    entryPoint: a.handler
    environment:
      GREETING: Hi
      KEY: { ssm: /chat/key }
`;

export const allow = (event: LocalEvent): object => ({
  principalId: 'ada',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
  },
  context: { level: 3, isAdmin: true },
});

export interface LocalChat {
  readonly run: LocalRun;
  /** What functions return, by their IDs; `{ statusCode: 200 }` for those that are missing. */
  answer: Record<string, (event: LocalEvent) => unknown>;
  url(query?: string): string;
  calledWith(id: string): LocalEvent[];
  /** The connection of the test. */
  idOf(): string;
  connectEvent(): LocalEvent['requestContext'] | undefined;
  /** What `$disconnect` is called with for the connection of the test, which must happen once. */
  disconnection(): Promise<readonly [number | undefined, string | undefined]>;
  /** A client of the SDK that signs as that function. */
  management(endpoint?: string, id?: string): ApiGatewayManagementApiClient;
}

/** Starts it before the tests of a file, and forgets before each what has happened. */
export function localChat(): LocalChat {
  let run: LocalRun;
  beforeAll(async () => {
    const functions = ['Authorize', 'Connect', 'Disconnect', 'One', 'Two'];
    run = await startLocal(
      chatDescriptor,
      Object.fromEntries(
        functions.map((id) => [id, (event: LocalEvent) => chat.answer[id]?.(event) ?? { statusCode: 200 }]),
      ),
    );
  });
  afterAll(() => run.stop());
  beforeEach(() => {
    chat.answer = { Authorize: allow, Two: ({ body }) => ({ statusCode: 200, body }) };
    run.calls.length = 0;
    run.events.length = 0;
  });
  const chat: LocalChat = {
    get run() {
      return run;
    },
    answer: {},
    url: (query = '?token=x') => run.url + query,
    calledWith: (id) => run.calls.filter((call) => call.function === id).map(({ event }) => event),
    idOf: () => run.calls.find((call) => call.function === 'Connect')?.event.requestContext.connectionId ?? '',
    connectEvent: () => chat.calledWith('Connect')[0]?.requestContext,
    async disconnection() {
      const found = (): LocalEvent[] =>
        chat.calledWith('Disconnect').filter(({ requestContext }) => requestContext.connectionId === chat.idOf());
      await expect.poll(() => found().length, { interval: 5 }).toBe(1);
      const [event] = found();
      return [event?.requestContext.disconnectStatusCode, event?.requestContext.disconnectReason];
    },
    management: (endpoint, id) => managementOf(run, endpoint, id),
  };
  return chat;
}

/** A client of the SDK that signs as that function. */
export function managementOf(
  run: LocalRun,
  endpoint = `http://127.0.0.1:${run.port}/prod`,
  id = 'Connect',
): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    // What a function's environment does for all of its requests.
    requestHandler: { httpsAgent: { ca: readFileSync(run.environment('Connect')['NODE_EXTRA_CA_CERTS'] ?? '') } },
    credentials: { accessKeyId: accessKeyOf(id), secretAccessKey: 'local' },
  });
}

/** The name of the error with which the promise is rejected. */
export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown instanceof Error ? thrown.name : thrown),
  );
}
