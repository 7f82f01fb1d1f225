// How the server's program starts, and what it prints.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { scratchFolder } from '../../scripts/processes.mjs';

const server = join(import.meta.dirname, '../../dist/server.js');

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program without any input. */
function run(...parameters: readonly string[]): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [server, ...parameters], (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
    child.stdin?.end();
  });
}

describe('the program', () => {
  test('says how to start it', async () => {
    const { status, out, err } = await run('--help');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^Usage: websocket-project-language-server \[OPTIONS\]\n.*docs\/editors\.md\n.* --stdio /s);
    expect(await run('-h')).toEqual({ status, out, err });
  });

  test('says its version', async () => {
    const out = `websocket-project-language-server ${version} (Node ${process.version})\n`;
    expect(await run('--version')).toEqual({ status: 0, out, err: '' });
  });

  test.each([
    [['--studio'], "Unknown option '--studio'"],
    [['--stdio', 'now'], "Unexpected argument 'now'"],
    [['--socket'], "Option '--socket <value>' argument missing"],
    [['--socket=abc'], '--socket must be a port from 1 to 65535, not "abc"'],
    [['--socket', '65536'], '--socket must be a port from 1 to 65535, not "65536"'],
    [['--pipe='], '--pipe must be the name of a pipe or of a socket file'],
    [['--stdio', '--socket=1'], 'Only one of --stdio and --socket can be used'],
    [['--\u001b[31m'], String.raw`Unknown option '--\u001b[31m'`],
  ])('says what is wrong with %j', async (parameters, reason) => {
    const { status, out, err } = await run(...parameters);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(`websocket-project-language-server: ${reason}`);
    expect(err).toMatch(/\nTry: websocket-project-language-server --help\n$/);
  });

  test.each([[[]], [['--stdio']]])('says what it needs if it gets no message: %j', async (parameters) => {
    const { status, out, err } = await run(...parameters);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(
      /^websocket-project: The language server has ended .* but got nothing\. An editor starts .*\n$/,
    );
  });

  test.each([
    ['--socket=1', /could not connect to port 1 of this computer, where its editor must listen: connect ECONNREFUSED/],
    ['--pipe=/no/such\u001b', /could not connect to \/no\/such\\u001b, where its editor must listen: connect /],
    ['--node-ipc', /has no channel to the process that started it: --node-ipc is for a Node process/],
  ])('says why it cannot connect: %j', async (option, reason) => {
    const { status, out, err } = await run(option);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(reason);
    expect(err).toMatch(/^websocket-project: The language server has ended because [^\n]*\n$/);
  });

  const pipe = process.platform === 'win32' ? String.raw`\\.\pipe\start-test` : join(scratchFolder('pipe'), 'socket');

  test.each([
    ['--socket', () => 0],
    ['--pipe', () => pipe],
  ])('connects to an editor that listens, and ends when that is gone: %s', async (option, at) => {
    const editor = createServer();
    editor.listen(at());
    await once(editor, 'listening');
    const address = editor.address();
    const target = typeof address === 'object' ? address?.port : address;
    const child = spawn(process.execPath, [server, `${option}=${target ?? ''}`]);
    const socket = await new Promise<Socket>((resolve) => editor.once('connection', resolve));
    editor.close();
    let answer = '';
    socket.on('data', (chunk) => (answer += String(chunk)));
    const params = { processId: null, rootUri: null, capabilities: {} };
    const content = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    socket.write(`Content-Length: ${content.length}\r\n\r\n${content}`);
    await expect.poll(() => answer).toContain('"id":1,"result"');
    socket.destroy();
    await expect.poll(() => child.exitCode).toBe(1);
  });

  test.skipIf(process.platform !== 'linux')('says what it waits for in a terminal', async () => {
    const child = spawn('script', ['--quiet', '--command', `'${process.execPath}' '${server}'`, '/dev/null']);
    try {
      let shown = '';
      child.stdout.on('data', (chunk) => (shown += String(chunk)));
      await expect.poll(() => shown).toContain('The language server waits for the messages of an editor');
    } finally {
      child.kill();
    }
  });
});

test('standard output has nothing but the protocol, whatever a library prints', async () => {
  const noise = join(scratchFolder('noise'), 'noise.cjs');
  writeFileSync(
    noise,
    `setInterval(() => {
      console.log('a noisy', { library: true });
      console.info('a noisy library');
      process.stdout.write('a noisy library');
    }, 1);`,
  );
  const child = spawn(process.execPath, ['--require', noise, server, '--stdio']);
  const out: Buffer[] = [];
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const send = (message: object): void => {
    const content = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
  };
  const uri = 'file:///project/websocket.yaml';
  send({ id: 0, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
  send({ method: 'initialized', params: {} });
  send({
    method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'yaml', version: 1, text: 'resources:\n' } },
  });
  for (let id = 1; id <= 20; id++) {
    send({ id, method: 'textDocument/documentSymbol', params: { textDocument: { uri } } });
    await expect.poll(() => String(Buffer.concat(out)), { interval: 2 }).toContain(`"id":${id},`);
  }
  await expect.poll(() => err).toContain('a noisy { library: true }\na noisy library\na noisy library');
  send({ id: 21, method: 'shutdown' });
  send({ method: 'exit' });
  await expect.poll(() => child.exitCode).toBe(0);

  let rest = Buffer.concat(out);
  const messages: unknown[] = [];
  while (rest.length > 0) {
    const [header = '', length] = /^Content-Length: (\d+)\r\n\r\n/.exec(rest.toString('latin1')) ?? [];
    expect(length, `after ${messages.length} messages: ${String(rest.subarray(0, 100))}`).toBeDefined();
    const end = header.length + Number(length);
    messages.push(JSON.parse(String(rest.subarray(header.length, end))));
    rest = rest.subarray(end);
  }
  expect(messages.length).toBeGreaterThan(20);
});
