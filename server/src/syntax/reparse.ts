// Parses a text of which most is known from an earlier one: the blocks before and after what has changed are taken from
// the earlier tree, and only the smallest blocks around the change are parsed.
//
// The result is always that of `parse`, because
// - a block is read the same wherever it is: the parser is in the same state before each entry of a block map, and before
//   each item of a block list. Anchors, and text that opens something without closing it, are exceptions, so texts with
//   them are parsed as a whole;
// - the problems of a block may concern its neighbors, so texts with problems are parsed as a whole too, apart from keys
//   without a colon, which everyone types all the time.
import { blocksInside, contentLines, outermostBlocks, type Block, type Blocks, type ContentLines } from './blocks.ts';
import { startOfLine } from './edits.ts';
import { movedEntry, movedItem, movedSpan } from './moved.ts';
import { hasSlips, maximumItems, parse, whyTooLarge } from './parse.ts';
import { lineIndex } from './positions.ts';
import {
  firstUnreadable,
  type Comment,
  type Entry,
  type Format,
  type ListItem,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxProblem,
  type SyntaxTree,
} from './tree.ts';

/**
 * The tree of the text, as `parse` returns it. The more it resembles the text of the earlier tree, the less is parsed. JSON,
 * which has no blocks, is parsed as a whole.
 */
export function reparse(
  text: string,
  earlier: SyntaxTree | undefined,
  format: Format | undefined = earlier?.format,
): SyntaxTree {
  if (format === 'json') return parse(text, { format });
  const base = earlier && (bases.get(earlier) ?? earlier);
  if (!base || !isDivisible(base) || whyTooLarge(text) !== undefined) return parse(text);
  const changed = parseChanges(text, base);
  if (changed !== undefined && changed !== 'unreadable') return changed;
  const tree = parse(text);
  // A text that cannot be divided is soon followed by one that can, which differs little from the last such text.
  if (!isDivisible(tree)) bases.set(tree, base);
  return tree;
}

/** The last earlier tree that could be divided into blocks, for one that cannot. */
const bases = new WeakMap<SyntaxTree, SyntaxTree>();

/** Whether a later text can be parsed in part, because the blocks of this one do not depend on each other. */
export function isDivisible({ text, root, problems, anchors }: SyntaxTree): boolean {
  return root !== undefined && anchors.length === 0 && problems.every((problem) => isHalfTypedKey(problem, text));
}

/** Whether it is a key without a colon, but not one that follows another key on its line, which confuses the parser. */
function isHalfTypedKey({ kind, halfTyped, appliedFix, span: { start } }: SyntaxProblem, text: string): boolean {
  return (
    kind === 'missing-colon' &&
    halfTyped === true &&
    !appliedFix &&
    !/:\s*$/.test(text.slice(startOfLine(text, start), start).slice(-100))
  );
}

/**
 * The same for a text that is only of interest if what has changed can be read: undefined if the block around it cannot,
 * although all of the earlier text can. The rest is then not parsed at all.
 * @param mayParseAll called before the whole text is parsed. If it says no, the result is undefined.
 */
export function reparseReadable(
  text: string,
  earlier: SyntaxTree,
  mayParseAll: () => boolean = () => true,
): SyntaxTree | undefined {
  if (earlier.format === 'json' || !isDivisible(earlier) || whyTooLarge(text) !== undefined) {
    return mayParseAll() ? reparse(text, earlier) : undefined;
  }
  const changed = parseChanges(text, earlier);
  if (changed && changed !== 'unreadable') return changed;
  if (!mayParseAll()) return undefined;
  // The lines around an unreadable block may explain what is wrong with it.
  return !changed || hasSlips(text) ? parse(text) : undefined;
}

