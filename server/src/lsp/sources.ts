// The code beside the descriptors, as it was last read from the disk.
import { dirname } from 'node:path';
import { readSourceFolder, type SourceFolder } from '../disk/source-files.ts';
import type { SourceFiles } from '../model/source-files.ts';
import { isBelow, pathOf } from './paths.ts';
import { isSourceFile } from './source-code.ts';
import { mayBeFolder, type WatchedFiles } from './watched-files.ts';

export interface Sources {
  /** What is known now of the code beside a descriptor; undefined before `fetch` has ended, and off the disk. */
  of(uri: string): SourceFiles | undefined;
  /** Reads what is not known yet. What is known is kept up to date in the background. */
  fetch(uri: string): Promise<void>;
  /** Called when something else is known of a folder than before. */
  onDidChange(listener: () => void): void;
}

/** In milliseconds: what is older than this is read again, where the client tells of no changes. */
const freshFor = 5000;
/** Those that tell of changes do so below the workspace folders, where not every descriptor is. */
const freshForTold = 60_000;
/** In milliseconds: a change seldom comes alone. */
const settling = 100;

interface Known {
  folder: SourceFolder | undefined;
  readAt: number;
  reading: Promise<void> | undefined;
}

export function knownSources(watched: WatchedFiles): Sources {
  const known = new Map<string, Known>();
  const listeners: (() => void)[] = [];

  const read = async (path: string, entry: Known): Promise<void> => {
    const before = entry.folder;
    entry.folder = await readSourceFolder(path, before);
    entry.readAt = Date.now();
    entry.reading = undefined;
    if (before && before !== entry.folder) for (const listener of listeners) listener();
  };
  const refresh = (path: string, entry: Known): Promise<void> => (entry.reading ??= read(path, entry));

  let timer: NodeJS.Timeout | undefined;
  const changed = new Set<string>();
  const settle = (): void => {
    timer = undefined;
    for (const folder of changed) {
      const entry = known.get(folder);
      // What is being read may have been read before it changed.
      if (entry) void Promise.resolve(entry.reading).then(() => refresh(folder, entry));
    }
    changed.clear();
  };
  watched.onDidChange((changes) => {
    const relevant = changes.filter(({ uri }) => isSourceFile(uri) || mayBeFolder(uri));
    const paths = relevant.flatMap(({ uri }) => pathOf(uri) ?? []);
    for (const folder of known.keys()) if (paths.some((path) => isBelow(folder, path))) changed.add(folder);
    if (changed.size > 0) timer ??= setTimeout(settle, settling);
  });

  const folderOf = (uri: string): string | undefined => {
    const path = pathOf(uri);
    return path === undefined ? undefined : dirname(path);
  };
  return {
    of(uri) {
      const folder = folderOf(uri);
      return folder === undefined ? undefined : known.get(folder)?.folder?.sources;
    },
    async fetch(uri) {
      const folder = folderOf(uri);
      if (folder === undefined) return;
      const entry = known.get(folder) ?? { folder: undefined, readAt: 0, reading: undefined };
      known.set(folder, entry);
      if (!entry.folder) await refresh(folder, entry);
      else if (Date.now() - entry.readAt > (watched.isTold() ? freshForTold : freshFor)) void refresh(folder, entry);
    },
    onDidChange: (listener) => void listeners.push(listener),
  };
}
