// The instances of one function: an idle one runs the next invocation, or another one starts; beyond a number of them, invocations
// wait for their turn.
import type { LambdaFunction } from '../../model/project.ts';
import type { FunctionLog, Outcome } from '../session.ts';
import { localRegion, environmentOf, functionArn, timeoutOf } from './environment.ts';
import { startInstance, type Instance } from './instance.ts';
import { launchOf, type Debugging } from './launch.ts';
import type { ProcessGroups } from './process-groups.ts';
import { failure, type Answer, type Failure } from './runtime-api.ts';

export interface InstancePool {
  /** Never rejects. */
  invoke(lambda: LambdaFunction, event: unknown, requestId: string): Promise<Outcome>;
  /** The code or the configuration has changed: no instance gets another invocation. */
  renew(): void;
  stop(): Promise<void>;
}

interface PoolOptions extends Debugging {
  readonly folder: string;
  readonly home: string;
  readonly environment: (lambda: LambdaFunction) => Readonly<Record<string, string>>;
  readonly timeScale: number;
  readonly groups: ProcessGroups;
  readonly onLog: (line: FunctionLog) => void;
  readonly sayOnce: (text: string) => void;
  readonly onDebugger?: (target: {
    readonly function: string;
    readonly instance: number;
    readonly url: string;
  }) => void;
}

interface Timeout {
  readonly kind: 'timeout';
  readonly seconds: number;
}

/** An invocation that waits for an instance. */
interface Waiting {
  readonly lambda: LambdaFunction;
  readonly event: string;
  readonly requestId: string;
  readonly finish: (outcome: Outcome) => void;
}

/** An instance, as the pool sees it. */
interface Member {
  readonly number: number;
  /** `finishing` is what has answered, and is not yet ready for the next invocation. */
  state: 'starting' | 'idle' | 'busy' | 'finishing' | 'ended';
  /** Runs old code, so it gets no further invocation. */
  isStale: boolean;
  /** Undefined until its process has started. */
  instance: Instance | undefined;
  /** What it believes to run in. */
  region: string;
  /** How long it took to start; undefined after its first invocation. */
  initMs: number | undefined;
  /** Ends it if it takes too long to start, or is idle for too long. */
  timer: NodeJS.Timeout | undefined;
  readonly ended: Promise<void>;
}

/** Lambda's is 1,000 for an account. A small machine would choke. */
const maximumInstances = 10;
const maximumWaiting = 1000;
/** In milliseconds. */
const idleTime = 5 * 60_000;
/** Lambda's limit for the start, in milliseconds. It then starts over, within the time of the invocation. */
const initTime = 10_000;
/** However short the time limits of a test are, a function gets this time, unless it declares less. */
const shortestTimeout = 3000;

