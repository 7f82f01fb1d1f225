// Reading files, wherever they are: on the disk, or where only the client can read them.
import { maximumLength } from '../syntax/parse.ts';
import { isBelow, resolvePath } from './paths.ts';

export interface Files {
  /** What is at the path, with links followed. Undefined if nothing is there, or it cannot be read. */
  stat(path: string): Promise<FileStat | undefined>;
  /** What is in the folder, in any order. Undefined if it cannot be read. */
  list(folder: string): Promise<readonly FolderEntry[] | undefined>;
  /** The start of a text, up to that many bytes. Undefined for what cannot be read, and for what is not a regular file. */
  read(path: string, maximum: number): Promise<string | undefined>;
  /** The path with all links resolved. Undefined if nothing is there. */
  realPath(path: string): Promise<string | undefined>;
  /** Whether the path is in the folder with all links resolved. What does not exist is where its folder is. */
  leadsInto(folder: string, path: string): Promise<boolean>;
  /** Whether nothing is at the path, not even a link that leads nowhere. False if that cannot be determined. */
  isAbsent(path: string): Promise<boolean>;
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  /** Its modification time and size, which differ if it has changed. */
  readonly stamp: string;
  /** In bytes. */
  readonly size: number;
}

export interface FolderEntry {
  readonly name: string;
  /** `unknown` for what may be a file or a folder, but cannot be followed. */
  readonly kind: 'file' | 'folder' | 'link' | 'other' | 'unknown';
}

/** When the regular file was last changed, and its size in bytes. Undefined if there is none. */
export async function stampOf(files: Files, path: string): Promise<FileStat | undefined> {
  const found = await files.stat(path);
  return found?.kind === 'file' ? found : undefined;
}

/** More than the longest text that is parsed, so that the start of a longer one is too long as well. */
export const maximumBytes = 3 * maximumLength + 3;

/**
 * Reads the text files in a folder by their paths relative to it. Undefined for what is outside of it, also through links,
 * and for what is no regular file.
 */
export function readerBelow(files: Files, folder: string): (path: string) => Promise<string | undefined> {
  return async (relative) => {
    const path = resolvePath(folder, relative);
    if (!isBelow(folder, path) || !(await files.leadsInto(folder, path))) return undefined;
    return files.read(path, maximumBytes);
  };
}
