// Which known word was probably meant by a typed one.

/** The candidates that the typed word may have been meant to be, the nearest first. */
export function didYouMean(typed: string, candidates: Iterable<string>): string[] {
  const word = normalised(typed);
  const near: { candidate: string; far: number }[] = [];
  for (const candidate of candidates) {
    const known = normalised(candidate);
    const longer = Math.max(word.length, known.length);
    // Of one or two letters each, any word would be like any other.
    const limit = longer < 3 ? 0 : Math.floor(longer / 3);
    const far = word === known ? 0 : distance(word.slice(0, 80), known.slice(0, 80), limit);
    if (far <= limit) near.push({ candidate, far });
    else if (isAbbreviation(word, known)) near.push({ candidate, far: limit + 1 });
  }
  return near.sort((a, b) => a.far - b.far).map(({ candidate }) => candidate);
}

/** Whether the two differ in nothing but case and separators. */
export function isSameWord(one: string, other: string): boolean {
  return normalised(one) === normalised(other);
}

/** "oneway", "1_way" and "1-Way" are all meant to be "1-way". */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/^one(?=[-_ ]?way)/, '1')
    .replace(/^two(?=[-_ ]?way)/, '2')
    .replaceAll(/[-_ ]/g, '');
}

/** What is between the start and the end that both have: most words that are alike differ in one place. */
function withoutCommonEnds(one: string, other: string): readonly [string, string] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}

/** `opmode` for `operationmode`: the same first letter, and the others in their order. */
function isAbbreviation(word: string, known: string): boolean {
  if (word.length < 3 || word[0] !== known[0]) return false;
  let from = 0;
  for (const letter of word) {
    from = known.indexOf(letter, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** Edits from one word to the other: insert, delete, replace, swap neighbours. More than the limit need not be counted. */
function distance(word: string, known: string, limit: number): number {
  if (Math.abs(word.length - known.length) > limit) return limit + 1;
  const [one, other] = withoutCommonEnds(word, known);
  let before: number[] = [];
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const current = [i];
    for (let j = 1; j <= other.length; j++) {
      const cost = one[i - 1] === other[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      }
      current.push(best);
    }
    // A swap reaches back two rows, so that both must be beyond it.
    if (Math.min(...current) > limit && Math.min(...previous) > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[other.length] ?? 0;
}