export function instancePool(id: string, options: PoolOptions): InstancePool {
  const { inspect, timeScale } = options;
  const members = new Set<Member>();
  const queue: Waiting[] = [];
  let numbers = 0;
  let isStopped = false;

  function fill(): void {
    for (let first = queue[0]; first; first = queue[0]) {
      const { lambda } = first;
      const idle = [...members].find(({ state }) => state === 'idle');
      const soon = [...members].filter(
        ({ state, isStale }) => (state === 'starting' || state === 'finishing') && !isStale,
      );
      if (idle) void run(idle, queue.shift());
      else if (soon.length < queue.length && members.size < limitOf(lambda)) start(lambda);
      else return;
    }
  }

  function start(lambda: LambdaFunction): void {
    numbers += 1;
    let onEnded = (): void => {};
    const member: Member = {
      number: numbers,
      state: 'starting',
      isStale: false,
      instance: undefined,
      region: localRegion,
      initMs: undefined,
      timer: undefined,
      ended: new Promise((resolve) => (onEnded = resolve)),
    };
    members.add(member);
    const began = performance.now();
    /** What waits for it fails with it, as on Lambda. The next invocation gets a new instance. */
    const failStart = (reason: Failure | Timeout): void => {
      if (member.state === 'starting' && !member.isStale && !isStopped) {
        const first = queue.shift();
        first?.finish({ ...reason, durationMs: 0, initMs: performance.now() - began, instance: member.number });
        if (!first && reason.kind === 'failed') {
          log({ level: 'error', text: `It could not start: ${reason.errorType}: ${reason.errorMessage}` }, member);
        }
      }
      member.state = 'ended';
    };
    const onEnd = (reason: Failure): void => {
      clearTimeout(member.timer);
      failStart(reason);
      members.delete(member);
      onEnded();
      fill();
    };
    const begin = async (): Promise<void> => {
      const launch = await launchOf(lambda, options.folder, options);
      if (launch.kind === 'failed') {
        onEnd(launch);
        return;
      }
      const added = options.environment(lambda);
      member.region = added['AWS_REGION'] ?? localRegion;
      for (const note of launch.notes) options.sayOnce(note);
      if (!inspect) {
        const seconds = timeoutOf(lambda);
        const onTooLong = (): void => {
          failStart({ kind: 'timeout', seconds });
          member.instance?.end();
        };
        member.timer = setTimeout(onTooLong, initTime + seconds * 1000);
      }
      member.instance = await startInstance(
        launch,
        environmentOf({
          lambda,
          added: { ...launch.variables, ...added },
          folder: launch.folder,
          home: options.home,
          instance: member.number,
        }),
        options.groups,
        {
          onIdle() {
            clearTimeout(member.timer);
            if (member.state === 'starting') member.initMs = performance.now() - began;
            if (member.isStale || isStopped) {
              member.instance?.end();
              return;
            }
            member.state = 'idle';
            member.timer = setTimeout(() => retire(member), idleTime / timeScale).unref();
            fill();
          },
          onLog: (line) => log(line, member),
          onDebugger: (url) => options.onDebugger?.({ function: id, instance: member.number, url }),
          onEnd,
        },
      );
      if (isStopped || member.isStale) member.instance.end();
    };
    begin().catch((error: unknown) => onEnd(failure('Local.NotStarted', String(error))));
  }

  function retire(member: Member): void {
    member.state = 'ended';
    member.instance?.end();
  }

  async function run(member: Member, waiting: Waiting | undefined): Promise<void> {
    if (!waiting || !member.instance) return;
    const { lambda, event, requestId, finish } = waiting;
    const { number: instance, region, initMs } = member;
    clearTimeout(member.timer);
    member.state = 'busy';
    member.initMs = undefined;
    const seconds = timeoutOf(lambda);
    const limit = limitIn(seconds * 1000);
    const deadline = Date.now() + (inspect ? 900_000 : limit);
    const began = performance.now();
    let isTimeout = false;
    if (!inspect) {
      // It also counts until the instance is ready for the next invocation.
      member.timer = setTimeout(() => {
        isTimeout = true;
        member.instance?.end();
      }, limit);
    }
    const answer = await member.instance.run({ requestId, event, deadline, functionArn: functionArn(lambda, region) });
    const durationMs = performance.now() - began;
    if (isBusy(member)) member.state = 'finishing';
    const result: Answer | Timeout = isTimeout ? { kind: 'timeout', seconds } : answer;
    // What it has logged before is on its way.
    setImmediate(() => finish({ ...result, durationMs, initMs, instance }));
  }

  /** Its state changes while it runs. */
  function isBusy({ state }: Member): boolean {
    return state === 'busy';
  }

  function limitIn(milliseconds: number): number {
    return Math.max(milliseconds / timeScale, Math.min(milliseconds, shortestTimeout));
  }

  function log(line: Omit<FunctionLog, 'function' | 'instance'>, { number: instance }: Member): void {
    options.onLog({ function: id, instance, ...line });
  }

  return {
    invoke(lambda, event, requestId) {
      return new Promise((finish) => {
        const refuse = (reason: Failure): void => finish({ ...reason, durationMs: 0, initMs: undefined, instance: 0 });
        if (limitOf(lambda) === 0) {
          refuse(failure('TooManyRequestsException', `Rate Exceeded: ${id} has a reservedConcurrency of 0.`));
        } else if (queue.length >= maximumWaiting) {
          refuse(
            failure('TooManyRequestsException', `Rate Exceeded: ${maximumWaiting} invocations of ${id} are waiting.`),
          );
        } else {
          queue.push({ lambda, event: JSON.stringify(event) ?? 'null', requestId, finish });
          fill();
        }
      });
    },
    renew() {
      for (const member of members) {
        member.isStale = true;
        if (member.state === 'idle') retire(member);
        else if (member.state === 'starting') member.instance?.end();
      }
      fill();
    },
    async stop() {
      isStopped = true;
      const all = [...members];
      for (const { instance } of all) instance?.end();
      for (const { finish } of queue.splice(0)) {
        finish({ ...failure('Local.Stopped', 'The run has ended.'), durationMs: 0, initMs: undefined, instance: 0 });
      }
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

function limitOf({ reservedConcurrency }: LambdaFunction): number {
  return Math.min(maximumInstances, reservedConcurrency?.value ?? maximumInstances);
}
