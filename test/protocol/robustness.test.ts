// Whatever a client sends, the server responds, still handles the next request, and exits with its client.
import fc from 'fast-check';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  ShutdownRequest,
  type ClientCapabilities,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { lineIndex } from '../../server/src/syntax/positions.ts';
import { parseCaseFile, parseDescriptor } from '../harness/case-file.ts';
import { askEverything, everywhere, methods, neverAsked, nowhere } from '../harness/every-request.ts';
import { hostilePieces, hostileTexts } from '../harness/hostile-descriptors.ts';
import { lensCommands, startLanguageClient, type LanguageClient } from '../harness/language-client.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const root = join(import.meta.dirname, '..');
const server = join(root, '../dist/server.js');
const example = readFileSync(join(root, '../examples/chat/websocket.yaml'), 'utf8');
const descriptors = readdirSync(join(root, 'cases'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseCaseFile(readFileSync(join(root, 'cases', name), 'utf8')).cases)
  .map(({ descriptor }) => parseDescriptor(descriptor.text).text);

/** A client with all capabilities that the server looks at. */
const capabilities: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true }, inlayHint: {}, semanticTokens: {} },
  textDocument: {
    diagnostic: {},
    completion: {
      completionItem: { snippetSupport: true, insertReplaceSupport: true, resolveSupport: { properties: [] } },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ['edit'] },
      dataSupport: true,
    },
    rename: { prepareSupport: true },
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: ['keyword', 'class', 'function', 'property', 'variable', 'string', 'enumMember'],
      tokenModifiers: [],
      formats: ['relative'],
    },
    inlayHint: {},
  },
  experimental: lensCommands,
};

// One server for all tests: after any request, it must answer the next ones.
let client: LanguageClient;
beforeAll(async () => {
  client = await startLanguageClient(capabilities);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
});

async function expectItToAnswer(): Promise<void> {
  const uri = `untitled:fine-${Math.random()}`;
  client.open(uri, example);
  const position = lineIndex(example).positionAt(example.indexOf('routeSelectorProperty') + 3);
  const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  expect(JSON.stringify(hover)).toContain('routeSelectorProperty');
  client.close(uri);
}

test('all capabilities of the server are tested', () => {
  expect(neverAsked(client.initialized.capabilities)).toEqual([]);
});

test('any case, truncated or with something odd in it', { timeout: patience }, async () => {
  const where = fc.double({ min: 0, max: 1, noNaN: true });
  const changes = fc.record({
    text: fc.constantFrom(example, ...descriptors),
    from: where,
    length: fc.nat(30),
    piece: fc.constantFrom(...hostilePieces),
    end: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: where }),
    isCancelled: fc.boolean(),
  });
  let number = 0;
  await fc.assert(
    fc.asyncProperty(changes, async ({ text, from, length, piece, end, isCancelled }) => {
      const start = Math.round(text.length * from);
      const whole = text.slice(0, start) + piece + text.slice(start + length);
      const now = whole.slice(0, Math.round(whole.length * end));
      const uri = `untitled:odd-${++number}`;
      const source = new CancellationTokenSource();
      client.open(uri, now);
      const lines = lineIndex(now);
      const range = { start: lines.positionAt(start), end: lines.positionAt(start + piece.length) };
      const asked = askEverything(client, uri, range, source.token);
      if (isCancelled) source.cancel();
      expect(await asked).toEqual([]);
      client.close(uri);
    }),
    { numRuns: Math.ceil(runs / 2), seed },
  );
  await expectItToAnswer();
});

test.each(hostileTexts.map(({ name, text }) => [name, text] as const))(
  'a hostile text: %s',
  { timeout: patience },
  async (_, text) => {
    const uri = `untitled:hostile-${Math.random()}`;
    client.open(uri, text);
    expect(await askEverything(client, uri, everywhere)).toEqual([]);
    client.close(uri);
    await expectItToAnswer();
  },
);

test('places outside of the text', async () => {
  client.open('untitled:short', 'resources:\n');
  for (const position of nowhere) {
    expect(await askEverything(client, 'untitled:short', { start: position, end: position })).toEqual([]);
  }
  await expectItToAnswer();
});

