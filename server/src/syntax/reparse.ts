// Parses a text of which most is known from an earlier one: the blocks before and after what has changed are taken from
// the earlier tree, and only the smallest blocks around the change are parsed.
//
// The result is always that of `parse`, because
// - a block is read the same wherever it is: the parser is in the same state before each entry of a block map, and before
//   each item of a block list. Anchors, and text that opens something without closing it, are exceptions, so texts with
//   them are parsed as a whole;
// - the problems of a block may concern its neighbors, so texts with problems are parsed as a whole too, apart from keys
//   without a colon, which everyone types all the time.
import {
  blocksIn,
  contentLines,
  contentLinesAfter,
  isFirst,
  isKeyAlone,
  lineOf,
  type Block,
  type ChangedLines,
  type Collection,
  type ContentLines,
  type Lines,
} from './blocks.ts';
import { startOfLine } from './edits.ts';
import { movedEntry, movedItem, movedSpan, originalOf } from './moved.ts';
import { countSigns, hasSlips, maximumItems, overlayKey, parse, whyTooLarge, type ParseOptions } from './parse.ts';
import { mayBeStray } from './stray-text.ts';
import { differenceBetween, firstIndex, lineIndexAfter, type Difference } from './positions.ts';
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
  if (!base || !isDivisible(base)) return parse(text);
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
  if (earlier.format === 'json' || !isDivisible(earlier)) return mayParseAll() ? reparse(text, earlier) : undefined;
  const changed = parseChanges(text, earlier);
  if (changed && changed !== 'unreadable') return changed;
  if (!mayParseAll()) return undefined;
  // The lines around an unreadable block may explain what is wrong with it.
  return !changed || hasSlips(text) ? parse(text) : undefined;
}

/** Undefined if the text has to be parsed as a whole. */
function parseChanges(text: string, earlier: SyntaxTree): SyntaxTree | 'unreadable' | undefined {
  const before = contentOf(earlier);
  if (!earlier.root || !before) return undefined;
  const difference = differenceBetween(earlier.text, text);
  const { start, end, by } = difference;
  const signs = before.signs - countSigns(earlier.text, start, end) + countSigns(text, start, end + by);
  const changedLines = contentLinesAfter(before.lines, text, difference);
  if (!changedLines || whyTooLarge(text, {}, signs) !== undefined) return undefined;
  const change = { ...difference, ...changedLines };
  const all = { from: 0, to: before.lines.starts.length };
  const changed = changedCollection(earlier.root, all, -1, change, 'descriptor');
  if (!changed || changed === 'unreadable') return changed;
  const { node: root, replaced, problems, comments } = changed;
  const splice = <P extends { readonly span: Span }>(parts: readonly P[], fresh: readonly P[]): readonly P[] => [
    ...parts.filter(({ span }) => span.start < replaced.start),
    ...fresh,
    ...parts.filter(({ span }) => span.start >= replaced.end).map((part) => movedBy(part, by)),
  ];
  const tree: SyntaxTree = {
    text,
    format: 'yaml',
    lines: lineIndexAfter(earlier.lines, text, difference),
    root,
    problems: splice(earlier.problems, problems),
    comments: splice(earlier.comments, comments),
    anchors: [],
  };
  // Near a problem, and where there may be stray text, `parse` looks for slips, anywhere in the text.
  if ((tree.problems.length > 0 || mayBeStray(text)) && hasSlips(text)) return undefined;
  contents.set(tree, { lines: change.after, signs });
  return tree;
}

/** What is counted in a text, so that it is not counted again after each edit. */
interface Content {
  readonly lines: ContentLines;
  readonly signs: number;
}

/** The content of the latest trees, each of which is soon the earlier one. */
const contents = new WeakMap<SyntaxTree, Content>();

function contentOf(tree: SyntaxTree): Content | undefined {
  const known = contents.get(tree);
  if (known) return known;
  const lines = contentLines(tree.text);
  if (!lines) return undefined;
  const content = { lines, signs: countSigns(tree.text) };
  contents.set(tree, content);
  return content;
}

