// Which document a command is about.
import { Uri, window, workspace, type TextDocument } from 'vscode';
import { Refusal } from './messages.ts';

export const languageId = 'websocket-project';

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
