// URIs and paths of documents on this machine's disk. A document elsewhere (in a virtual workspace, or unsaved) has no
// path, so nothing that requires the disk is offered for it.
import { fileURLToPath } from 'node:url';
import { isAbsolute, relative } from 'node:path';

export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    // Clients write drive letters in different case.
    return fileURLToPath(uri).replace(/^[A-Z](?=:)/, (drive) => drive.toLowerCase());
  } catch {
    return undefined;
  }
}

/** The URI of a file below a folder, in the client's spelling of the folder. `path` has `/` on every system. */
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

/** The path relative to the folder, with `/` on every system. */
export function pathBelow(folder: string, path: string): string {
  return relative(folder, path).replaceAll('\\', '/');
}

export function isBelow(folder: string, path: string): boolean {
  const relativePath = relative(folder, path);
  return relativePath !== '' && !isAbsolute(relativePath) && relativePath.split(/[\\/]/)[0] !== '..';
}