interface Change extends Difference, ChangedLines {}

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
 * The collection, in which only the blocks around the change are new. Their borders are those of the parts of the earlier
 * collection, and the lines around the change have not changed, so only those that have are looked at.
 *
 * Undefined if the blocks that have changed cannot be parsed by themselves. If one of them is unreadable, the blocks around
 * it are too, and are not tried.
 * @param lines those of the collection in the earlier text
 * @param parent the column of the key whose value it is
 * @param content what is in it
 */
function changedCollection(
  earlier: SyntaxNode,
  { from, to }: Lines,
  parent: number,
  change: Change,
  content: ParseOptions['content'],
): ChangedCollection | 'unreadable' | undefined {
  const { before, after, changed, added, by } = change;
  const [start, column] = [before.starts[from], before.columns[from]];
  if (start === undefined || column === undefined || from >= Math.min(to, to + added)) return undefined;
  if ((earlier.kind !== 'map' && earlier.kind !== 'list') || earlier.flow || earlier.tag) return undefined;
  // Only the dashes of a list can be right below the key.
  if (earlier.kind === 'list' ? column < parent : column <= parent) return undefined;
  const collection: Collection = { kind: earlier.kind, column };
  // What is before the first block belongs to the key.
  if (change.start < start || after.starts[from] !== start) return undefined;
  if (!isFirst(before, from, collection) || !isFirst(after, from, collection)) return undefined;

  const parts: readonly Part[] = earlier.kind === 'map' ? earlier.entries : earlier.items;
  // The block above the first line that has changed is new as well, unless it ends there in both texts.
  const border = before.starts[changed.from] ?? before.text.length;
  const isIntact =
    change.start >= border &&
    (after.starts[changed.from] ?? after.text.length) === border &&
    (changed.from >= to || isFirst(before, changed.from, collection)) &&
    (changed.from >= to + added || isFirst(after, changed.from, collection));
  const head = firstIndex(parts, ({ span }) => span.start >= border) - (isIntact ? 0 : 1);
  const tail = firstIndex(parts, ({ span }) => span.start >= (before.starts[changed.to] ?? Infinity));
  const lineAt = (index: number): number | undefined =>
    index === parts.length ? to : lineOf(before, parts[index], collection);
  const [first, next] = [lineAt(head), lineAt(tail)];
  if (first === undefined || next === undefined || first > changed.from || next < changed.to) return undefined;
  let isOneBlock = tail === head + 1;
  for (let line = changed.from; line < changed.to + added; line++) {
    const isOther = !isFirst(after, line, collection);
    const columnOfLine = after.columns[line] ?? 0;
    if (columnOfLine < column || (isOther && columnOfLine === column && earlier.kind === 'list')) return undefined;
    if (!isOther && line !== first) isOneBlock = false;
  }
  const withFresh = (fresh: readonly Part[]): MapNode | ListNode =>
    collectionOf(collection, start, [
      ...parts.slice(0, head),
      ...fresh,
      ...parts.slice(tail).map((part) => movedPart(part, by)),
    ]);
  const inner = isOneBlock ? changedInside(parts[head], { from: first, to: next }, column, change, content) : undefined;
  if (inner === 'unreadable') return inner;
  if (inner) {
    const node = withFresh([inner.entry]);
    return inner.hasNewKey && !hasKeys(node) ? undefined : { ...inner.changed, node };
  }
  const blocks = blocksIn(after, { from: first, to: next + added }, collection);
  const fresh = parseBlocks(blocks, collection, after.text, content);
  if (!fresh || fresh === 'unreadable') return fresh;
  if (head + fresh.parts.length + parts.length - tail >= maximumItems) return undefined;
  const node = withFresh(fresh.parts);
  if (!hasKeys(node)) return undefined;
  const end = before.text.length;
  const replaced = { start: before.starts[first] ?? end, end: before.starts[next] ?? end };
  return { ...fresh, node, replaced };
}

function movedPart(part: Part, by: number): Part {
  return isEntry(part) ? movedEntry(part, by) : movedItem(part, by);
}

