// The order of answers when several messages arrive at once, as after a long computation or while a key repeats.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { StreamMessageReader, type Message } from 'vscode-languageserver/node';

const uri = 'file:///project/websocket.yaml';
const textDocument = { uri };
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
`;

interface Answer extends Message {
  readonly id?: number;
  readonly result?: { readonly kind?: string; readonly resultId?: string; readonly items?: readonly unknown[] } | null;
  readonly error?: { readonly code: number };
}

const started = { kill: (): void => undefined };
afterEach(() => started.kill());

interface Session {
  readonly send: (...messages: object[]) => void;
  readonly answers: (count: number) => Promise<readonly Answer[]>;
}

/** Starts the server with an open document. Messages that are sent together arrive together, in one write. */
function start(): Session {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../dist/server.js'), '--stdio']);
  started.kill = () => void child.kill();
  const received: Answer[] = [];
  let wake = (): void => undefined;
  new StreamMessageReader(child.stdout).listen((message: Answer) => {
    if (message.id === undefined || message.id < 1) return;
    received.push(message);
    wake();
  });
  const send = (...messages: object[]): void => {
    const frames = messages.map((message) => {
      const content = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`;
    });
    child.stdin.write(frames.join(''));
  };
  send(
    { id: 0, method: 'initialize', params: { capabilities: { textDocument: { diagnostic: {} } } } },
    { method: 'initialized', params: {} },
    {
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'websocket-project', version: 1, text } },
    },
  );
  return {
    send,
    async answers(count) {
      while (received.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return received;
    },
  };
}

/** Adds a property that does not exist: one more problem in each version. */
const edit = (version: number): object => ({
  method: 'textDocument/didChange',
  params: {
    textDocument: { uri, version },
    contentChanges: [
      { range: { start: { line: 5, character: 0 }, end: { line: 5, character: 0 } }, text: `    zzz${version}: 1\n` },
    ],
  },
});
const pull = (id: number): object => ({ id, method: 'textDocument/diagnostic', params: { textDocument } });
const hover = (id: number): object => ({
  id,
  method: 'textDocument/hover',
  params: { textDocument, position: { line: 2, character: 6 } },
});

test('A hover is answered before diagnostics that were requested earlier', async () => {
  const { send, answers } = start();
  send(edit(2), pull(1), hover(2));
  const order = (await answers(2)).map(({ id }) => id);
  expect(order).toEqual([2, 1]);
});

test('A burst of edits is checked once: all requests get the diagnostics of the latest text', async () => {
  const { send, answers } = start();
  send(edit(2), pull(1), edit(3), pull(2), edit(4), pull(3));
  const results = (await answers(3)).map(({ result }) => result);
  expect(new Set(results.map((result) => result?.resultId)).size).toBe(1);
  expect(JSON.stringify(results[0])).toContain('zzz4');
});

test('Requests that the client cancels behind an edit are not computed', async () => {
  const { send, answers } = start();
  send(
    pull(1),
    hover(2),
    edit(2),
    { method: '$/cancelRequest', params: { id: 1 } },
    { method: '$/cancelRequest', params: { id: 2 } },
  );
  const codes = (await answers(2)).map(({ error }) => error?.code);
  expect(codes).toEqual([-32800, -32800]);
});
