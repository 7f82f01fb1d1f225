// Templates that are shown and not written: their URIs, which name the descriptor and the format, and their editors.
import { Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace, type TextEditor } from 'vscode';
import type { Span, TemplateFormat } from '../../../server/src/protocol.ts';
import { tabsOf } from '../documents.ts';

export const templateScheme = 'websocket-project-template';

export interface TemplateSource {
  readonly descriptor: Uri;
  readonly format: TemplateFormat;
}

/** The path is that of the template's file, so VS Code detects the language from the extension. */
export function templateUri({ descriptor, format }: TemplateSource): Uri {
  const { path } = generatedUri(descriptor, format);
  return Uri.from({ scheme: templateScheme, path: path.replace(/^\/?/, '/'), query: descriptor.toString() });
}

/** Undefined if the URI is not that of a shown template. */
export function templateSource(uri: Uri | undefined): TemplateSource | undefined {
  if (uri?.scheme !== templateScheme || uri.query === '') return undefined;
  return { descriptor: Uri.parse(uri.query), format: uri.path.endsWith('.json') ? 'json' : 'yaml' };
}

/** `websocket.yaml` gives `websocket.template.yaml`, `chat.websocket.json` gives `chat.websocket.template.yaml`. */
export function generatedUri(descriptor: Uri, format: TemplateFormat = 'yaml'): Uri {
  return descriptor.with({ path: `${descriptor.path.replace(/\.(?:ya?ml|json)$/i, '')}.template.${format}` });
}

/** Shows it in the column that already shows it, or else next to the active editor. */
export async function showTemplateAt(uri: Uri, column: ViewColumn = ViewColumn.Beside): Promise<TextEditor> {
  const document = await workspace.openTextDocument(uri);
  const viewColumn = tabsOf(uri)[0]?.group.viewColumn ?? column;
  return window.showTextDocument(document, { viewColumn, preview: false });
}

/** Selects all parts and scrolls to the first. */
export function selectParts(editor: TextEditor, parts: readonly Span[]): void {
  const { document } = editor;
  const ranges = parts.map(({ start, end }) => new Range(document.positionAt(start), document.positionAt(end)));
  const [first] = ranges;
  if (!first) return;
  // One cursor for each: an endpoint becomes a route, a response and a permission.
  editor.selections = ranges.map(({ start, end }) => new Selection(end, start));
  editor.revealRange(first, TextEditorRevealType.InCenterIfOutsideViewport);
}
