// Documents on this machine's disk. What is elsewhere (in a virtual workspace, in no file yet) has no path, and
// everything that would need the disk for it is silent.
import { fileURLToPath } from 'node:url';
import { isAbsolute, relative } from 'node:path';

export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    // Clients differ in how they write a drive's letter.
    return fileURLToPath(uri).replace(/^[A-Z](?=:)/, (drive) => drive.toLowerCase());
  } catch {
    return undefined;
  }
}

/** The URI of a file below a folder, written as the client writes the folder's; `path` has `/` on every system. */
export function uriBelow(folder: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${folder.replace(/\/$/, '')}/${encoded}`;
}

export function nameOf(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** The URI of the folder in which the document is. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** From the folder, with `/` on every system. */
export function pathBelow(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}

export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !isAbsolute(way) && way.split(/[\\/]/)[0] !== '..';
}
