// The workspace: its folders and the descriptors in them, open or not.
import {
  Emitter,
  FileChangeType,
  type CancellationToken,
  type Connection,
  type Event,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import { stampOf, type Files } from '../files/files.ts';
import { descriptorsBelow, maximumDescriptors } from '../files/find-files.ts';
import { gitignore } from '../files/ignored.ts';
import { isBelow, join, nameOf, pathOf, uriBelow, uriOf } from '../files/paths.ts';
import { isDescriptorName } from '../language/files.ts';
import { maximumLength } from '../syntax/parse.ts';
import { yieldToEventLoop, type Contain } from './containment.ts';
import type { OpenDocuments } from './documents.ts';
import type { Snapshots } from './snapshots.ts';
import type { Sources } from './sources.ts';
import { mayBeFolder, type WatchedFiles } from './watched-files.ts';

/** A descriptor with its analysis, open or not. */
export interface AnalyzedFile {
  readonly uri: string;
  /** Undefined if it is not open. */
  readonly version: number | undefined;
  readonly analysis: Analysis;
}

export interface Workspace {
  /** The URIs of the open descriptors and of those in the folders. The disk is searched on the first call. */
  descriptors(): Promise<readonly string[]>;
  /** The analysis of a descriptor that is open, or in a folder of the workspace. */
  analysis(uri: string): Promise<AnalyzedFile | undefined>;
  /**
   * Visits all descriptors, or the wanted ones, and lets other requests run in between. A file whose analysis fails is
   * logged and skipped. Resolves to the URIs of those that failed. Rejects with a `ResponseError` if cancelled.
   */
  forEach(
    token: CancellationToken,
    visit: (file: AnalyzedFile) => void | Promise<void>,
    isWanted?: (uri: string) => boolean,
  ): Promise<readonly string[]>;
  /** Fires if a descriptor or a folder of the workspace has changed on disk, or source files have. */
  readonly onDidChange: Event<void>;
  initialize(params: InitializeParams): void;
  start(): void;
}

/** In milliseconds: how long the list of files is reused if the client does not report file changes. */
const freshFor = 5000;

/** The workspace's folders at the start. Older clients have at most one. */
export function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  if (rootUri) return [rootUri];
  return rootPath ? [uriOf(rootPath.replaceAll('\\', '/'))] : [];
}

/** Whether the client supports adding and removing folders. */
export function hasFolderEvents({ capabilities }: InitializeParams): boolean {
  return capabilities.workspace?.workspaceFolders === true;
}

export function workspaceOf(
  connection: Connection,
  on: Files,
  documents: OpenDocuments,
  snapshots: Snapshots,
  sources: Sources,
  watched: WatchedFiles,
  attempt: Contain,
): Workspace {
  let folders: readonly string[] = [];
  let hasEvents = false;
  let found: { readonly uris: Promise<readonly string[]>; readonly at: number } | undefined;
  const didChange = new Emitter<void>();

  watched.onDidChange((changes) => {
    if (changes.some(({ uri }) => mayBeFolder(uri))) found = undefined;
    const relevant = changes.filter(({ uri }) => isDescriptorName(nameOf(uri)) || nameOf(uri) === gitignore);
    // For an open descriptor the client's text counts, not the file on disk.
    if (relevant.every(({ uri, type }) => type === FileChangeType.Changed && documents.uris().includes(uri))) return;
    found = undefined;
    didChange.fire();
  });
  sources.onDidChange(() => {
    didChange.fire();
  });

  const search = async (): Promise<readonly string[]> => {
    // By path, since folders can be nested.
    const uris = new Map<string, string>();
    for (const folder of folders) {
      const root = pathOf(folder);
      if (root === undefined) continue;
      const { files, complete } = await descriptorsBelow(on, root);
      if (!complete || files.length > maximumDescriptors)
        connection.console.info(`${root} was not searched completely: it has too many files, or unreadable folders.`);
      for (const file of files.slice(0, maximumDescriptors)) uris.set(join(root, file), uriBelow(folder, file));
    }
    return [...uris.values()];
  };
  const onDisk = (): Promise<readonly string[]> => {
    const isFresh = found && (watched.isActive() || Date.now() - found.at < freshFor);
    if (!found || !isFresh) found = { uris: search(), at: Date.now() };
    return found.uris;
  };

  /** Links out of a folder are not followed. */
  const isInFolders = async (path: string): Promise<boolean> => {
    const above = folders.flatMap((uri) => pathOf(uri) ?? []).filter((folder) => isBelow(folder, path));
    return (await Promise.all(above.map((folder) => on.leadsInto(folder, path)))).includes(true);
  };

  /** Undefined if the file does not exist or cannot be read. Throws if the analysis fails. */
  const readAnalysis = async (uri: string, path: string): Promise<Analysis | undefined> => {
    await snapshots.ready(uri);
    const stamp = (await stampOf(on, path))?.stamp;
    if (stamp === undefined) return undefined;
    const known = snapshots.find(uri, stamp);
    if (known) return known;
    // The start of a file that is too long is too long as well.
    const text = await on.read(path, 3 * maximumLength + 3);
    return text === undefined ? undefined : snapshots.make(uri, stamp, text);
  };

  const self: Workspace = {
    async descriptors() {
      const open = documents.uris();
      const openPaths = new Set(open.flatMap((uri) => pathOf(uri) ?? []));
      const others = (await onDisk()).filter((uri) => !openPaths.has(pathOf(uri) ?? ''));
      return [...open, ...others];
    },
    async analysis(uri) {
      const path = pathOf(uri);
      // A client may use different URIs for the same file.
      const open = documents.uris().find((one) => one === uri || (path !== undefined && pathOf(one) === path));
      if (open !== undefined) await snapshots.ready(open);
      const analysis = open === undefined ? undefined : documents.analysis(open);
      if (open !== undefined && analysis) return { uri: open, version: documents.version(open), analysis };
      if (path === undefined || !isDescriptorName(nameOf(uri)) || !(await isInFolders(path))) return undefined;
      const read = await readAnalysis(uri, path);
      return read && { uri, version: undefined, analysis: read };
    },
    async forEach(token, visit, isWanted = () => true) {
      const failed: string[] = [];
      for (const uri of (await self.descriptors()).filter(isWanted)) {
        await yieldToEventLoop(token);
        const isDone = await attempt('Analysis', { uri }, async () => {
          const file = await self.analysis(uri);
          if (file) await visit(file);
          return true;
        });
        if (isDone !== true) failed.push(uri);
      }
      return failed;
    },
    onDidChange: didChange.event,
    initialize(params) {
      hasEvents = hasFolderEvents(params);
      folders = foldersOf(params);
    },
    start() {
      if (!hasEvents) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const uriOf = ({ uri }: WorkspaceFolder): string => uri;
        const gone = new Set(removed.map(uriOf));
        folders = [...new Set([...folders.filter((uri) => !gone.has(uri)), ...added.map(uriOf)])];
        found = undefined;
        didChange.fire();
      });
    },
  };
  return self;
}
