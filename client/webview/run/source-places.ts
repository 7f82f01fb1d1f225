// Where the text of a function leads: the lines of its stack traces, in the forms of Node.js, Python and Ruby, and of compilers.
import type { CodePlace } from '../../src/preview/preview-messages.ts';

export interface LinkedText {
  readonly text: string;
  readonly place: CodePlace;
}

/** The text in pieces, in order: what leads to a place, and what is between. A trace may be part of JSON. */
export function withPlaces(text: string): readonly (string | LinkedText)[] {
  const pieces: (string | LinkedText)[] = [];
  const add = (piece: string | LinkedText): void => {
    const last = pieces.at(-1);
    if (typeof piece !== 'string' || typeof last !== 'string') pieces.push(piece);
    else pieces[pieces.length - 1] = last + piece;
  };
  const parts = text.split(/(["\n])/);
  for (const [index, part] of parts.entries()) {
    const found = placeIn(part) ?? pythonPlace(part, parts[index - 2], parts[index + 2]);
    if (!found) {
      if (part !== '') add(part);
      continue;
    }
    const { start, end, place } = found;
    if (start > 0) add(part.slice(0, start));
    add({ text: part.slice(start, end), place });
    if (end < part.length) add(part.slice(end));
  }
  return pieces;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly place: CodePlace;
}

/** `at name (FILE:LINE:COLUMN)`, or a line that starts with `FILE:LINE`. */
function placeIn(part: string): Found | undefined {
  const [indent = ''] = /^\s*/.exec(part) ?? [];
  const isFrame = part.startsWith('at ', indent.length);
  const parenthesis = isFrame ? part.lastIndexOf(' (') + 2 : 1;
  const [word = ''] = isFrame && parenthesis === 1 ? (/^at (?:async )?/.exec(part.slice(indent.length)) ?? []) : [];
  const start = parenthesis > 1 ? parenthesis : indent.length + word.length;
  if (!/^(?:file:\/\/|\/|[A-Za-z]:[\\/])/.test(part.slice(start, start + 7))) return undefined;
  const numbers = /:(\d{1,9})(?::(\d{1,9}))?(?=[:)\s]|$)/.exec(part.slice(start));
  if (!numbers) return undefined;
  const [whole, line, column = '1'] = numbers;
  const file = part.slice(start, start + numbers.index).replaceAll('\\\\', '\\');
  const end = start + numbers.index + whole.length;
  return { start, end, place: { file, line: Number(line), column: Number(column) } };
}

/** `File "FILE", line LINE` */
function pythonPlace(part: string, before = '', after = ''): Found | undefined {
  const line = /^,? [Ll]ine (\d{1,9})/.exec(after)?.[1];
  if (line === undefined || !before.endsWith('File ') || part.startsWith('<')) return undefined;
  return { start: 0, end: part.length, place: { file: part, line: Number(line), column: 1 } };
}
