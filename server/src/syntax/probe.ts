// Determines what would be at the cursor if a word were typed there, by speculative parses with a marker in its place.
// Guessing from the surrounding text would mean reimplementing YAML.
import { columnOf, endOfLine, isInFlow, startOfLine } from './edits.ts';
import { locate, type Location, firstUnreadable, type ScalarNode, type Span, type SyntaxTree } from './tree.ts';
import { reparseReadable } from './reparse.ts';

export interface Probe {
  /** The tree with the marker in it. */
  readonly tree: SyntaxTree;
  readonly location: Location;
  /** The key or value with the marker in it. */
  readonly scalar: ScalarNode;
  /** The text of the key or value without the marker. */
  readonly word: string;
  /** The text that the word replaces, including quotes; in the text without the marker. */
  readonly replaced: Span;
  readonly frame: Frame;
  /** The text that is parsed as keys without a colon only because of the word; in the text without the marker. */
  readonly takenForKeys: readonly Span[];
}

/** The text that is assumed around the word although it has not been typed yet. */
export interface Frame {
  readonly before: '' | '- ' | ',';
  /** A comma, or the closing brackets that are missing so far, which are tried last. */
  readonly after: string;
  /** True for a colon directly after the word, which tests whether it is a key. */
  readonly colon: boolean;
}

const marker = 'zqCursorqz';

/**
 * The number of characters that are parsed at most to read the word in one way after another, apart from the first way that
 * takes a parse of the whole text, rather than of the block around the word.
 */
export const maximumProbed = 500_000;

/**
 * The ways in which a word at the offset can be read, the most likely first. Lazy, because each takes a parse. None in
 * a comment, in the middle of a longer text, or where a word is not possible.
 * @param only limits them to those that add this before the word
 */
export function* probes(tree: SyntaxTree, offset: number, only?: Frame['before']): Iterable<Probe> {
  if (tree.comments.some(({ span }) => span.start < offset && offset <= span.end)) return;
  let left = Math.max(1, Math.floor(maximumProbed / tree.text.length));
  const mayParseAll = (): boolean => left-- > 0;
  for (const { before, after } of framesAt(tree, offset)) {
    if (only !== undefined && before !== only) continue;
    if (after === '' && runsOn(tree, offset)) continue;
    const asValue = probe(tree, offset, { before, after, colon: false }, mayParseAll);
    const isKey = asValue?.location.key?.complete === false;
    const needsColon = isKey && !isKeyAlone(asValue, tree, offset);
    if (asValue && !needsColon) yield asValue;
    if (isKey && !needsColon) continue;
    if (before === '' && !mayBeKey(tree, offset)) continue;
    const asKey = probe(tree, offset, { before, after, colon: true }, mayParseAll);
    const key = asKey?.location.key;
    if (asKey && key?.complete && key.value === undefined && !splitsItem(asKey)) yield asKey;
  }
}

/** Whether a key is read the same with and without its colon: in a block, aligned with the other keys of its map. */
function isKeyAlone(
  { tree: probed, location, scalar, replaced, frame }: Probe,
  tree: SyntaxTree,
  offset: number,
): boolean {
  const map = location.steps.at(-1)?.collection;
  if (map?.kind !== 'map' || map.flow || frame.before !== '' || !mayBeKey(tree, offset)) return false;
  const column = columnOf(probed.text, scalar.span.start);
  const isAligned = map.entries.every(({ key }) => columnOf(probed.text, key.span.start) === column);
  const isWord = replaced.end === Math.max(offset, wordAt(tree.text, offset).end);
  return isAligned && isWord && !firstUnreadable(probed) && keysWithoutColon(probed).length === 1;
}

