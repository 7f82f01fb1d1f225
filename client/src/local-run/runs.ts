// The local runs: at most one for each project file. Knows what each has reported, and whether it runs; how its process is
// started is chosen where Node is.
import { EventEmitter, Uri, window, workspace, type Disposable, type Event, type LogOutputChannel } from 'vscode';
import type { LocalApi, SessionCommand, SessionEvent } from '../../../server/src/protocol.ts';
import { t } from '../../../server/src/locale.ts';
import { checked } from '../checks.ts';
import { fileName } from '../documents.ts';
import { UserFacingError, notify } from '../messages.ts';
import type { RunState } from '../preview/preview-messages.ts';
import { sessionEvent } from '../session-checks.ts';
import { keptEvents, type KeptEvents } from './kept-events.ts';
import { outputLines } from './output-lines.ts';

export interface Runs extends Disposable {
  /**
   * Starts a run, unless it runs already. Resolves with its APIs when they can be reached.
   * @throws {UserFacingError} if it does not start
   */
  readonly start: (descriptor: Uri, debugging?: Debugging) => Promise<readonly LocalApi[]>;
  /** Resolves when no process of it is left. */
  readonly stop: (descriptor: Uri) => Promise<void>;
  /** Ignored if it does not run. */
  readonly send: (descriptor: Uri, command: SessionCommand) => void;
  /** What runs, or starts or stops. */
  readonly active: () => readonly Uri[];
  readonly stateOf: (descriptor: Uri) => RunState;
  /** Its APIs, from when they can be reached. */
  readonly apisOf: (descriptor: Uri) => readonly LocalApi[];
  /** What the run, or the last one, has reported. */
  readonly eventsOf: (descriptor: Uri) => readonly SessionEvent[];
  /** Why the file cannot run in this window; undefined if it can. */
  readonly refusal: (descriptor: Uri) => string | undefined;
  /** The state of a run has changed. */
  readonly onDidChange: Event<Uri>;
  /** A run has reported something. */
  readonly onDidReport: Event<RunReport>;
}

/** With what functions are debugged, besides VS Code's JavaScript debugger. */
export interface Debugging {
  /** The folder that has the package debugpy; undefined if functions in Python run without a debugger. */
  readonly debugpy: string | undefined;
}

export interface RunReport {
  readonly descriptor: Uri;
  readonly event: SessionEvent;
}

/** Starts a gateway's process. */
export type StartGateway = (options: GatewayOptions, listener: GatewayListener) => GatewayProcess;

export interface GatewayOptions {
  /** The path of the project file. */
  readonly file: string;
  readonly folder: string;
  /** Undefined if it runs without a debugger. */
  readonly debugging: Debugging | undefined;
}

export interface GatewayListener {
  readonly onOutput: (text: string) => void;
  readonly onErrorOutput: (text: string) => void;
  /** Called once. */
  readonly onEnd: (end: { readonly code: number | undefined; readonly reason: string | undefined }) => void;
}

export interface GatewayProcess {
  readonly write: (line: string) => void;
  /** Resolves when it has ended, with all processes that it has started. */
  readonly stop: () => Promise<void>;
}

interface Run {
  state: RunState;
  apis: readonly LocalApi[];
  readonly events: KeptEvents;
  gateway: GatewayProcess | undefined;
  /** Resolves with the APIs when they can be reached; rejects if the run ends before. */
  ready: Promise<readonly LocalApi[]>;
}

const off: RunState = { phase: 'off', isDebugged: false, ended: undefined };
/** In UTF-16 units. Texts of messages are shortened, so this is only reached by a program that is not ours. */
const maximumLine = 4_000_000;