test('a document that is not open, or no longer', async () => {
  client.open('untitled:gone', example);
  client.close('untitled:gone');
  for (const uri of ['untitled:gone', 'file:///never/websocket.yaml', 'no URI at all', '']) {
    expect(await askEverything(client, uri, everywhere)).toEqual([]);
  }
  await expectItToAnswer();
});

describe('malformed parameters', () => {
  const odd = [{}, { textDocument: null }, { textDocument: { uri: 1 } }, { position: 'here' }, []];
  test('get some answer, and the next request is answered as usual', async () => {
    client.open('untitled:a', example);
    const withUri = { textDocument: { uri: 'untitled:a' } };
    const all = [...odd, withUri, { ...withUri, position: null, range: 1, positions: {}, context: 7, options: null }];
    await Promise.allSettled(
      methods.flatMap((method) => all.map((params) => client.connection.sendRequest(method, params))),
    );
    await expectItToAnswer();
  });

  test('do no harm in notifications either', async () => {
    const notifications = [
      'textDocument/didOpen',
      'textDocument/didChange',
      'textDocument/didClose',
      'textDocument/didSave',
      'workspace/didChangeConfiguration',
      'workspace/didChangeWatchedFiles',
      'workspace/didChangeWorkspaceFolders',
      '$/cancelRequest',
      '$/setTrace',
      'nobody/knows',
    ];
    for (const method of notifications) {
      for (const params of odd) await client.connection.sendNotification(method, params);
    }
    await expectItToAnswer();
  });
});

test('requests before initialization and after shutdown are refused', async () => {
  const hover = { textDocument: { uri: 'untitled:fine' }, position: { line: 0, character: 0 } };
  const tooEarly = async (connection: ProtocolConnection): Promise<void> => {
    await expect(connection.sendRequest(HoverRequest.type, hover)).rejects.toMatchObject({ code: -32002 });
    const pull = connection.sendRequest(DocumentDiagnosticRequest.type, hover);
    await expect(pull).rejects.toMatchObject({ code: -32002 });
  };
  const other = await startLanguageClient(capabilities, undefined, undefined, { tooEarly });
  expect(await other.connection.sendRequest(HoverRequest.type, hover)).toBeNull();
  await other.connection.sendRequest(ShutdownRequest.type);
  await expect(other.connection.sendRequest(HoverRequest.type, hover)).rejects.toMatchObject({ code: -32600 });
  expect(other.log).toEqual([]);
  await other.connection.sendNotification(ExitNotification.type);
  expect(await other.exited).toBe(0);
});

test('a message that is not JSON is skipped', async () => {
  const other = spawn(process.execPath, [server, '--stdio']);
  const message = (text: string): string => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  other.stdin.write(message('{"jsonrpc": 2.0'));
  other.stdin.write(message('{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"capabilities":{}}}'));
  let said = '';
  await new Promise<void>((resolve) => {
    other.stdout.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('"id":7')) resolve();
    });
  });
  expect(said).toContain('"capabilities"');
  other.stdin.end();
});

describe('the server ends', () => {
  test('when its input ends', async () => {
    const other = await startLanguageClient(capabilities);
    other.endInput();
    expect(await other.exited).toBe(1);
  });

  test.each([
    ['with text', 'hello\n'],
    ['without a length', 'Content-Type: x\r\n\r\n{}'],
    ['with line feeds only', 'Content-Length: 2\n\n{}'],
    ['with control characters', 'Not a header \u001b]0;title\u0007\u009b31m\n'],
  ])('when its input has a header %s, and says why', async (_, input) => {
    const other = spawn(process.execPath, [server, '--stdio']);
    let said = '';
    other.stderr.on('data', (chunk) => (said += String(chunk)));
    const exited = new Promise((resolve) => other.once('close', resolve));
    other.stdin.write(input);
    expect(await exited).toBe(1);
    expect(said).toMatch(/^websocket-project: The language server has ended because its standard input is not /);
    expect(said.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(said).toContain(JSON.stringify(input.split('{')[0]?.slice(0, 20)).slice(1, 15));
  });

  test('when the process of its client does', async () => {
    const parent = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)']);
    const other = await startLanguageClient(capabilities, undefined, { processId: parent.pid ?? 0 });
    parent.kill('SIGKILL');
    expect(await other.exited).toBe(1);
  });
});
