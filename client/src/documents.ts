// The documents of the editor: which one a command is about, where its text is shown, and when its file changes.
import {
  CancellationError,
  Range,
  RelativePattern,
  Selection,
  TabInputText,
  TextEditorRevealType,
  Uri,
  ViewColumn,
  window,
  workspace,
  type Disposable,
  type Tab,
  type TextDocument,
} from 'vscode';
import { languageId, type Range as PlainRange } from '../../server/src/protocol.ts';
import { UserFacingError } from './messages.ts';
import { t } from '../../server/src/locale.ts';
import { messageOf } from '../../server/src/wording.ts';

export function isDescriptor(document: TextDocument): boolean {
  return document.languageId === languageId;
}

/** Whether nothing can be written where it is, for example to an earlier version of a file. */
export function isReadOnly({ scheme }: Uri): boolean {
  return workspace.fs.isWritableFileSystem(scheme) === false;
}

/** The file's name, without its folder. */
export function fileName(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/**
 * The file's name, as VS Code labels tabs: with its folder, `websocket.yaml (chat)`, if another file of that name is open, and
 * with the folders above if that does not distinguish them.
 */
export function distinctName(uri: Uri): string {
  const name = fileName(uri);
  const others = shownFiles().filter((other) => fileName(other) === name && other.toString() !== uri.toString());
  if (others.length === 0) return name;
  const end = ({ path }: Uri, folders: number): string => path.split('/').slice(1, -1).slice(-folders).join('/');
  let folders = 1;
  while (folders < uri.path.length && others.some((other) => end(other, folders) === end(uri, folders))) folders++;
  return `${name} (${end(uri, folders)})`;
}

/** The scheme of the URIs that VS Code gives to webviews. */
const webviewScheme = 'webview-panel';

/**
 * The descriptor that the preview or a shown template is made from. The view is the one with that URI, or the one that is
 * there. Undefined if there is none, and for any other URI.
 */
export type DescriptorOfView = (view?: Uri) => Uri | undefined;

export function isWebview({ scheme }: Uri): boolean {
  return scheme === webviewScheme;
}

/**
 * The descriptor that a command is about. The first that exists of: the command's argument, the active editor, the views of
 * descriptors, and the descriptor in the visible editors, or else in all tabs. The user chooses if there are several.
 * @param argument the URI of a descriptor or, in the title bar of a view, that of the view
 * @throws {UserFacingError} if there is none
 * @throws {CancellationError} if the user chooses none
 */
export async function findDescriptor(argument: unknown, descriptorOf: DescriptorOfView): Promise<TextDocument> {
  // A code lens passes plain data.
  const named = typeof argument === 'string' ? Uri.parse(argument) : argument;
  if (named instanceof Uri) {
    const descriptor = descriptorOf(named);
    // A webview has no text to open.
    if (descriptor || !isWebview(named)) return openDescriptor(descriptor ?? named);
  }
  const active = window.activeTextEditor?.document;
  if (active && isDescriptor(active)) return active;
  const viewed = descriptorOf();
  if (viewed) return openDescriptor(viewed);
  const visible = window.visibleTextEditors.map(({ document }) => document).filter(isDescriptor);
  // The walkthrough, for example, covers the editor of the file.
  const behind = workspace.textDocuments.filter(
    (document) => isDescriptor(document) && tabsOf(document.uri).length > 0,
  );
  const candidates = [...new Set(visible.length > 0 ? visible : behind)];
  if (candidates.length > 1) return pickDescriptor(candidates);
  const [only] = candidates;
  if (only) return only;
  throw new UserFacingError(
    t`Open a WebSocket project file first: websocket.yaml, or a file whose name ends in .websocket.yaml.`,
  );
}

/** @throws {CancellationError} if the user cancels */
async function pickDescriptor(candidates: readonly TextDocument[]): Promise<TextDocument> {
  const items = candidates.map((document) => ({
    label: fileName(document.uri),
    description: workspace.asRelativePath(document.uri),
    document,
  }));
  const chosen = await window.showQuickPick(items, { placeHolder: t`Select a WebSocket project file` });
  if (!chosen) throw new CancellationError();
  return chosen.document;
}

async function openDescriptor(uri: Uri): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (isDescriptor(document)) return document;
  throw new UserFacingError(notDescriptor(document));
}

/** Why a document has no preview and no template. */
export function notDescriptor({ uri, languageId: mode }: TextDocument): string {
  return t`${fileName(uri)} is not a WebSocket project file: its language mode is ${mode}.`;
}

/** The error for a descriptor that the server has not opened. */
export function notKnown(uri: Uri): UserFacingError {
  return new UserFacingError(t`The language server has not opened ${fileName(uri)}. Open it in an editor.`);
}

/** The open document with that URI, if any. */
export function findOpen(uri: Uri): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}

/** The tabs of text editors that show it. Diff editors are not among them. */
export function tabsOf(uri: Uri): Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputText && input.uri.toString() === uri.toString());
}

/** The files that have a tab with a text editor. */
function shownFiles(): Uri[] {
  const inputs = window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
  return inputs.flatMap((input) => (input instanceof TabInputText ? [input.uri] : []));
}

/** The document, opened again if its editor was closed: previews and shown templates stay open longer. */
export async function openAgain(uri: Uri): Promise<TextDocument> {
  const open = findOpen(uri);
  if (open) return open;
  if (uri.scheme === 'untitled') throw new UserFacingError(t`${fileName(uri)} was closed without being saved.`);
  try {
    return await workspace.openTextDocument(uri);
  } catch (error) {
    throw new UserFacingError(t`${fileName(uri)} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** Watches the file on disk, since VS Code reports no change of a document while no editor has it open. */
export function watchFile(uri: Uri, onChange: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(uri, '..'), fileName(uri)));
  watcher.onDidChange(onChange);
  watcher.onDidCreate(onChange);
  watcher.onDidDelete(onChange);
  return watcher;
}

export function toRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/**
 * Shows a range of the document and focuses its editor.
 * @param preview the column of the preview, which stays visible
 */
export async function revealText(uri: Uri, range: PlainRange, preview: ViewColumn | undefined): Promise<void> {
  await window.showTextDocument(uri, { viewColumn: columnFor(uri, preview), selection: toRange(range) });
}

/** Selects a range of the document without moving the focus, and without scrolling sideways. */
export async function showText(uri: Uri, range: PlainRange, preview: ViewColumn | undefined): Promise<void> {
  const editor = await window.showTextDocument(uri, { viewColumn: columnFor(uri, preview), preserveFocus: true });
  const { start, end } = toRange(range);
  editor.selection = new Selection(start, end);
  const startOfLine = start.with({ character: 0 });
  editor.revealRange(new Range(startOfLine, startOfLine), TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The column that already shows the document, or else one that does not cover the preview. */
export function columnFor(uri: Uri, preview: ViewColumn | undefined): ViewColumn {
  return tabsOf(uri)[0]?.group.viewColumn ?? (preview === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
}
