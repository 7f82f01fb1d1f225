// Finds files in a folder and its subfolders, descriptors among them. The search is bounded, visits the nearest folders
// first, and skips what cannot be read.
import { isDescriptorName } from '../language/files.ts';
import { isIgnoredFolder } from '../model/entry-point.ts';
import type { Files } from './files.ts';
import { gitignoreAbove, isIgnored, withGitignore, type Ignored } from './ignored.ts';
import { isBelow, join } from './paths.ts';

/** The number of files and folders that a search looks at. It ignores the rest. */
export const maximumEntries = 20_000;

export interface FoundFiles {
  /** Paths relative to the folder, with `/` on every system, in a fixed order. */
  readonly files: readonly string[];
  /** The folders that were searched, with links resolved. */
  readonly folders: readonly string[];
  /** The folders that could not be read, as paths relative to the folder; itself is the empty path. */
  readonly unreadable: readonly string[];
  /** False if a folder could not be read, a link leads out of the root, or there is more than the limit. */
  readonly complete: boolean;
}

interface Folder {
  readonly path: string;
  /** With links resolved. */
  readonly real: string;
  /** The real paths of the folders that contain it. */
  readonly above: readonly string[];
  readonly ignored: Ignored | undefined;
}

export interface SearchOptions {
  readonly limit?: number | undefined;
  /** What is left out. The `.gitignore` files of the folders are read only if it is given. */
  readonly ignored?: Ignored | undefined;
}

/** The files with a wanted name. Links are followed within the root, but not to a folder that contains them. */
export async function filesBelow(
  on: Files,
  root: string,
  isWanted: (name: string) => boolean,
  { limit = maximumEntries, ignored }: SearchOptions = {},
): Promise<FoundFiles> {
  const files: string[] = [];
  const folders: string[] = [];
  const unreadable: string[] = [];
  const start = await on.realPath(root);
  if (start === undefined) return { files, folders, unreadable, complete: false };
  const queue: Folder[] = [{ path: '', real: start, above: [], ignored }];
  let complete = true;
  let entries = 0;
  for (let folder = queue.shift(); folder; folder = queue.shift()) {
    const { path, real } = folder;
    folders.push(real);
    const ignored = folder.ignored && (await withGitignore(on, folder.ignored, real));
    const above = [...folder.above, real];
    const found = await on.list(real);
    if (!found) {
      complete = false;
      unreadable.push(path);
    }
    for (const entry of [...(found ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++entries > limit) return { files, folders, unreadable, complete: false };
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      const place = join(real, entry.name);
      const linked = entry.kind === 'link' ? await targetOf(on, place) : undefined;
      const leadsOut = linked !== undefined && !isIn(linked.real, start);
      if (entry.kind === 'unknown') complete = false;
      else if (entry.kind === 'file' || linked?.isFile) {
        if (!isWanted(entry.name) || (ignored && isIgnored(ignored, place, false))) continue;
        if (leadsOut) complete = false;
        else files.push(below);
      } else if (isIgnoredFolder(entry.name) || (ignored && isIgnored(ignored, place, true))) continue;
      else if (entry.kind === 'folder') queue.push({ path: below, real: place, above, ignored });
      else if (linked && !above.some((one) => isIn(one, linked.real))) {
        if (leadsOut) complete = false;
        else queue.push({ path: below, real: linked.real, above, ignored });
      }
    }
  }
  return { files, folders, unreadable, complete };
}

/** The number of descriptors that the language server looks at in a folder. */
export const maximumDescriptors = 1000;

/** The descriptors at any depth below a folder, without those that `.gitignore` files list in it or above it. */
export async function descriptorsBelow(
  on: Files,
  folder: string,
  { limit, ignored = [] }: SearchOptions = {},
): Promise<FoundFiles> {
  const ofGit = await gitignoreAbove(on, (await on.realPath(folder)) ?? folder);
  return filesBelow(on, folder, isDescriptorName, { limit, ignored: [...ignored, ...ofGit] });
}

function isIn(path: string, folder: string): boolean {
  return path === folder || isBelow(folder, path);
}

/** Undefined if the link is broken, or leads to itself. */
async function targetOf(
  on: Files,
  link: string,
): Promise<{ readonly real: string; readonly isFile: boolean } | undefined> {
  const real = await on.realPath(link);
  const found = real === undefined ? undefined : await on.stat(real);
  return real !== undefined && found ? { real, isFile: found.kind === 'file' } : undefined;
}
