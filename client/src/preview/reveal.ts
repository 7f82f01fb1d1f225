// Shows a place of the text where the text is shown already, or else beside the preview.
import { Range, ViewColumn, window, type Uri } from 'vscode';
import type { Range as PlainRange } from '../../../server/src/protocol.ts';
import { tabsOf } from '../documents.ts';

/** @param preview the column of the preview, which should stay in view */
export async function revealText(uri: Uri, { start, end }: PlainRange, preview: ViewColumn | undefined): Promise<void> {
  const selection = new Range(start.line, start.character, end.line, end.character);
  const free = preview === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  await window.showTextDocument(uri, { viewColumn: tabsOf(uri)[0]?.group.viewColumn ?? free, selection });
}
