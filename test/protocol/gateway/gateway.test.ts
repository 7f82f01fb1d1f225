// The local gateway through real sockets and the real SDK: each of AWS's behaviors, with functions written here.
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessKeyOf } from '../../../server/src/gateway/callers.ts';
import { localRegion } from '../../../server/src/gateway/local-stack.ts';
import {
  LambdaTimeout,
  open,
  refusal,
  startLocal,
  type LocalEvent,
  type LocalRun,
} from '../../harness/local-gateway.ts';
import { hasBoto3 } from '../../harness/python-handler.ts';

const descriptor = `
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

/** Ten minutes are 600 ms, and 29 s are 29 ms. */
const timeScale = 1000;

let run: LocalRun;
let answer: Record<string, (event: LocalEvent) => unknown>;
const allow = (event: LocalEvent): object => ({
  principalId: 'ada',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
  },
  context: { level: 3, isAdmin: true },
});

beforeAll(async () => {
  const functions = ['Authorize', 'Connect', 'Disconnect', 'One', 'Two'];
  run = await startLocal(
    descriptor,
    Object.fromEntries(functions.map((id) => [id, (event: LocalEvent) => answer[id]?.(event) ?? { statusCode: 200 }])),
  );
});
afterAll(() => run.stop());
beforeEach(() => {
  answer = { Authorize: allow, Two: ({ body }) => ({ statusCode: 200, body }) };
  run.calls.length = 0;
  run.events.length = 0;
});

const url = (query = '?token=x'): string => run.url + query;
const calledWith = (id: string): LocalEvent[] =>
  run.calls.filter((call) => call.function === id).map(({ event }) => event);
/** What `$disconnect` is called with for the connection of the test, which must happen once. */
async function disconnection(): Promise<readonly [number | undefined, string | undefined]> {
  const found = (): LocalEvent[] =>
    calledWith('Disconnect').filter(({ requestContext }) => requestContext.connectionId === idOf());
  await expect.poll(() => found().length, { interval: 5 }).toBe(1);
  const [event] = found();
  return [event?.requestContext.disconnectStatusCode, event?.requestContext.disconnectReason];
}
const connectEvent = (): LocalEvent['requestContext'] | undefined => calledWith('Connect')[0]?.requestContext;
const management = (endpoint = `http://127.0.0.1:${run.port}/prod`, id = 'Connect'): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient({
    endpoint,
    region: 'eu-west-1',
    maxAttempts: 1,
    // What a function's environment does for all of its requests.
    requestHandler: { httpsAgent: { ca: readFileSync(run.environment('Connect')['NODE_EXTRA_CA_CERTS'] ?? '') } },
    credentials: { accessKeyId: accessKeyOf(id), secretAccessKey: 'local' },
  });
const idOf = (): string =>
  run.calls.find((call) => call.function === 'Connect')?.event.requestContext.connectionId ?? '';
const error = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown instanceof Error ? thrown.name : thrown),
  );

describe('1. a socket opens when $connect has returned 2xx', () => {
  test('not before', async () => {
    let release: (value: unknown) => void = () => undefined;
    answer['Connect'] = () => new Promise((resolve) => (release = resolve));
    let isOpen = false;
    const client = open(url()).then((opened) => {
      isOpen = true;
      return opened;
    });
    await expect.poll(() => calledWith('Connect').length).toBe(1);
    expect(isOpen).toBe(false);
    release({ statusCode: 204 });
    (await client).socket.close();
  });

  test.each([301, 401, 403, 500, 501])('another status reaches the client: %i', async (statusCode) => {
    answer['Connect'] = () => ({ statusCode, body: 'secret' });
    const { status, body } = await refusal(url());
    expect([status, body.includes('secret')]).toEqual([statusCode, false]);
  });

  test('a throw, an invalid shape and a timeout give 502', async () => {
    for (const respond of [
      () => {
        throw new Error('no');
      },
      () => 'OK',
      () => {
        throw new LambdaTimeout();
      },
    ]) {
      answer['Connect'] = respond;
      expect((await refusal(url())).status).toBe(502);
    }
    expect(calledWith('Disconnect')).toEqual([]);
  });
});

