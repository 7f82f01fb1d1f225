// The texts of the open descriptors and source files, kept in sync with the client. The library's text documents are not
// used because they count columns only in UTF-16.
import { TextDocuments, type DidChangeTextDocumentParams, type Range } from 'vscode-languageserver';
import { isDescriptorName, languageId } from '../language/files.ts';
import { lineIndex, type LineIndex, type PositionEncoding } from '../syntax/positions.ts';
import type { Span } from '../syntax/tree.ts';
import { nameOf } from '../files/paths.ts';

export interface TextDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
  /** What the last change inserted; an empty span where it only removed text. None if all of the text is new. */
  readonly typed: readonly Span[];
}

export type OpenTexts = TextDocuments<TextDocument>;

/** @param log receives what a client did that the protocol does not allow */
export function openTexts(encoding: () => PositionEncoding, log: (message: string) => void): OpenTexts {
  return new TextDocuments<TextDocument>({
    create: (uri, languageId, version, text) => ({ uri, languageId, version, text, typed: [] }),
    update: (document, changes, version) => {
      // Everything that is computed for a version would belong to two texts.
      if (version <= document.version) {
        log(`Ignored a change of ${document.uri}: its version ${version} is not above ${document.version}.`);
        return document;
      }
      return { ...document, version, ...applyChanges(document.text, changes, encoding()) };
    },
  });
}

/** By language ID or by name, since some clients only have YAML as a language and open all YAML files here. */
export function isDescriptor(document: TextDocument): boolean {
  return document.languageId === languageId || isDescriptorName(nameOf(document.uri));
}

type Change = DidChangeTextDocumentParams['contentChanges'][number];

/** With more changes at once than this, nobody types them: a command has made them. */
const maximumTyped = 20;

/**
 * Applies changes in order: the range of each one refers to the text after those before it. Clients send the changes of
 * one command, such as formatting, from the end upwards, so consecutive ones are applied in a single pass.
 */
export function applyChanges(
  text: string,
  changes: readonly Change[],
  encoding: PositionEncoding,
): Pick<TextDocument, 'text' | 'typed'> {
  let typed: Span[] = [];
  let base = text;
  let lines: LineIndex | undefined;
  /** Up to this offset, the base is the current text. */
  let intact = base.length;
  /** The pieces that follow in the current text, from its end upwards. */
  let tail: string[] = [];
  const start = (text: string): void => {
    base = text;
    lines = undefined;
    intact = text.length;
    tail = [];
  };
  const current = (): string => tail.reduceRight((before, piece) => before + piece, base.slice(0, intact));
  for (const change of changes) {
    if (!('range' in change)) {
      start(change.text);
      typed = [];
      continue;
    }
    let span = spanOf(change.range, (lines ??= lineIndex(base, encoding)));
    // A position after an earlier change can be found only in the current text.
    if (tail.length > 0 && span.end >= intact) {
      start(current());
      span = spanOf(change.range, (lines = lineIndex(base, encoding)));
    }
    tail.push(base.slice(span.end, intact), change.text);
    intact = span.start;
    if (changes.length <= maximumTyped)
      typed = [...typed.map((before) => moved(before, span, change.text)), inserted(span, change.text)];
  }
  return { text: current(), typed };
}

/** After Enter, what is typed starts on the new line. */
function inserted({ start }: Span, text: string): Span {
  const lineBreak = /^\r?\n/.exec(text)?.[0] ?? '';
  return { start: start + lineBreak.length, end: start + text.length };
}

/** Where the earlier span is after the change. */
function moved(earlier: Span, { start, end }: Span, text: string): Span {
  if (earlier.end <= start) return earlier;
  const by = text.length - (end - start);
  return { start: Math.max(start, earlier.start + by), end: Math.max(start, earlier.end + by) };
}

/** Some clients send ranges that end before they start. */
function spanOf({ start, end }: Range, lines: LineIndex): Span {
  const [one, other] = [lines.offsetAt(start), lines.offsetAt(end)];
  return { start: Math.min(one, other), end: Math.max(one, other) };
}
