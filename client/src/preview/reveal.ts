// Shows a place of the text where the text is shown already, or else beside the preview.
import { ViewColumn, window, type Uri } from 'vscode';
import type { Range as PlainRange } from '../../../server/src/protocol.ts';
import { tabsOf, toRange } from '../documents.ts';

/**
 * The editor gets the focus.
 * @param preview the column of the preview, which should stay in view
 */
export async function revealText(uri: Uri, range: PlainRange, preview: ViewColumn | undefined): Promise<void> {
  await window.showTextDocument(uri, { viewColumn: columnFor(uri, preview), selection: toRange(range) });
}

/** The same, while the focus stays where it is. */
export async function showText(uri: Uri, range: PlainRange, preview: ViewColumn | undefined): Promise<void> {
  const options = { viewColumn: columnFor(uri, preview), selection: toRange(range), preserveFocus: true };
  await window.showTextDocument(uri, options);
}

/** Where the text is shown already, or else where it does not cover the preview. */
export function columnFor(uri: Uri, preview: ViewColumn | undefined): ViewColumn {
  return tabsOf(uri)[0]?.group.viewColumn ?? (preview === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One);
}
