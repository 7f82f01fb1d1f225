// `dev` and `connect` as from a shell: the built command line with real processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, watch, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { cli } from '../../harness/command-line.ts';
import { open } from '../../harness/local-gateway.ts';

const descriptor = `resources:
  Echo:
    type: websocket-api
    name: Echo
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 2-way, connections: [Answer] }
  Answer: { type: lambda-function, name: Answer, runtime: nodejs22.x, entryPoint: answer.handler }
`;
const handler = (word: string): string =>
  `export const handler = async ({ body }) => {
  console.log(body);
  return { statusCode: 200, body: \`${word} \${body}\` };
};
`;

interface Run {
  readonly process: ChildProcess;
  /** The lines of standard output. */
  readonly lines: string[];
  readonly err: () => string;
  readonly exited: Promise<number | null>;
  /** The events of a kind. */
  events(kind: string): Record<string, unknown>[];
  command(command: object): void;
}

const runs: Run[] = [];
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'websocket-project-')));
const save = (name: string, text: string): void => writeFileSync(join(folder, name), text);

function start(...parameters: string[]): Run {
  return startWith({}, ...parameters);
}

function startWith(variables: Record<string, string>, ...parameters: string[]): Run {
  const child = spawn(process.execPath, [cli, ...parameters], { cwd: folder, env: { ...process.env, ...variables } });
  let [out, err] = ['', ''];
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    const all = (out + data).split('\n');
    out = all.pop() ?? '';
    lines.push(...all);
  });
  child.stderr.setEncoding('utf8').on('data', (data: string) => (err += data));
  const run: Run = {
    process: child,
    lines,
    err: () => err,
    // All that it has printed is read by then, unlike at its exit.
    exited: new Promise((resolve) => child.on('close', resolve)),
    events: (kind) =>
      lines.flatMap((line) => {
        const event: unknown = JSON.parse(line);
        return typeof event === 'object' && event !== null && 'event' in event && event.event === kind
          ? [{ ...event }]
          : [];
      }),
    command: (given) => child.stdin.write(`${JSON.stringify(given)}\n`),
  };
  runs.push(run);
  return run;
}

interface Address {
  readonly url: string;
  readonly page: string;
  readonly port: number;
}

async function ready(run: Run): Promise<Address> {
  // Not `expect.poll`, which is for tests only.
  const started = (): string => run.lines.find((line) => line.includes('"ready"')) ?? '';
  await vi.waitFor(() => expect(started()).not.toBe(''), { timeout: 20_000 });
  const [, url = '', port = ''] = /"url":"(ws:\/\/127\.0\.0\.1:(\d+)\/prod)"/.exec(started()) ?? [];
  const [, page = ''] = /"page":"([^"]+)"/.exec(started()) ?? [];
  return { url, page, port: Number(port) };
}

