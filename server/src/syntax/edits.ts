// Edits that preserve everything else in the text: comments, order, quotes, line ends and indentation.
import {
  isFlow,
  nodesOf,
  partAt,
  type Comment,
  type Edit,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from './tree.ts';
import { firstIndex } from './positions.ts';
import { writeFlow, writeKey, writeScalar, type Notation, type PlainValue } from './write-value.ts';

export type { Edit } from './tree.ts';

/** The text with the edits, which do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    pieces.push(text.slice(end, span.start), newText);
    end = Math.max(end, span.end);
  }
  return pieces.join('') + text.slice(end);
}

/** The line end of the file, which is that of its first line. */
export function lineEnd(text: string): string {
  return /\r\n?|\n/.exec(text)?.[0] ?? '\n';
}

/** Replaces the text of a scalar, keeping its quotes if they suit the new text. */
export function replaceScalar(tree: SyntaxTree, node: ScalarNode, text: string): Edit {
  const flow = isInFlow(tree, node.span.start);
  const unquoted = tree.format === 'json' ? 'double' : 'none';
  // A block scalar includes its last line break, which stays, as does a comment after its header.
  const isBlock = node.style === 'block';
  const end = isBlock ? contentEnd(tree.text, node.span.end) : node.span.end;
  const [comment] = isBlock ? commentsWithin(tree, node.span) : [];
  const behind = comment ? ` ${tree.text.slice(comment.span.start, comment.span.end)}` : '';
  return {
    span: { start: node.span.start, end },
    // A number or `null` in a JSON file may be replaced with a string, which needs quotes there.
    newText: writeScalar(text, { flow, quote: node.style === 'plain' ? unquoted : node.style }) + behind,
  };
}

/** Adds a property at the end of the map, in the style of the map's other entries. */
export function addEntry(tree: SyntaxTree, map: MapNode, key: string, value: PlainValue): Edit {
  return addEntries(tree, map, [[key, value]]);
}

/** Adds properties after the given entry of the map, or at its end. */
export function addEntries(
  tree: SyntaxTree,
  map: MapNode,
  entries: readonly (readonly [string, PlainValue])[],
  last: Entry | undefined = map.entries.at(-1),
): Edit {
  const notation = notationOf(tree, map);
  const written = entries.map(([key, value]) => `${writeKey(key, notation)}: ${writeFlow(value, notation)}`);
  if (map.flow && tree.text.charAt(map.span.start) !== '{') {
    // A single pair in a list needs no braces.
    const pair = tree.text.slice(map.span.start, map.span.end);
    return { span: map.span, newText: `{ ${[pair, ...written].join(', ')} }` };
  }
  if (map.flow) return addToFlow(tree, map.span, last?.span, written);
  const indent = ' '.repeat(columnOf(tree.text, map.span.start));
  return afterLine(
    tree,
    last?.span.end ?? map.span.end,
    written.map((line) => indent + line),
  );
}

/** Sets the value of an empty entry to a map with one property. */
export function fillEntry(tree: SyntaxTree, entry: Entry, key: string, value: PlainValue): Edit {
  // An explicit `null` is replaced.
  if (entry.value) return setValue(entry, { [key]: value });
  const notation: Notation = entry.key.style === 'double' ? 'json' : 'yaml';
  const written = `${writeKey(key, notation)}: ${writeFlow(value, notation)}`;
  if (notation === 'json' || isInFlow(tree, entry.span.start)) {
    return { span: { start: entry.span.end, end: entry.span.end }, newText: ` { ${written} }` };
  }
  const indent = ' '.repeat(columnOf(tree.text, entry.span.start) + indentStep(tree));
  return afterLine(tree, entry.span.end, [indent + written]);
}

/** Sets the value of an empty entry. */
export function setValue(entry: Entry, value: PlainValue): Edit {
  const notation: Notation = entry.key.style === 'double' ? 'json' : 'yaml';
  const at = entry.value?.span ?? { start: entry.span.end, end: entry.span.end };
  return { span: at, newText: `${at.start === at.end ? ' ' : ''}${writeFlow(value, notation)}` };
}

/** Replaces an entry with others. */
export function replaceEntry(
  tree: SyntaxTree,
  map: MapNode,
  entry: Entry,
  entries: readonly (readonly [string, PlainValue])[],
): Edit {
  const notation = notationOf(tree, map);
  const written = entries.map(([key, value]) => `${writeKey(key, notation)}: ${writeFlow(value, notation)}`);
  const indent = ' '.repeat(columnOf(tree.text, map.span.start));
  return { span: entry.span, newText: written.join(map.flow ? ', ' : lineEnd(tree.text) + indent) };
}

export function renameKey(tree: SyntaxTree, entry: Entry, key: string): Edit {
  return replaceScalar(tree, entry.key, key);
}

/** Directly after an alias, a colon would be part of its name. */
export function colonAfter({ alias }: ScalarNode): string {
  return alias ? ' :' : ':';
}

export function removeEntry(tree: SyntaxTree, map: MapNode, entry: Entry): Edit {
  return map.flow ? removeFromFlow(tree, map.entries, entry) : removeBlockEntry(tree, map.entries, entry);
}

export function removeItem(tree: SyntaxTree, list: ListNode, item: ListItem): Edit {
  if (list.flow) return removeFromFlow(tree, list.items, item);
  const start = startOfLine(tree.text, dashOf(tree, list, list.items.indexOf(item)));
  return { span: { start, end: startOfNextLine(tree.text, Math.max(start, item.span.end)) }, newText: '' };
}

/** Comments between the part and its neighbor stay, because they do not belong to it. */
function removeFromFlow<P extends { readonly span: Span }>(tree: SyntaxTree, parts: readonly P[], part: P): Edit {
  const index = parts.indexOf(part);
  const next = parts[index + 1];
  const previous = parts[index - 1];
  const { start, end } = part.span;
  if (!next && previous && commentsWithin(tree, { start: previous.span.end, end: start }).length === 0) {
    return { span: { start: previous.span.end, end }, newText: '' };
  }
  // The comma is removed too, because a leading comma is an error. What precedes it, such as a comment, stays.
  const comma = commaBehind(tree, end);
  if (comma === undefined) return { span: part.span, newText: '' };
  const between = tree.text.slice(end, comma);
  if (between.trim() !== '') return { span: { start, end: comma + 1 }, newText: between };
  const rest = next ? commentsWithin(tree, { start: comma, end: next.span.start })[0]?.span.start : undefined;
  // A comment must be preceded by whitespace.
  const isRoomLeft = /\s/.test(tree.text.charAt(start - 1));
  const last = rest === undefined ? next?.span.start : isRoomLeft ? rest : undefined;
  return { span: { start, end: last ?? comma + 1 }, newText: '' };
}

/** The next comma, if only whitespace and comments precede it. */
function commaBehind({ text, comments }: SyntaxTree, offset: number): number | undefined {
  let at = offset;
  const skipRoom = (): void => {
    while (/\s/.test(text.charAt(at))) at++;
  };
  skipRoom();
  for (const { span } of comments) {
    if (span.start < at) continue;
    if (span.start > at) break;
    at = span.end;
    skipRoom();
  }
  return text.charAt(at) === ',' ? at : undefined;
}

function removeBlockEntry(tree: SyntaxTree, entries: readonly Entry[], entry: Entry): Edit {
  const next = entries[entries.indexOf(entry) + 1];
  const { start, end } = entry.span;
  const lineStart = startOfLine(tree.text, start);
  if (tree.text.slice(lineStart, start).trim() === '') {
    return { span: { start: lineStart, end: startOfNextLine(tree.text, end) }, newText: '' };
  }
  // A first entry on the line of its dash (`- route: …`) is replaced by the next one.
  const [comment] = next ? commentsWithin(tree, { start: end, end: next.span.start }) : [];
  return { span: { start, end: comment?.span.start ?? next?.span.start ?? end }, newText: '' };
}

/** The comments that are in the span as a whole. */
export function commentsWithin({ comments }: SyntaxTree, { start, end }: Span): readonly Comment[] {
  const from = firstIndex(comments, ({ span }) => span.start >= start);
  const to = firstIndex(comments, ({ span }) => span.end > end);
  return comments.slice(from, Math.max(from, to));
}

/** The offset of the dash of a block list's item, given by its index. The item's value may start on a later line. */
export function dashOf({ text }: SyntaxTree, list: ListNode, index: number): number {
  const column = columnOf(text, list.span.start);
  const end = list.items[index]?.span.start ?? list.span.end;
  let offset = list.items[index - 1]?.span.end ?? list.span.start;
  while (offset < end && !(text[offset] === '-' && columnOf(text, offset) === column)) offset++;
  return offset;
}

/**
 * Whether the edits remove the target of an alias, which would then refer to nothing, or to something else, or change
 * that of an alias that is a key, which is then another one.
 */
export function breaksAlias(tree: SyntaxTree, edits: readonly Edit[]): boolean {
  const { text, anchors } = tree;
  return edits.some(({ span, newText }) => {
    const lost = anchors.filter(({ span: { start, end } }) => span.start <= start && end <= span.end);
    const names = lost.map(({ name }) => name).filter((name) => !newText.includes(`&${name}`));
    const isRemoved = /^\s*(?:#|$)/.test(newText);
    const before = span.start < span.end ? anchors.filter(({ span: { end } }) => end <= span.start).at(-1) : undefined;
    const isTarget = before && text.slice(before.span.end, span.start).trim() === '';
    if (isTarget && (isRemoved || isUsedAsKey(tree, before.name))) names.push(before.name);
    return names.some(
      (name) => text.slice(0, span.start).includes(`*${name}`) || text.slice(span.end).includes(`*${name}`),
    );
  });
}

function isUsedAsKey(tree: SyntaxTree, anchor: string): boolean {
  for (const node of nodesOf(tree)) if (node.kind === 'scalar' && node.alias?.name === anchor) return true;
  return false;
}

export function addToFlow(
  tree: SyntaxTree,
  collection: Span,
  last: Span | undefined,
  written: readonly string[],
): Edit {
  if (!last)
    return { span: { start: collection.start + 1, end: collection.end - 1 }, newText: ` ${written.join(', ')} ` };
  // The parts are on separate lines, so the new one is too.
  const lineStart = startOfLine(tree.text, last.start);
  const lead = tree.text.slice(lineStart, last.start);
  const isApart = lead.trim() === '';
  const separator = isApart ? `,${lineEnd(tree.text)}${lead}` : ', ';
  const newText = written.map((part) => separator + part).join('');
  // A comment after the last part stays with it.
  const end = endOfLine(tree.text, last.end);
  const [rest, comma] = /^(?:[ \t]*(,))?[ \t]+#.*$/.exec(tree.text.slice(last.end, end)) ?? [];
  if (!isApart || rest === undefined) return { span: { start: last.end, end: last.end }, newText };
  return comma === ','
    ? { span: { start: end, end }, newText: `${newText.slice(1)},` }
    : { span: { start: last.end, end }, newText: `,${rest}${newText.slice(1)}` };
}

/** Inserts new lines after the line of the offset, so that a comment at its end stays there. */
export function afterLine(tree: SyntaxTree, offset: number, lines: readonly string[]): Edit {
  const at = endOfLine(tree.text, contentEnd(tree.text, offset));
  return { span: { start: at, end: at }, newText: lines.map((line) => lineEnd(tree.text) + line).join('') };
}

/** A block scalar includes its last line break, so text after it goes on the next line, not one further. */
export function contentEnd(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

/** The indentation step of the file in characters, which is that of its first nested block. */
export function indentStep(tree: SyntaxTree): number {
  const first = indentCharacter(tree) === '\t' ? /(?:^|[\r\n])(\t+)\S/ : /(?:^|[\r\n])( +)\S/;
  return first.exec(tree.text)?.[1]?.length ?? 2;
}

/** What the file is indented with. Only a file in braces can be indented with tabs. */
export function indentCharacter({ text, root }: SyntaxTree): ' ' | '\t' {
  return isFlow(root) && /[\r\n]([ \t])[ \t]*\S/.exec(text)?.[1] === '\t' ? '\t' : ' ';
}

function notationOf(tree: SyntaxTree, map: MapNode): Notation {
  const sample = map.entries.length > 0 || tree.root?.kind !== 'map' ? map : tree.root;
  return sample.flow && sample.entries[0]?.key.style === 'double' ? 'json' : 'yaml';
}

/** Whether the offset is inside brackets or braces, where a comma ends a plain text. */
export function isInFlow(tree: SyntaxTree, offset: number): boolean {
  let node = tree.root;
  while (node && node.kind !== 'scalar' && node.kind !== 'alias') {
    if (node.flow && node.span.start <= offset && offset <= node.span.end) return true;
    const parts: readonly { span: Span; value: SyntaxNode | undefined }[] =
      node.kind === 'map' ? node.entries : node.items;
    node = partAt(parts, offset)?.value;
  }
  return false;
}

/** A byte order mark is before the first column. */
export function columnOf(text: string, offset: number): number {
  const start = startOfLine(text, offset);
  return offset - start - (text.startsWith('\uFEFF', start) && offset > start ? 1 : 0);
}

/** Where the space before the offset starts, on its line. */
export function startOfSpace(text: string, offset: number): number {
  const line = text.slice(startOfLine(text, offset), offset);
  return offset - (line.length - line.trimEnd().length);
}

export function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return start;
}

export function endOfLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++;
  return end;
}

function startOfNextLine(text: string, offset: number): number {
  const end = endOfLine(text, contentEnd(text, offset));
  return end + (text.startsWith('\r\n', end) ? 2 : end < text.length ? 1 : 0);
}

/** Removes whole lines. If there are empty lines both above and below, one of them is removed too. */
export function withEmptyLine({ text }: SyntaxTree, edit: Edit): Edit {
  const { start, end } = edit.span;
  const isWhole = startOfLine(text, start) === start && startOfLine(text, end) === end;
  if (!isWhole || edit.newText !== '') return edit;
  const above = startOfLine(text, lineBreakBefore(text, start));
  if (start === 0 || text.slice(above, start).trim() !== '') return edit;
  if (end === text.length) return { span: { start: above, end }, newText: '' };
  const below = endOfLine(text, end);
  if (text.slice(end, below).trim() !== '') return edit;
  const lineBreak = text.startsWith('\r\n', below) ? 2 : below < text.length ? 1 : 0;
  return { span: { start, end: below + lineBreak }, newText: '' };
}

/** The offset of the line break before the line that starts at the offset. */
function lineBreakBefore(text: string, lineStart: number): number {
  return lineStart - (text.slice(0, lineStart).endsWith('\r\n') ? 2 : 1);
}
