// The client's reports of descriptors, source files, settings files and `.gitignore` files that change on disk.
import {
  DidChangeWatchedFilesNotification,
  Emitter,
  WatchKind,
  type ClientCapabilities,
  type Connection,
  type Event,
  type FileEvent,
} from 'vscode-languageserver';
import { descriptorGlobs } from '../language/files.ts';
import { sourceExtensions } from '../model/entry-point.ts';
import { settingsNames } from '../settings.ts';
import { gitignore } from '../files/ignored.ts';
import { nameOf } from '../files/paths.ts';

export interface WatchedFiles {
  /** False if the client does not report changes, so that the disk has to be polled. */
  isActive(): boolean;
  readonly onDidChange: Event<readonly FileEvent[]>;
  /** To be called on `initialized`. */
  start(): void;
}

/** When a folder is created or deleted, clients do not report the files in it. */
export function mayBeFolder(uri: string): boolean {
  return !nameOf(uri).includes('.');
}

export const sourceGlob = `**/*.{${sourceExtensions.map((extension) => extension.slice(1)).join(',')}}`;

export function watchedFiles(connection: Connection, client: () => ClientCapabilities): WatchedFiles {
  const didChange = new Emitter<readonly FileEvent[]>();
  let isActive = false;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    didChange.fire(changes);
  });
  const register = async (): Promise<void> => {
    const createAndDelete = WatchKind.Create | WatchKind.Delete;
    const watchers = [
      ...descriptorGlobs.map((globPattern) => ({ globPattern })),
      { globPattern: sourceGlob },
      { globPattern: `**/{${[...settingsNames, gitignore].join(',')}}` },
      { globPattern: '**/*', kind: createAndDelete },
    ];
    try {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      isActive = true;
    } catch (error) {
      connection.console.warn(`Could not watch files: ${String(error)}`);
    }
  };
  return {
    isActive: () => isActive,
    onDidChange: didChange.event,
    start() {
      if (client().workspace?.didChangeWatchedFiles?.dynamicRegistration) void register();
    },
  };
}
