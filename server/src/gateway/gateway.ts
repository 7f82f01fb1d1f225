// A local run: the APIs of a descriptor on ports of this machine, with its functions and data, until it is stopped.
import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Analysis } from '../analysis.ts';
import { resourcesOfType, type LambdaFunction, type Project, type WebSocketApi } from '../model/project.ts';
import { calledAuthorizer } from '../model/usage.ts';
import { serveApi } from './api-server.ts';
import { makeCertificate } from './certificate.ts';
import { makeClients } from './clients.ts';
import { startData, type DataOptions, type LocalData } from './data/data.ts';
import { startFunctions, type FunctionHost, type FunctionOptions } from './functions/functions.ts';
import { listen, type Listener } from './listener.ts';
import { localApi, shortText, type About, type Called, type LocalApi, type Report } from './local-api.ts';
import { localAccount, localRegion } from './local-stack.ts';
import { firstPage } from './pages.ts';
import { connectionsOf, missingRight } from './rights.ts';
import { makeScratch, removeScratch, removeStaleScratch } from './scratch.ts';
import type { LocalApi as ApiAddress, SessionCommand, SessionEvent } from './session.ts';
import { isSource, watchSources, type SourceWatch } from './source-watch.ts';
import { placeholders, unknownNames, variablesFor, withParameters, writeCertificate } from './variables.ts';
import { messageOf } from '../wording.ts';

/** The parts that tests replace. */
export interface GatewayParts {
  readonly startFunctions: (options: FunctionOptions) => FunctionHost;
  readonly startData: (options: DataOptions) => Promise<LocalData>;
}

export interface GatewayOptions {
  /** The path of the descriptor. */
  readonly descriptor: string;
  /** Reads the descriptor, also again when it has been saved. */
  readonly load: () => Promise<Loaded>;
  /** The port of the first API; the others get the next ones. 0 for any. */
  readonly port: number;
  readonly stage?: string | undefined;
  readonly inspect?: boolean;
  /** The folder of the package debugpy, with which functions in Python are debugged. */
  readonly debugpy?: string | undefined;
  /** The directory in which data is kept; undefined for memory only. */
  readonly data?: string | undefined;
  /** The URLs of services that run elsewhere. */
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly allowedOrigins?: readonly string[];
  readonly passCredentials?: boolean;
  readonly timeScale?: number;
  /** Values of parameters, and of what is in Systems Manager and Secrets Manager. */
  readonly parameters?: ReadonlyMap<string, string>;
  readonly onEvent: (event: SessionEvent) => void;
}

/** How long the end of a run waits for what is called for the end of connections, in milliseconds. */
const disconnectTime = 2000;

/** A descriptor, and what is wrong with it, in lines. */
export interface Loaded {
  readonly analysis: Analysis;
  readonly problems: readonly string[];
}

export interface Gateway {
  readonly apis: readonly ApiAddress[];
  run(command: SessionCommand): void;
  /** Ends all processes and closes all ports. */
  stop(reason: string): Promise<void>;
}

/**
 * @param loaded the descriptor, which must have no errors
 * @throws {Error} if no port is free, or the data cannot be opened
 */
