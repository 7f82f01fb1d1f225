// The source files next to a descriptor, read from the disk: which files exist, and what each one exports.
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isIgnoredFolder, sourceExtensions } from '../model/entry-point.ts';
import type { Exports, SourceFile, SourceFiles } from '../model/project.ts';
import { exportsOf, maximumSourceLength, unknownExports } from '../sources/exports.ts';
import { filesBelow } from './find-files.ts';

/** The number of files that are read. The rest are ignored. */
export const maximumSourceFiles = 2000;

/** The number of files that are read at the same time. */
const batch = 16;

/** The result of reading a folder, kept so that only changed files are read again. */
export interface SourceFolder {
  readonly sources: SourceFiles;
  readonly read: ReadonlyMap<string, ReadFile>;
  readonly complete: boolean;
}

interface ReadFile {
  /** Its modification time and size, which differ if it has changed. Undefined if it cannot be read. */
  readonly stamp: string | undefined;
  readonly exports: Exports;
}

/** Returns the object from before if nothing has changed. Does not throw. */
export async function readSourceFolder(folder: string, before?: SourceFolder): Promise<SourceFolder> {
  const found = await filesBelow(folder, isEntryPointName);
  const nameable = found.files.filter(isNameable);
  const paths = nameable.slice(0, maximumSourceFiles);
  const complete = found.complete && paths.length === nameable.length;
  const read = new Map<string, ReadFile>();
  for (let from = 0; from < paths.length; from += batch) {
    const some = paths.slice(from, from + batch);
    const files = await Promise.all(some.map((path) => readSource(join(folder, path), before?.read.get(path))));
    for (const [index, path] of some.entries()) read.set(path, files[index] ?? unreadable);
  }
  const isSame =
    before?.complete === complete &&
    before.read.size === read.size &&
    [...read].every(([path, file]) => before.read.get(path) === file);
  if (isSame) return before;
  const files = new Map([...read].map(([path, { exports }]): [string, SourceFile] => [path, { path, ...exports }]));
  return { sources: { files, complete }, read, complete };
}

/** A file that exists, with unknown exports. */
const unreadable: ReadFile = { stamp: undefined, exports: unknownExports };

async function readSource(place: string, before: ReadFile | undefined): Promise<ReadFile> {
  try {
    const { mtimeMs, size } = await stat(place);
    const stamp = `${mtimeMs} ${size}`;
    if (before?.stamp === stamp) return before;
    // A UTF-16 unit takes at most three bytes in UTF-8.
    const isRead = size <= 3 * maximumSourceLength;
    return { stamp, exports: isRead ? exportsOf(place, await readFile(place, 'utf8')) : unknownExports };
  } catch {
    return unreadable;
  }
}

/** Whether `readSourceFolder` reads a file at that path relative to the folder. */
export function isEntryPointFile(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return isEntryPointName(name) && isNameable(path) && !folders.some(isIgnoredFolder);
}

function isNameable(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}

/** Runtimes take the first dot of a name for the one before the export, so no entry point can name `send.test.js`. */
function isEntryPointName(name: string): boolean {
  const extension = extname(name);
  return sourceExtensions.includes(extension) && !name.slice(0, -extension.length).includes('.');
}
