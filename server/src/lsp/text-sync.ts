// The text of an open document, kept as the client changes it. Our own, since columns may be counted in UTF-8 or
// UTF-32, which the library's documents do not know.
import type { DidChangeTextDocumentParams } from 'vscode-languageserver';
import { lineIndex, type PositionEncoding } from '../syntax/positions.ts';

export interface TextDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

type Change = DidChangeTextDocumentParams['contentChanges'][number];

/** One after the other: each change's range is one of the text that those before it have made. */
export function applyChanges(text: string, changes: readonly Change[], encoding: PositionEncoding): string {
  return changes.reduce((current, change) => {
    if (!('range' in change)) return change.text;
    const lines = lineIndex(current, encoding);
    const one = lines.offsetAt(change.range.start);
    const other = lines.offsetAt(change.range.end);
    return current.slice(0, Math.min(one, other)) + change.text + current.slice(Math.max(one, other));
  }, text);
}
