// Accepts a completion as an editor does: expands the snippet, by the protocol's grammar and independently of the
// product's own writer, and applies the additional edits.
import type { CompletionItem } from '../../server/src/features/completion/completion.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import type { Span } from '../../server/src/syntax/tree.ts';

export interface Accepted {
  readonly text: string;
  /** The places to fill in with their initial text, in the order of the text. */
  readonly stops: readonly Stop[];
}

export interface Stop {
  readonly number: number;
  readonly span: Span;
}

type AcceptedItem = Pick<CompletionItem, 'range' | 'snippet' | 'edits'>;

/** Accepts an item in an editor that keeps the rest of the word. */
export function insertCompletion(text: string, item: CompletionItem): Accepted {
  return acceptCompletion(text, { ...item, range: { ...item.range, replaced: item.range.inserted } });
}

/** Accepts an item in an editor without snippet support, which inserts the text as is. */
export function acceptPlainCompletion(
  text: string,
  { range: { replaced }, plain, lead, edits }: CompletionItem,
): string {
  const newText = plain.replaceAll(/\r?\n/g, (lineEnd) => lineEnd + lead);
  return applyEdits(text, [...edits, { span: replaced, newText }]);
}

export function acceptCompletion(text: string, { range: { replaced }, snippet, edits }: AcceptedItem): Accepted {
  const lineStart =
    Math.max(text.lastIndexOf('\n', replaced.start - 1), text.lastIndexOf('\r', replaced.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, replaced.start))?.[0] ?? '';
  const expanded = expandSnippet(snippet.replaceAll(/\r?\n/g, (lineEnd) => lineEnd + indent));
  for (const { span } of edits) {
    if (span.start <= replaced.end && replaced.start <= span.end && span.start !== span.end)
      throw new Error(`An edit at ${span.start} touches what is replaced at ${replaced.start}.`);
  }
  const before = edits.filter(({ span }) => span.end <= replaced.start).sort((a, b) => a.span.start - b.span.start);
  const after = edits.filter((edit) => !before.includes(edit)).sort((a, b) => a.span.start - b.span.start);
  const head = apply(text, before, 0, replaced.start);
  const tail = apply(text, after, replaced.end, text.length);
  const stops = expanded.stops.map(({ number, span }) => ({
    number,
    span: { start: span.start + head.length, end: span.end + head.length },
  }));
  return { text: head + expanded.text + tail, stops };
}

function apply(text: string, edits: AcceptedItem['edits'], from: number, to: number): string {
  let result = '';
  let at = from;
  for (const { span, newText } of edits) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at, to);
}

/** The resulting text, with `<|>` at each empty place. */
export function showAccepted({ text, stops }: Accepted): string {
  const empty = stops.filter(({ span }) => span.start === span.end).map(({ span }) => span.start);
  let shown = text;
  for (const at of empty.toReversed()) shown = `${shown.slice(0, at)}<|>${shown.slice(at)}`;
  return shown;
}

/** `$1`, `${1}`, `${1:default}`, `${1|one,two|}`; a backslash escapes the next character. */
function expandSnippet(snippet: string): Accepted {
  let text = '';
  const stops: Stop[] = [];
  const defaults = new Map<number, string>();
  for (let at = 0; at < snippet.length;) {
    const rest = snippet.slice(at);
    const escape = /^\\([$}\\])/.exec(rest);
    const stop = /^\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^}\\])*)|\|((?:\\.|[^|\\])*)\|)?\})/.exec(rest);
    if (escape) text += escape[1] ?? '';
    else if (stop) {
      const number = Number(stop[1] ?? stop[2]);
      const [first] = (stop[4] ?? '').split(/(?<!\\),/);
      const own = stop[3]?.replaceAll(/\\([$}\\])/g, '$1') ?? first?.replaceAll(/\\([,|\\])/g, '$1') ?? '';
      const value = own === '' ? (defaults.get(number) ?? '') : own;
      defaults.set(number, value);
      stops.push({ number, span: { start: text.length, end: text.length + value.length } });
      text += value;
    } else if (rest.startsWith('$')) throw new Error(`A bare $ in the snippet ${JSON.stringify(snippet)}.`);
    else text += rest.charAt(0);
    at += (escape ?? stop)?.[0].length ?? 1;
  }
  const numbers = new Set(stops.map(({ number }) => number).filter((number) => number > 0));
  if (Math.max(0, ...numbers) !== numbers.size) throw new Error(`Numbers are left out in ${JSON.stringify(snippet)}.`);
  return { text, stops };
}