export async function startGateway(
  loaded: Loaded,
  options: GatewayOptions,
  parts: GatewayParts = { startFunctions, startData },
): Promise<Gateway> {
  const { port, stage, inspect = false, debugpy, data: directory, endpoints = {}, timeScale = 1 } = options;
  const { allowedOrigins = [], passCredentials = false, parameters = new Map() } = options;
  const startedAt = Date.now();
  // With a time scale, the connections of a test grow old in seconds.
  const now = (): number => Math.round(startedAt + (Date.now() - startedAt) * timeScale);
  let hasEnded = false;
  const report: Report = (event) => {
    if (!hasEnded) options.onEvent({ time: Date.now(), ...event });
  };
  const folder = await realpath(dirname(options.descriptor));
  const name = basename(options.descriptor);
  removeStaleScratch();
  const scratch = makeScratch();
  const certificate = makeCertificate(startedAt);
  const certificateVariables = writeCertificate(scratch, certificate);
  const page = await firstPage(folder);
  const clients = makeClients((text) => report({ event: 'problem', text }));
  let { analysis } = loaded;
  let project = withParameters(analysis.project, parameters);

  let onStarted: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (onStarted = resolve));
  const invoke = async (lambda: LambdaFunction, event: unknown, about: About): Promise<Called> => {
    const call = randomUUID();
    const common = { ...about, call, function: lambda.id.value };
    report({ event: 'called', ...common, payload: shortText(JSON.stringify(event)) });
    // Clients can connect before the functions and the data are there.
    await started;
    const outcome = await functions.invoke(lambda, event, call);
    return {
      outcome,
      answered(steps) {
        const { connection, request } = about;
        const of = { call, function: lambda.id.value, connection, request };
        const short =
          outcome.kind === 'returned'
            ? { ...outcome, value: shortText(JSON.stringify(outcome.value) ?? 'null') }
            : outcome;
        report({ event: 'answered', ...of, outcome: short, steps });
      },
    };
  };

  interface Served {
    readonly api: LocalApi;
    readonly listener: Listener;
  }
  const served = new Map<string, Served>();
  const serve = async (id: string): Promise<void> => {
    const wanted = port === 0 ? 0 : Math.max(port, ...[...served.values()].map(({ listener }) => listener.port + 1));
    let server: ReturnType<typeof serveApi> | undefined;
    const listener = await listen({
      port: wanted,
      certificate,
      onRequest: (request, response) => server?.onRequest(request, response),
      onUpgrade: (request, socket, head) => server?.onUpgrade(request, socket, head),
    });
    if (wanted !== 0 && listener.port !== wanted) {
      report({ event: 'problem', text: `Port ${wanted} is in use, so ${id} is on port ${listener.port}.` });
    }
    const api = localApi(id, `127.0.0.1:${listener.port}`, {
      project: () => project,
      rangeOf: ({ start, end }) => ({ start: analysis.lines.positionAt(start), end: analysis.lines.positionAt(end) }),
      region: localRegion,
      accountId: localAccount,
      stage,
      now,
      timeScale,
      hasTimeouts: !inspect,
      report,
      invoke,
    });
    server = serveApi(api, {
      allowedOrigins,
      folder,
      report,
      refused: (caller) => whySendingRefused(project, caller, id),
      clientAt: (from) => clients.nameAt(from),
    });
    served.set(id, { api, listener });
  };
  /** Serves the APIs of the descriptor, and no others. */
  const serveAll = async (): Promise<void> => {
    const ids = resourcesOfType(project, 'websocket-api').map(({ id }) => id.value);
    for (const [id, { api, listener }] of served) {
      if (ids.includes(id)) continue;
      served.delete(id);
      void api.close('gateway');
      await listener.close();
    }
    for (const id of ids) if (!served.has(id)) await serve(id);
  };
  const addresses = (): ApiAddress[] =>
    [...served.values()].map(({ api, listener }) => {
      const url = `ws://127.0.0.1:${listener.port}/${api.stage()}`;
      const address = `http://127.0.0.1:${listener.port}/${page ?? ''}?url=${encodeURIComponent(url)}`;
      return {
        id: api.id,
        url,
        ...(page !== undefined && { page: address }),
        command: clientCommand(project, api.api(), url),
      };
    });
  const sayParameters = (): void => {
    const missing = [...placeholders(project, parameters)].map(([parameter, value]) => `${parameter} (“${value}”)`);
    if (missing.length > 0) {
      const text = `These have placeholders as values: ${missing.join(', ')}. Give them others by --parameter NAME=VALUE.`;
      report({ event: 'problem', text });
    }
    for (const unknown of unknownNames(project, parameters)) {
      const text = `--parameter ${unknown} has no effect: the project file has no parameter, path or secret of that name.`;
      report({ event: 'problem', text });
    }
  };

  let functions: FunctionHost;
  let data: LocalData | undefined;
  let sources: SourceWatch | undefined;
  const end = async (): Promise<void> => {
    sources?.close();
    clients.close();
    await functions?.stop();
    await data?.stop();
    await Promise.all([...served.values()].map(({ listener }) => listener.close()));
    removeScratch(scratch);
  };

  try {
    await serveAll();
    data = await parts.startData({
      project,
      directory,
      endpoints,
      invoke: async (lambda, event, trigger) => {
        const { outcome, answered } = await invoke(lambda, event, { trigger });
        answered([]);
        return outcome;
      },
      timeScale,
      onCall: (call) => report({ event: 'service', ...call }),
      onNotice: (text) => report({ event: 'problem', text }),
    });
    const local = data;
    functions = parts.startFunctions({
      folder,
      environment: (lambda) =>
        variablesFor(
          {
            project,
            region: localRegion,
            endpoints: local.environment,
            certificate: certificateVariables,
            given: parameters,
            passCredentials,
            addressOf: (id) => {
              const found = served.get(id);
              return found && `http://127.0.0.1:${found.listener.port}/${found.api.stage()}`;
            },
            valueOf: (resource) => local.valueOf(resource),
          },
          lambda,
        ),
      inspect,
      debugpy,
      timeScale,
      onLog: (line) => report({ event: 'log', ...line }),
      onDebugger: (target) => report({ event: 'debugger', ...target }),
    });
    onStarted();
  } catch (error) {
    await end();
    throw error;
  }

  let reported = '';
  /** Takes over the descriptor, or says once why not. */
  const reload = async (): Promise<void> => {
    const next = await options.load().catch(messageOf);
    const problems = typeof next === 'string' ? [next] : next.problems;
    if (typeof next === 'string' || next.analysis.errors.length > 0) {
      if (problems.join('\n') !== reported) report({ event: 'descriptor', adopted: false, problems });
      reported = problems.join('\n');
      return;
    }
    if (next.analysis.text === analysis.text && reported === '') return;
    reported = '';
    const before = JSON.stringify(addresses());
    analysis = next.analysis;
    project = withParameters(analysis.project, parameters);
    await data?.reload(project);
    functions.reload();
    await serveAll();
    await watchCode();
    report({ event: 'descriptor', adopted: true, problems });
    if (JSON.stringify(addresses()) !== before) report({ event: 'ready', apis: addresses() });
    sayParameters();
  };
  let isStopped = false;
  let reloading = Promise.resolve();
  const takeOver = async (files: readonly string[]): Promise<void> => {
    if (isStopped) return;
    if (files.includes(name)) await reload();
    const changed = files.filter((file) => file !== name && isSource(file));
    if (changed.length === 0) return;
    functions.reload();
    report({ event: 'sources', files: changed });
  };
  const onChange = (files: readonly string[]): void => {
    const failed = (error: unknown): void => report({ event: 'problem', text: String(error) });
    reloading = reloading.then(() => takeOver(files)).catch(failed);
  };
  /** The code of a function can be in a folder of a build, which is not searched. */
  const watchCode = async (): Promise<void> => {
    const code = project.resources.flatMap((one) =>
      one.type === 'lambda-function' && one.code ? [one.code.value] : [],
    );
    await sources?.alsoIn(code);
  };
  sources = await watchSources(folder, onChange);
  await watchCode();
  report({ event: 'ready', apis: addresses() });
  sayParameters();

  let stopping: Promise<void> | undefined;
  const stop = (reason: string): Promise<void> => {
    isStopped = true;
    const ended = async (): Promise<void> => {
      const disconnected = Promise.all([...served.values()].map(({ api }) => api.close('stop')));
      await Promise.race([disconnected, delay(disconnectTime, undefined, { ref: false })]);
      await end();
      report({ event: 'stopped', reason });
      hasEnded = true;
    };
    stopping ??= ended();
    return stopping;
  };
  return {
    get apis() {
      return addresses();
    },
    run(command) {
      if (command.command === 'stop') void stop('It was asked to stop.');
      else clients.run(command, addresses());
    },
    stop,
  };
}

/** What IAM would refuse when the function sends to the clients of the API; undefined if nothing. */
function whySendingRefused(project: Project, functionId: string, apiId: string): string | undefined {
  const api = project.find(apiId);
  if (api?.type !== 'websocket-api') return undefined;
  const needed = { action: 'execute-api:ManageConnections', resource: connectionsOf(project, api) };
  return missingRight(project, functionId, [needed]);
}

/** A command that connects, with placeholders for what a client has to send. */
function clientCommand(project: Project, api: WebSocketApi | undefined, url: string): string {
  const sources = api && calledAuthorizer(project, api) ? api.identitySource.map(({ value }) => value) : [];
  const namesOf = (kind: string): string[] =>
    sources.flatMap((source) => (source.startsWith(`${kind}.`) ? [source.slice(kind.length + 1)] : []));
  const query = namesOf('querystring').map((name) => `${encodeURIComponent(name)}=VALUE`);
  const headers = namesOf('header').map((name) => ` --header "${name}: VALUE"`);
  const address = query.length > 0 ? `"${url}?${query.join('&')}"` : url;
  return `websocket-project connect ${address}${headers.join('')}`;
}
