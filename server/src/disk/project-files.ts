// The project files that a command line names: files, folders, which are searched, and globs.
import { stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';
import picomatch from 'picomatch';
import { descriptorsBelow } from '../files/find-files.ts';
import { isIgnored, patternsIn } from '../files/ignored.ts';
import { parentOf } from '../files/paths.ts';
import type { SettingsFile, SettingsFiles } from '../files/settings-files.ts';
import { absolute, diskFiles } from './disk-files.ts';

export interface ProjectFiles {
  /** Each once, in the order of the paths: as it was named, or by the path from the named folder. */
  readonly files: readonly string[];
  /** The named paths without a project file, and the folders that cannot be searched, each with the reason. */
  readonly failed: readonly { readonly path: string; readonly reason: string }[];
  /** The number of named files that are ignored. */
  readonly ignoredFiles: number;
  /** The folders that were searched. */
  readonly folders: readonly string[];
  /** The settings files that apply to the files, also to those that they ignore. */
  readonly settings: ReadonlySet<SettingsFile>;
}

/**
 * What the patterns and the settings ignore is left out, even if it is named.
 * @param ignore patterns as in `.gitignore`, relative to the current folder
 */
export async function projectFiles(
  paths: readonly string[],
  ignore: readonly string[],
  allSettings: SettingsFiles,
): Promise<ProjectFiles> {
  const patterns = patternsIn(await realOrAbsolute('.'), ignore);
  const files = new Map<string, string>();
  const failed: { path: string; reason: string }[] = [];
  const folders: string[] = [];
  const settings = new Set<SettingsFile>();
  let ignoredFiles = 0;
  const isLeftOut = async (file: string): Promise<boolean> => {
    const path = absolute(file);
    const found = await allSettings.above(parentOf(path));
    if (found) settings.add(found);
    return isIgnored([patterns], path, false) || found?.ignores(path) === true;
  };
  for (const path of paths) {
    if (path === '') {
      failed.push({ path: "''", reason: 'the path is empty' });
      continue;
    }
    const found = await stat(path).catch(() => undefined);
    const glob = found ? undefined : picomatch.scan(path);
    // What does not exist fails when it is read.
    if (glob ? !glob.isGlob : !found?.isDirectory()) {
      if (await isLeftOut(path)) ignoredFiles++;
      else add(files, path, found ? normalize(path) : path);
      continue;
    }
    const base = glob ? glob.base || '.' : path;
    const isMatch = glob ? picomatch(glob.glob, { dot: true }) : () => true;
    const search = await descriptorsBelow(diskFiles, base, { limit: Number.POSITIVE_INFINITY, ignored: [patterns] });
    folders.push(...search.folders);
    const matching = search.files.filter((file) => isMatch(file));
    for (const folder of search.unreadable) failed.push({ path: join(base, folder), reason: unreadable });
    if (matching.length === 0 && search.unreadable.length === 0) {
      failed.push({ path, reason: glob ? noMatch : noneInFolder });
    }
    for (const file of matching) {
      const named = join(base, file);
      if (!(await isLeftOut(named))) add(files, named, named);
    }
  }
  return { files: [...files.values()], failed, ignoredFiles, folders, settings };
}

const names = 'Project files are named websocket.yaml, or end in .websocket.yaml, .websocket.yml or .websocket.json';
const noneInFolder = `no project file is in this folder. ${names}; name a file with another name itself`;
const noMatch = `no project file matches. ${names}; name a file with another name itself`;
const unreadable = 'this folder cannot be read. If no project file is in it, leave it out with --ignore';

function add(files: Map<string, string>, path: string, name: string): void {
  const place = absolute(path);
  if (!files.has(place)) files.set(place, name);
}

async function realOrAbsolute(path: string): Promise<string> {
  return (await diskFiles.realPath(path)) ?? absolute(path);
}
