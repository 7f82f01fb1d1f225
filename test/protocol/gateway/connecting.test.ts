// Clients connect to the local gateway: each of AWS's behaviors with real sockets, with functions written here.
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { localRegion } from '../../../server/src/gateway/local-stack.ts';
import { allow, chatDescriptor, errorOf, localChat } from '../../harness/local-chat.ts';
import { LambdaTimeout, open, refusal, startLocal } from '../../harness/local-gateway.ts';

const chat = localChat();

describe('1. a socket opens when $connect has returned 2xx', () => {
  test('not before', async () => {
    let release: (value: unknown) => void = () => undefined;
    chat.answer['Connect'] = () => new Promise((resolve) => (release = resolve));
    let isOpen = false;
    const client = open(chat.url()).then((opened) => {
      isOpen = true;
      return opened;
    });
    await expect.poll(() => chat.calledWith('Connect').length).toBe(1);
    expect(isOpen).toBe(false);
    release({ statusCode: 204 });
    (await client).socket.close();
  });

  test.each([301, 401, 403, 500, 501])('another status reaches the client: %i', async (statusCode) => {
    chat.answer['Connect'] = () => ({ statusCode, body: 'secret' });
    const { status, body } = await refusal(chat.url());
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
      chat.answer['Connect'] = respond;
      expect((await refusal(chat.url())).status).toBe(502);
    }
    expect(chat.calledWith('Disconnect')).toEqual([]);
  });
});

describe('2. an authorizer', () => {
  test('is not called without its identity source', async () => {
    for (const query of ['', '?token=', '?Token=x']) {
      const { status, errorType, body } = await refusal(chat.url(query));
      expect([status, errorType]).toEqual([401, 'UnauthorizedException']);
      expect(JSON.parse(body)).toMatchObject({ message: 'Unauthorized' });
    }
    expect(chat.run.calls).toEqual([]);
  });

  test.each([
    ['Unauthorized', 401, 'UnauthorizedException'],
    ['unauthorized', 500, 'InternalServerErrorException'],
    ['Something else', 500, 'InternalServerErrorException'],
  ])('that throws %s', async (message, status, errorType) => {
    chat.answer['Authorize'] = () => {
      throw new Error(message);
    };
    expect(await refusal(chat.url())).toMatchObject({ status, errorType });
    expect(chat.calledWith('Connect')).toEqual([]);
  });

  test('that returns an invalid policy gives 500, one that does not allow $connect 403', async () => {
    chat.answer['Authorize'] = () => ({ isAuthorized: true });
    expect((await refusal(chat.url())).status).toBe(500);
    chat.answer['Authorize'] = (event) =>
      allow({ ...event, methodArn: event.methodArn?.replace('$connect', '*/*') ?? '' });
    expect(await refusal(chat.url())).toMatchObject({ status: 403, errorType: 'ForbiddenException' });
    const refused = chat.run.events.find((event) => event.event === 'refused' && event.status === 403);
    expect(refused?.event === 'refused' && refused.cause).toContain('/prod/*/*`, which does not match');
  });

  test('puts its context into every later event, as strings', async () => {
    const client = await open(chat.url());
    client.socket.send('{"action":"two"}');
    await client.next();
    client.socket.close();
    await chat.disconnection();
    const authorizer = { principalId: 'ada', level: '3', isAdmin: 'true' };
    for (const id of ['Connect', 'Two', 'Disconnect']) {
      expect(chat.calledWith(id)[0]?.requestContext.authorizer).toEqual(authorizer);
    }
  });
});