/** Undefined if the text has to be parsed as a whole. */
function parseChanges(text: string, earlier: SyntaxTree): SyntaxTree | 'unreadable' | undefined {
  const before = linesOf(earlier);
  const after = contentLines(text);
  const outermost = before && outermostBlocks(before);
  const blocks = after && outermostBlocks(after);
  if (!earlier.root || !outermost || !blocks) return undefined;
  const change = { ...difference(earlier.text, text), before, after };
  const changed = changedCollection(earlier.root, outermost, blocks, change);
  if (!changed || changed === 'unreadable') return changed;
  const { node: root, replaced, problems, comments } = changed;
  const splice = <P extends { readonly span: Span }>(parts: readonly P[], fresh: readonly P[]): readonly P[] => [
    ...parts.filter(({ span }) => span.start < replaced.start),
    ...fresh,
    ...parts.filter(({ span }) => span.start >= replaced.end).map((part) => movedBy(part, change.by)),
  ];
  const tree: SyntaxTree = {
    text,
    format: 'yaml',
    lines: lineIndex(text),
    root,
    problems: splice(earlier.problems, problems),
    comments: splice(earlier.comments, comments),
    anchors: [],
  };
  // Near a problem, `parse` looks for slips, anywhere in the text.
  if (tree.problems.length > 0 && hasSlips(text)) return undefined;
  contents.set(tree, after);
  return tree;
}

/** The lines of the latest trees, each of which is soon the earlier one. */
const contents = new WeakMap<SyntaxTree, ContentLines>();

function linesOf(tree: SyntaxTree): ContentLines | undefined {
  const known = contents.get(tree) ?? contentLines(tree.text);
  if (known) contents.set(tree, known);
  return known;
}

/** Where two texts differ: between equal starts and equal ends. */
interface Difference {
  readonly start: number;
  /** In the earlier text. */
  readonly end: number;
  /** How far the equal end has moved. */
  readonly by: number;
}

interface Change extends Difference {
  readonly before: ContentLines;
  readonly after: ContentLines;
}

function difference(earlier: string, text: string): Difference {
  const by = text.length - earlier.length;
  const shorter = Math.min(text.length, earlier.length);
  let start = 0;
  while (start < shorter && text.charCodeAt(start) === earlier.charCodeAt(start)) start++;
  let end = earlier.length;
  while (end > start && end + by > start && text.charCodeAt(end + by - 1) === earlier.charCodeAt(end - 1)) end--;
  // Lines that are added or removed may start like the next one. Then whole lines differ, rather than parts of two.
  const [longer, last] = by > 0 ? [text, end + by] : [earlier, end];
  const lineStart = startOfLine(earlier, start);
  const isWhole = Math.min(end, end + by) === start && longer.endsWith(longer.slice(lineStart, start), last);
  const back = isWhole ? start - lineStart : 0;
  return { start: start - back, end: end - back, by };
}

/** What was parsed. */
interface Fresh {
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
}

interface ChangedCollection extends Fresh {
  readonly node: MapNode | ListNode;
  /** The blocks of the earlier text that others have replaced. */
  readonly replaced: Span;
}

/** An entry or an item. */
type Part = Entry | ListItem;

/**
 * Undefined if the blocks that have changed cannot be parsed by themselves. If one of them is unreadable, the blocks around
 * it are too, and are not tried.
 */
