// The source files next to a descriptor: which files exist, and what each one exports.
import { isIgnoredFolder, sourceExtensions } from '../model/entry-point.ts';
import type { Exports, SourceFile, SourceFiles } from '../model/project.ts';
import { exportsOf, maximumSourceLength, unknownExports } from '../sources/exports.ts';
import { stampOf, type Files } from './files.ts';
import { filesBelow } from './find-files.ts';
import { join, nameOf } from './paths.ts';

/** The number of files that are read. The rest are ignored. */
export const maximumSourceFiles = 2000;

/** In bytes, of all files that are read. What the others export is unknown. */
export const maximumSourceBytes = 20_000_000;

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
  /** False if it is too long, or there were too many bytes before it. */
  readonly isRead: boolean;
  readonly exports: Exports;
}

/** Returns the object from before if nothing has changed. Does not throw. */
export async function readSourceFolder(on: Files, folder: string, before?: SourceFolder): Promise<SourceFolder> {
  const found = await filesBelow(on, folder, isEntryPointName);
  const nameable = found.files.filter(isNameable);
  const paths = nameable.slice(0, maximumSourceFiles);
  const complete = found.complete && paths.length === nameable.length;
  const read = new Map<string, ReadFile>();
  let left = maximumSourceBytes;
  for (let from = 0; from < paths.length; from += batch) {
    const some = paths.slice(from, from + batch);
    const found = await Promise.all(some.map((path) => stampOf(on, join(folder, path))));
    const reads = some.map(async (path, index) => {
      const { stamp, size } = found[index] ?? {};
      // A UTF-16 unit takes at most three bytes in UTF-8.
      const isRead = size !== undefined && size <= Math.min(left, 3 * maximumSourceLength);
      if (isRead) left -= size;
      const known = before?.read.get(path);
      if (known?.stamp === stamp && known?.isRead === isRead) return known;
      const text = isRead ? await on.read(join(folder, path), size) : undefined;
      return { stamp, isRead, exports: text === undefined ? unknownExports : exportsOf(path, text) };
    });
    const files = await Promise.all(reads);
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
const unreadable: ReadFile = { stamp: undefined, isRead: false, exports: unknownExports };

/** Whether `readSourceFolder` reads a file at that path relative to the folder. */
export function isEntryPointFile(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  const name = nameOf(path);
  return isEntryPointName(name) && isNameable(path) && !folders.some(isIgnoredFolder);
}

function isNameable(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}

/** Runtimes take the first dot of a name for the one before the export, so no entry point can name `send.test.js`. */
function isEntryPointName(name: string): boolean {
  const [base, extension, ...more] = name.split('.');
  return base !== '' && more.length === 0 && sourceExtensions.includes(`.${extension}`);
}