describe('2. an authorizer', () => {
  test('is not called without its identity source', async () => {
    for (const query of ['', '?token=', '?Token=x']) {
      const { status, errorType, body } = await refusal(url(query));
      expect([status, errorType]).toEqual([401, 'UnauthorizedException']);
      expect(JSON.parse(body)).toMatchObject({ message: 'Unauthorized' });
    }
    expect(run.calls).toEqual([]);
  });

  test.each([
    ['Unauthorized', 401, 'UnauthorizedException'],
    ['unauthorized', 500, 'InternalServerErrorException'],
    ['Something else', 500, 'InternalServerErrorException'],
  ])('that throws %s', async (message, status, errorType) => {
    answer['Authorize'] = () => {
      throw new Error(message);
    };
    expect(await refusal(url())).toMatchObject({ status, errorType });
    expect(calledWith('Connect')).toEqual([]);
  });

  test('that returns an invalid policy gives 500, one that does not allow $connect 403', async () => {
    answer['Authorize'] = () => ({ isAuthorized: true });
    expect((await refusal(url())).status).toBe(500);
    answer['Authorize'] = (event) => allow({ ...event, methodArn: event.methodArn?.replace('$connect', '*/*') ?? '' });
    expect(await refusal(url())).toMatchObject({ status: 403, errorType: 'ForbiddenException' });
    const refused = run.events.find((event) => event.event === 'refused' && event.status === 403);
    expect(refused?.event === 'refused' && refused.cause).toContain('/prod/*/*`, which does not match');
  });

  test('puts its context into every later event, as strings', async () => {
    const client = await open(url());
    client.socket.send('{"action":"two"}');
    await client.next();
    client.socket.close();
    await disconnection();
    const authorizer = { principalId: 'ada', level: '3', isAdmin: 'true' };
    for (const id of ['Connect', 'Two', 'Disconnect']) {
      expect(calledWith(id)[0]?.requestContext.authorizer).toEqual(authorizer);
    }
  });
});

describe('3. while $connect runs', () => {
  test('posting is 410', async () => {
    const names: unknown[] = [];
    answer['Connect'] = async ({ requestContext }) => {
      const command = new PostToConnectionCommand({ ConnectionId: requestContext.connectionId, Data: 'Hi' });
      names.push(await error(management().send(command)));
      return { statusCode: 200 };
    };
    const client = await open(url());
    expect(names).toEqual(['GoneException']);
    client.socket.close();
  });

  test('a subprotocol is only there if it is returned', async () => {
    answer['Connect'] = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'v2' } });
    const client = await open(url(), ['v1', 'v2']);
    expect(client.socket.protocol).toBe('v2');
    client.socket.close();
    answer['Connect'] = () => ({ statusCode: 200 });
    await expect(open(url(), ['v1', 'v2'])).rejects.toThrow('Server sent no subprotocol');
    answer['Connect'] = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'v3' } });
    await expect(open(url(), ['v1', 'v2'])).rejects.toThrow('Server sent an invalid subprotocol');
    await expect(open(url())).rejects.toThrow('Server sent a subprotocol but none was requested');
  });
});

describe('4. routing', () => {
  test('numbers and booleans select, everything else is Forbidden to the byte, and the socket stays open', async () => {
    const client = await open(url());
    for (const message of ['{"action":1}', '{"action": true}', '{"action":"two"}']) {
      client.socket.send(message);
      expect(await client.next()).toBe(message);
    }
    for (const message of ['Hello', '[]', '{}', '{"action":null}', '{"action":"Two"}', '{"action":"$connect"}']) {
      client.socket.send(message);
      expect(await client.next()).toMatch(
        new RegExp(`^\\{"message": "Forbidden", "connectionId":"${idOf()}", "requestId":"[\\w-]{15}="\\}$`),
      );
    }
    expect(idOf()).toMatch(/^[\w-]{15}=$/);
    client.socket.close();
  });

  test('$default gets the rest', async () => {
    const other = run.gateway.apis[1];
    const client = await open(other?.url ?? '');
    client.socket.send('Hello');
    expect(await client.next()).toBe('Hello');
    client.socket.close();
  });
});