/** Whether a word would only be the start of the text that follows it on its line. */
function runsOn(tree: SyntaxTree, offset: number): boolean {
  const { text } = tree;
  const word = wordAt(text, offset);
  if (/["']/.test(text.charAt(word.start)) || isQuoted(locate(tree, offset))) return false;
  return /^[ \t]+[^\s#:,[\]{}&!-]/.test(text.slice(Math.max(offset, word.end), endOfLine(text, word.end)));
}

/** Whether the key or value is in quotes, and may therefore contain spaces. */
function isQuoted({ key, scalar }: Location): boolean {
  const style = (key?.key ?? scalar)?.style;
  return style === 'single' || style === 'double';
}

/** Only at the start of a line, of an item, or of the content of braces. */
function mayBeKey({ text }: SyntaxTree, offset: number): boolean {
  const { start } = wordAt(text, offset);
  return /(?:^|[-{,])\s*$/.test(text.slice(startOfLine(text, start), start).slice(-100));
}

/** A new item before keys would take them away from the item above. */
function splitsItem({ frame, location }: Probe): boolean {
  const map = location.steps.at(-1)?.collection;
  return frame.before === '- ' && map?.kind === 'map' && map.entries.length > 1;
}

function* framesAt(tree: SyntaxTree, offset: number): Iterable<Omit<Frame, 'colon'>> {
  const { text } = tree;
  yield { before: '', after: '' };
  const lead = text.slice(startOfLine(text, offset), offset);
  if (/^ *[^\s#'"[{-]*$/.test(lead)) yield { before: '- ', after: '' };
  const word = wordAt(text, offset);
  const previous = text.slice(0, word.start).trimEnd().at(-1) ?? '';
  const next = text.slice(word.end).trimStart().charAt(0);
  if (isInFlow(tree, offset)) {
    const lacksAfter = !',]}'.includes(next);
    const lacksBefore = !',[{:'.includes(previous);
    if (lacksAfter) yield { before: '', after: ',' };
    if (lacksBefore) yield { before: ',', after: '' };
    if (lacksAfter && lacksBefore) yield { before: ',', after: ',' };
  }
  if (firstUnreadable(tree)) for (const after of [']', '}', '}]']) yield { before: '', after };
}

function probe(tree: SyntaxTree, offset: number, frame: Frame, mayParseAll: () => boolean): Probe | undefined {
  const { text } = tree;
  const word = wordAt(text, offset);
  const end = frame.colon ? word.end : Math.max(offset, word.end);
  const closing = frame.colon ? `:${frame.after}` : frame.after;
  const probed = reparseReadable(
    text.slice(0, word.start) +
      frame.before +
      text.slice(word.start, offset) +
      marker +
      text.slice(offset, end) +
      closing +
      text.slice(end),
    tree,
    mayParseAll,
  );
  if (!probed) return undefined;
  const at = offset + frame.before.length;
  if (breaks(tree, probed, word.start, probed.text.length - text.length)) return undefined;
  // The parser misplaces text that is indented with a tab.
  const lineStart = startOfLine(text, offset);
  if (probed.problems.some(({ kind, span }) => kind === 'tab' && lineStart <= span.start && span.start <= at)) {
    return undefined;
  }
  const location = locate(probed, at + 1);
  const scalar = location.key?.key ?? location.scalar;
  if (!scalar?.text.includes(marker) || scalar.style === 'block') return undefined;
  const written = probed.text.slice(scalar.span.start, scalar.span.end);
  if (/[\r\n]/.test(written) || (scalar.style === 'plain' && /\s/.test(written))) return undefined;
  const start = scalar.span.start - frame.before.length;
  if (isMisaligned(probed, scalar.span.start) && !isMisaligned(tree, start)) return undefined;
  return {
    tree: probed,
    location,
    scalar,
    word: scalar.text.replace(marker, ''),
    replaced: { start, end: start + written.length - marker.length },
    frame,
    takenForKeys: newKeys(tree, probed, scalar.span),
  };
}

/** The word at the offset, including its quotes. Two colons are a part of it, as in `Fn::Join`. */
function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && !/[\s,[\]{}"']/.test(text.charAt(start - 1))) start--;
  let end = offset;
  while ((end < text.length && !/[\s,[\]{}"':]/.test(text.charAt(end))) || text.startsWith('::', end)) {
    end += text.startsWith('::', end) ? 2 : 1;
  }
  const quote = text.charAt(start - 1);
  if (quote !== '"' && quote !== "'") return { start, end };
  return { start: start - 1, end: text.charAt(end) === quote ? end + 1 : end };
}

/** Whether the word introduces a syntax error. */
function breaks(original: SyntaxTree, probed: SyntaxTree, at: number, added: number): boolean {
  const problem = firstUnreadable(probed)?.span.start;
  if (problem === undefined) return false;
  const known = firstUnreadable(original)?.span.start;
  if (known === undefined) return true;
  return problem < (known < at ? known : known + added);
}

function isMisaligned({ problems }: SyntaxTree, offset: number): boolean {
  return problems.some(({ kind, span }) => kind === 'misaligned' && span.start === offset);
}

function newKeys(original: SyntaxTree, probed: SyntaxTree, word: Span): Span[] {
  const added = probed.text.length - original.text.length;
  const known = new Set(keysWithoutColon(original).map(({ start }) => start));
  return keysWithoutColon(probed)
    .filter(({ start }) => start !== word.start)
    .map(({ start, end }) => (start < word.start ? { start, end } : { start: start - added, end: end - added }))
    .filter(({ start }) => !known.has(start));
}

function keysWithoutColon({ problems }: SyntaxTree): Span[] {
  return problems.filter(({ kind }) => kind === 'missing-colon').map(({ span }) => span);
}
