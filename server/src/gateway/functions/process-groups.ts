// The processes of instances, each with all that it starts: they end together, also if this program is killed.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

const isWindows = process.platform === 'win32';

/** Programs that are to end with this one. */
export interface ProcessGroups {
  start(
    command: string,
    parameters: readonly string[],
    options: { cwd: string; env: Record<string, string> },
  ): ChildProcess;
  end(leader: ChildProcess): void;
  /** Stops it, or lets it go on, with all that it has started. Without an effect on Windows. */
  freeze(leader: ChildProcess, isFrozen: boolean): void;
  /** When all have ended. */
  close(): void;
}

export function processGroups(): ProcessGroups {
  const guard = isWindows ? undefined : startGuard();
  return {
    start(command, parameters, { cwd, env }) {
      // On Windows, a detached program opens a window, and Windows itself ends the others with this one.
      const child = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: !isWindows });
      const { pid } = child;
      if (pid !== undefined) {
        guard?.write(`+ ${pid}\n`);
        child.once('exit', () => {
          endGroup(pid);
          guard?.write(`- ${pid}\n`);
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
    close: () => void guard?.end(),
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
 * A shell that outlives this program by a moment, even if that is killed: its input then ends, and it kills the groups that are
 * left. It has a group of its own, so that Ctrl+C does not reach it.
 */
const guardScript = `
groups=' '
while read -r change group; do
  case $change in
    +) groups="$groups-$group " ;;
    -) case $groups in *" -$group "*) groups="\${groups%% -$group *} \${groups#* -$group }" ;; esac ;;
  esac
done
for group in $groups; do kill -9 -- "$group" 2>/dev/null; done
`;

function startGuard(): Writable {
  const guard = spawn('/bin/sh', ['-c', guardScript], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: {},
    cwd: '/',
  });
  // Without a shell, only what is killed together with this program stays.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  // It does not keep this program running.
  guard.unref();
  if (guard.stdin instanceof Socket) guard.stdin.unref();
  return guard.stdin;
}
