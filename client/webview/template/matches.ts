// What a search finds.
import type { Span } from '../../../server/src/protocol.ts';

/** More are not looked for. */
export const maximumMatches = 10_000;

/** Whatever the case of letters; one after the other in the text. */
export function matchesIn(text: string, query: string): Span[] {
  if (query === '') return [];
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`), 'giu');
  const found: Span[] = [];
  for (const { 0: match, index } of text.matchAll(pattern)) {
    found.push({ start: index, end: index + match.length });
    if (found.length === maximumMatches) break;
  }
  return found;
}
