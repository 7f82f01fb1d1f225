// Messages to the local gateway and the end of connections: each of AWS's behaviors with real sockets, with functions written here.
import { DeleteConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { allow, chatDescriptor, localChat } from '../../harness/local-chat.ts';
import { LambdaTimeout, open, refusal, startLocal } from '../../harness/local-gateway.ts';

const chat = localChat();

describe('4. routing', () => {
  test('numbers and booleans select, everything else is Forbidden to the byte, and the socket stays open', async () => {
    const client = await open(chat.url());
    for (const message of ['{"action":1}', '{"action": true}', '{"action":"two"}']) {
      client.socket.send(message);
      expect(await client.next()).toBe(message);
    }
    for (const message of ['Hello', '[]', '{}', '{"action":null}', '{"action":"Two"}', '{"action":"$connect"}']) {
      client.socket.send(message);
      expect(await client.next()).toMatch(
        new RegExp(`^\\{"message": "Forbidden", "connectionId":"${chat.idOf()}", "requestId":"[\\w-]{15}="\\}$`),
      );
    }
    expect(chat.idOf()).toMatch(/^[\w-]{15}=$/);
    client.socket.close();
  });

  test('$default gets the rest', async () => {
    const other = chat.run.gateway.apis[1];
    const client = await open(other?.url ?? '');
    client.socket.send('Hello');
    expect(await client.next()).toBe('Hello');
    client.socket.close();
  });
});

describe('5. and 6. answers', () => {
  test.each(['one', 'two'])('a function that fails is an error in both modes: %s', async (action) => {
    const client = await open(chat.url());
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
      chat.answer['One'] = chat.answer['Two'] = respond;
      client.socket.send(JSON.stringify({ action }));
      expect(await client.next()).toContain('{"message": "Internal server error", "connectionId":"');
    }
    client.socket.close();
  });

  test('a body is sent in 2-way whatever the status, and nothing in 1-way', async () => {
    chat.answer['One'] = () => ({ statusCode: 200, body: 'never' });
    chat.answer['Two'] = () => ({ statusCode: 500, body: 'anyway' });
    const client = await open(chat.url());
    for (const action of ['one', 'two']) client.socket.send(JSON.stringify({ action }));
    expect(await client.next()).toBe('anyway');
    expect(client.received).toEqual(['anyway']);
    client.socket.close();
  });
});

describe('7. limits', () => {
  const message = (size: number): string => `{"action":"two","text":"${'x'.repeat(size - 26)}"}`;

  test('a frame of 32 KB passes, and so does a message of 128 KB in four', async () => {
    const client = await open(chat.url());
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
    const client = await open(chat.url());
    client.socket.send(message(32 * 1024 + 1));
    expect((await client.closed)[0]).toBe(1009);
    expect((await chat.disconnection())[0]).toBe(1009);
    expect(chat.calledWith('Two')).toEqual([]);
  });

  test('a larger message closes with 1009', async () => {
    const client = await open(chat.url());
    for (let part = 0; part < 5; part++)
      client.socket.send('x'.repeat(32 * 1024 - (part < 4 ? 0 : 1)), { fin: part === 4 });
    expect((await client.closed)[0]).toBe(1009);
    expect((await chat.disconnection())[0]).toBe(1009);
  });

  test('a binary message closes with 1003', async () => {
    const client = await open(chat.url());
    client.socket.send(Buffer.from('{"action":"two"}'));
    expect((await client.closed)[0]).toBe(1003);
    expect((await chat.disconnection())[0]).toBe(1003);
    expect(chat.calledWith('Two')).toEqual([]);
  });
});

test('a client that reads nothing is ended before it fills the memory', async () => {
  chat.answer['Two'] = () => ({ statusCode: 200, body: 'x'.repeat(128 * 1024) });
  const client = await open(chat.url());
  client.socket.pause();
  for (let sent = 0; sent < 300; sent++) client.socket.send('{"action":"two"}');
  expect(await chat.disconnection()).toEqual([1006, '']);
  const closed = chat.run.events.find(({ event }) => event === 'closed');
  expect(closed?.event === 'closed' && [closed.by, closed.steps[0]?.text]).toEqual([
    'gateway',
    expect.stringContaining('has not read') as unknown,
  ]);
  const answers = chat.run.events.filter(({ event }) => event === 'sent').length;
  // 8 MB, and what the system takes for its sockets.
  expect(answers * 128 * 1024).toBeLessThan(32 * 1024 * 1024);
});

describe('9. $disconnect comes once, with the code and the reason', () => {
  test('of the client', async () => {
    const client = await open(chat.url());
    client.socket.close(4001, 'bored');
    expect(await chat.disconnection()).toEqual([4001, 'bored']);
  });

  test('or 1005 without one', async () => {
    const client = await open(chat.url());
    client.socket.close();
    expect(await chat.disconnection()).toEqual([1005, 'Client-side close frame status not set']);
  });

  test('or 1006 if it is lost', async () => {
    const client = await open(chat.url());
    client.socket.terminate();
    expect((await chat.disconnection())[0]).toBe(1006);
  });

  test('of DELETE', async () => {
    const client = await open(chat.url());
    await chat.management().send(new DeleteConnectionCommand({ ConnectionId: chat.idOf() }));
    expect(await client.closed).toEqual([1000, 'Connection Closed Normally']);
    expect(await chat.disconnection()).toEqual([1000, 'Connection Closed Normally']);
    client.socket.close();
    expect(await chat.disconnection()).toEqual([1000, 'Connection Closed Normally']);
    const reported = chat.run.events.filter((event) => event.event === 'closed' && event.connection === chat.idOf());
    expect(reported).toMatchObject([{ by: 'function', code: 1000 }]);
  });
});

test('a route that gets more than the throttling of its API accepts refuses the rest', async () => {
  const throttled = chatDescriptor.replace('name: Open\n', 'name: Open\n    throttling: { rate: 1, burst: 2 }\n');
  expect(throttled).not.toBe(chatDescriptor);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const run = await startLocal(throttled, { Two: ({ body }) => ({ statusCode: 200, body }) });
  onTestFinished(() => run.stop());
  const client = await open(run.gateway.apis[1]?.url ?? '');
  const answerTo = async (text: string): Promise<string> => {
    client.socket.send(text);
    return client.next();
  };
  expect([await answerTo('a'), await answerTo('b')]).toEqual(['a', 'b']);
  expect(await answerTo('c')).toContain('{"message": "Too Many Requests", "connectionId":"');
  vi.setSystemTime(Date.now() + 1000);
  expect(await answerTo('d')).toBe('d');
  expect(await answerTo('e')).toContain('Too Many Requests');
  expect(run.calls.map(({ event }) => event.body)).toEqual(['a', 'b', 'd']);
});

test('the same for connections, which get 429', async () => {
  const throttled = chatDescriptor.replace('name: Chat\n', 'name: Chat\n    throttling: { rate: 1, burst: 1 }\n');
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  const run = await startLocal(throttled, { Authorize: allow, Connect: () => ({ statusCode: 200 }) });
  onTestFinished(() => run.stop());
  const client = await open(`${run.url}?token=x`);
  expect(await refusal(`${run.url}?token=x`)).toMatchObject({ status: 429, errorType: 'LimitExceededException' });
  vi.setSystemTime(Date.now() + 1000);
  (await open(`${run.url}?token=x`)).socket.close();
  client.socket.close();
});
