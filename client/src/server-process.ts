// The language server as a process of Node: on the desktop, and on the machine of a remote window.
import { Uri } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import type { NewClient } from './language-server.ts';

export function processClient(extension: Uri): NewClient {
  const module = Uri.joinPath(extension, 'dist', 'server.js').fsPath;
  return (id, name, options) => new LanguageClient(id, name, { module, transport: TransportKind.ipc }, options);
}
