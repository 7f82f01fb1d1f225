// A local run: the APIs of a descriptor on ports of this machine, with its functions and data, until it is stopped.
import { randomUUID } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Analysis } from '../analysis.ts';
import type { LambdaFunction, Project } from '../model/project.ts';
import { makeCertificate } from './certificate.ts';
import { makeClients } from './clients.ts';
import { startData, type DataOptions, type LocalData } from './data/data.ts';
import { startFunctions, type FunctionHost, type FunctionOptions } from './functions/functions.ts';
import { shortText, type Report, type Surroundings } from './local-api.ts';
import { localAccount, localRegion } from './local-stack.ts';
import { firstPage } from './pages.ts';
import { makeScratch, removeScratch, removeStaleScratch } from './scratch.ts';
import { servedApis } from './served-apis.ts';
import type { LocalApi, Outcome, SessionCommand, SessionEvent } from './session.ts';
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
  readonly apis: readonly LocalApi[];
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
  const clients = makeClients((text) => report({ event: 'problem', text }));
  let { analysis } = loaded;
  let project = withParameters(analysis.project, parameters);

  let onStarted: () => void = () => undefined;
  const started = new Promise<void>((resolve) => (onStarted = resolve));
  const invoke = reportingCalls(report, async (lambda, event, call) => {
    // Clients can connect before the functions and the data are there.
    await started;
    return functions.invoke(lambda, event, call);
  });
  const apis = servedApis({
    port,
    certificate,
    page: await firstPage(folder),
    surroundings: {
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
    },
    server: { allowedOrigins, folder, clientAt: (from) => clients.nameAt(from) },
  });

  let functions: FunctionHost;
  let data: LocalData | undefined;
  let sources: SourceWatch | undefined;
  const end = async (): Promise<void> => {
    sources?.close();
    clients.close();
    await functions?.stop();
    await data?.stop();
    await apis.close();
    removeScratch(scratch);
  };

  try {
    await apis.update();
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
            addressOf: apis.endpointOf,
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
    const before = JSON.stringify(apis.addresses());
    analysis = next.analysis;
    project = withParameters(analysis.project, parameters);
    await data?.reload(project);
    functions.reload();
    await apis.update();
    await watchCode();
    report({ event: 'descriptor', adopted: true, problems });
    if (JSON.stringify(apis.addresses()) !== before) report({ event: 'ready', apis: apis.addresses() });
    reportParameters(report, project, parameters);
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
  report({ event: 'ready', apis: apis.addresses() });
  reportParameters(report, project, parameters);

  let stopping: Promise<void> | undefined;
  const stop = (reason: string): Promise<void> => {
    isStopped = true;
    const ended = async (): Promise<void> => {
      await Promise.race([apis.disconnect(), delay(disconnectTime, undefined, { ref: false })]);
      await end();
      report({ event: 'stopped', reason });
      hasEnded = true;
    };
    stopping ??= ended();
    return stopping;
  };
  return {
    get apis() {
      return apis.addresses();
    },
    run(command) {
      if (command.command === 'stop') void stop('It was asked to stop.');
      else clients.run(command, apis.addresses());
    },
    stop,
  };
}

/** Calls a function under an ID of the call, and reports the call and its outcome. */
function reportingCalls(
  report: Report,
  invoke: (lambda: LambdaFunction, event: unknown, call: string) => Promise<Outcome>,
): Surroundings['invoke'] {
  return async (lambda, event, about) => {
    const call = randomUUID();
    const { connection, request } = about;
    report({
      event: 'called',
      ...about,
      call,
      function: lambda.id.value,
      payload: shortText(JSON.stringify(event)),
    });
    const outcome = await invoke(lambda, event, call);
    return {
      outcome,
      answered(steps) {
        const short =
          outcome.kind === 'returned'
            ? { ...outcome, value: shortText(JSON.stringify(outcome.value) ?? 'null') }
            : outcome;
        report({ event: 'answered', call, function: lambda.id.value, connection, request, outcome: short, steps });
      },
    };
  };
}

function reportParameters(report: Report, project: Project, given: ReadonlyMap<string, string>): void {
  const missing = [...placeholders(project, given)].map(([parameter, value]) => `${parameter} (“${value}”)`);
  if (missing.length > 0) {
    const text = `These have placeholders as values: ${missing.join(', ')}. Give them others by --parameter NAME=VALUE.`;
    report({ event: 'problem', text });
  }
  for (const unknown of unknownNames(project, given)) {
    const text = `--parameter ${unknown} has no effect: the project file has no parameter, path or secret of that name.`;
    report({ event: 'problem', text });
  }
}
