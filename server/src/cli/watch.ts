// Runs something again whenever files change.
import { watch, type FSWatcher } from 'node:fs';
import { reportLine } from './output.ts';

/** In milliseconds: editors and version control change several files at once. */
const delay = 100;

/**
 * Runs now, and after each change of a file in the folders that the last run has looked at. Ends with the process.
 * @param run returns those folders
 * @throws {Error} if they cannot be watched
 */
export async function watchFolders(run: () => Promise<readonly string[]>): Promise<never> {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  let running = Promise.resolve();
  const runAgain = (): void => {
    running = running.then(runOnce).catch(fail);
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(runAgain, delay);
  };
  const runOnce = async (): Promise<void> => {
    const wanted = new Set(await run());
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) {
      if (watchers.has(folder)) continue;
      const watcher = watch(folder, changed);
      watchers.set(folder, watcher);
      // The folder has been deleted, or cannot be watched any longer. The next run knows.
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
        changed();
      });
    }
    // From here on, no change is missed.
    reportLine('Watching for changes. Press Ctrl+C to stop.');
  };
  runAgain();
  return failed;
}
