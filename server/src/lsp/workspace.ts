// The workspace: its folders, and the descriptors below them, of which most are not open.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  FileChangeType,
  type CancellationToken,
  type Connection,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { analyze, type Analysis } from '../analysis.ts';
import { descriptorsBelow } from '../disk/descriptors.ts';
import { isDescriptorName } from '../language/files.ts';
import type { SourceFiles } from '../model/source-files.ts';
import type { RuleSettings } from '../rules/index.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import { breathe } from './containment.ts';
import type { OpenDocuments } from './documents.ts';
import { isBelow, nameOf, pathOf, uriBelow } from './paths.ts';
import type { Settings } from './settings.ts';
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
   * All of `descriptors`, or those that are wanted; others are served in between. Throws what is to be answered when it is
   * called off.
   */
  analyses(token: CancellationToken, isWanted?: (uri: string) => boolean): AsyncIterable<AnalyzedFile>;
  /** Called when a file of the workspace, or one of its folders, is another than before. */
  onDidChange(listener: () => void): void;
  initialize(params: InitializeParams): void;
  start(): void;
}

interface ReadFile {
  /** When it was written, and how long it is. */
  readonly stamp: string;
  readonly settings: RuleSettings;
  readonly files: SourceFiles | undefined;
  readonly analysis: Analysis;
}

/** So many analyses of files that are not open are kept. */
const maximumKept = 200;
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
  settings: Settings,
  sources: Sources,
  watched: WatchedFiles,
  encoding: () => PositionEncoding,
): Workspace {
  let folders: readonly string[] = [];
  let listens = false;
  let found: { readonly uris: Promise<readonly string[]>; readonly at: number } | undefined;
  const kept = new Map<string, ReadFile>();
  const listeners: (() => void)[] = [];
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  watched.onDidChange((changes) => {
    if (changes.some(({ uri }) => mayBeFolder(uri))) found = undefined;
    const descriptors = changes.filter(({ uri }) => isDescriptorName(nameOf(uri)));
    // Of an open one, what the client sends counts, not what is on the disk.
    if (descriptors.every(({ uri, type }) => type === FileChangeType.Changed && documents.uris().includes(uri))) return;
    found = undefined;
    tell();
  });
  sources.onDidChange(tell);

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

  const readAnalysis = async (uri: string, path: string): Promise<AnalyzedFile | undefined> => {
    try {
      const { mtimeMs, size } = await stat(path);
      await documents.ready(uri);
      const stamp = `${mtimeMs} ${size}`;
      const wanted = settings.of(uri);
      const files = sources.of(uri);
      let read = kept.get(path);
      if (read?.stamp !== stamp || read.settings !== wanted || read.files !== files) {
        const analysis = analyze(await readFile(path, 'utf8'), wanted, { files, positionEncoding: encoding() });
        read = { stamp, settings: wanted, files, analysis };
      }
      // The one that was asked for last is the last to go.
      kept.delete(path);
      kept.set(path, read);
      for (const oldest of kept.keys()) if (kept.size > maximumKept) kept.delete(oldest);
      return { uri, version: undefined, analysis: read.analysis };
    } catch {
      // It went away meanwhile, or may not be read.
      return undefined;
    }
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
      if (open !== undefined) await documents.ready(open);
      const analysis = open === undefined ? undefined : documents.analysis(open);
      if (open !== undefined && analysis) return { uri: open, version: documents.version(open), analysis };
      const isOurs = folders.some((folder) => path !== undefined && isBelow(pathOf(folder) ?? path, path));
      return path !== undefined && isOurs && isDescriptorName(nameOf(uri)) ? await readAnalysis(uri, path) : undefined;
    },
    async *analyses(token, isWanted = () => true) {
      for (const uri of (await self.descriptors()).filter(isWanted)) {
        await breathe(token);
        const file = await self.analysis(uri);
        if (file) yield file;
      }
    },
    onDidChange: (listener) => void listeners.push(listener),
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
        tell();
      });
    },
  };
  return self;
}
