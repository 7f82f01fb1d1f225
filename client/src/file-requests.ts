// Reads files for a server that cannot: those of a virtual workspace, and in a browser all files.
import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  readDirectoryMethod,
  readFileMethod,
  statMethod,
  type FileRequests,
  type FileStat,
} from '../../server/src/client-support.ts';

type Handlers = {
  readonly [Name in keyof FileRequests]: (
    params: FileRequests[Name]['params'],
  ) => Promise<FileRequests[Name]['result']>;
};

const handlers: Handlers = {
  async [statMethod]({ uri }) {
    try {
      const { type, mtime, size } = await workspace.fs.stat(Uri.parse(uri));
      return { kind: kindOf(type), isLink: isLink(type), mtime, size };
    } catch (error) {
      if (error instanceof FileSystemError && error.code === 'FileNotFound') return null;
      throw error;
    }
  },
  async [readDirectoryMethod]({ uri }) {
    const found = await workspace.fs.readDirectory(Uri.parse(uri));
    return { entries: found.map(([name, type]) => ({ name, kind: isLink(type) ? 'link' : kindOf(type) })) };
  },
  async [readFileMethod]({ uri, maximum }) {
    const bytes = await workspace.fs.readFile(Uri.parse(uri));
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, maximum)) };
  },
};

export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest(statMethod, handlers[statMethod]);
  client.onRequest(readDirectoryMethod, handlers[readDirectoryMethod]);
  client.onRequest(readFileMethod, handlers[readFileMethod]);
}

function isLink(type: FileType): boolean {
  return (type & FileType.SymbolicLink) !== 0;
}

function kindOf(type: FileType): FileStat['kind'] {
  if (type & FileType.File) return 'file';
  return type & FileType.Directory ? 'folder' : 'other';
}
