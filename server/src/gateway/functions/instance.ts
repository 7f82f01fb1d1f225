// One instance of a function: a process that runs one invocation at a time, and what it reports through the Runtime API, its output
// and its end.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Launch } from './launch.ts';
import { readLog, type LogLine } from './log-lines.ts';
import type { ProcessGroups } from './process-groups.ts';
import { failure, startRuntimeApi, type Answer, type Failure, type Invocation } from './runtime-api.ts';

/** What becomes of an instance. */
export interface Watcher {
  /** It has started, or has finished an invocation, and can run one. */
  readonly onIdle: () => void;
  readonly onLog: (line: LogLine) => void;
  readonly onDebugger: (url: string) => void;
  /** Its process has ended. If it was starting, the reason. */
  readonly onEnd: (reason: Failure) => void;
}

export interface Instance {
  /** Only if it is idle. Resolves also if the process ends without an answer. */
  run(invocation: Invocation): Promise<Answer>;
  /** Ends the process, and all that it has started. */
  end(): void;
}

/** @param environment what the process gets, besides the address of its Runtime API */
export async function startInstance(
  launch: Launch,
  environment: Readonly<Record<string, string>>,
  groups: ProcessGroups,
  watcher: Watcher,
): Promise<Instance> {
  /** Why it could not start. */
  let initFailure: Failure | undefined;
  let answerWith: ((answer: Answer) => void) | undefined;
  let requestId: string | undefined;
  let isOutOfMemory = false;

  const answered = (answer: Answer): void => {
    answerWith?.(answer);
    answerWith = undefined;
  };
  const api = await startRuntimeApi({
    onWaiting() {
      if (launch.isFrozen) groups.freeze(child, true);
      watcher.onIdle();
    },
    onAnswer: answered,
    onInitError(error) {
      initFailure ??= error;
      // It ends by itself, after what it has to say.
      setTimeout(() => groups.end(child), endGrace).unref();
    },
  });
  const child = groups.start(launch.command, launch.parameters, {
    cwd: launch.folder,
    env: { ...environment, AWS_LAMBDA_RUNTIME_API: api.address },
  });
  const onLine = (line: LogLine): void => {
    isOutOfMemory ||= /heap out of memory|MemoryError/.test(line.text);
    const url = /^Debugger listening on ((?:ws|debugpy):\S+)/.exec(line.text)?.[1];
    if (url !== undefined) watcher.onDebugger(url);
    else if (!ofInspector.test(line.text))
      watcher.onLog(requestId === undefined ? line : { request: requestId, ...line });
  };
  for (const stream of [child.stdout, child.stderr]) {
    const reader = readLog(onLine);
    stream?.on('data', (bytes: Buffer) => reader.read(bytes));
    stream?.on('close', () => reader.end());
  }
  const untilEnd = async (): Promise<void> => {
    const exit = await ended(child);
    api.close();
    const reason = initFailure ?? exitFailure(exit, requestId, isOutOfMemory);
    answered(reason);
    watcher.onEnd(reason);
  };
  void untilEnd();
  return {
    run(invocation) {
      ({ requestId } = invocation);
      const answer = new Promise<Answer>((resolve) => (answerWith = resolve));
      if (launch.isFrozen) groups.freeze(child, false);
      api.deliver(invocation);
      return answer;
    },
    end: () => groups.end(child),
  };
}

/** What the inspector prints for people. */
const ofInspector =
  /^(?:For help, see: https:\/\/nodejs\.org\/\S*inspector|Debugger attached\.|Debugger ending on ws:|Waiting for the debugger to disconnect)/;

/** How a process has ended: its exit code, its signal, or why it did not start. */
type Exit = { readonly code: number | null; readonly signal: string | null } | { readonly error: Error };

/** In milliseconds. */
const endGrace = 2000;

/** What else has its output may keep it open, but not for long. */
const outputGrace = 500;

function ended(child: ChildProcess): Promise<Exit> {
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => {
      const isRead = Promise.race([closed, delay(outputGrace, undefined, { ref: false })]);
      resolve(isRead.then(() => ({ code, signal })));
    });
  });
}

/** The words of Lambda. */
const signals = new Map([
  ['SIGABRT', 'aborted'],
  ['SIGKILL', 'killed'],
  ['SIGSEGV', 'segmentation fault'],
  ['SIGTERM', 'terminated'],
]);

function exitFailure(exit: Exit, requestId: string | undefined, isOutOfMemory: boolean): Failure {
  const request = requestId === undefined ? '' : `RequestId: ${requestId} `;
  if ('error' in exit) return failure('Local.NotStarted', `The function could not be started: ${exit.error.message}`);
  const status =
    exit.signal === null ? `exit status ${exit.code}` : `signal: ${signals.get(exit.signal) ?? exit.signal}`;
  const how = exit.code === 0 ? 'without providing a reason' : `with error: ${status}`;
  return failure(isOutOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError', `${request}Error: Runtime exited ${how}`);
}