describe('5. and 6. answers', () => {
  test.each(['one', 'two'])('a function that fails is an error in both modes: %s', async (action) => {
    const client = await open(url());
    for (const respond of [
      () => {
        throw new Error('no');
      },
      () => 'OK',
      () => ({ statusCode: 200, body: {} }),
      () => {
        throw new LambdaTimeout();
      },
    ]) {
      answer['One'] = answer['Two'] = respond;
      client.socket.send(JSON.stringify({ action }));
      expect(await client.next()).toContain('{"message": "Internal server error", "connectionId":"');
    }
    client.socket.close();
  });

  test('a body is sent in 2-way whatever the status, and nothing in 1-way', async () => {
    answer['One'] = () => ({ statusCode: 200, body: 'never' });
    answer['Two'] = () => ({ statusCode: 500, body: 'anyway' });
    const client = await open(url());
    for (const action of ['one', 'two']) client.socket.send(JSON.stringify({ action }));
    expect(await client.next()).toBe('anyway');
    expect(client.received).toEqual(['anyway']);
    client.socket.close();
  });
});

describe('7. limits', () => {
  const message = (size: number): string => `{"action":"two","text":"${'x'.repeat(size - 26)}"}`;

  test('a frame of 32 KB passes, and so does a message of 128 KB in four', async () => {
    const client = await open(url());
    client.socket.send(message(32 * 1024));
    expect((await client.next()).length).toBe(32 * 1024);
    const whole = message(128 * 1024);
    for (let part = 0; part < 4; part++) {
      client.socket.send(whole.slice(part * 32 * 1024, (part + 1) * 32 * 1024), { fin: part === 3 });
    }
    expect(await client.next()).toBe(whole);
    client.socket.close();
  });

  test('a larger frame closes with 1009', async () => {
    const client = await open(url());
    client.socket.send(message(32 * 1024 + 1));
    expect((await client.closed)[0]).toBe(1009);
    expect((await disconnection())[0]).toBe(1009);
    expect(calledWith('Two')).toEqual([]);
  });

  test('a larger message closes with 1009', async () => {
    const client = await open(url());
    for (let part = 0; part < 5; part++)
      client.socket.send('x'.repeat(32 * 1024 - (part < 4 ? 0 : 1)), { fin: part === 4 });
    expect((await client.closed)[0]).toBe(1009);
    expect((await disconnection())[0]).toBe(1009);
  });

  test('a binary message closes with 1003', async () => {
    const client = await open(url());
    client.socket.send(Buffer.from('{"action":"two"}'));
    expect((await client.closed)[0]).toBe(1003);
    expect((await disconnection())[0]).toBe(1003);
    expect(calledWith('Two')).toEqual([]);
  });
});

describe('9. $disconnect comes once, with the code and the reason', () => {
  test('of the client', async () => {
    const client = await open(url());
    client.socket.close(4001, 'bored');
    expect(await disconnection()).toEqual([4001, 'bored']);
  });

  test('or 1005 without one', async () => {
    const client = await open(url());
    client.socket.close();
    expect(await disconnection()).toEqual([1005, 'Client-side close frame status not set']);
  });

  test('or 1006 if it is lost', async () => {
    const client = await open(url());
    client.socket.terminate();
    expect((await disconnection())[0]).toBe(1006);
  });

  test('of DELETE', async () => {
    const client = await open(url());
    await management().send(new DeleteConnectionCommand({ ConnectionId: idOf() }));
    expect(await client.closed).toEqual([1000, 'Connection Closed Normally']);
    expect(await disconnection()).toEqual([1000, 'Connection Closed Normally']);
    client.socket.close();
    expect(await disconnection()).toEqual([1000, 'Connection Closed Normally']);
    const reported = run.events.filter((event) => event.event === 'closed' && event.connection === idOf());
    expect(reported).toMatchObject([{ by: 'function', code: 1000 }]);
  });
});

const withBoto3 = `
import boto3, sys
api = boto3.client('apigatewaymanagementapi', endpoint_url=sys.argv[1])
api.post_to_connection(ConnectionId=sys.argv[2], Data=b'Hi')
print(api.get_connection(ConnectionId=sys.argv[2])['Identity']['SourceIp'])
api.delete_connection(ConnectionId=sys.argv[2])
for id in [sys.argv[2], 'not an ID']:
    try:
        api.post_to_connection(ConnectionId=id, Data=b'Hi')
    except api.exceptions.ClientError as error:
        print(error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
`;

