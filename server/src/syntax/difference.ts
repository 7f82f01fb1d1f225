// The edits that turn one text into another: whole lines, and as few as can be found cheaply, so that cursors and
// decorations on other lines stay in place.
import type { Edit } from './edits.ts';

/** With more pairs of lines than this, the whole difference is replaced at once. */
const maximumPairs = 1_000_000;

export function difference(before: string, after: string): Edit[] {
  // Most texts that are formatted on save already are.
  if (before === after) return [];
  const [old, wanted] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < wanted.length && old[start] === wanted[start]) start++;
  let [oldEnd, wantedEnd] = [old.length, wanted.length];
  while (oldEnd > start && wantedEnd > start && old[oldEnd - 1] === wanted[wantedEnd - 1]) {
    oldEnd--;
    wantedEnd--;
  }
  const kept = commonLines(old.slice(start, oldEnd), wanted.slice(start, wantedEnd));
  const edits: Edit[] = [];
  let offset = old.slice(0, start).join('').length;
  let [oldLine, wantedLine] = [start, start];
  for (const [oldIndex, wantedIndex] of [...kept, [oldEnd - start, wantedEnd - start] as const]) {
    const removed = old.slice(oldLine, start + oldIndex).join('');
    const newText = wanted.slice(wantedLine, start + wantedIndex).join('');
    if (removed !== newText) edits.push({ span: { start: offset, end: offset + removed.length }, newText });
    offset += removed.length + (old[start + oldIndex] ?? '').length;
    [oldLine, wantedLine] = [start + oldIndex + 1, start + wantedIndex + 1];
  }
  return edits;
}

/** The lines of the text, with their line breaks. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n|\r(?!\n))/);
}

/** The longest common subsequence of lines, as pairs of their indices. */
function commonLines(old: readonly string[], wanted: readonly string[]): (readonly [number, number])[] {
  if (old.length * wanted.length > maximumPairs) return [];
  const width = wanted.length + 1;
  /** For each pair of indices, the number of common lines from there to the end. */
  const common = new Uint32Array((old.length + 1) * width);
  const at = (one: number, other: number): number => common[one * width + other] ?? 0;
  for (let one = old.length - 1; one >= 0; one--) {
    for (let other = wanted.length - 1; other >= 0; other--) {
      common[one * width + other] =
        old[one] === wanted[other] ? at(one + 1, other + 1) + 1 : Math.max(at(one + 1, other), at(one, other + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let one = 0, other = 0; one < old.length && other < wanted.length;) {
    if (old[one] === wanted[other]) pairs.push([one++, other++]);
    else if (at(one + 1, other) >= at(one, other + 1)) one++;
    else other++;
  }
  return pairs;
}
