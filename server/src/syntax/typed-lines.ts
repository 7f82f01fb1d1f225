// The lines that are being typed. The text alone decides, because while it is typed it often cannot be parsed.
import { endOfLine, startOfLine } from './edits.ts';
import type { Span } from './tree.ts';

/**
 * The lines with the typed text, and the lines above that start what it is a part of: its endpoint, its resource, its
 * list.
 */
export function typedLines(text: string, { start, end }: Span): readonly Span[] {
  const first = startOfLine(text, start);
  const lines = [{ start: first, end: endOfLine(text, end) }];
  let inner = indentOf(text.slice(first, endOfLine(text, first)));
  for (let next = first; next > 0 && inner.column > 0;) {
    const lineEnd = next - 1;
    next = startOfLine(text, lineEnd);
    const line = text.slice(next, lineEnd);
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const outer = indentOf(line);
    // A list may be in the same column as its key.
    const isOuter = outer.column < inner.column || (outer.column === inner.column && inner.isItem && !outer.isItem);
    if (!isOuter) continue;
    lines.push({ start: next, end: lineEnd });
    inner = outer;
  }
  return lines;
}

/** Whether the span touches one of the lines. */
export function isOnLine(lines: readonly Span[], { start, end }: Span): boolean {
  return lines.some((line) => start <= line.end && line.start <= end);
}

interface Indent {
  readonly column: number;
  readonly isItem: boolean;
}

function indentOf(line: string): Indent {
  const column = line.length - line.trimStart().length;
  return { column, isItem: /^-(?:\s|$)/.test(line.slice(column)) };
}