describe('10. @connections by the SDK', () => {
  test.each([
    ['the address of the variable', () => run.environment('Connect')['WEBSOCKET_CHAT'] ?? ''],
    ['a slash at its end', () => `http://127.0.0.1:${run.port}/prod/`],
    ['domain and stage of the event', () => `https://${connectEvent()?.domainName}/${connectEvent()?.stage}`],
  ])('posts, looks up and closes by %s', async (_, endpoint) => {
    const client = await open(url(), [], { headers: { 'User-Agent': 'test' } });
    const api = management(endpoint());
    await api.send(new PostToConnectionCommand({ ConnectionId: idOf(), Data: 'Grüße' }));
    expect(await client.next()).toBe('Grüße');
    const found = await api.send(new GetConnectionCommand({ ConnectionId: idOf() }));
    expect(found.Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'test' });
    expect(Math.abs((found.ConnectedAt?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
    await api.send(new DeleteConnectionCommand({ ConnectionId: idOf() }));
    await client.closed;
  });

  if (hasBoto3)
    test('works with boto3', async () => {
      const client = await open(url());
      const env = { PATH: process.env['PATH'], ...run.environment('Connect') };
      const endpoint = `https://${connectEvent()?.domainName}/${connectEvent()?.stage}`;
      const printed = await new Promise<string>((resolve) => {
        execFile('python3', ['-c', withBoto3, endpoint, idOf()], { env }, (_, out, err) => resolve(out + err));
      });
      expect(printed.trim().split('\n')).toEqual(['127.0.0.1', 'GoneException 410', 'BadRequestException 400']);
      expect(await client.next()).toBe('Hi');
      expect((await client.closed)[0]).toBe(1000);
    });

  test('has the errors of AWS', async () => {
    const client = await open(url());
    const api = management();
    const post = (ConnectionId: string, Data: string): Promise<unknown> =>
      error(api.send(new PostToConnectionCommand({ ConnectionId, Data })));
    expect(await post('AAAAAAAAAAAAAAA=', 'Hi')).toBe('GoneException');
    expect(await post('not an ID', 'Hi')).toBe('BadRequestException');
    expect(await post(idOf(), 'x'.repeat(128 * 1024 + 1))).toBe('PayloadTooLargeException');
    expect(await post(idOf(), 'x'.repeat(128 * 1024))).toBe('no error');
    const elsewhere = management(`http://127.0.0.1:${run.port}/other`);
    expect(await error(elsewhere.send(new GetConnectionCommand({ ConnectionId: idOf() })))).toBe('ForbiddenException');
    client.socket.close();
    await disconnection();
    expect(await post(idOf(), 'Hi')).toBe('GoneException');
  });

  test('says who made a call, and whether AWS would refuse it', async () => {
    const client = await open(url());
    await management(undefined, 'Stranger').send(new PostToConnectionCommand({ ConnectionId: idOf(), Data: 'Hi' }));
    await management().send(new GetConnectionCommand({ ConnectionId: idOf() }));
    const calls = run.events.flatMap((event) => (event.event === 'management' ? [event] : []));
    expect(calls).toMatchObject([
      { status: 200, method: 'POST', function: 'Stranger' },
      { status: 200, method: 'GET', function: 'Connect' },
    ]);
    expect(calls[0]?.refused).toContain('Add `Chat` to its connections.');
    expect(calls[1]?.refused).toBe(undefined);
    client.socket.close();
  });
});

describe('strangers', () => {
  test('a page of the web is refused, one of this machine is not', async () => {
    for (const origin of [
      'https://example.com',
      'null',
      'http://127.0.0.1.example.com',
      'https://localhost.example.com',
    ]) {
      expect((await refusal(url(), [], { origin })).status).toBe(403);
    }
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:1', 'vscode-webview://abc']) {
      (await open(url(), [], { origin })).socket.close();
    }
    expect((await refusal(url(), [], { headers: { Host: 'example.com' } })).status).toBe(403);
    const response = await fetch(`http://127.0.0.1:${run.port}/prod/@connections/x`, {
      headers: { Origin: 'https://example.com' },
    });
    expect(response.status).toBe(403);
  });

  test('the stage must be right', async () => {
    for (const path of ['', 'dev', 'prod/x', '%ff']) {
      expect((await refusal(`ws://127.0.0.1:${run.port}/${path}?token=x`)).status).toBe(403);
    }
    (await open(`ws://localhost:${run.port}/prod/?token=x`)).socket.close();
  });

  test('bytes that are no request end a socket, and nothing else', async () => {
    for (const bytes of [
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
      '\u0016\u0003\u0001\u0002\0x',
      `GET /${'x'.repeat(100_000)}`,
    ]) {
      const socket = connect(run.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.end();
      await new Promise((resolve) => socket.on('close', resolve));
    }
    (await open(url())).socket.close();
  });
});

test('a function has everything in its environment but the credentials of the user', () => {
  const { NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, SSL_CERT_FILE, ...variables } = run.environment('Connect');
  expect([NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, SSL_CERT_FILE].every((path) => path?.endsWith('.pem'))).toBe(true);
  expect(variables).toEqual({
    AWS_REGION: localRegion,
    AWS_DEFAULT_REGION: localRegion,
    AWS_ACCESS_KEY_ID: 'LOCALConnect',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    WEBSOCKET_CHAT: `http://127.0.0.1:${run.port}/prod`,
  });
  expect(run.environment('Two')['KEY']).toBe('placeholder for /chat/key');
});

describe('with a time that runs faster', () => {
  let fast: LocalRun;
  beforeAll(async () => {
    fast = await startLocal(
      descriptor,
      {
        Authorize: allow,
        Connect: () => ({ statusCode: 200 }),
        Disconnect: () => ({ statusCode: 200 }),
        Two: ({ body }) => (body?.includes('slow') ? new Promise(() => undefined) : { statusCode: 200, body }),
      },
      { timeScale },
    );
  });
  afterAll(() => fast.stop());

  test('5. a function that takes longer than 29 s', async () => {
    const client = await open(`${fast.url}?token=x`);
    client.socket.send('{"action":"two","text":"slow"}');
    expect(await client.next()).toContain('{"message": "Endpoint request timed out", "connectionId":"');
    client.socket.close();
    await expect.poll(() => fast.calls.at(-1)?.function).toBe('Disconnect');
  });

  test('8. a connection that is idle for ten minutes is closed, and what the server sends keeps it open', async () => {
    const client = await open(`${fast.url}?token=x`);
    const { connectionId } = fast.calls.findLast((call) => call.function === 'Connect')?.event.requestContext ?? {};
    await new Promise((resolve) => setTimeout(resolve, 50));
    const posting = new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'Hi' });
    await management(`http://127.0.0.1:${fast.port}/prod`).send(posting);
    expect(await client.closed).toEqual([1001, 'Going away']);
    const timeOf = (kind: string): number =>
      fast.events.find((event) => event.event === kind && 'connection' in event && event.connection === connectionId)
        ?.time ?? 0;
    // At least: a busy machine may take longer. Without the message, it would be 50 ms less.
    expect(timeOf('closed') - timeOf('sent')).toBeGreaterThanOrEqual(590);
    await expect.poll(() => fast.calls.at(-1)?.function).toBe('Disconnect');
    expect(fast.calls.at(-1)?.event.requestContext).toMatchObject({
      connectionId,
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    });
  });
});

test('a client that connects while the run starts waits for the functions', async () => {
  const port = 43_219;
  let early: ReturnType<typeof open> | undefined;
  const starting = await startLocal(
    descriptor,
    { Authorize: allow, Connect: () => ({ statusCode: 200 }) },
    { port },
    async (events) => {
      early = open(`ws://127.0.0.1:${port}/prod?token=x`);
      await expect.poll(() => events.map(({ event }) => event)).toContain('called');
    },
  );
  expect(starting.port).toBe(port);
  (await early)?.socket.close();
  await starting.stop();
  expect(starting.events.at(-1)?.event).toBe('stopped');
});
