// Notices when files beside the descriptor are saved.
import { watch, type FSWatcher } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFiles } from '../disk/disk-files.ts';
import { filesBelow } from '../files/find-files.ts';
import { isSourceName } from '../model/entry-point.ts';

/** In milliseconds: editors and version control change several files at once. */
const delay = 50;
/** A process can only watch so many. */
const maximumFolders = 1000;

export interface SourceWatch {
  /** Watches these folders too, whatever they are named. */
  alsoIn(folders: readonly string[]): Promise<void>;
  close(): void;
}

/**
 * Watches the folder and those below it, without folders of dependencies.
 * @param onChange receives the paths of the changed files, relative to the folder
 */
export async function watchSources(folder: string, onChange: (files: readonly string[]) => void): Promise<SourceWatch> {
  const watchers = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const notify = (): void => {
    const files = [...changed].sort();
    changed.clear();
    // A folder may have been added.
    void watchAll();
    if (files.length > 0) onChange(files);
  };
  const add = (real: string): void => {
    if (isClosed || watchers.has(real) || watchers.size >= maximumFolders) return;
    try {
      const watcher = watch(real, (_, name) => {
        if (name === null) return;
        changed.add(relativeTo(folder, join(real, name)));
        clearTimeout(timer);
        timer = setTimeout(notify, delay);
      });
      watchers.set(real, watcher);
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(real);
      });
    } catch {
      // It has just been deleted, or the system allows no further ones.
    }
  };
  const watchAll = async (): Promise<void> => {
    const { folders } = await filesBelow(diskFiles, folder, () => false);
    for (const one of folders) add(one);
  };
  await watchAll();
  return {
    async alsoIn(folders) {
      for (const one of folders) {
        const real = await realpath(join(folder, one)).catch(() => undefined);
        if (real !== undefined) add(real);
      }
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function relativeTo(folder: string, path: string): string {
  return path.startsWith(folder) ? path.slice(folder.length).replaceAll('\\', '/').replace(/^\//, '') : path;
}

/** Whether a function runs the file. Data is not among them: a function, or a redirected log, may write it all the time. */
export function isSource(file: string): boolean {
  return isSourceName(file) || /\.sh$|(?:^|\/)bootstrap$/.test(file);
}
