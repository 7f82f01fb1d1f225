// The code beside the descriptors: what the client has open, and of the rest what was last read from the disk.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Emitter, type Event } from 'vscode-languageserver';
import { isEntryPointFile, readSourceFolder, type SourceFolder } from '../disk/source-files.ts';
import { isSourceName } from '../model/entry-point.ts';
import type { Exports, SourceFile, SourceFiles } from '../model/source-files.ts';
import { exportsOf } from '../sources/exports.ts';
import { isBelow, pathBelow, pathOf } from './paths.ts';
import { isDescriptor, type OpenTexts, type TextDocument } from './text-sync.ts';
import { mayBeFolder, type WatchedFiles } from './watched-files.ts';

export interface Sources {
  /** What is known now of the code beside a descriptor; undefined before `fetch` has ended, and off the disk. */
  of(uri: string): SourceFiles | undefined;
  /** The text of a source file as the client has it open; undefined where it has not. */
  openText(path: string): string | undefined;
  /** Reads what is not known yet. What is known is kept up to date in the background. */
  fetch(uri: string): Promise<void>;
  /**
   * An edit of the descriptor may make that file, of which the client tells after it has told of the edit: `fetch` looks
   * for it until it is there.
   */
  expect(uri: string, file: string): void;
  /** The code beside a descriptor has changed. */
  readonly onDidChange: Event<void>;
}

/** In milliseconds: what is older than this is read again, where the client tells of no changes. */
const freshFor = 5000;
/** Those that tell of changes do so below the workspace folders, where not every descriptor is. */
const freshForTold = 60_000;
/** In milliseconds: a change seldom comes alone. */
const settling = 100;

interface Known {
  folder: SourceFolder | undefined;
  /** The same, with the open files in the place of those on the disk; undefined until it is asked for. */
  files: SourceFiles | undefined;
  readAt: number;
  reading: Promise<void> | undefined;
  /** The files that edits may have made, by their places. */
  readonly expected: Set<string>;
}

interface OpenSource {
  readonly text: string;
  readonly exports: Exports;
}

export function knownSources(watched: WatchedFiles, texts: OpenTexts): Sources {
  /** By folder. */
  const known = new Map<string, Known>();
  /** By path. */
  const open = new Map<string, OpenSource>();
  const didChange = new Emitter<void>();

  const read = async (path: string, entry: Known): Promise<void> => {
    const before = entry.folder;
    entry.folder = await readSourceFolder(path, before);
    entry.readAt = Date.now();
    entry.reading = undefined;
    if (before === entry.folder) return;
    entry.files = undefined;
    if (before) didChange.fire();
  };
  const refresh = (path: string, entry: Known): Promise<void> => (entry.reading ??= read(path, entry));

  let timer: NodeJS.Timeout | undefined;
  const changed = new Set<string>();
  const settle = (): void => {
    timer = undefined;
    for (const folder of changed) {
      const entry = known.get(folder);
      // What is being read may have been read before it changed.
      if (entry) void Promise.resolve(entry.reading).then(() => refresh(folder, entry));
    }
    changed.clear();
  };
  watched.onDidChange((changes) => {
    const relevant = changes.filter(({ uri }) => isSourceName(uri) || mayBeFolder(uri));
    const paths = relevant.flatMap(({ uri }) => pathOf(uri) ?? []);
    for (const folder of known.keys()) if (paths.some((path) => isBelow(folder, path))) changed.add(folder);
    if (changed.size > 0) timer ??= setTimeout(settle, settling);
  });

  let notifying: NodeJS.Timeout | undefined;
  /** Of what was opened, typed or closed only that counts by which an entry point is found or is not. */
  const onSourceChanged = (path: string): void => {
    for (const [folder, entry] of known) {
      if (!entry.folder || !entry.files || !isBelow(folder, path)) continue;
      const files = withOpen(folder, entry.folder.sources, open);
      const below = pathBelow(folder, path);
      if (written(files.files.get(below)) === written(entry.files.files.get(below))) continue;
      entry.files = files;
      notifying ??= setTimeout(() => {
        notifying = undefined;
        didChange.fire();
      }, settling);
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
  /** Those of the expected files that are there by now. */
  const arrived = async ({ expected }: Known): Promise<readonly string[]> => {
    const places = [...expected];
    const there = await Promise.all(places.map(isThere));
    return places.filter((_, index) => there[index]);
  };
  const folderOf = (uri: string): string | undefined => {
    const path = pathOf(uri);
    return path === undefined ? undefined : dirname(path);
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
      const come = await arrived(entry);
      if (!entry.folder) await refresh(folder, entry);
      else if (come.length > 0) {
        // What is being read may have been read before it came.
        await entry.reading;
        await refresh(folder, entry);
        for (const place of come) entry.expected.delete(place);
      } else if (Date.now() - entry.readAt > (watched.isTold() ? freshForTold : freshFor)) void refresh(folder, entry);
    },
    expect(uri, file) {
      const [folder, place] = [folderOf(uri), pathOf(file)];
      if (folder !== undefined && place !== undefined) entryOf(folder).expected.add(place);
    },
    onDidChange: didChange.event,
  };
}

/** What is open counts as it is typed, whether it is on the disk by now or not. */
function withOpen(folder: string, onDisk: SourceFiles, open: ReadonlyMap<string, OpenSource>): SourceFiles {
  const files = [...open].flatMap(([path, { exports }]): SourceFile[] => {
    const below = pathBelow(folder, path);
    return isBelow(folder, path) && isEntryPointFile(below) ? [{ path: below, ...exports }] : [];
  });
  if (files.length === 0) return onDisk;
  return { ...onDisk, files: new Map([...onDisk.files, ...files.map((file) => [file.path, file] as const)]) };
}

/** What is the same for files of which the same is to be said: where their exports stand is looked up when asked. */
function written(file: SourceFile | undefined): string {
  return JSON.stringify(file && [file.exports.map(({ name }) => name), file.allExportsKnown]);
}

async function isThere(place: string): Promise<boolean> {
  try {
    await stat(place);
    return true;
  } catch {
    return false;
  }
}
