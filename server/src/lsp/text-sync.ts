// The texts of the open documents, kept as the client changes them: descriptors, and the code beside them. Our own, since
// columns may be counted in UTF-8 or UTF-32, which the library's documents do not know.
import { TextDocuments, type DidChangeTextDocumentParams, type Range } from 'vscode-languageserver';
import { isDescriptorName, languageId } from '../language/files.ts';
import { lineIndex, type LineIndex, type PositionEncoding } from '../syntax/positions.ts';
import type { Span } from '../syntax/tree.ts';
import { nameOf } from './paths.ts';

export interface TextDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

export type OpenTexts = TextDocuments<TextDocument>;

export function openTexts(encoding: () => PositionEncoding): OpenTexts {
  return new TextDocuments<TextDocument>({
    create: (uri, languageId, version, text) => ({ uri, languageId, version, text }),
    update: (document, changes, version) => ({
      ...document,
      version,
      text: applyChanges(document.text, changes, encoding()),
    }),
  });
}

/** By what the client says, or by its name: some clients know of YAML only, and open every file of it here. */
export function isDescriptor(document: TextDocument): boolean {
  return document.languageId === languageId || isDescriptorName(nameOf(document.uri));
}

type Change = DidChangeTextDocumentParams['contentChanges'][number];

/**
 * One after the other: each change's range is one of the text that those before it have made. Clients send the changes of
 * one command, such as formatting, from the end upwards: those are made in one go.
 */
export function applyChanges(text: string, changes: readonly Change[], encoding: PositionEncoding): string {
  let base = text;
  let lines: LineIndex | undefined;
  /** Up to there, the base is the current text. */
  let intact = base.length;
  /** What follows in the current text, from its end upwards. */
  let tail: string[] = [];
  const start = (anew: string): void => {
    base = anew;
    lines = undefined;
    intact = anew.length;
    tail = [];
  };
  const current = (): string => tail.reduceRight((before, piece) => before + piece, base.slice(0, intact));
  for (const change of changes) {
    if (!('range' in change)) {
      start(change.text);
      continue;
    }
    let span = spanOf(change.range, (lines ??= lineIndex(base, encoding)));
    // Of what comes behind an earlier change, only the text as it is now can tell the place.
    if (tail.length > 0 && span.end >= intact) {
      start(current());
      span = spanOf(change.range, (lines = lineIndex(base, encoding)));
    }
    tail.push(base.slice(span.end, intact), change.text);
    intact = span.start;
  }
  return current();
}

/** Some clients have a range end before it starts. */
function spanOf({ start, end }: Range, lines: LineIndex): Span {
  const [one, other] = [lines.offsetAt(start), lines.offsetAt(end)];
  return { start: Math.min(one, other), end: Math.max(one, other) };
}