function collectionOf({ kind, column }: Collection, firstLine: number, parts: readonly Part[]): MapNode | ListNode {
  const start = firstLine + column;
  const span = { start, end: parts.at(-1)?.span.end ?? start };
  return kind === 'map'
    ? { kind, span, flow: false, entries: parts.filter(isEntry) }
    : { kind, span, flow: false, items: parts };
}

function isEntry(part: Part): part is Entry {
  return 'key' in part;
}

/** Only below another key is a word without a colon a key. Keys that come again may belong to another map. */
function hasKeys(node: MapNode | ListNode): boolean {
  if (node.kind === 'list') return true;
  const keys = new Set(node.entries.map((entry: Entry) => originalOf(entry).key.text));
  return keys.size === node.entries.length && node.entries[0]?.colon === true;
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
  { from, to }: Lines,
  column: number,
  change: Change,
  outer: ParseOptions['content'],
): ChangedEntry | 'unreadable' | undefined {
  const { before, after } = change;
  if (!part || !isEntry(part) || !part.value || !isKeyAlone(before, from) || !isKeyAlone(after, from)) return undefined;
  const { span } = part;
  const header = changedHeader(part, from, column, change, outer);
  const isOverlay = (key: ScalarNode): boolean => outer === 'descriptor' && key.text === overlayKey;
  // Tags are allowed below one of the keys only.
  if (header && isOverlay(part.key) !== isOverlay(header.key)) return undefined;
  const lines = { from: from + 1, to };
  const content = outer === 'overlay' || isOverlay(part.key) ? 'overlay' : 'part';
  const changed = header ? header.changed : changedCollection(part.value, lines, column, change, content);
  if (!changed || changed === 'unreadable') return changed;
  const key = header?.key ?? part.key;
  const { node: value } = changed;
  const entry = { span: { ...span, end: value.span.end }, key, value, complete: true, colon: true };
  return { entry, changed, hasNewKey: header !== undefined };
}

/** The key and the moved value, if nothing else than the text above the value has changed. */
function changedHeader(
  part: Entry,
  line: number,
  column: number,
  { before, after, added, end, by }: Change,
  content: ParseOptions['content'],
): { readonly key: ScalarNode; readonly changed: ChangedCollection } | undefined {
  const [start, inside] = [before.starts[line] ?? 0, before.starts[line + 1] ?? 0];
  const isInPlace = after.starts[line] === start && after.columns[line] === column;
  if (end > inside || added !== 0 || after.starts[line + 1] !== inside + by || !isInPlace) return undefined;
  const read = parseBlocks([{ start, end: inside + by }], { kind: 'map', column }, after.text, content);
  const [header] = read && read !== 'unreadable' ? read.parts : [];
  const node = movedEntry(part, by).value;
  if (!read || read === 'unreadable' || !header || !isEntry(header) || header.value || !header.colon) return undefined;
  if ((node?.kind !== 'map' && node?.kind !== 'list') || node.flow) return undefined;
  return { key: header.key, changed: { ...read, node, replaced: { start, end: inside } } };
}

interface ParsedBlocks extends Fresh {
  readonly parts: readonly Part[];
}

function parseBlocks(
  blocks: readonly Block[],
  { kind, column }: Collection,
  text: string,
  content: ParseOptions['content'],
): ParsedBlocks | 'unreadable' | undefined {
  const parts: Part[] = [];
  const problems: SyntaxProblem[] = [];
  const comments: Comment[] = [];
  const length = (blocks.at(-1)?.end ?? 0) - (blocks[0]?.start ?? 0);
  // Parsing the whole text costs little more then, and is needed anyway if a block cannot be parsed by itself.
  if (length > text.length / 2) return undefined;
  for (const { start, end } of blocks) {
    const written = text.slice(start, end);
    let tree = parse(written, { content });
    if (kind === 'map' && tree.root?.kind === 'scalar' && isDivisible(tree)) {
      tree = parse(`${written}${written.endsWith('\n') ? '' : '\n'}${' '.repeat(column)}${otherKey}`, { content });
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
