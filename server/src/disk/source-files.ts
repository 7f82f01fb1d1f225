// The code beside a descriptor, read from the disk: which files there are, and what each exports.
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isIgnoredFolder, sourceExtensions } from '../model/entry-point.ts';
import type { Exports, SourceFile, SourceFiles } from '../model/source-files.ts';
import { exportsOf, maximumSourceLength, unknownExports } from '../sources/exports.ts';
import { filesBelow } from './walk.ts';

/** So many files are read, at most; the others are as if they were not there. */
export const maximumSourceFiles = 2000;

/** As many files are read at a time. */
const batch = 16;

/** What was read of a folder, so that only what has changed need be read again. */
export interface SourceFolder {
  readonly sources: SourceFiles;
  readonly read: ReadonlyMap<string, ReadFile>;
  readonly complete: boolean;
}

interface ReadFile {
  /** When it was written, and how long it is: what differs when it has changed. Undefined where it may not be read. */
  readonly stamp: string | undefined;
  readonly exports: Exports;
}

/** The same object as before, where nothing has changed. Does not throw. */
export async function readSourceFolder(folder: string, before?: SourceFolder): Promise<SourceFolder> {
  const walked = await filesBelow(folder, isEntryPointName);
  const nameable = walked.files.filter(isNameable);
  const paths = nameable.slice(0, maximumSourceFiles);
  const complete = walked.complete && paths.length === nameable.length;
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

/** It is there, and nothing is known of it. */
const unreadable: ReadFile = { stamp: undefined, exports: unknownExports };

async function readSource(place: string, before: ReadFile | undefined): Promise<ReadFile> {
  try {
    const { mtimeMs, size } = await stat(place);
    const stamp = `${mtimeMs} ${size}`;
    if (before?.stamp === stamp) return before;
    // In UTF-8 a text is at least as many bytes long as it has units.
    const isRead = size <= 3 * maximumSourceLength;
    return { stamp, exports: isRead ? exportsOf(place, await readFile(place, 'utf8')) : unknownExports };
  } catch {
    return unreadable;
  }
}

/** Whether a file at that path below the folder is, or would be, among those that are read. */
export function isEntryPointFile(path: string): boolean {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  return isEntryPointName(name) && isNameable(path) && !folders.some(isIgnoredFolder);
}

function isNameable(path: string): boolean {
  return /^[\w./-]+$/.test(path);
}

/** Runtimes take the first dot of a file's name for the one before the export: `send.test.js` cannot be named. */
function isEntryPointName(name: string): boolean {
  const extension = extname(name);
  return sourceExtensions.includes(extension) && !name.slice(0, -extension.length).includes('.');
}
