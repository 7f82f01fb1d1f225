// Paths and URIs of files. A path has `/` on every system. That of a file on the disk is absolute: `/chat/websocket.yaml`,
// `c:/chat/websocket.yaml`. In another file system, the path is the URI without its encoding: `vscode-vfs://github/chat`.

/** Undefined for what is no file: a document that was not saved, and one whose URI has more than a path. */
export function pathOf(uri: string): string | undefined {
  const [, scheme, authority = '', encoded] = /^([a-z][a-z\d+.-]+):(?:\/\/([^/?#]*))?(\/[^?#]*)$/i.exec(uri) ?? [];
  if (scheme === undefined || encoded === undefined || scheme === 'untitled') return undefined;
  const path = decoded(encoded);
  if (path === undefined || scheme !== 'file') return path && `${scheme}://${authority}${path}`;
  // Clients write drive letters in different case.
  if (/^\/[a-z]:(?:\/|$)/i.test(path)) return path.slice(1).replace(/^[A-Z]/, (drive) => drive.toLowerCase());
  return authority === '' || authority === 'localhost' ? path : `//${authority}${path}`;
}

/** Without dots and a slash at the end. Undefined if it is not encoded correctly, or has a slash in a name. */
function decoded(encoded: string): string | undefined {
  if (/%2f/i.test(encoded)) return undefined;
  try {
    const path = decodeURIComponent(encoded);
    return /\/\.{0,2}(?:\/|$)/.test(path) ? resolvePath('/', path) : path;
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  const [, start = '', names = ''] = /^([a-z][a-z\d+.-]+:\/\/[^/]*|\/\/[^/]*)?(.*)$/is.exec(path) ?? [];
  const root = start.startsWith('//') ? `file:${start}` : start || 'file://';
  return `${root}${names.startsWith('/') ? '' : '/'}${names.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether a path is on the disk of a machine, and not in a file system of the client. */
export function isOnDisk(path: string): boolean {
  return !/^[a-z][a-z\d+.-]+:\/\//i.test(path);
}

/** The URI of a file below a folder, in the client's spelling of the folder. */
export function uriBelow(folder: string, path: string): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${folder.replace(/\/$/, '')}/${encoded}`;
}

/** The last name of a path or URI. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The URI of the folder in which the document is. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** What no path leads out of: `/`, `c:/`, or the start of a URI. */
function rootOf(path: string): string {
  return /^(?:[a-z][a-z\d+.-]*:(?:\/\/[^/]*)?)?\//i.exec(path)?.[0] ?? '';
}

/** The folder that the file or folder is in; a root is in itself. */
export function parentOf(path: string): string {
  const root = rootOf(path);
  return path.slice(0, Math.max(root.length, path.lastIndexOf('/')));
}

/** @param below without `.` and `..` */
export function join(folder: string, below: string): string {
  return `${withSlash(folder)}${below}`;
}

/** The path from a folder, along a relative path or to an absolute one. */
export function resolvePath(folder: string, path: string): string {
  const isAbsolute = rootOf(path) !== '';
  const from = isAbsolute ? path : `${withSlash(folder)}${path}`;
  const own = rootOf(from);
  const names: string[] = [];
  for (const name of from.slice(own.length).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  // A path of a setting has no scheme, so an absolute one stays in the file system of its folder.
  const root = isAbsolute && own === '/' ? rootOf(folder) : own;
  return `${root}${names.join('/')}`;
}

/** The path relative to a folder that it is in. */
export function pathBelow(folder: string, path: string): string {
  return path.slice(withSlash(folder).length);
}

export function isBelow(folder: string, path: string): boolean {
  return path.length > withSlash(folder).length && path.startsWith(withSlash(folder));
}

function withSlash(folder: string): string {
  return folder.endsWith('/') ? folder : `${folder}/`;
}