function changedCollection(
  earlier: SyntaxNode,
  from: Blocks,
  to: Blocks,
  change: Change,
): ChangedCollection | 'unreadable' | undefined {
  if (earlier.kind !== from.kind || earlier.flow || to.kind !== from.kind) return undefined;
  const parts: readonly Part[] = earlier.kind === 'map' ? earlier.entries : earlier.items;
  const start = from.blocks[0]?.start ?? 0;
  // What is before the first block belongs to the key.
  if (
    to.blocks.length >= maximumItems ||
    parts.length !== from.blocks.length ||
    start !== to.blocks[0]?.start ||
    change.start < start
  )
    return undefined;
  const head = countUnchangedBefore(from.blocks, to.blocks, change);
  const tail = countUnchangedAfter(from.blocks.slice(head), to.blocks.slice(head), change);
  const before = from.blocks.slice(head, from.blocks.length - tail);
  const after = to.blocks.slice(head, to.blocks.length - tail);
  const collection = (fresh: readonly Part[]): MapNode | ListNode =>
    collectionOf(to, [
      ...parts.slice(0, head),
      ...fresh,
      ...parts.slice(parts.length - tail).map((part) => movedPart(part, change.by)),
    ]);
  const inner = changedInside(parts[head], before, after, change);
  if (inner === 'unreadable') return inner;
  if (inner) {
    const node = collection([inner.entry]);
    return inner.hasNewKey && !hasKeys(node) ? undefined : { ...inner.changed, node };
  }
  const fresh = parseBlocks(after, to, change.after.text);
  if (!fresh || fresh === 'unreadable') return fresh;
  const node = collection(fresh.parts);
  if (!hasKeys(node)) return undefined;
  const end = before.at(-1)?.end ?? from.blocks[head]?.start ?? from.blocks.at(-1)?.end ?? start;
  return { ...fresh, node, replaced: { start: before[0]?.start ?? end, end } };
}

function countUnchangedBefore(from: readonly Block[], to: readonly Block[], { start }: Difference): number {
  const changed = from.findIndex((block, index) => block.end > start || block.end !== to[index]?.end);
  return changed < 0 ? Math.min(from.length, to.length) : changed;
}

function countUnchangedAfter(from: readonly Block[], to: readonly Block[], { end, by }: Difference): number {
  let count = 0;
  for (; count < Math.min(from.length, to.length); count++) {
    const [one, other] = [from[from.length - 1 - count], to[to.length - 1 - count]];
    if (!one || one.start < end || one.start + by !== other?.start) break;
  }
  return count;
}

function movedPart(part: Part, by: number): Part {
  return isEntry(part) ? movedEntry(part, by) : movedItem(part, by);
}

function collectionOf({ kind, column, blocks }: Blocks, parts: readonly Part[]): MapNode | ListNode {
  const start = (blocks[0]?.start ?? 0) + column;
  const span = { start, end: parts.at(-1)?.span.end ?? start };
  return kind === 'map'
    ? { kind, span, flow: false, entries: parts.filter(isEntry) }
    : { kind, span, flow: false, items: parts };
}

function isEntry(part: Part): part is Entry {
  return 'key' in part;
}

/** Only beside another key is a word without a colon a key. Keys that come again may belong to another map. */
function hasKeys(node: MapNode | ListNode): boolean {
  if (node.kind === 'list') return true;
  const keys = new Set(node.entries.map(({ key }) => key.text));
  return keys.size === node.entries.length && node.entries.some(({ colon }) => colon);
}

interface ChangedEntry {
  readonly entry: Entry;
  readonly changed: ChangedCollection;
  readonly hasNewKey: boolean;
}

/**
 * The entry of which only the key, or a part of the value, has changed; undefined if there is no such entry, or it has to be
 * parsed as a whole.
 */
function changedInside(
  part: Part | undefined,
  [before, ...othersBefore]: readonly Block[],
  [after, ...othersAfter]: readonly Block[],
  change: Change,
): ChangedEntry | 'unreadable' | undefined {
  if (!part || !isEntry(part) || !part.value || !before || !after) return undefined;
  if (othersBefore.length + othersAfter.length > 0) return undefined;
  const [from, to] = [blocksInside(change.before, before), blocksInside(change.after, after)];
  if (!from || !to) return undefined;
  const { span } = part;
  const header = changedHeader(part, { before, after, from, to, change });
  const changed = header ? header.changed : changedCollection(part.value, from, to, change);
  if (!changed || changed === 'unreadable') return changed;
  const key = header?.key ?? part.key;
  const { node: value } = changed;
  const entry = { span: { ...span, end: value.span.end }, key, value, complete: true, colon: true };
  return { entry, changed, hasNewKey: header !== undefined };
}

