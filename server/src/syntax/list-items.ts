// The items of lists: the lines that belong to each, comments included, and moving one to the end of another list.
import {
  addToFlow,
  afterLine,
  colonAfter,
  columnOf,
  indentCharacter,
  indentStep,
  removeItem,
  startOfLine,
  type Edit,
  contentEnd,
  dashOf,
  endOfLine,
} from './edits.ts';
import { flowText, listStep } from './restyle.ts';
import {
  contains,
  findEntry,
  isEmpty,
  isFlow,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type Span,
  type SyntaxTree,
} from './tree.ts';

interface Moved {
  readonly tree: SyntaxTree;
  /** The entry that contains the list. The other map uses the same key. */
  readonly entry: Entry;
  readonly list: ListNode;
  readonly item: ListItem;
  /** The item's lines; undefined in brackets. */
  readonly lines: Span | undefined;
}

/**
 * Moves the item from the entry's list to the list under the same key of the other map, which is created if necessary.
 * Undefined if that key has another kind of value, or if comments would lose their place.
 */
export function moveItem(tree: SyntaxTree, entry: Entry, item: ListItem, to: MapNode): Edit[] | undefined {
  const list = entry.value;
  if (list?.kind !== 'list') return undefined;
  const lines = list.flow ? undefined : itemLines(tree, list)[list.items.indexOf(item)];
  if (list.flow && isBesideComment(tree, list, item)) return undefined;
  const moved = { tree, entry, list, item, lines };
  const insertions = insertInto(moved, to);
  return insertions && [...removals(moved), ...insertions];
}

/** In brackets, a comment may be about either of its neighbors. */
function isBesideComment(tree: SyntaxTree, list: ListNode, item: ListItem): boolean {
  const index = list.items.indexOf(item);
  const start = list.items[index - 1]?.span.end ?? list.span.start;
  const end = list.items[index + 1]?.span.start ?? list.span.end;
  const isAround = ({ span }: { readonly span: Span }): boolean =>
    (start <= span.start && span.end <= item.span.start) || (item.span.end <= span.start && span.end <= end);
  return tree.comments.some(isAround);
}

function removals({ tree, entry, list, item, lines }: Moved): Edit[] {
  if (!lines) return [list.items.length === 1 ? { span: list.span, newText: '[]' } : removeItem(tree, list, item)];
  const { text } = tree;
  const next = itemLines(tree, list)[list.items.indexOf(item) + 1];
  // Empty lines belong to the item after them.
  if (next) {
    const isFree = text.slice(lines.end, next.start).trim() === '';
    const lineBreak = /^(?:\r\n?|\n)/.exec(text.slice(lines.end, lines.end + 2))?.[0] ?? '';
    return [{ span: { start: lines.start, end: isFree ? next.start : lines.end + lineBreak.length }, newText: '' }];
  }
  const start = text.slice(0, lines.start).trimEnd().length;
  if (list.items.length > 1) return [{ span: { start, end: lines.end }, newText: '' }];
  const colon = text.indexOf(':', entry.key.span.end) + 1;
  if (start === colon) return [{ span: { start, end: lines.end }, newText: ' []' }];
  return [
    { span: { start: colon, end: colon }, newText: ' []' },
    { span: { start, end: lines.end }, newText: '' },
  ];
}

function insertInto(moved: Moved, map: MapNode): Edit[] | undefined {
  const { tree, entry } = moved;
  const holder = findEntry(map, entry.key.text);
  const list = holder?.value?.kind === 'list' ? holder.value : undefined;
  if (!list && holder && (holder.value?.kind === 'alias' || !isEmpty(holder.value))) return undefined;
  const last = list?.items.at(-1);
  if (list && last) return list.flow ? addInBrackets(moved, list.span, last.span) : addBelow(moved, list);
  if (map.flow) {
    if (list) return addInBrackets(moved, list.span);
    const written = inBrackets(moved, (holder ?? map.entries.at(-1) ?? map).span.start);
    if (written === undefined) return undefined;
    const key = tree.text.slice(entry.key.span.start, entry.key.span.end);
    if (!holder)
      return [addToFlow(tree, map.span, map.entries.at(-1)?.span, [`${key}${colonAfter(entry.key)} [${written}]`])];
    return [
      { span: { start: holder.key.span.end, end: holder.span.end }, newText: `${colonAfter(holder.key)} [${written}]` },
    ];
  }
  const column = columnOf(tree.text, map.span.start);
  const lines = onLines(moved, column + listStep(tree));
  if (!holder) {
    return [afterLine(tree, map.span.end, [`${' '.repeat(column)}${entry.key.text}:`, ...lines])];
  }
  const below = afterLine(tree, holder.span.end, lines);
  if (!holder.value) return [below];
  const empty = { start: tree.text.slice(0, holder.value.span.start).trimEnd().length, end: holder.value.span.end };
  return empty.end === below.span.start
    ? [{ span: empty, newText: below.newText }]
    : [{ span: empty, newText: '' }, below];
}

