// Measures the local gateway beside the package `ws` alone, and its start beside that of a bare Node:
// `npm run bench -- gateway [--compare]`, which also fetches serverless-offline. Each client sends its next message when it has the answer to the last one, so a lost
// message would end the run with an error.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket, WebSocketServer } from 'ws';
import { analyze } from '../../server/src/analysis.ts';
import { startGateway, type GatewayParts } from '../../server/src/gateway/gateway.ts';
import { ratio, table } from './bench-report.ts';
import { median } from './start-times.ts';

const isShort = process.argv.includes('--short');
const connections = isShort ? 20 : 1000;
const messages = isShort ? 200 : 100_000;
/** Of the comparison, in which each message takes a process some milliseconds. */
const few = { connections: 10, messages: isShort ? 20 : 2000 };
const starts = isShort ? 1 : 7;
/** Messages of each client that do not count. */
const warmUp = 5;
/** In milliseconds. A message without an answer in that time is lost. */
const patience = 120_000;

const descriptor = `resources:
  Echo:
    type: websocket-api
    name: Echo
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 2-way, connections: [Answer] }
  Answer: { type: lambda-function, name: Answer, runtime: nodejs22.x, entryPoint: answer.handler }
`;
const handler = 'exports.handler = async ({ body }) => ({ statusCode: 200, body });\n';

/** Functions in this process, which cost nothing, so that the rest is measured. */
const parts: GatewayParts = {
  startFunctions: () => ({
    invoke: (_, event) =>
      Promise.resolve({ kind: 'returned', value: answerTo(event), durationMs: 0, initMs: undefined, instance: 1 }),
    reload: () => undefined,
    stop: () => Promise.resolve(),
  }),
  startData: () =>
    Promise.resolve({
      environment: {},
      valueOf: () => '',
      reload: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    }),
};

function answerTo(event: unknown): object {
  const body = typeof event === 'object' && event !== null && 'body' in event ? event.body : undefined;
  return { statusCode: 200, body };
}

interface Load {
  readonly connections: number;
  readonly messages: number;
}

/** @returns round trips a second */
async function measure(url: string, load: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(url)));
  const each = Math.ceil(load.messages / load.connections);
  // The start of functions is not a part of it.
  await within(Promise.all(sockets.map((socket, index) => exchange(socket, index, warmUp))));
  const start = performance.now();
  await within(Promise.all(sockets.map((socket, index) => exchange(socket, index, each))));
  const seconds = (performance.now() - start) / 1000;
  for (const socket of sockets) socket.close();
  return (each * load.connections) / seconds;
}

function open(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('open', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** Fails if an answer is not that to the last message. */
function exchange(socket: WebSocket, client: number, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    const message = (): string => `{"action":"echo","client":${client},"message":${sent}}`;
    const send = (): void => {
      sent++;
      socket.send(message());
    };
    const onClose = (): void => reject(new Error('A connection was closed.'));
    const onMessage = (data: unknown): void => {
      if (!Buffer.isBuffer(data) || data.toString() !== message()) reject(new Error(`A wrong answer to ${message()}`));
      else if (sent < count) return send();
      socket.off('message', onMessage);
      socket.off('close', onClose);
      return resolve();
    };
    socket.on('message', onMessage);
    socket.on('close', onClose);
    send();
  });
}

function within<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('A message was lost.')), patience);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function withWs(load: Load): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
  );
  await new Promise((resolve) => server.on('listening', resolve));
  const address = server.address();
  try {
    return await measure(`ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`, load);
  } finally {
    server.close();
  }
}

async function withGateway(folder: string, load: Load, replaced: GatewayParts | undefined): Promise<number> {
  const analysis = analyze(descriptor);
  const loaded = { analysis, problems: [] };
  const path = join(folder, 'websocket.yaml');
  const options = { descriptor: path, load: () => Promise.resolve(loaded), port: 0, onEvent: () => undefined };
  const gateway = await startGateway(loaded, options, replaced);
  try {
    return await measure(gateway.apis[0]?.url ?? '', load);
  } finally {
    await gateway.stop('The measurement has ended.');
  }
}

/** The built command line with processes for the functions, as users run it. */
async function withCommandLine(folder: string, load: Load): Promise<number> {
  const { child, url } = await startDev(folder);
  try {
    return await measure(url, load);
  } finally {
    await stop(child);
  }
}

