// `dev FILE`: serves the APIs of a project file on this machine until it is stopped. `connect URL`: a client in the terminal.
import { createInterface } from 'node:readline';
import type { Gateway, GatewayOptions, Loaded } from '../gateway/gateway.ts';
import type { SessionCommand, SessionEvent } from '../gateway/session.ts';
import { stageName } from '../language/formats.ts';
import { headline, problemOf, reportOf } from '../problems.ts';
import { messageOf } from '../wording.ts';
import { analyzeWithSources } from './check-files.ts';
import { command, onlyFile, UsageError, type Parsed } from './command.ts';
import { sessionLog } from './dev-log.ts';
import { colors, noColors, printDocument, printLine, reportLine, wantsColor } from './output.ts';
import { asText } from './reports/text.ts';

const options = {
  port: {
    type: 'string',
    value: 'PORT',
    summary: 'The port of the first API. The others get the next ones. The default is 3001.',
  },
  stage: { type: 'string', value: 'NAME', summary: 'The name of the stage, if it is not that of the project file.' },
  parameter: {
    type: 'string',
    value: 'NAME=VALUE',
    multiple: true,
    summary:
      'The value of a parameter, or of what is in Systems Manager or Secrets Manager. Can be given several times.',
  },
  data: {
    type: 'string',
    value: 'DIR',
    summary: 'Keep the items of tables in that folder. Without it, they are gone at the end.',
  },
  endpoint: {
    type: 'string',
    value: 'SERVICE=URL',
    multiple: true,
    summary: 'Use a service that runs elsewhere, such as dynamodb=http://localhost:8000. Can be given several times.',
  },
  'allow-origin': {
    type: 'string',
    value: 'ORIGIN',
    multiple: true,
    summary: 'Let pages of that origin connect, besides those of this machine. Can be given several times.',
  },
  credentials: {
    type: 'boolean',
    summary: 'Pass your own AWS credentials on to the functions. By default, they are made up.',
  },
  inspect: { type: 'boolean', summary: 'Let functions wait for a debugger, without timeouts.' },
  debugpy: {
    type: 'string',
    value: 'DIR',
    summary: 'With --inspect: the folder that has the package debugpy, with which functions in Python are debugged.',
  },
  'time-scale': {
    type: 'string',
    value: 'N',
    summary: 'Divide all time limits by N, to test what happens at the end of them.',
  },
  json: {
    type: 'boolean',
    summary: 'Print events as lines of JSON, and read commands as such. Ends with standard input.',
  },
} as const;

type Values = Parsed<typeof options>['values'];

export const dev = command({
  name: 'dev',
  parameters: 'FILE',
  summary: 'Run a project on this machine.',
  details: [
    'Serves each WebSocket API on a port of this machine, behaves like AWS, and runs the functions. Saved files are taken over. Ctrl+C ends it. Nothing is deployed, and no AWS account is needed.',
  ],
  options,
  examples: [
    { line: 'dev websocket.yaml', does: 'Runs the project, and prints where to connect.' },
    { line: 'dev websocket.yaml --port 4000 --data .data', does: 'Uses other ports, and keeps what is in the tables.' },
  ],
  async run({ positionals, values }) {
    const file = onlyFile('dev', positionals);
    const { json = false } = values;
    const load = async (): Promise<Loaded> => {
      const analysis = await analyzeWithSources(file);
      return { analysis, problems: analysis.errors.map((error) => headline(file, problemOf(analysis, error))) };
    };
    const asked = optionsOf(values);
    const loaded = await load();
    if (loaded.analysis.errors.length > 0) {
      const problems = asText(reportOf(file, loaded.analysis), noColors).trimEnd();
      for (const line of problems.split('\n')) reportLine(line);
      return 1;
    }
    const paint = wantsColor(process.env, process.stdout.isTTY) ? colors : noColors;
    // No other command needs it.
    const { startGateway } = await import('../gateway/gateway.ts');
    let onStopped: () => void = () => undefined;
    const stopped = new Promise<void>((resolve) => (onStopped = resolve));
    const print = batched(printDocument);
    const linesOf = sessionLog(paint);
    const onEvent = (event: SessionEvent): void => {
      if (json) print(`${JSON.stringify(event)}\n`);
      else for (const line of linesOf(event)) print(`${line}\n`);
      if (event.event === 'stopped') onStopped();
    };
    const starting = startGateway(loaded, { ...asked, descriptor: file, load, onEvent });
    // Also during the start, which would otherwise leave files behind.
    stopOnSignals(async (reason) => (await starting).stop(reason));
    const gateway = await starting;
    if (json) readCommands(gateway);
    await stopped;
    process.stdin.destroy();
    return 0;
  },
});

