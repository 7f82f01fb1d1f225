// The files on the disk, whatever they are: never read from a pipe or a device, which may not end, and never more than is
// wanted.
import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, realpath, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { Files, FolderEntry } from '../files/files.ts';

export const diskFiles: Files = {
  async stat(path) {
    const found = await stat(onThisSystem(path)).catch(() => undefined);
    if (!found) return undefined;
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    return { kind, stamp: `${found.mtimeMs} ${found.size}`, size: found.size };
  },
  async list(folder) {
    const found = await readdir(onThisSystem(folder), { withFileTypes: true }).catch(() => undefined);
    return found?.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  },
  async read(path, maximum) {
    try {
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(onThisSystem(path), maximum));
    } catch {
      return undefined;
    }
  },
  realPath: (path) => realpath(onThisSystem(path)).then(slashed, () => undefined),
  async leadsInto(folder, path) {
    const [root, real] = await Promise.all(
      [folder, path].map((one) => realpath(onThisSystem(one)).catch(() => undefined)),
    );
    if (root === undefined) return false;
    if (real !== undefined) return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
    const above = dirname(path);
    return above !== path && (await diskFiles.leadsInto(folder, above));
  },
  async isAbsent(path) {
    try {
      await lstat(onThisSystem(path));
      return false;
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOENT';
    }
  },
};

/** The absolute path, with `/` on every system. */
export function absolute(path: string): string {
  return slashed(resolve(path));
}

function slashed(path: string): string {
  return path.replaceAll(sep, '/');
}

/** A path on another machine is the same as one on this machine, except on Windows. No file has a NUL in its path. */
function onThisSystem(path: string): string {
  return sep === '/' && path.startsWith('//') ? '\0' : path;
}

function kindOf(entry: Dirent): FolderEntry['kind'] {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

/**
 * The start of a file, up to that many bytes.
 * @throws {Error} if it cannot be read, or is not a regular file
 */
export async function bytesOf(path: string, maximum: number): Promise<Uint8Array> {
  // Opening a pipe would wait for its other end, so it is asked before, and again once it cannot be exchanged.
  if (!(await stat(path)).isFile()) throw notRegular();
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await file.stat().then((found) => (found.isFile() ? found : Promise.reject(notRegular())));
    const bytes = new Uint8Array(Math.min(size, maximum));
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

function notRegular(): NodeJS.ErrnoException {
  return Object.assign(new Error('it is a folder, a pipe or a device'), { code: 'NOTREGULAR' });
}
