// The temporary folders of runs. Each names the process that has it, so that what a killed one has left is deleted at the next start.
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'websocket-project-run-';
/** The file with the ID of the process. */
const owner = '.process';

/** A new folder for this process alone, as a real path. */
export function makeScratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  writeFileSync(join(folder, owner), String(process.pid));
  return folder;
}

export function removeScratch(folder: string): void {
  // Programs that have just ended may still have files in it.
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Deletes the folders of processes that have ended: the user's own only, and nothing where a link leads. */
export function removeStaleScratch(parent = tmpdir()): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    try {
      const found = lstatSync(folder);
      if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid)) continue;
      const pid = Number(readFileSync(join(folder, owner), 'utf8'));
      if (Number.isInteger(pid) && pid > 0 && !isRunning(pid)) removeScratch(folder);
    } catch {
      // It is not one of ours, or another start deletes it.
    }
  }
}

/** Whether there is a process with that ID, also one of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
