// The time limits of the local gateway, with a time that runs faster, and its end.
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { allow, chatDescriptor, errorOf, managementOf } from '../../harness/local-chat.ts';
import { open, startLocal, type Handlers, type LocalRun } from '../../harness/local-gateway.ts';

/** Ten minutes are 600 ms, and 29 s are 29 ms. */
const timeScale = 1000;

const handlers: Handlers = {
  Authorize: allow,
  Connect: () => ({ statusCode: 200 }),
  Disconnect: () => ({ statusCode: 200 }),
  Two: ({ body }) => ({ statusCode: 200, body }),
};

let fast: LocalRun;
beforeAll(async () => {
  fast = await startLocal(
    chatDescriptor,
    {
      ...handlers,
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
  const sent = fast.events.find(({ event }) => event === 'sent');
  expect(sent?.event === 'sent' && sent.cause).toContain('With --time-scale 1000, 29 seconds take 29 ms.');
});

test('8. a connection that is idle for ten minutes is closed, and what the server sends keeps it open', async () => {
  const client = await open(`${fast.url}?token=x`);
  const { connectionId } = fast.calls.findLast((call) => call.function === 'Connect')?.event.requestContext ?? {};
  await new Promise((resolve) => setTimeout(resolve, 50));
  const posting = new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'Hi' });
  await managementOf(fast).send(posting);
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

test('8. a connection of two hours is closed, however many messages it has', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  // A minute takes a second.
  const run = await startLocal(chatDescriptor, handlers, { timeScale: 60 });
  onTestFinished(() => run.stop());
  const client = await open(`${run.url}?token=x`);
  // Nine minutes, and a message, so that it is never idle for ten.
  const pass = async (): Promise<void> => {
    vi.advanceTimersByTime(9000);
    client.socket.send('{"action":"two"}');
    await client.next();
  };
  for (let minutes = 9; minutes < 118; minutes += 9) await pass();
  expect(run.events.filter(({ event }) => event === 'closed')).toEqual([]);
  vi.advanceTimersByTime(4000);
  expect(await client.closed).toEqual([1001, 'Going away']);
  await expect.poll(() => run.calls.at(-1)?.event.requestContext).toMatchObject({ disconnectStatusCode: 1001 });
});

test('9. $disconnect is called for the clients that are connected when the run stops, and can send to others', async () => {
  const posted: unknown[] = [];
  const run = await startLocal(chatDescriptor, {
    ...handlers,
    async Disconnect({ requestContext: { connectionId } }) {
      const posting = new PostToConnectionCommand({ ConnectionId: connectionId, Data: 'Bye' });
      posted.push(await errorOf(managementOf(run).send(posting)));
    },
  });
  const client = await open(`${run.url}?token=x`);
  await run.stop();
  expect(await client.closed).toEqual([1001, 'Going away']);
  expect(run.calls.at(-1)).toMatchObject({
    function: 'Disconnect',
    event: { requestContext: { disconnectStatusCode: 1001, disconnectReason: 'Going away' } },
  });
  expect(posted).toEqual(['GoneException']);
  expect(run.events.at(-1)?.event).toBe('stopped');
});