async function startDev(folder: string): Promise<{ readonly child: ReturnType<typeof spawn>; readonly url: string }> {
  const program = join(process.cwd(), 'dist/cli.js');
  const child = spawn(process.execPath, [program, 'dev', join(folder, 'websocket.yaml'), '--port', '0', '--json'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const url = await waitFor(child, /"url":"(ws:[^"]+)"/);
  // What it prints from here on is not kept.
  child.stdout?.resume();
  return { child, url };
}

function waitFor(child: ReturnType<typeof spawn>, pattern: RegExp): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data: Buffer) => {
      printed += data.toString();
      const [, found] = pattern.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.on('exit', () => reject(new Error(`It has ended:\n${printed}`)));
  });
}

function stop(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

async function timeOf(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/** serverless-offline, the emulator that is used most, with the same function. Undefined if it cannot be fetched. */
async function withServerlessOffline(folder: string, load: Load): Promise<number | undefined> {
  const project = join(folder, 'offline');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"private": true}');
  writeFileSync(join(project, 'answer.js'), handler);
  writeFileSync(
    join(project, 'serverless.yml'),
    `service: echo
provider: { name: aws, runtime: nodejs20.x, websocketsApiRouteSelectionExpression: $request.body.action }
plugins: [serverless-offline]
custom: { serverless-offline: { httpPort: 43300, websocketPort: 43301, lambdaPort: 43302 } }
functions:
  connect: { handler: answer.handler, events: [{ websocket: $connect }] }
  disconnect: { handler: answer.handler, events: [{ websocket: $disconnect }] }
  answer: { handler: answer.handler, events: [{ websocket: { route: $default, routeResponseSelectionExpression: $default } }] }
`,
  );
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'serverless@3', 'serverless-offline@13'];
  if (spawnSync('npm', install, { cwd: project, stdio: 'ignore' }).status !== 0) return undefined;
  const program = join(project, 'node_modules/serverless/bin/serverless.js');
  const child = spawn(process.execPath, [program, 'offline'], {
    cwd: project,
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' },
  });
  child.stderr.on('data', (data: Buffer) => child.stdout.emit('data', data));
  try {
    await waitFor(child, /(Offline \[http for websocket\] listening)/);
    return await measure('ws://localhost:43301', load);
  } finally {
    await stop(child);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'websocket-project-bench-'));
try {
  writeFileSync(join(folder, 'websocket.yaml'), descriptor);
  writeFileSync(join(folder, 'answer.js'), handler);
  const perSecond = (rate: number): string => Math.round(rate).toLocaleString('en');

  console.log(
    `Round trips a second: ${connections} connections, ${messages.toLocaleString('en')} messages, all answered`,
  );
  const all = { connections, messages };
  const alone = await withWs(all);
  const ours = await withGateway(folder, all, parts);
  console.log(
    table([
      ['ws alone', perSecond(alone), ''],
      ['the gateway, with functions that cost nothing', perSecond(ours), `${ratio(alone, ours)} times slower`],
    ]),
  );
  console.log(`Peak memory, clients included: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB\n`);

  console.log(`The same with functions in processes: ${few.connections} connections, ${few.messages} messages`);
  const rows = [['websocket-project dev', perSecond(await withCommandLine(folder, few))]];
  if (process.argv.includes('--compare')) {
    const rate = await withServerlessOffline(folder, few).catch((error: unknown) => String(error));
    rows.push(['serverless-offline 13', typeof rate === 'number' ? perSecond(rate) : (rate ?? 'cannot be fetched')]);
  }
  console.log(`${table(rows)}\n`);

  const bare: number[] = [];
  const served: number[] = [];
  for (let run = 0; run < starts; run++) {
    bare.push(await timeOf(() => spawnSync(process.execPath, ['-e', ''])));
    let child: ReturnType<typeof spawn> | undefined;
    served.push(await timeOf(async () => ({ child } = await startDev(folder))));
    if (child) await stop(child);
  }
  console.log('Cold start in milliseconds, median');
  console.log(
    table([
      ['a bare Node', median(bare).toFixed(0), ''],
      [
        'dev, until clients can connect',
        median(served).toFixed(0),
        `${ratio(median(served), median(bare))} times slower`,
      ],
    ]),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
