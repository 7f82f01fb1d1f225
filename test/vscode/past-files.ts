// A file system that can only be read, as that of the old versions of a repository.
import * as vscode from 'vscode';

/** A file system that returns the same text for every path. */
export class Past implements vscode.FileSystemProvider {
  readonly #bytes: Uint8Array;
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  constructor(text: string) {
    this.#bytes = new TextEncoder().encode(text);
  }
  watch = (): vscode.Disposable => new vscode.Disposable(() => {});
  stat = (): vscode.FileStat => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.#bytes.length });
  readFile = (): Uint8Array => this.#bytes;
  readDirectory = (): [string, vscode.FileType][] => [];
  createDirectory = refuse;
  writeFile = refuse;
  delete = refuse;
  rename = refuse;
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
