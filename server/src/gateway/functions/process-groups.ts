// The processes of instances, each with all that it starts: they end together, also if this program is killed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Socket } from 'node:net';

const isWindows = process.platform === 'win32';

/** Programs that are to end with this one. */
export interface ProcessGroups {
  start(command: string, parameters: readonly string[], options: ProcessOptions): ChildProcess;
  /** Kills it with all that it has started. */
  end(leader: ChildProcess): void;
  /** Stops it, or lets it go on, with all that it has started. Without an effect on Windows. */
  freeze(leader: ChildProcess, isFrozen: boolean): void;
  /** Resolves when no process is left. */
  close(): Promise<void>;
}

export interface ProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param mark what is in the environment of all these processes, and of no other, so that also those are found that left their group */
export function processGroups(mark: string): ProcessGroups {
  const guard = isWindows ? undefined : startGuard(mark);
  return {
    start(command, parameters, { cwd, env }) {
      // On Windows, a detached program opens a window, and Windows itself ends the others with this one.
      const child = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows });
      const { pid } = child;
      if (pid !== undefined) {
        guard?.stdin?.write(`+ ${pid}\n`);
        child.once('exit', () => {
          endGroup(pid);
          guard?.stdin?.write(`- ${pid}\n`);
        });
      }
      return child;
    },
    end({ pid }) {
      if (pid !== undefined) endGroup(pid);
    },
    freeze({ pid }, isFrozen) {
      if (pid !== undefined && !isWindows) signalGroup(pid, isFrozen ? 'SIGSTOP' : 'SIGCONT');
    },
    async close() {
      if (guard?.pid === undefined || guard.exitCode !== null || guard.signalCode !== null) return;
      guard.ref();
      guard.stdin?.end();
      await once(guard, 'exit');
    },
  };
}

function endGroup(leader: number): void {
  if (isWindows) spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore' });
  else signalGroup(leader, 'SIGKILL');
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is empty.
  }
}

/**
 * A shell that waits for the end of its input, which comes even if this program is killed. It then kills the groups that are left,
 * and on Linux also the processes with the mark that are in none of them.
 */
const guardScript = `
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups-$group " ;;
    -) case $groups in *" -$group "*) groups="\${groups%% -$group *} \${groups#* -$group }" ;; esac ;;
  esac
done
for group in $groups; do kill -9 "$group"; done
for round in 1 2 3 4 5 6 7 8 9; do
  found=$(grep -laF -- "$0" /proc/[0-9]*/environ)
  [ -n "$found" ] || exit 0
  for file in $found; do file=\${file#/proc/}; kill -9 "\${file%/environ}"; done
done
`;

/** It has a group of its own, so that Ctrl+C does not reach it. */
function startGuard(mark: string): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', guardScript, mark], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
    cwd: '/',
  });
  // Without a shell, nothing ends the instances of a program that is killed.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  // It does not keep this program running.
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard;
}
