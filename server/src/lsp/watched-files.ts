// What the client tells of files that change on the disk: descriptors, and the code beside them.
import {
  DidChangeWatchedFilesNotification,
  Emitter,
  WatchKind,
  type ClientCapabilities,
  type Connection,
  type Event,
  type FileEvent,
} from 'vscode-languageserver';
import { descriptorGlob } from '../language/files.ts';
import { sourceExtensions } from '../model/entry-point.ts';
import { nameOf } from './paths.ts';

export interface WatchedFiles {
  /** False where the client tells nothing: then one has to look for oneself. */
  isTold(): boolean;
  readonly onDidChange: Event<readonly FileEvent[]>;
  /** To be called when client and server have introduced themselves. */
  start(): void;
}

/** Of a folder that comes or goes, clients do not tell what is in it. */
export function mayBeFolder(uri: string): boolean {
  return !nameOf(uri).includes('.');
}

const sourceGlob = `**/*.{${sourceExtensions.map((extension) => extension.slice(1)).join(',')}}`;

export function watchedFiles(connection: Connection, client: () => ClientCapabilities): WatchedFiles {
  const didChange = new Emitter<readonly FileEvent[]>();
  let isTold = false;
  connection.onDidChangeWatchedFiles(({ changes }) => {
    didChange.fire(changes);
  });
  const register = async (): Promise<void> => {
    const comingAndGoing = WatchKind.Create | WatchKind.Delete;
    const watchers = [
      { globPattern: descriptorGlob },
      { globPattern: sourceGlob },
      { globPattern: '**/*', kind: comingAndGoing },
    ];
    try {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
      isTold = true;
    } catch (error) {
      connection.console.warn(`Files cannot be watched: ${String(error)}`);
    }
  };
  return {
    isTold: () => isTold,
    onDidChange: didChange.event,
    start() {
      if (client().workspace?.didChangeWatchedFiles?.dynamicRegistration) void register();
    },
  };
}
