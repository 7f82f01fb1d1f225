// Which known word was probably intended by a typed one.
import type { EnumType, Property } from './definition.ts';

/** The names of the properties that were probably intended by the typed one, the most likely first. */
export function intendedProperties(typed: string, properties: readonly Property[]): string[] {
  return intended(
    typed,
    properties.map(({ name, otherNames = [] }) => ({ word: name, otherNames })),
  );
}

/** The values that were probably intended by the typed one, the most likely first. */
export function intendedValues(typed: string, { values }: EnumType): string[] {
  return intended(
    typed,
    values.map(({ value, otherNames = [] }) => ({ word: value, otherNames })),
  );
}

/** The only value that the typed one can reasonably mean: another name for it, or a small typo. */
export function certainValue(typed: string, { values }: EnumType): string | undefined {
  const synonyms = values.filter(({ otherNames = [] }) => otherNames.some((name) => isSameWord(name, typed)));
  const near = values.filter(({ value }) => didYouMean(typed, [value]).length > 0 && !isHalf(typed, value));
  const [meant, ...others] = synonyms.length > 0 ? synonyms : near;
  return others.length === 0 ? meant?.value : undefined;
}

/** Whether the typed word leaves out much of the value, and could still become another one. */
function isHalf(typed: string, value: string): boolean {
  return normalized(value).length - normalized(typed).length > 2;
}

/** Whether the typed word is the name of the property, or one that other tools and people use for it. */
export function isNameOf(typed: string, { name, otherNames = [] }: Property): boolean {
  return [name, ...otherNames].some((one) => isSameWord(one, typed));
}

/** Whether the word ends like the other: `OnConnect` like `connect`, but `OnDisconnect` does not. */
export function endsLike(word: string, ending: string): boolean {
  const [whole, end] = [normalized(word), normalized(ending)];
  return end !== '' && whole.endsWith(end) && !reversing.test(whole.slice(0, -end.length));
}

/** Prefixes that make a word mean something else, often the opposite. */
const reversing = /(?:dis|un|de|re)$/;

function intended(typed: string, known: readonly { word: string; otherNames: readonly string[] }[]): string[] {
  const synonyms = known.filter(({ otherNames }) => otherNames.some((name) => isSameWord(name, typed)));
  const others = known.filter((one) => !synonyms.includes(one));
  return [
    ...synonyms.map(({ word }) => word),
    ...didYouMean(
      typed,
      others.map(({ word }) => word),
    ),
  ];
}

/** With more candidates than this, none is suggested, because many words may be compared with all of them. */
export const maximumCompared = 200;

/** More edits are no typo, and neither are edits farther apart than that many letters. Longer words are not compared. */
const most = { edits: 8, apart: 30, letters: 100 };

/** The candidates that were probably intended by the typed word, the closest first. */
export function didYouMean(typed: string, candidates: readonly string[] | ReadonlySet<string>): string[] {
  const count = 'size' in candidates ? candidates.size : candidates.length;
  if (count > maximumCompared || typed.length > most.letters) return [];
  const word = normalized(typed);
  const near: { candidate: string; cost: number }[] = [];
  for (const candidate of candidates) {
    if (candidate.length > most.letters) continue;
    const known = normalized(candidate);
    const longer = Math.max(word.length, known.length);
    // Words of one or two letters would all be similar to each other.
    const limit = longer < 3 ? 0 : Math.min(most.edits, Math.floor(longer / 3));
    const cost = word === known ? 0 : distance(word, known, limit);
    if (cost > 1 && isOtherWord(word, known)) continue;
    if (cost <= limit) near.push({ candidate, cost });
    else if (isAbbreviation(word, known)) near.push({ candidate, cost: limit + 1 });
  }
  return near.sort((a, b) => a.cost - b.cost).map(({ candidate }) => candidate);
}

/** Whether the two differ only in case and separators. */
function isSameWord(one: string, other: string): boolean {
  return normalized(one) === normalized(other);
}

/** "oneway", "1_way" and "1-Way" all become "1way". */
function normalized(text: string): string {
  return text
    .toLowerCase()
    .replace(/^one(?=[-_ ]?way)/, '1')
    .replace(/^two(?=[-_ ]?way)/, '2')
    .replaceAll(/[-_ ]/g, '');
}

/** Both words without their common start and end. Most similar words differ in one place only. */
function withoutCommonEnds(one: string, other: string): readonly [string, string] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}

/** Whether the two differ in how a word begins, as `disconnect` from `onconnect`. A typo changes one letter there. */
function isOtherWord(one: string, other: string): boolean {
  const [a, b] = withoutCommonEnds(one, other);
  return one[0] !== other[0] || ((a === '' || b === '') && new RegExp(`^${reversing.source}`).test(a + b));
}

/** `opmode` for `operationmode`: the same first letter, and the other letters in the same order. */
function isAbbreviation(word: string, known: string): boolean {
  if (word.length < 3 || word[0] !== known[0]) return false;
  let from = 0;
  for (const letter of word) {
    from = known.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/**
 * The number of edits from one word to the other: insert, delete, replace a letter, or swap two neighbors. Stops
 * counting beyond the limit.
 */
function distance(word: string, known: string, limit: number): number {
  if (Math.abs(word.length - known.length) > limit) return limit + 1;
  const [one, other] = withoutCommonEnds(word, known);
  if (Math.max(one.length, other.length) > most.apart) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      // Only what is near the diagonal is within the limit.
      if (Math.abs(i - j) > limit) {
        current.push(limit + 1);
        continue;
      }
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    // A swap refers back two rows, so both must exceed the limit.
    if (Math.min(...current) > limit && Math.min(...previous) > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
