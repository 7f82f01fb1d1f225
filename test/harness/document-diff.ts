// A change to a document, written as its changed lines: `-` before a removed line, `+` before an added one, a space
// before an unchanged one. There are no line numbers: the old lines of each hunk occur in the document exactly once.

const separator = '@@';

/** Lines of the old document, from `start` up to `end`, and the lines that replace them. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Both documents end with a line break. Empty when nothing changes. */
export function diffDocuments(before: string, after: string): string {
  const old = linesOf(before);
  const replacements = replacementsBetween(old, linesOf(after));
  const hunks: Omit<Replacement, 'lines'>[] = [];
  for (const replacement of replacements) {
    const hunk = withContext(old, replacement);
    const last = hunks.at(-1);
    if (last && hunk.start <= last.end) hunks.splice(-1, 1, { ...last, end: Math.max(last.end, hunk.end) });
    else hunks.push(hunk);
  }
  return hunks
    .map(({ start, end }) => {
      const within = replacements.filter((replacement) => start <= replacement.start && replacement.end <= end);
      const shown = within.flatMap((replacement, index) => [
        ...old.slice(within[index - 1]?.end ?? start, replacement.start).map((line) => (line === '' ? '' : ` ${line}`)),
        ...old.slice(replacement.start, replacement.end).map((line) => `-${line}`),
        ...replacement.lines.map((line) => `+${line}`),
      ]);
      const rest = old.slice(within.at(-1)?.end ?? start, end).map((line) => (line === '' ? '' : ` ${line}`));
      return [...shown, ...rest].map((line) => `${line}\n`).join('');
    })
    .join(`${separator}\n`);
}

/**
 * The document after the change.
 *
 * @throws {Error} when the old lines of a hunk do not occur in the document exactly once, after those of the previous hunk
 */
export function applyDiff(before: string, diff: string): string {
  const old = linesOf(before);
  const after: string[] = [];
  let done = 0;
  for (const hunk of splitHunks(diff)) {
    const kept = hunk.filter(({ sign }) => sign !== '+').map(({ text }) => text);
    const [start, ...others] = occurrences(old, kept);
    if (start === undefined || others.length > 0 || start < done) {
      const problem =
        start === undefined ? 'are not in it' : others.length > 0 ? 'are in it more than once' : 'overlap';
      throw new Error(`The diff does not fit the document: these lines ${problem}.\n${kept.join('\n')}`);
    }
    after.push(...old.slice(done, start), ...hunk.filter(({ sign }) => sign !== '-').map(({ text }) => text));
    done = start + kept.length;
  }
  return [...after, ...old.slice(done)].map((line) => `${line}\n`).join('');
}

interface DiffLine {
  readonly sign: '-' | '+' | ' ';
  readonly text: string;
}

function splitHunks(diff: string): DiffLine[][] {
  const hunks: DiffLine[][] = [[]];
  for (const line of diff === '' ? [] : linesOf(diff)) {
    if (line === separator) hunks.push([]);
    else hunks.at(-1)?.push(readLine(line));
  }
  return diff === '' ? [] : hunks;
}

function readLine(line: string): DiffLine {
  const sign = line.charAt(0);
  // An empty line is unchanged; editors remove the space before it.
  if (sign === '') return { sign: ' ', text: '' };
  if (sign !== '-' && sign !== '+' && sign !== ' ')
    throw new Error(`A line of a diff starts with \`-\`, \`+\` or a space, not as in ${JSON.stringify(line)}.`);
  return { sign, text: line.slice(1) };
}

function linesOf(text: string): string[] {
  if (!text.endsWith('\n'))
    throw new Error(`A document or diff ends with a line break, not as in ${JSON.stringify(text)}.`);
  return text.slice(0, -1).split('\n');
}

/** Adds a line on either side unless it is empty, and more, first above, until the lines occur only once. */
function withContext(old: readonly string[], { start, end }: Replacement): Omit<Replacement, 'lines'> {
  let from = Math.max(0, start - 1);
  let to = Math.min(old.length, end + 1);
  const isUnique = (first: number, last: number): boolean => occurrences(old, old.slice(first, last)).length === 1;
  while (from > 0 && !isUnique(from, to)) from--;
  while (to < old.length && !isUnique(from, to)) to++;
  if (from < start && old[from] === '' && isUnique(from + 1, to)) from++;
  if (to > end && old[to - 1] === '' && isUnique(from, to - 1)) to--;
  return { start: from, end: to };
}

/** The places where the lines occur. */
function occurrences(document: readonly string[], lines: readonly string[]): number[] {
  return document.flatMap((_, start) =>
    lines.every((line, index) => document[start + index] === line) ? [start] : [],
  );
}

/** By a longest common subsequence of lines. */
function replacementsBetween(old: readonly string[], now: readonly string[]): Replacement[] {
  const common = commonLengths(old, now);
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  const replacements: Replacement[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const [start, from] = [i, j];
    while ((i < old.length || j < now.length) && !(i < old.length && j < now.length && old[i] === now[j])) {
      if (i < old.length && (j === now.length || at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    if (i > start || j > from) replacements.push({ start, end: i, lines: now.slice(from, j) });
    while (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
    }
  }
  return replacements;
}

/** At `[i][j]`, the length of a longest common subsequence of the lines from `i` in one document and from `j` in the other. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => Array.from({ length: now.length + 1 }, () => 0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const row = lengths[i];
      const below = lengths[i + 1];
      if (!row || !below) continue;
      row[j] = old[i] === now[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}