let first: Run;
let address: Address;
beforeAll(async () => {
  save('websocket.yaml', descriptor);
  save('answer.mjs', handler('You said'));
  save('client.html', '<!doctype html><title>Client</title>');
  symlinkSync('/etc/hosts', join(folder, 'hosts.html'));
  first = start('dev', 'websocket.yaml', '--port', '43117', '--json');
  address = await ready(first);
});
afterAll(() => {
  for (const run of runs) run.process.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

test('a client gets answers of the new code after each save, and stays connected', async () => {
  const client = await open(address.url);
  client.socket.send('Hello');
  expect(await client.next()).toBe('You said Hello');
  const logged = (): object | undefined => first.events('log').find(({ text }) => text === 'Hello');
  await expect.poll(logged).toBeDefined();
  expect(logged()).toMatchObject({ request: first.events('called')[0]?.['call'] });
  save('data.json', '{}');
  save('answer.mjs', handler('You now said'));
  await expect.poll(() => first.events('sources').length).toBe(1);
  expect(first.events('sources')[0]).toMatchObject({ files: ['answer.mjs'] });
  client.socket.send('Hello');
  expect(await client.next()).toBe('You now said Hello');

  save('websocket.yaml', descriptor.replace('operationMode: 2-way', 'operationMode: 3-way'));
  await expect.poll(() => first.events('descriptor').length).toBe(1);
  expect(first.events('descriptor')[0]).toMatchObject({ adopted: false });
  expect(JSON.stringify(first.events('descriptor')[0])).toContain('3-way');
  client.socket.send('still');
  expect(await client.next()).toBe('You now said still');

  save('websocket.yaml', descriptor.replace('$default', 'hello'));
  await expect.poll(() => first.events('descriptor').length).toBe(2);
  expect(first.events('descriptor')[1]).toMatchObject({ adopted: true });
  expect(first.events('ready').length).toBe(1);
  client.socket.send('Hello');
  expect(await client.next()).toContain('{"message": "Forbidden"');
  await expect.poll(() => first.events('sent').at(-1)?.['cause']).toContain('There is no `$default` endpoint');
  client.socket.close();
});

test('a command opens a client, which is as real as any other', async () => {
  first.command({ command: 'connect', client: 'Ada', api: 'Echo', query: [['name', 'Ada']] });
  await expect.poll(() => first.events('opened').length).toBe(2);
  expect(first.events('connecting').at(-1)).toMatchObject({ client: 'Ada', path: '/prod?name=Ada' });
  first.command({ command: 'send', client: 'Ada', text: '{"action":"hello"}' });
  await expect
    .poll(() => first.events('sent').at(-1)?.['message'])
    .toMatchObject({ text: 'You now said {"action":"hello"}' });
  first.command({ command: 'close', client: 'Ada', code: 4000 });
  await expect.poll(() => first.events('closed').at(-1)).toMatchObject({ by: 'client', code: 4000 });
  first.command({ command: 'send', client: 'Ada', text: 'late' });
  await expect.poll(() => first.events('problem').at(-1)?.['text']).toBe('The client Ada is not connected.');
});

test('a saved descriptor adds and removes APIs, whose clients are disconnected', async () => {
  const both = `${descriptor.replace('$default', 'hello')}  Other: { type: websocket-api, name: Other, routeSelectorProperty: action, endpoints: [{ route: $disconnect, operationMode: 1-way, connections: [Answer] }] }\n`;
  save('websocket.yaml', both);
  await expect.poll(() => first.events('ready').length).toBe(2);
  expect(first.events('ready')[1]).toMatchObject({
    apis: [
      { id: 'Echo', url: address.url },
      { id: 'Other', url: `ws://127.0.0.1:${address.port + 1}/prod` },
    ],
  });
  const client = await open(`ws://127.0.0.1:${address.port + 1}/prod`);
  const closed = new Promise((resolve) => client.socket.on('close', resolve));
  save('websocket.yaml', descriptor.replace('$default', 'hello'));
  expect(await closed).toBe(1001);
  await expect.poll(() => first.events('answered').at(-1)).toMatchObject({ function: 'Answer' });
  await expect.poll(() => first.events('called').at(-1)).toMatchObject({ trigger: '$disconnect' });
  await expect.poll(() => first.events('ready').length).toBe(3);
});

test('pages beside the descriptor are served, and nothing else', async () => {
  expect(address.page).toBe(`http://127.0.0.1:${address.port}/client.html?url=${encodeURIComponent(address.url)}`);
  const page = await fetch(address.page);
  expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>Client</title>']);
  for (const path of ['', 'websocket.yaml', 'answer.mjs', 'hosts.html', '..%2Fclient.html', 'other.html']) {
    expect((await fetch(`http://127.0.0.1:${address.port}/${path}`)).status).toBe(403);
  }
});

test('a second run takes the next port, for people', async () => {
  const second = startWith({ FORCE_COLOR: '1' }, 'dev', 'websocket.yaml', '--port', String(address.port));
  await expect.poll(() => second.lines.join('\n')).toContain('Ctrl+C stops it.');
  const printed = second.lines.join('\n');
  expect(printed).toContain(`Port ${address.port} is in use, so Echo is on port ${address.port + 1}.`);
  expect(printed).toContain(`\u001b[1mEcho\u001b[0m  ws://127.0.0.1:${address.port + 1}/prod`);
  expect(printed).toContain(`connect:  websocket-project connect ws://127.0.0.1:${address.port + 1}/prod`);
  const client = start('connect', `ws://127.0.0.1:${address.port + 1}/prod`);
  client.process.stdin?.write('{"action":"hello"}\nnothing\n');
  await expect.poll(() => client.lines.length).toBe(2);
  client.process.stdin?.end();
  expect(await client.exited).toBe(0);
  // The two answers can come in any order.
  expect(client.lines.filter((line) => line.startsWith('{"message": "Forbidden"')).length).toBe(1);
  expect(client.lines).toContain('You now said {"action":"hello"}');
  expect(client.err()).toContain('Closed: 1000');
  await expect.poll(() => second.lines.join('\n')).toMatch(/→ {2}hello {2}\{"action":"hello"\}/);
  await expect.poll(() => second.lines.join('\n')).toMatch(/why:\S+ .*not JSON.*no `\$default` endpoint/);
  second.process.kill('SIGTERM');
  expect(await second.exited).toBe(0);
});

describe('it ends', () => {
  test('with its input, and leaves no port', async () => {
    const client = await open(address.url);
    first.process.stdin?.end();
    expect((await client.closed)[0]).toBe(1001);
    expect(await first.exited).toBe(0);
    expect(first.events('stopped').length).toBe(1);
    const refused = await new Promise((resolve) => {
      connect(address.port, '127.0.0.1')
        .on('error', () => resolve(true))
        .on('connect', () => resolve(false));
    });
    expect(refused).toBe(true);
  });

  test('while it starts, and leaves no files', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'websocket-project-'));
    const run = startWith(
      { TMPDIR: temporary, TMP: temporary, TEMP: temporary },
      'dev',
      'websocket.yaml',
      '--port',
      '0',
    );
    const watcher = watch(temporary, () => run.process.kill('SIGTERM'));
    watcher.once('change', () => watcher.close());
    expect(await run.exited).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  });

  test('at once with errors, as check prints them', async () => {
    save('websocket.yaml', descriptor.replace('[Answer]', '[Answr]'));
    const run = start('dev', 'websocket.yaml');
    expect(await run.exited).toBe(1);
    expect(run.err()).toContain('websocket.yaml:7:');
    expect(run.err()).toContain('^^^^^');
  });

  test('at once if its data cannot be kept', async () => {
    save('websocket.yaml', descriptor);
    // Nothing can be created there.
    save('file', '');
    const folders = ['file/data', ...(process.platform === 'linux' ? ['/proc/data'] : [])];
    for (const directory of folders) {
      const run = start('dev', 'websocket.yaml', '--port', '0', '--data', directory);
      expect(await run.exited).toBe(2);
      expect(run.err()).toContain('cannot be the folder for data');
    }
  });

  test('at once if it is called wrongly', async () => {
    const wrong = [
      ['dev'],
      ['dev', 'websocket.yaml', '--port', 'x'],
      ['dev', 'websocket.yaml', '--time-scale', '0'],
      ['dev', 'websocket.yaml', '--endpoint', 'dynamodb'],
      ['dev', 'websocket.yaml', '--endpoint', 'dynamodb=localhost:8000'],
      ['dev', 'websocket.yaml', '--stage', 'a/b'],
      ['dev', 'websocket.yaml', '--allow-origin', 'example.com'],
      ['connect', 'http://127.0.0.1'],
    ];
    expect(await Promise.all(wrong.map((parameters) => start(...parameters).exited))).toEqual(wrong.map(() => 2));
  });
});
