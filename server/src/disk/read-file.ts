// Reads files whatever they are: never from a pipe or a device, which may not end, and never more than is wanted.
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';

/** When a file was last changed, and its size in bytes. Undefined unless it is a regular file that exists. */
export async function stampOf(path: string): Promise<{ readonly stamp: string; readonly size: number } | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { stamp: `${found.mtimeMs} ${found.size}`, size: found.size } : undefined;
}

/**
 * The start of a text, up to that many bytes.
 * @returns undefined for what cannot be read, and for what is not a regular file
 */
export async function readAtMost(path: string, maximum: number): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await bytesOf(path, maximum));
  } catch {
    return undefined;
  }
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
