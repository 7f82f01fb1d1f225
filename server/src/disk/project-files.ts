// The project files that a command line names: files, folders, which are searched, and globs.
import { stat, realpath } from 'node:fs/promises';
import { join, normalize, resolve } from 'node:path';
import picomatch from 'picomatch';
import { isDescriptorName } from '../language/files.ts';
import { filesBelow } from './find-files.ts';
import { gitignoreAbove, isIgnored, patternsIn } from './ignored.ts';

export interface ProjectFiles {
  /** Each once, in the order of the paths: as it was named, or by the path from the named folder. */
  readonly files: readonly string[];
  /** The named paths without a project file, each with the reason. */
  readonly empty: readonly { readonly path: string; readonly reason: string }[];
  /** The number of named files that the patterns ignore. */
  readonly ignoredFiles: number;
  /** The folders that were searched. */
  readonly folders: readonly string[];
}

/** @param ignore patterns as in `.gitignore`, relative to the current folder. They apply to named files, too */
export async function projectFiles(paths: readonly string[], ignore: readonly string[]): Promise<ProjectFiles> {
  const patterns = patternsIn(await realpath('.'), ignore);
  const files = new Map<string, string>();
  const empty: { path: string; reason: string }[] = [];
  const folders: string[] = [];
  let ignoredFiles = 0;
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    const glob = found ? undefined : picomatch.scan(path);
    // What does not exist fails when it is read.
    if (glob ? !glob.isGlob : !found?.isDirectory()) {
      if (isIgnored([patterns], resolve(path), false)) ignoredFiles++;
      else add(files, path);
      continue;
    }
    const base = glob ? glob.base || '.' : path;
    const isMatch = glob ? picomatch(glob.glob, { dot: true }) : () => true;
    const ignored = [patterns, ...(await gitignoreAbove(await realpath(base).catch(() => resolve(base))))];
    const search = await filesBelow(base, isDescriptorName, { limit: Number.POSITIVE_INFINITY, ignored });
    folders.push(...search.folders);
    const matching = search.files.filter((file) => isMatch(file));
    if (matching.length === 0) empty.push({ path, reason: glob ? noMatch : noneInFolder });
    for (const file of matching) add(files, join(base, file));
  }
  return { files: [...files.values()], empty, ignoredFiles, folders };
}

const names = 'Project files are named websocket.yaml, or end in .websocket.yaml, .websocket.yml or .websocket.json';
const noneInFolder = `no project file is in this folder. ${names}; name a file with another name itself`;
const noMatch = `no project file matches. ${names}; name a file with another name itself`;

function add(files: Map<string, string>, path: string): void {
  const absolute = resolve(path);
  if (!files.has(absolute)) files.set(absolute, normalize(path));
}