/** A block of the earlier text and what it has become, with the blocks inside. */
interface BlockChange {
  readonly before: Block;
  readonly after: Block;
  readonly from: Blocks;
  readonly to: Blocks;
  readonly change: Change;
}

/** The key and the moved value, if nothing else than the text above the value has changed. */
function changedHeader(
  part: Entry,
  { before, after, from, to, change }: BlockChange,
): { readonly key: ScalarNode; readonly changed: ChangedCollection } | undefined {
  const [start, end] = [from.blocks[0]?.start ?? 0, to.blocks[0]?.start ?? 0];
  const column = change.after.columns[after.lines.from] ?? 0;
  const isAbove = change.end <= start && start + change.by === end && before.end + change.by === after.end;
  const isInPlace = before.start === after.start && change.before.columns[before.lines.from] === column;
  if (!isAbove || !isInPlace) return undefined;
  const read = parseBlocks([{ ...after, end }], { kind: 'map', column, blocks: [] }, change.after.text);
  const [header] = read && read !== 'unreadable' ? read.parts : [];
  const node = movedEntry(part, change.by).value;
  if (!read || read === 'unreadable' || !header || !isEntry(header) || header.value || !header.colon) return undefined;
  if ((node?.kind !== 'map' && node?.kind !== 'list') || node.flow) return undefined;
  return { key: header.key, changed: { ...read, node, replaced: { start: before.start, end: start } } };
}

interface ParsedBlocks extends Fresh {
  readonly parts: readonly Part[];
}

function parseBlocks(
  blocks: readonly Block[],
  { kind, column }: Blocks,
  text: string,
): ParsedBlocks | 'unreadable' | undefined {
  const parts: Part[] = [];
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const length = (blocks.at(-1)?.end ?? 0) - (blocks[0]?.start ?? 0);
  // Parsing the whole text costs little more then, and is needed anyway if a block cannot be parsed by itself.
  if (length > text.length / 2) return undefined;
  for (const { start, end } of blocks) {
    const written = text.slice(start, end);
    let tree = parse(written);
    if (kind === 'map' && tree.root?.kind === 'scalar' && isDivisible(tree)) {
      tree = parse(`${written}${written.endsWith('\n') ? '' : '\n'}${' '.repeat(column)}${otherKey}`);
    }
    const { root } = tree;
    const unreadable = firstUnreadable(tree);
    // Whether a quote is closed depends on the quotes below.
    if (unreadable && unreadable.kind !== 'unclosed-quote' && root?.kind === kind) return 'unreadable';
    if (root?.kind !== kind || root.flow || root.span.start !== column || !isDivisible(tree)) return undefined;
    const read: readonly Part[] = root.kind === 'map' ? root.entries : root.items;
    const [part, ...others] = read.filter(({ span }) => span.start < written.length);
    if (!part || others.length > 0 || depthOf(part.value) > maximumBlockDepth) return undefined;
    parts.push(movedPart(part, start));
    problems.push(...tree.problems.map((problem) => movedBy(problem, start)));
    comments.push(...tree.comments.map((comment) => movedBy(comment, start)));
  }
  return { parts, problems, comments };
}

/** Makes a word above it a key. */
const otherKey = 'other: key';

/** So that no text is read that `parse` refuses as too deep. */
const maximumBlockDepth = 30;

function depthOf(node: SyntaxNode | undefined): number {
  if (node?.kind === 'map') return 1 + Math.max(0, ...node.entries.map(({ value }) => depthOf(value)));
  if (node?.kind === 'list') return 1 + Math.max(0, ...node.items.map(({ value }) => depthOf(value)));
  return 0;
}

function movedBy<P extends { readonly span: Span }>(part: P, by: number): P {
  return by === 0 ? part : { ...part, span: movedSpan(part.span, by) };
}
