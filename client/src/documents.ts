// Which document a command is about, and the ranges of the protocol as VS Code's own.
import {
  Range,
  RelativePattern,
  TabInputText,
  Uri,
  window,
  workspace,
  type Disposable,
  type Tab,
  type TextDocument,
} from 'vscode';
import { languageId, type Range as PlainRange } from '../../server/src/protocol.ts';
import { Refusal, reasonOf } from './messages.ts';

export function isDescriptor(document: TextDocument): boolean {
  return document.languageId === languageId;
}

/** The file's name, as people call it. */
export function fileName(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/**
 * The descriptor that a command is about: the one that it was called with, as menus do; else that of the active editor,
 * of the preview, or of the only other editor in view that shows one.
 * @throws {Refusal} when there is none
 */
export async function findDescriptor(argument: unknown, previewed: Uri | undefined): Promise<TextDocument> {
  if (argument instanceof Uri) return openDescriptor(argument);
  // A code lens passes plain data.
  if (typeof argument === 'string') return openDescriptor(Uri.parse(argument));
  const active = window.activeTextEditor?.document;
  if (active && isDescriptor(active)) return active;
  if (previewed) return openDescriptor(previewed);
  const visible = window.visibleTextEditors.map(({ document }) => document).filter(isDescriptor);
  const [only, ...others] = new Set(visible);
  if (only && others.length === 0) return only;
  throw new Refusal('Open a websocket project file first: websocket.yaml, or one whose name ends in .websocket.yaml.');
}

async function openDescriptor(uri: Uri): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (isDescriptor(document)) return document;
  throw new Refusal(`${fileName(uri)} is not a websocket project file. Its language mode is ${document.languageId}.`);
}

/** The document, where one with that URI is open. */
export function findOpen(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** The tabs of editors that show it, comparisons aside. */
export function tabsOf(uri: Uri): Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}

/** The document, opened again where its editor was closed: what shows it otherwise outlives that. */
export async function openAgain(uri: Uri): Promise<TextDocument> {
  const open = findOpen(uri);
  if (open) return open;
  if (uri.scheme === 'untitled') throw new Error(`${fileName(uri)} was closed without being saved.`);
  try {
    return await workspace.openTextDocument(uri);
  } catch (error) {
    throw new Error(`${fileName(uri)} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

/** What changes on disk while no editor has the file open, VS Code does not tell as a change of its document. */
export function watchFile(uri: Uri, changed: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, '..'), fileName(uri)));
  watcher.onDidChange(changed);
  watcher.onDidCreate(changed);
  watcher.onDidDelete(changed);
  return watcher;
}

export function toRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
