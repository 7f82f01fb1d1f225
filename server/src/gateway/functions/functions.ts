// Runs the functions of a project as Lambda does: each instance of a function is a process that runs one invocation at a time.
import { realpathSync } from 'node:fs';
import type { LambdaFunction } from '../../model/project.ts';
import { makeScratch, removeScratch } from '../scratch.ts';
import type { FunctionLog, Outcome } from '../session.ts';
import { instancePool, type InstancePool } from './instance-pool.ts';
import type { Debugging } from './launch.ts';
import { processGroups } from './process-groups.ts';

export interface FunctionHost {
  /**
   * Never rejects.
   * @param requestId the context's `awsRequestId`
   */
  invoke(lambda: LambdaFunction, event: unknown, requestId: string): Promise<Outcome>;
  /** The descriptor or sources have changed: idle instances end, busy ones finish first. */
  reload(): void;
  /** Ends all instances. Resolves when no process is left. */
  stop(): Promise<void>;
}

export interface FunctionOptions extends Debugging {
  /** The descriptor's folder. Nothing outside of it is run. */
  readonly folder: string;
  /** What is added to Lambda's own variables and those of the descriptor: endpoints, addresses, names, credentials. */
  readonly environment: (lambda: LambdaFunction) => Readonly<Record<string, string>>;
  /** What time limits are divided by, for tests. */
  readonly timeScale: number;
  readonly onLog: (line: FunctionLog) => void;
  readonly onDebugger?: (target: {
    readonly function: string;
    readonly instance: number;
    readonly url: string;
  }) => void;
}

export function startFunctions(options: FunctionOptions): FunctionHost {
  const home = makeScratch();
  const groups = processGroups(home);
  const surroundings = { ...options, folder: realpathSync(options.folder), home, groups };
  const pools = new Map<string, InstancePool>();
  /** What has been said, so that it is said once. */
  const said = new Set<string>();
  let isStopped = false;

  const poolOf = (lambda: LambdaFunction): InstancePool => {
    const id = lambda.id.value;
    let pool = pools.get(id);
    if (!pool) {
      const sayOnce = (text: string): void => {
        if (!said.has(text)) options.onLog({ function: id, instance: 0, level: 'warn', text });
        said.add(text);
      };
      pools.set(id, (pool = instancePool(id, { ...surroundings, sayOnce })));
    }
    return pool;
  };
  return {
    invoke(lambda, event, requestId) {
      if (isStopped) return Promise.resolve(stopped);
      return poolOf(lambda).invoke(lambda, event, requestId);
    },
    reload() {
      for (const pool of pools.values()) pool.renew();
    },
    async stop() {
      isStopped = true;
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      await groups.close();
      removeScratch(home);
    },
  };
}

const stopped: Outcome = {
  kind: 'failed',
  errorType: 'Local.Stopped',
  errorMessage: 'The run has ended.',
  stack: [],
  durationMs: 0,
  initMs: undefined,
  instance: 0,
};
