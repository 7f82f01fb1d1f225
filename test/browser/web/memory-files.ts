// An extension for the tests, with a file system in memory: a virtual workspace, as those of repositories on the web are.
// It runs the suite, because VS Code trusts each workspace in which it runs tests itself.
import {
  EventEmitter,
  FileChangeType,
  FileSystemError,
  FileType,
  Uri,
  workspace,
  type Disposable,
  type ExtensionContext,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
} from 'vscode';
import { observe } from './suite';

/** The texts of the files at the start, by their paths. Replaced when this is bundled. */
declare const FILES: Readonly<Record<string, string>>;
/** The address to which what was observed is sent. */
declare const RESULTS: string;

export function activate({ subscriptions }: ExtensionContext): void {
  subscriptions.push(workspace.registerFileSystemProvider('vscode-vfs', memoryFiles(FILES), { isCaseSensitive: true }));
  void observe()
    .catch((error: unknown) => ({ failure: error instanceof Error ? error.stack : String(error) }))
    .then((results) => fetch(RESULTS, { method: 'POST', body: JSON.stringify(results) }));
}

function memoryFiles(texts: Readonly<Record<string, string>>): FileSystemProvider {
  const changes = new EventEmitter<FileChangeEvent[]>();
  let time = 1;
  const files = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  const folders = new Set(['/']);
  const put = ({ path }: Uri, bytes: Uint8Array): void => {
    files.set(path, { bytes, mtime: time++ });
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  };
  const notify = (type: FileChangeType, uri: Uri): void => changes.fire([{ type, uri }]);
  for (const [path, text] of Object.entries(texts))
    put(Uri.from({ scheme: 'vscode-vfs', authority: 'test', path }), new TextEncoder().encode(text));
  const self: FileSystemProvider = {
    onDidChangeFile: changes.event,
    watch: (): Disposable => ({ dispose() {} }),
    stat(uri): FileStat {
      const file = files.get(uri.path);
      if (file) return { type: FileType.File, ctime: 0, mtime: file.mtime, size: file.bytes.length };
      if (folders.has(uri.path)) return { type: FileType.Directory, ctime: 0, mtime: 0, size: 0 };
      throw FileSystemError.FileNotFound(uri);
    },
    readDirectory(uri) {
      if (!folders.has(uri.path)) throw FileSystemError.FileNotFound(uri);
      const start = uri.path === '/' ? '/' : `${uri.path}/`;
      const names = (paths: Iterable<string>): string[] =>
        [...paths].filter((path) => path !== '/' && path.startsWith(start)).map((path) => path.slice(start.length));
      const isHere = (name: string): boolean => name !== '' && !name.includes('/');
      return [
        ...names(folders)
          .filter(isHere)
          .map((name): [string, FileType] => [name, FileType.Directory]),
        ...names(files.keys())
          .filter(isHere)
          .map((name): [string, FileType] => [name, FileType.File]),
      ];
    },
    createDirectory: ({ path }) => void folders.add(path),
    readFile(uri) {
      const file = files.get(uri.path);
      if (!file) throw FileSystemError.FileNotFound(uri);
      return file.bytes;
    },
    writeFile(uri, bytes) {
      const isNew = !files.has(uri.path);
      put(uri, bytes);
      notify(isNew ? FileChangeType.Created : FileChangeType.Changed, uri);
    },
    delete(uri) {
      files.delete(uri.path);
      notify(FileChangeType.Deleted, uri);
    },
    async rename(from, to) {
      await self.writeFile(to, await self.readFile(from), { create: true, overwrite: true });
      await self.delete(from, { recursive: false });
    },
  };
  return self;
}