function addInBrackets(moved: Moved, list: Span, last?: Span): Edit[] | undefined {
  const written = inBrackets(moved, (last ?? list).start);
  if (written === undefined) return undefined;
  return [last ? addToFlow(moved.tree, list, last, [written]) : { span: list, newText: `[${written}]` }];
}

/** After an empty line if the other items are separated by empty lines. */
function addBelow(moved: Moved, list: ListNode): Edit[] {
  const { text } = moved.tree;
  const [previous, last] = itemLines(moved.tree, list).slice(-2);
  const isApart = previous && last && /\n[ \t]*\r?\n|\r[ \t]*\r/.test(text.slice(previous.end, last.start));
  const written = onLines(moved, columnOf(text, list.span.start));
  return [afterLine(moved.tree, (last ?? previous ?? list.span).end, isApart ? ['', ...written] : written)];
}

function onLines({ tree, list, item, lines }: Moved, dash: number): string[] {
  const indent = ' '.repeat(dash);
  if (!lines) {
    const written = tree.text.slice(item.span.start, item.span.end).split(/(?:\r\n?|\n)[ \t]*/);
    const further = ' '.repeat(dash + 2 + indentStep(tree));
    return written.map((line, index) => (index === 0 ? `${indent}- ${line}` : further + line));
  }
  const removed = new RegExp(`^ {0,${columnOf(tree.text, list.span.start)}}`);
  return tree.text
    .slice(lines.start, lines.end)
    .split(/\r\n?|\n/)
    .map((line) => (line.trim() === '' ? '' : line.replace(removed, indent)));
}

/** The item's text in brackets that start, or continue, at the offset. */
function inBrackets({ tree, item, lines }: Moved, offset: number): string | undefined {
  if (lines) {
    const hasComments = tree.comments.some(({ span }) => contains(lines, span.start));
    return hasComments || !item.value ? undefined : flowText(tree, item.value);
  }
  // Later lines must be indented further than the key that holds the brackets, if any.
  const least = isFlow(tree.root) ? 0 : indentAt(tree.text, offset) + 4;
  const by = indentAt(tree.text, offset) - indentAt(tree.text, item.span.start);
  return tree.text.slice(item.span.start, item.span.end).replaceAll(/(?<=[\r\n])[ \t]*(?=\S)/g, (indent) => {
    return indentCharacter(tree).repeat(Math.max(indent.length + by, least));
  });
}

/** The indentation of the line of the offset. */
function indentAt(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, offset)))?.[0].length ?? 0;
}

/**
 * The lines of each item, without the end of the last one. An item includes the comments directly above its dash, those
 * at the end of its lines, and those directly below that are indented further than the dash.
 */
export function itemLines(tree: SyntaxTree, list: ListNode): Span[] {
  const lines = tree.lines;
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const startOf = (line: number): number => lines.starts[line] ?? tree.text.length;
  const dash = columnOf(tree.text, list.span.start);
  /** The columns of comments on their own lines, by line. */
  const comments = new Map(
    tree.comments.flatMap(({ span: { start } }) => {
      const line = lineOf(start);
      return tree.text.slice(startOf(line), start).trim() === '' ? [[line, start - startOf(line)] as const] : [];
    }),
  );
  let previous = -1;
  return list.items.map((item, index) => {
    const at = dashOf(tree, list, index);
    let first = lineOf(at);
    while (first - 1 > previous && comments.get(first - 1) === dash) first--;
    let last = lineOf(contentEnd(tree.text, Math.max(item.span.end, at + 1)));
    while ((comments.get(last + 1) ?? 0) > dash) last++;
    previous = last;
    return { start: startOf(first), end: endOfLine(tree.text, startOf(last)) };
  });
}
