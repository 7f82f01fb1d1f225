// Walks through folders: all files below one, within limits, and the descriptors among them.
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isDescriptorName } from '../language/files.ts';
import { isIgnoredFolder } from '../model/entry-point.ts';

/** So many files and folders are looked at; the others are as if they were not there. */
export const maximumEntries = 20_000;

export interface Walked {
  /** From the folder, with `/` on every system, in an order that is always the same. */
  readonly files: readonly string[];
  /** False where there is more than could be looked at. */
  readonly complete: boolean;
}

interface Folder {
  readonly path: string;
  /** Where it is in truth. */
  readonly real: string;
  /** Where those are that it is in. */
  readonly above: readonly string[];
}

/** The files whose names are wanted. Links are followed, but for those that lead back up. */
export async function filesBelow(
  root: string,
  isWanted: (name: string) => boolean,
  limit = maximumEntries,
): Promise<Walked> {
  const files: string[] = [];
  const start = await realpath(root).catch(() => undefined);
  if (start === undefined) return { files, complete: false };
  const queue: Folder[] = [{ path: '', real: start, above: [] }];
  let complete = true;
  let entries = 0;
  for (let folder = queue.shift(); folder; folder = queue.shift()) {
    const { path, real } = folder;
    const above = [...folder.above, real];
    const found = await readdir(real, { withFileTypes: true }).catch(() => undefined);
    if (!found) complete = false;
    for (const entry of (found ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++entries > limit) return { files, complete: false };
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      const place = join(real, entry.name);
      const linked = entry.isSymbolicLink() ? await targetOf(place) : undefined;
      if (entry.isFile() || linked?.isFile) {
        if (isWanted(entry.name)) files.push(below);
      } else if (isIgnoredFolder(entry.name)) continue;
      else if (entry.isDirectory()) queue.push({ path: below, real: place, above });
      else if (linked && !above.some((one) => isIn(one, linked.real))) {
        queue.push({ path: below, real: linked.real, above });
      }
    }
  }
  return { files, complete };
}

function isIn(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function targetOf(link: string): Promise<{ readonly real: string; readonly isFile: boolean } | undefined> {
  try {
    const real = await realpath(link);
    return { real, isFile: (await stat(real)).isFile() };
  } catch {
    // It leads nowhere, or to itself.
    return undefined;
  }
}

/** So many descriptors are looked at in a folder, at most. */
export const maximumDescriptors = 1000;

export async function descriptorsBelow(folder: string): Promise<Walked> {
  const { files, complete } = await filesBelow(folder, isDescriptorName);
  return { files: files.slice(0, maximumDescriptors), complete: complete && files.length <= maximumDescriptors };
}