describe('3. while $connect runs', () => {
  test('posting is 410', async () => {
    const names: unknown[] = [];
    chat.answer['Connect'] = async ({ requestContext }) => {
      const command = new PostToConnectionCommand({ ConnectionId: requestContext.connectionId, Data: 'Hi' });
      names.push(await errorOf(chat.management().send(command)));
      return { statusCode: 200 };
    };
    const client = await open(chat.url());
    expect(names).toEqual(['GoneException']);
    client.socket.close();
  });

  test('a subprotocol is only there if it is returned', async () => {
    chat.answer['Connect'] = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'v2' } });
    const client = await open(chat.url(), ['v1', 'v2']);
    expect(client.socket.protocol).toBe('v2');
    client.socket.close();
    chat.answer['Connect'] = () => ({ statusCode: 200 });
    await expect(open(chat.url(), ['v1', 'v2'])).rejects.toThrow('Server sent no subprotocol');
    chat.answer['Connect'] = () => ({ statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'v3' } });
    await expect(open(chat.url(), ['v1', 'v2'])).rejects.toThrow('Server sent an invalid subprotocol');
    await expect(open(chat.url())).rejects.toThrow('Server sent a subprotocol but none was requested');
  });
});

describe('requests of browsers', () => {
  test('are answered in their order, also without waiting for the answers', async () => {
    const socket = connect(chat.run.port, '127.0.0.1');
    let received = '';
    socket.on('data', (data: Buffer) => (received += data.toString()));
    const paths = ['favicon.ico', 'other', 'favicon.ico'];
    socket.write(paths.map((path) => `GET /${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`).join(''));
    await expect
      .poll(() => received.match(/HTTP\/1\.1 \d+/g))
      .toEqual(['HTTP/1.1 204', 'HTTP/1.1 403', 'HTTP/1.1 204']);
    socket.destroy();
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
      expect((await refusal(chat.url(), [], { origin })).status).toBe(403);
    }
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:1', 'vscode-webview://abc']) {
      (await open(chat.url(), [], { origin })).socket.close();
    }
    expect((await refusal(chat.url(), [], { headers: { Host: 'example.com' } })).status).toBe(403);
    const response = await fetch(`http://127.0.0.1:${chat.run.port}/prod/@connections/x`, {
      headers: { Origin: 'https://example.com' },
    });
    expect(response.status).toBe(403);
  });

  test('the stage must be right', async () => {
    for (const path of ['', 'dev', 'prod/x', '%ff']) {
      expect((await refusal(`ws://127.0.0.1:${chat.run.port}/${path}?token=x`)).status).toBe(403);
    }
    (await open(`ws://localhost:${chat.run.port}/prod/?token=x`)).socket.close();
  });

  test('bytes that are no request end a socket, and nothing else', async () => {
    for (const bytes of [
      '\0\0\0\0',
      'GET / HTTP/9.9\r\n\r\n',
      '\u0016\u0003\u0001\u0002\0x',
      `GET /${'x'.repeat(100_000)}`,
    ]) {
      const socket = connect(chat.run.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.end();
      await new Promise((resolve) => socket.on('close', resolve));
    }
    (await open(chat.url())).socket.close();
  });
});

test('a function has everything in its environment but the credentials of the user', () => {
  const { NODE_EXTRA_CA_CERTS, AWS_CA_BUNDLE, SSL_CERT_FILE, ...variables } = chat.run.environment('Connect');
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
    WEBSOCKET_CHAT: `http://127.0.0.1:${chat.run.port}/prod`,
  });
  expect(chat.run.environment('Two')['KEY']).toBe('placeholder for /chat/key');
});

test('what has a placeholder is said with its value, and a parameter that nothing has', async () => {
  const parameters = new Map([['/chat/kee', 'secret']]);
  const run = await startLocal(chatDescriptor, {}, { parameters });
  const texts = run.events.flatMap((event) => (event.event === 'problem' ? [event.text] : []));
  expect(texts).toEqual([
    'These have placeholders as values: /chat/key (“placeholder for /chat/key”). Give them others by --parameter NAME=VALUE.',
    '--parameter /chat/kee has no effect: the project file has no parameter, path or secret of that name.',
  ]);
  await run.stop();
});

test('a client that connects while the run starts waits for the functions', async () => {
  const port = 43_219;
  let early: ReturnType<typeof open> | undefined;
  const starting = await startLocal(
    chatDescriptor,
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
