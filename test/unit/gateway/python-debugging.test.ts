// Functions in Python wait for a debugger by debugpy, or say why they run without one. Most tests have a debugpy of their own; the
// last one has the real one, where it is installed.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { property } from '../../../scripts/json.mjs';
import { temporaryFolder } from '../../harness/folder.ts';
import { localFunctions, type LocalFunctions } from '../../harness/local-functions.ts';
import { hasPython } from '../../harness/python-handler.ts';

const containing = (text: string): unknown => expect.stringContaining(text);

const handler = `import sys
print("loading")
def handler(event, context):
    return [event, len(sys.argv)]
`;

/** The file of the real package; empty if it is not installed. */
const installed = spawnSync('python3', ['-c', 'import debugpy; print(debugpy.__file__)'], { encoding: 'utf8' }).stdout;

interface Debugged extends LocalFunctions {
  readonly urls: readonly string[];
  /** What is logged. */
  readonly texts: () => readonly string[];
  /** A socket to the debugger that the first instance waits for. */
  readonly attach: () => Promise<Socket>;
}

/** A function that must not run longer than a second, unless it is debugged. */
function debugged(debugpy: string | undefined): Debugged {
  const urls: string[] = [];
  const functions = localFunctions(
    { send: 'runtime: python3.13, entryPoint: send.handler, timeout: 1' },
    { 'send.py': handler },
    { inspect: true, debugpy, onDebugger: ({ url }) => urls.push(url) },
  );
  return {
    ...functions,
    urls,
    texts: () => functions.logs.map(({ text }) => text),
    async attach() {
      await expect.poll(() => urls.length, { timeout: 30_000 }).toBe(1);
      const { protocol, hostname, port } = new URL(urls[0] ?? '');
      expect(protocol).toBe('debugpy:');
      const socket = connect(Number(port), hostname);
      onTestFinished(() => void socket.destroy());
      await once(socket, 'connect');
      return socket;
    },
  };
}

describe.runIf(hasPython)('a function in Python', () => {
  test('waits for a debugger before its handler is loaded, without a timeout', async () => {
    const { path } = temporaryFolder({
      'debugpy/__init__.py': `import socket
def listen(address):
    global server
    server = socket.create_server(address)
    return server.getsockname()
def wait_for_client():
    server.accept()
`,
    });
    const { invoke, attach, texts, urls } = debugged(path);
    const outcome = invoke('send', 1);
    await expect.poll(() => urls.length).toBe(1);
    // Longer than its timeout.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(texts()).not.toContain('loading');
    await attach();
    expect(await outcome).toMatchObject({ kind: 'returned', value: [1, 1] });
    expect(texts()).toContain('send is debugged with debugpy, so its threads do not stop between invocations.');
    expect(texts().filter((text) => text.includes('Debugger'))).toEqual([]);
  });

  test('runs without a debugger if there is no debugpy, or a faulty one, which is said', async () => {
    const none = debugged(undefined);
    expect(await none.result('send', 1)).toEqual([1, 1]);
    expect(none.texts()).toContainEqual(containing('install the extension Python Debugger in VS Code'));
    const faulty = debugged(temporaryFolder({ 'debugpy/__init__.py': 'raise OSError("too old")' }).path);
    expect(await faulty.result('send', 1)).toEqual([1, 1]);
    expect(faulty.texts()).toContainEqual(containing('send runs without a debugger: debugpy cannot be used'));
    expect(faulty.texts()).toContainEqual(containing('too old'));
  });
});

/** Speaks the Debug Adapter Protocol. */
function adapter(socket: Socket): {
  readonly ask: (command: string, parameters?: object) => void;
  /** The next message that is an event, or the response to a command, of that name. */
  readonly next: (name: string) => Promise<unknown>;
} {
  let buffer = '';
  let sequence = 0;
  const messages: unknown[] = [];
  socket.setEncoding('utf8').on('data', (data: string) => {
    buffer += data;
    for (;;) {
      const [head = '', length] = /^Content-Length: (\d+)\r\n\r\n/.exec(buffer) ?? [];
      const end = head.length + Number(length);
      if (length === undefined || buffer.length < end) return;
      messages.push(JSON.parse(buffer.slice(head.length, end)));
      buffer = buffer.slice(end);
    }
  });
  const isNamed = (name: string) => (message: unknown) =>
    property(message, 'event') === name || property(message, 'command') === name;
  return {
    ask(command, parameters = {}) {
      const text = JSON.stringify({ seq: ++sequence, type: 'request', command, arguments: parameters });
      socket.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    },
    async next(name) {
      await expect.poll(() => messages.some(isNamed(name)), { timeout: 30_000 }).toBe(true);
      const [message] = messages.splice(messages.findIndex(isNamed(name)), 1);
      return property(message, 'body');
    },
  };
}

if (installed !== '')
  test('stops at breakpoints with the real debugpy', async () => {
    const { invoke, attach, folder, texts } = debugged(dirname(dirname(installed)));
    const outcome = invoke('send', 1);
    const { ask, next } = adapter(await attach());
    ask('initialize', { adapterID: 'debugpy', pathFormat: 'path' });
    await next('initialize');
    ask('attach', { name: 'send' });
    await next('initialized');
    ask('setBreakpoints', { source: { path: folder.pathOf('send.py') }, breakpoints: [{ line: 4 }] });
    await next('setBreakpoints');
    ask('configurationDone');
    for (const answer of [outcome, undefined]) {
      const running = answer ?? invoke('send', 2);
      const threadId = property(await next('stopped'), 'threadId');
      ask('stackTrace', { threadId });
      const trace = await next('stackTrace');
      expect(trace).toHaveProperty('stackFrames.0.line', 4);
      expect(trace).toHaveProperty('stackFrames.0.name', 'handler');
      ask('continue', { threadId });
      expect(await running).toMatchObject({ kind: 'returned', instance: 1 });
    }
    expect(texts().filter((text) => /debugger|frozen/i.test(text))).toEqual([]);
  });
