// The workspace: its folders, and the descriptors below them, of which most are not open.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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
import { descriptorsBelow } from '../disk/find-files.ts';
import { isDescriptorName } from '../language/files.ts';
import { yieldToEventLoop, type Contain } from './containment.ts';
import type { OpenDocuments } from './documents.ts';
import { isBelow, nameOf, pathOf, uriBelow } from './paths.ts';
import type { Snapshots } from './snapshots.ts';
import type { Sources } from './sources.ts';
import { mayBeFolder, type WatchedFiles } from './watched-files.ts';

/** A descriptor with its analysis, open or not. */
export interface AnalyzedFile {
  readonly uri: string;
  /** Undefined for one that is not open. */
  readonly version: number | undefined;
  readonly analysis: Analysis;
}

export interface Workspace {
  /** The descriptors below the folders and the open ones; the disk is looked through when first asked. */
  descriptors(): Promise<readonly string[]>;
  /** Of a descriptor that is open, or is on the disk below a folder. */
  analysis(uri: string): Promise<AnalyzedFile | undefined>;
  /**
   * Visits all of `descriptors`, or those that are wanted, and lets other requests run in between. A file whose analysis
   * fails is logged by its name, and the others are visited all the same; resolves to the URIs of those that failed.
   * Rejects with what to answer once it is cancelled.
   */
  forEach(
    token: CancellationToken,
    visit: (file: AnalyzedFile) => void | Promise<void>,
    isWanted?: (uri: string) => boolean,
  ): Promise<readonly string[]>;
  /** A file of the workspace has changed, or one of its folders has. */
  readonly onDidChange: Event<void>;
  initialize(params: InitializeParams): void;
  start(): void;
}

/** In milliseconds: how long a client that tells of no changes is taken to have made none. */
const freshFor = 5000;

/** Those that the client starts with; older clients know of one at most. */
export function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  if (rootUri) return [rootUri];
  return rootPath ? [pathToFileURL(rootPath).href] : [];
}

/** Whether folders may come and go. */
export function hasFolderEvents({ capabilities }: InitializeParams): boolean {
  return capabilities.workspace?.workspaceFolders === true;
}

export function workspaceOf(
  connection: Connection,
  documents: OpenDocuments,
  snapshots: Snapshots,
  sources: Sources,
  watched: WatchedFiles,
  attempt: Contain,
): Workspace {
  let folders: readonly string[] = [];
  let listens = false;
  let found: { readonly uris: Promise<readonly string[]>; readonly at: number } | undefined;
  const didChange = new Emitter<void>();

  watched.onDidChange((changes) => {
    if (changes.some(({ uri }) => mayBeFolder(uri))) found = undefined;
    const descriptors = changes.filter(({ uri }) => isDescriptorName(nameOf(uri)));
    // Of an open one, what the client sends counts, not what is on the disk.
    if (descriptors.every(({ uri, type }) => type === FileChangeType.Changed && documents.uris().includes(uri))) return;
    found = undefined;
    didChange.fire();
  });
  sources.onDidChange(() => {
    didChange.fire();
  });

  const search = async (): Promise<readonly string[]> => {
    // By path, since folders may lie in each other.
    const uris = new Map<string, string>();
    for (const folder of folders) {
      const root = pathOf(folder);
      if (root === undefined) continue;
      const { files, complete } = await descriptorsBelow(root);
      if (!complete) connection.console.info(`${root} has more files than are looked through, or unreadable ones.`);
      for (const file of files) uris.set(join(root, file), uriBelow(folder, file));
    }
    return [...uris.values()];
  };
  const onDisk = (): Promise<readonly string[]> => {
    const isFresh = found && (watched.isTold() || Date.now() - found.at < freshFor);
    if (!found || !isFresh) found = { uris: search(), at: Date.now() };
    return found.uris;
  };

  /** Undefined for a file that is gone or cannot be read; an analysis that fails throws. */
  const readAnalysis = async (uri: string, path: string): Promise<Analysis | undefined> => {
    await snapshots.ready(uri);
    const stamp = await unlessUnreadable(() => stampOf(path));
    if (stamp === undefined) return undefined;
    const known = snapshots.find(uri, stamp);
    if (known) return known;
    const text = await unlessUnreadable(() => readFile(path, 'utf8'));
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
      // A client may write the URI of the same file in several ways.
      const open = documents.uris().find((one) => one === uri || (path !== undefined && pathOf(one) === path));
      if (open !== undefined) await snapshots.ready(open);
      const analysis = open === undefined ? undefined : documents.analysis(open);
      if (open !== undefined && analysis) return { uri: open, version: documents.version(open), analysis };
      const isOurs = folders.some((folder) => path !== undefined && isBelow(pathOf(folder) ?? path, path));
      if (path === undefined || !isOurs || !isDescriptorName(nameOf(uri))) return undefined;
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
      listens = hasFolderEvents(params);
      folders = foldersOf(params);
    },
    start() {
      if (!listens) return;
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

async function stampOf(path: string): Promise<string> {
  const { mtimeMs, size } = await stat(path);
  return `${mtimeMs} ${size}`;
}

async function unlessUnreadable(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
