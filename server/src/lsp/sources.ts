// The source files next to the descriptors: open ones as the client sends them, others as last read from the disk.
import { Emitter, type Event } from 'vscode-languageserver';
import type { Files } from '../files/files.ts';
import { isBelow, parentOf, pathBelow, pathOf } from '../files/paths.ts';
import { isEntryPointFile, readSourceFolder, type SourceFolder } from '../files/source-files.ts';
import { isSourceName } from '../model/entry-point.ts';
import type { Exports, SourceFile, SourceFiles } from '../model/project.ts';
import { exportsOf } from '../sources/exports.ts';
import { isDescriptor, type OpenTexts, type TextDocument } from './text-sync.ts';
import { mayBeFolder, type WatchedFiles } from './watched-files.ts';

export interface Sources {
  /** The known source files next to a descriptor; undefined until `fetch` has resolved, and if it is not on the disk. */
  of(uri: string): SourceFiles | undefined;
  /** The text of an open source file; undefined if it is not open. */
  openText(path: string): string | undefined;
  /** Reads the source files unless they are known. Known ones are refreshed in the background. */
  fetch(uri: string): Promise<void>;
  /**
   * Announces a file that an edit of the descriptor may create. The client reports the file only after the edit, so
   * `fetch` looks for it until it exists.
   */
  expect(uri: string, file: string): void;
  /** Fires if source files next to a descriptor have changed. */
  readonly onDidChange: Event<void>;
}

/** In milliseconds: older entries are read again if the client does not report file changes. */
const freshFor = 5000;
/** The same for clients that do. They report only files in workspace folders, and not every descriptor is in one. */
const freshForWatched = 60_000;
/** In milliseconds: changes tend to come in groups. */
const settleDelay = 100;

interface Known {
  folder: SourceFolder | undefined;
  /** The same with open files in place of those on the disk; undefined until requested. */
  files: SourceFiles | undefined;
  readAt: number;
  reading: Promise<void> | undefined;
  /** The paths of files that edits may have created. */
  readonly expected: Set<string>;
}

interface OpenSource {
  readonly text: string;
  readonly exports: Exports;
}

export function knownSources(on: Files, watched: WatchedFiles, texts: OpenTexts): Sources {
  /** By folder. */
  const known = new Map<string, Known>();
  /** By path. */
  const open = new Map<string, OpenSource>();
  const didChange = new Emitter<void>();

  const read = async (path: string, entry: Known): Promise<void> => {
    const before = entry.folder;
    entry.folder = await readSourceFolder(on, path, before);
    entry.readAt = Date.now();
    entry.reading = undefined;
    if (before === entry.folder) return;
    entry.files = undefined;
    if (before) didChange.fire();
  };
  const refresh = (path: string, entry: Known): Promise<void> => (entry.reading ??= read(path, entry));

  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = new Set<string>();
  const settle = (): void => {
    timer = undefined;
    for (const folder of changed) {
      const entry = known.get(folder);
      // A read in progress may have started before the change.
      if (entry) void Promise.resolve(entry.reading).then(() => refresh(folder, entry));
    }
    changed.clear();
  };
  watched.onDidChange((changes) => {
    const relevant = changes.filter(({ uri }) => isSourceName(uri) || mayBeFolder(uri));
    const paths = relevant.flatMap(({ uri }) => pathOf(uri) ?? []);
    for (const folder of known.keys()) if (paths.some((path) => isBelow(folder, path))) changed.add(folder);
    if (changed.size > 0) timer ??= setTimeout(settle, settleDelay);
  });

  let notifying: ReturnType<typeof setTimeout> | undefined;
  /** Changes of an open file matter only if they change which entry points can be resolved. */
  const onSourceChanged = (path: string): void => {
    for (const [folder, entry] of known) {
      if (!entry.folder || !entry.files || !isBelow(folder, path)) continue;
      const files = withOpen(folder, entry.folder.sources, open);
      const below = pathBelow(folder, path);
      if (fingerprint(files.files.get(below)) === fingerprint(entry.files.files.get(below))) continue;
      entry.files = files;
      notifying ??= setTimeout(() => {
        notifying = undefined;
        didChange.fire();
      }, settleDelay);
    }
  };
  const sourcePath = (document: TextDocument): string | undefined =>
    isSourceName(document.uri) && !isDescriptor(document) ? pathOf(document.uri) : undefined;
  texts.onDidChangeContent(({ document }) => {
    const path = sourcePath(document);
    if (path === undefined) return;
    open.set(path, { text: document.text, exports: exportsOf(path, document.text) });
    onSourceChanged(path);
  });
  texts.onDidClose(({ document }) => {
    const path = sourcePath(document);
    if (path !== undefined && open.delete(path)) onSourceChanged(path);
  });

  const entryOf = (folder: string): Known => {
    const entry = known.get(folder) ?? {
      folder: undefined,
      files: undefined,
      readAt: 0,
      reading: undefined,
      expected: new Set<string>(),
    };
    known.set(folder, entry);
    return entry;
  };
  /** The expected files that exist by now. */
  const createdFiles = async ({ expected }: Known): Promise<readonly string[]> => {
    const places = [...expected];
    const there = await Promise.all(places.map((place) => on.stat(place)));
    return places.filter((_, index) => there[index]);
  };
  const folderOf = (uri: string): string | undefined => {
    const path = pathOf(uri);
    return path === undefined ? undefined : parentOf(path);
  };
  return {
    of(uri) {
      const folder = folderOf(uri);
      const entry = folder === undefined ? undefined : known.get(folder);
      if (folder === undefined || !entry?.folder) return undefined;
      return (entry.files ??= withOpen(folder, entry.folder.sources, open));
    },
    openText: (path) => open.get(path)?.text,
    async fetch(uri) {
      const folder = folderOf(uri);
      if (folder === undefined) return;
      const entry = entryOf(folder);
      const created = await createdFiles(entry);
      if (!entry.folder) await refresh(folder, entry);
      else if (created.length > 0) {
        // A read in progress may have started before the file was created.
        await entry.reading;
        await refresh(folder, entry);
        for (const place of created) entry.expected.delete(place);
      } else if (Date.now() - entry.readAt > (watched.isActive() ? freshForWatched : freshFor))
        void refresh(folder, entry);
    },
    expect(uri, file) {
      const [folder, place] = [folderOf(uri), pathOf(file)];
      if (folder !== undefined && place !== undefined) entryOf(folder).expected.add(place);
    },
    onDidChange: didChange.event,
  };
}

/** Replaces files on disk by their open texts, and adds open files that are not on the disk yet. */
function withOpen(folder: string, onDisk: SourceFiles, open: ReadonlyMap<string, OpenSource>): SourceFiles {
  const files = [...open].flatMap(([path, { exports }]): SourceFile[] => {
    const below = pathBelow(folder, path);
    return isBelow(folder, path) && isEntryPointFile(below) ? [{ path: below, ...exports }] : [];
  });
  if (files.length === 0) return onDisk;
  return { ...onDisk, files: new Map([...onDisk.files, ...files.map((file) => [file.path, file] as const)]) };
}

/** Equal for files that are reported alike. The positions of exports are looked up on request. */
function fingerprint(file: SourceFile | undefined): string {
  return JSON.stringify(
    file && [file.exports.map(({ name, sendsToOwnConnection }) => [name, sendsToOwnConnection]), file.allExportsKnown],
  );
}