export const connect = command({
  name: 'connect',
  parameters: 'URL',
  summary: 'Connect to a WebSocket API, and exchange messages.',
  details: ['Sends each line of standard input, and prints each message that arrives. Ctrl+D closes the connection.'],
  options: {
    header: {
      type: 'string',
      value: 'NAME:VALUE',
      multiple: true,
      summary: 'A header with which to connect. Can be given several times.',
    },
  },
  examples: [
    { line: 'connect "ws://127.0.0.1:3001/prod?token=secret"', does: 'Connects to a project that `dev` runs.' },
  ],
  async run({ positionals: [url, ...others], values: { header = [] } }) {
    if (url === undefined || others.length > 0 || !/^wss?:/.test(url) || !URL.canParse(url)) {
      throw new UsageError('connect requires exactly one URL that starts with ws: or wss:');
    }
    const headers = header.map((one): [string, string] => {
      const colon = one.indexOf(':');
      if (colon < 1) throw new UsageError(`--header must be NAME:VALUE, not ${JSON.stringify(one)}`);
      return [one.slice(0, colon).trim(), one.slice(colon + 1).trim()];
    });
    const { talk } = await import('../gateway/terminal-client.ts');
    return talk(url, headers, printLine, reportLine);
  },
});

const defaultPort = 3001;

type Asked = Omit<GatewayOptions, 'descriptor' | 'load' | 'onEvent'>;

function optionsOf(values: Values): Asked {
  const { parameter = [], endpoint = [], stage, data, inspect = false, credentials = false } = values;
  const origins = values['allow-origin'] ?? [];
  const endpoints = endpoint.map((one) => pairOf('--endpoint', 'SERVICE=URL', one));
  if (stage !== undefined && !new RegExp(stageName.pattern).test(stage)) {
    throw new UsageError(`--stage must be 1 to 128 letters, digits, "_" or "-", not ${JSON.stringify(stage)}`);
  }
  for (const [service, url] of endpoints) {
    if (/^https?:\/\//.test(url) && URL.canParse(url)) continue;
    throw new UsageError(
      `--endpoint ${service} must have a URL that starts with http: or https:, not ${JSON.stringify(url)}`,
    );
  }
  // Browsers send it in this form.
  const wrong = origins.find((origin) => !/^[a-z][\w+.-]*:\/\/[^/]+$/.test(origin) && origin !== 'null');
  if (wrong !== undefined) {
    throw new UsageError(`--allow-origin must be an origin such as https://example.com, not ${JSON.stringify(wrong)}`);
  }
  return {
    port: numberOf('--port', values.port, defaultPort, (port) => Number.isInteger(port) && port >= 0 && port <= 65_535),
    timeScale: numberOf('--time-scale', values['time-scale'], 1, (scale) => scale > 0 && scale <= 1_000_000),
    stage,
    data,
    inspect,
    debugpy: values.debugpy,
    passCredentials: credentials,
    parameters: new Map(parameter.map((one) => pairOf('--parameter', 'NAME=VALUE', one))),
    endpoints: Object.fromEntries(endpoints.map(([service, url]) => [service.toLowerCase(), url])),
    allowedOrigins: origins,
  };
}

/** Joins what is printed at almost the same time: each output takes as long as all else that a message causes. */
function batched(print: (text: string) => void): (text: string) => void {
  let pending = '';
  const flush = (): void => {
    const text = pending;
    pending = '';
    if (text !== '') print(text);
  };
  process.once('exit', flush);
  return (text) => {
    if (pending === '') setImmediate(flush);
    pending += text;
  };
}

function numberOf(name: string, text: string | undefined, usual: number, isValid: (number: number) => boolean): number {
  if (text === undefined) return usual;
  const number = Number(text);
  if (text.trim() === '' || !isValid(number)) throw new UsageError(`${name} cannot be ${JSON.stringify(text)}`);
  return number;
}

function pairOf(name: string, form: string, text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`${name} must be ${form}, not ${JSON.stringify(text)}`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** Reads a command per line. The one who started the run has ended when there is no more input. */
function readCommands(gateway: Gateway): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const given = readCommand(line);
    if (given) gateway.run(given);
    else if (line.trim() !== '') reportLine(`websocket-project: not a command: ${line.slice(0, 200)}`);
  });
  lines.on('close', () => void gateway.stop('Its input has ended.'));
}

function readCommand(line: string): SessionCommand | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isCommand(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isCommand(value: unknown): value is SessionCommand {
  if (typeof value !== 'object' || value === null || !('command' in value)) return false;
  const { command: name, client, api, text, code, query, headers }: Record<string, unknown> = { ...value };
  switch (name) {
    case 'stop':
      return true;
    case 'connect':
      return typeof client === 'string' && typeof api === 'string' && isPairs(query) && isPairs(headers);
    case 'send':
      return typeof client === 'string' && typeof text === 'string';
    case 'close':
      return typeof client === 'string' && (code === undefined || isCloseCode(code));
    default:
      return false;
  }
}

function isPairs(value: unknown): boolean {
  const isPair = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((one) => typeof one === 'string');
  return value === undefined || (Array.isArray(value) && value.every(isPair));
}

/** A client cannot send any other. */
function isCloseCode(code: unknown): boolean {
  return code === 1000 || (typeof code === 'number' && Number.isInteger(code) && code >= 3000 && code <= 4999);
}

function stopOnSignals(stop: (reason: string) => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    let isAsked = false;
    process.on(signal, () => {
      // Who asks again does not want to wait.
      if (isAsked) process.exit(1);
      isAsked = true;
      stop(`It received ${signal}.`).catch((error: unknown) => {
        reportLine(`websocket-project: ${messageOf(error)}`);
        process.exit(1);
      });
    });
  }
}
