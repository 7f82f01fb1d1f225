// The pages beside a descriptor, such as a client for a browser.
import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bytesOf } from '../disk/disk-files.ts';

const maximumPage = 1_000_000;

/** The page of that path; undefined if there is none in the folder itself. */
export async function readPage(
  folder: string,
  path: readonly string[],
  method: string | undefined,
): Promise<Uint8Array | undefined> {
  const [name, ...rest] = path;
  if (method !== 'GET' || name === undefined || rest.length > 0 || !isPage(name)) return undefined;
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    return dirname(file) === root ? await bytesOf(file, maximumPage) : undefined;
  } catch {
    return undefined;
  }
}

/** The page to open first: `client.html`, or the only one; undefined if there is none. */
export async function firstPage(folder: string): Promise<string | undefined> {
  const pages = (await readdir(folder).catch(() => [])).filter(isPage);
  return pages.includes('client.html') ? 'client.html' : pages.length === 1 ? pages[0] : undefined;
}

function isPage(name: string): boolean {
  return /^[^/\\]+\.html$/.test(name) && !name.startsWith('.');
}