/** @param startGateway undefined in a browser, where there are no processes */
export function localRuns(startGateway: StartGateway | undefined): Runs {
  const runs = new Map<string, Run>();
  const changed = new EventEmitter<Uri>();
  const reported = new EventEmitter<RunReport>();
  let channel: LogOutputChannel | undefined;
  const logged = (): LogOutputChannel =>
    (channel ??= window.createOutputChannel(t`WebSocket Project: Local Run`, { log: true }));

  const runOf = (descriptor: Uri): Run | undefined => runs.get(descriptor.toString());
  const change = (descriptor: Uri, run: Run, state: Partial<RunState>): void => {
    run.state = { ...run.state, ...state };
    changed.fire(descriptor);
  };

  const refusal = (descriptor: Uri): string | undefined => {
    if (!startGateway)
      return t`In a browser, a project file cannot be run locally. Open the folder in VS Code on a computer.`;
    if (descriptor.scheme !== 'file' && descriptor.scheme !== 'untitled')
      return t`${fileName(descriptor)} is not on a disk, so its functions cannot be run locally. Open a copy of the folder that is on this computer.`;
    if (!workspace.isTrusted)
      return t`A local run executes the code of this folder, and you have not trusted it. Trust the workspace first.`;
    return undefined;
  };

  const launch = (
    descriptor: Uri,
    run: Run,
    debugging: Debugging | undefined,
    start: StartGateway,
  ): Promise<readonly LocalApi[]> =>
    new Promise((resolve, reject) => {
      const log = logged();
      const name = fileName(descriptor);
      let isReady = false;
      /** What the program said last, which is why it ends. */
      let lastWords = '';
      const receive = (event: SessionEvent): void => {
        run.events.add(event);
        logEvent(log, event);
        if (event.event === 'ready') {
          isReady = true;
          run.apis = event.apis;
          change(descriptor, run, { phase: 'running' });
          resolve(event.apis);
        }
        if (event.event === 'stopped') lastWords = event.reason;
        reported.fire({ descriptor, event });
      };
      const output = outputLines(
        maximumLine,
        (line) => {
          const event = checked(sessionEvent, parsed(line), (fault) => log.warn(`Ignored an invalid event: ${fault}`));
          if (event) receive(event);
        },
        (beginning) => log.warn(`Ignored a line that is too long: ${beginning} …`),
      );
      const errors = outputLines(
        maximumLine,
        (line) => {
          lastWords = line;
          log.error(line);
        },
        () => undefined,
      );
      const options = { file: descriptor.fsPath, folder: Uri.joinPath(descriptor, '..').fsPath, debugging };
      log.info(`Starting ${name}${debugging ? ', with a debugger' : ''}`);
      run.gateway = start(options, {
        onOutput: output.add,
        onErrorOutput: errors.add,
        onEnd({ code, reason }) {
          output.end();
          errors.end();
          run.gateway = undefined;
          const isExpected = run.state.phase === 'stopping';
          const why = lastWords === '' ? (reason ?? t`Exit code ${code ?? 0}.`) : lastWords;
          log.info(`${name} has ended (${reason ?? `exit code ${code ?? 0}`})`);
          const ended = isExpected ? undefined : t`The local run of ${name} has ended. ${why}`;
          change(descriptor, run, { phase: 'off', ended });
          if (!isReady)
            reject(new UserFacingError(ended ?? t`The local run of ${name} was stopped before it was ready.`));
          else if (ended !== undefined) notify('error', ended, { title: t`Show Log`, run: () => log.show() });
        },
      });
    });

  return {
    async start(descriptor, debugging) {
      if (!startGateway) throw new UserFacingError(refusal(descriptor));
      const known = runOf(descriptor);
      if (known && isActive(known)) return known.ready;
      const run: Run = {
        state: { ...off, phase: 'starting', isDebugged: debugging !== undefined },
        apis: [],
        events: keptEvents(),
        gateway: undefined,
        ready: Promise.resolve([]),
      };
      runs.set(descriptor.toString(), run);
      changed.fire(descriptor);
      run.ready = launch(descriptor, run, debugging, startGateway);
      return run.ready;
    },
    async stop(descriptor) {
      const run = runOf(descriptor);
      if (!run?.gateway) return;
      change(descriptor, run, { phase: 'stopping' });
      await run.gateway?.stop();
    },
    send(descriptor, command) {
      runOf(descriptor)?.gateway?.write(JSON.stringify(command));
    },
    active: () => [...runs].filter(([, run]) => isActive(run)).map(([uri]) => Uri.parse(uri)),
    stateOf: (descriptor) => runOf(descriptor)?.state ?? off,
    apisOf: (descriptor) => (isActive(runOf(descriptor)) ? (runOf(descriptor)?.apis ?? []) : []),
    eventsOf: (descriptor) => runOf(descriptor)?.events.all() ?? [],
    refusal,
    onDidChange: changed.event,
    onDidReport: reported.event,
    async dispose() {
      for (const run of runs.values()) run.state = { ...run.state, phase: 'stopping' };
      await Promise.all([...runs.values()].map(async ({ gateway }) => gateway?.stop()));
      channel?.dispose();
    },
  };
}

function isActive(run: Run | undefined): boolean {
  return run !== undefined && run.state.phase !== 'off';
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** What a reader of the log needs besides the session view: what functions log, and what went wrong. */
function logEvent(log: LogOutputChannel, event: SessionEvent): void {
  if (event.event === 'ready') for (const { id, url } of event.apis) log.info(`${id} is at ${url}`);
  if (event.event === 'log') log[event.level](`${event.function}: ${event.text}`);
  if (event.event === 'problem') log.error(event.text);
  if (event.event === 'descriptor' && event.adopted) log.info('The saved project file is in use');
  if (event.event === 'descriptor' && !event.adopted)
    log.warn(`The saved project file has errors, so the one before stays in use: ${event.problems.join(' ')}`);
  if (event.event !== 'answered') return;
  const { function: name, outcome } = event;
  if (outcome.kind === 'failed') log.warn(`${name}: ${outcome.errorType}: ${outcome.errorMessage}`);
  if (outcome.kind === 'timeout') log.warn(`${name}: timed out after ${outcome.seconds} seconds`);
}
