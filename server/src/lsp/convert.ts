// Spans of a text as ranges of the protocol and back, in one place.
import type { Range } from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { Span } from '../syntax/tree.ts';

export function toRange(span: Span, { lines }: Analysis): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export function toSpan(range: Range, { lines }: Analysis): Span {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}
