// A debugger attaches to each instance before the handler is loaded, and stops at breakpoints.
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { property } from '../../../scripts/json.mjs';
import { localFunctions } from '../../harness/local-functions.ts';

interface Debugger {
  ask(method: string, params?: object): Promise<unknown>;
  /** The parameters of the next event of that name. */
  event(method: string): Promise<unknown>;
}

/** Speaks the protocol of Node's inspector. */
async function attach(url: string): Promise<Debugger> {
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  const waiting = new Map<unknown, (message: unknown) => void>();
  const events: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const key = property(message, 'id') ?? property(message, 'method');
    const resolve = waiting.get(key);
    waiting.delete(key);
    if (resolve) resolve(message);
    else events.push(message);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  let id = 0;
  const arrival = (key: unknown): Promise<unknown> => new Promise((resolve) => waiting.set(key, resolve));
  return {
    async ask(method, params = {}) {
      id += 1;
      socket.send(JSON.stringify({ id, method, params }));
      return property(await arrival(id), 'result');
    },
    async event(method) {
      const index = events.findIndex((one) => property(one, 'method') === method);
      const message = index < 0 ? await arrival(method) : events.splice(index, 1)[0];
      return property(message, 'params');
    },
  };
}

test('breakpoints in a handler are hit, also after a reload, and nothing times out', async () => {
  const urls: string[] = [];
  const { invoke, save, logs, folder } = localFunctions(
    { send: 'timeout: 1' },
    { 'send.mjs': 'console.log("loading");\nexport const handler = async (event) => {\n  return event;\n};' },
    { inspect: true, onDebugger: ({ url }) => urls.push(url) },
  );
  const script = { url: folder.uriOf('send.mjs'), lineNumber: 2 };

  const attachTo = async (instance: number): Promise<Debugger> => {
    await expect.poll(() => urls.length).toBe(instance);
    const client = await attach(urls[instance - 1] ?? '');
    await client.ask('Runtime.enable');
    await client.ask('Debugger.enable');
    return client;
  };
  const stopAndGoOn = async (client: Debugger): Promise<void> => {
    const paused = await client.event('Debugger.paused');
    expect(paused).toHaveProperty('callFrames.0.functionName', 'handler');
    expect(paused).toHaveProperty('callFrames.0.location.lineNumber', 2);
    await client.ask('Debugger.resume');
  };

  const first = invoke('send', 1);
  const client = await attachTo(1);
  // It waits before it loads the handler.
  expect(logs.map(({ text }) => text)).not.toContain('loading');
  await client.ask('Debugger.setBreakpointByUrl', script);
  await client.ask('Runtime.runIfWaitingForDebugger');
  await client.event('Debugger.paused');
  // Longer than the function's own limit.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  await client.ask('Debugger.resume');
  expect(await first).toMatchObject({ kind: 'returned', value: 1, instance: 1 });
  // Between two invocations, its thread is blocked, and answers nevertheless.
  expect(await client.ask('Runtime.evaluate', { expression: '6 * 7' })).toMatchObject({ result: { value: 42 } });
  const second = invoke('send', 2);
  await stopAndGoOn(client);
  expect(await second).toMatchObject({ kind: 'returned', value: 2, instance: 1 });

  save();
  const third = invoke('send', 3);
  const other = await attachTo(2);
  await other.ask('Debugger.setBreakpointByUrl', script);
  await other.ask('Runtime.runIfWaitingForDebugger');
  await stopAndGoOn(other);
  expect(await third).toMatchObject({ kind: 'returned', value: 3, instance: 2 });
  expect(logs.map(({ text }) => text).filter((text) => /debugger/i.test(text))).toEqual([]);
});
