// All files that the server reads: on its disk, if it has one, and through the client.
import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver';
import type { Files, FolderEntry } from '../files/files.ts';
import { isBelow, isOnDisk, parentOf, uriOf } from '../files/paths.ts';
import { foldersOf } from './workspace.ts';
import { property } from './settings.ts';
import { readDirectoryMethod, readFileMethod, statMethod, type FileRequests } from '../client-support.ts';

/** Whether the client answers `FileRequests`. */
export function readsFiles({ experimental }: ClientCapabilities): boolean {
  return property(experimental, 'fileRequests') === true;
}

/** The schemes of the files that can be read: of those on the disk, and of the folders that the client reads. */
export function fileSchemes(params: InitializeParams): readonly string[] {
  const folders = readsFiles(params.capabilities) ? foldersOf(params) : [];
  return [...new Set(['file', ...folders.map((uri) => uri.slice(0, uri.indexOf(':')))])];
}

/**
 * @param disk undefined in a web worker
 * @param clientReads without the disk and the client, nothing can be read
 */
export function allFiles(connection: Connection, disk: Files | undefined, clientReads: () => boolean): Files {
  const client = filesOfClient(connection);
  const of = (path: string): Files => (disk && isOnDisk(path) ? disk : clientReads() ? client : none);
  return {
    stat: (path) => of(path).stat(path),
    list: (folder) => of(folder).list(folder),
    read: (path, maximum) => of(path).read(path, maximum),
    realPath: (path) => of(path).realPath(path),
    leadsInto: (folder, path) => of(path).leadsInto(folder, path),
    isAbsent: (path) => of(path).isAbsent(path),
  };
}

const none: Files = {
  stat: async () => undefined,
  list: async () => undefined,
  read: async () => undefined,
  realPath: async () => undefined,
  leadsInto: async () => false,
  isAbsent: async () => false,
};

/** A client does not say where a link leads, so links are not followed. */
function filesOfClient(connection: Connection): Files {
  const request = async <Name extends keyof FileRequests>(
    name: Name,
    path: string,
    params: Omit<FileRequests[Name]['params'], 'uri'>,
  ): Promise<FileRequests[Name]['result']> => connection.sendRequest(name, { ...params, uri: uriOf(path) });
  /** Undefined if the client cannot answer. */
  const statOf = (path: string): Promise<FileRequests[typeof statMethod]['result'] | undefined> =>
    request(statMethod, path, {}).catch(() => undefined);
  const self: Files = {
    async stat(path) {
      const found = await statOf(path);
      return found ? { kind: found.kind, stamp: `${found.mtime} ${found.size}`, size: found.size } : undefined;
    },
    async list(folder) {
      const found = await request(readDirectoryMethod, folder, {}).catch(() => null);
      return found?.entries.map(({ name, kind }): FolderEntry => ({ name, kind: kind === 'link' ? 'unknown' : kind }));
    },
    async read(path, maximum) {
      const found = await request(readFileMethod, path, { maximum }).catch(() => null);
      return found?.text;
    },
    realPath: async (path) => ((await statOf(path)) ? path : undefined),
    async leadsInto(folder, path) {
      if (path === folder) return true;
      if (!isBelow(folder, path) || (await statOf(path))?.isLink === true) return false;
      return self.leadsInto(folder, parentOf(path));
    },
    isAbsent: async (path) => (await statOf(path)) === null,
  };
  return self;
}
