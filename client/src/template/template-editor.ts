// The editors of templates that are shown and not written.
import {
  Range,
  Selection,
  TextEditorRevealType,
  ViewColumn,
  window,
  workspace,
  type TextEditor,
  type Uri,
} from 'vscode';
import type { Span } from '../../../server/src/protocol.ts';
import { tabsOf } from '../documents.ts';

/** Where it is shown already, or else beside the active editor. */
export async function showTemplateAt(uri: Uri, column: ViewColumn = ViewColumn.Beside): Promise<TextEditor> {
  const document = await workspace.openTextDocument(uri);
  const viewColumn = tabsOf(uri)[0]?.group.viewColumn ?? column;
  return window.showTextDocument(document, { viewColumn, preview: false });
}

/** Selects the first, and shows as much of the others as fits. */
export function selectParts(editor: TextEditor, parts: readonly Span[]): void {
  const { document } = editor;
  const ranges = parts.map(({ start, end }) => new Range(document.positionAt(start), document.positionAt(end)));
  const [first] = ranges;
  if (!first) return;
  // All of them, as several cursors: an endpoint becomes a route, a response, a permission.
  editor.selections = ranges.map(({ start, end }) => new Selection(end, start));
  editor.revealRange(first, TextEditorRevealType.InCenterIfOutsideViewport);
}
