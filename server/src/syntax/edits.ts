// Edits of the text that keep everything they do not touch: comments, order, quotes, line ends and indentation.
import type { Entry, ListItem, ListNode, MapNode, ScalarNode, Span, SyntaxNode, SyntaxTree } from './tree.ts';
import { writeFlow, writeKey, writeScalar, type Notation, type PlainValue } from './write.ts';

export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** The line end that the file uses; the first one decides. */
export function lineEnd(text: string): '\n' | '\r\n' {
  return /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
}

/** Gives the scalar another text, in the quotes that it has, where they can hold it. */
export function replaceScalar(tree: SyntaxTree, node: ScalarNode, text: string): Edit {
  const flow = isInFlow(tree, node.span.start);
  return { span: node.span, newText: writeScalar(text, { flow, quote: node.style === 'plain' ? 'none' : node.style }) };
}

/** Adds a property at the end of the map, written as the map's other entries are. */
export function addEntry(tree: SyntaxTree, map: MapNode, key: string, value: PlainValue): Edit {
  return addEntries(tree, map, [[key, value]]);
}

/** Adds properties behind the given entry of the map, or at its end. */
export function addEntries(
  tree: SyntaxTree,
  map: MapNode,
  entries: readonly (readonly [string, PlainValue])[],
  last: Entry | undefined = map.entries.at(-1),
): Edit {
  const notation = notationOf(tree, map);
  const written = entries.map(([key, value]) => `${writeKey(key, notation)}: ${writeFlow(value, notation)}`);
  if (map.flow) return addToFlow(tree, map.span, last?.span, written);
  const indent = ' '.repeat(columnOf(tree.text, map.span.start));
  return afterLine(
    tree,
    last?.span.end ?? map.span.end,
    written.map((line) => indent + line),
  );
}

/** Gives an entry whose value is empty a map of its own, with one property. */
export function fillEntry(tree: SyntaxTree, entry: Entry, key: string, value: PlainValue): Edit {
  const notation: Notation = entry.key.style === 'double' ? 'json' : 'yaml';
  const written = `${writeKey(key, notation)}: ${writeFlow(value, notation)}`;
  if (notation === 'json' || isInFlow(tree, entry.span.start)) {
    return { span: { start: entry.span.end, end: entry.span.end }, newText: ` { ${written} }` };
  }
  const indent = ' '.repeat(columnOf(tree.text, entry.span.start) + indentStep(tree));
  return afterLine(tree, entry.span.end, [indent + written]);
}

/** Gives an entry that has no value one. */
export function setValue(entry: Entry, value: PlainValue): Edit {
  const notation: Notation = entry.key.style === 'double' ? 'json' : 'yaml';
  const at = entry.value?.span ?? { start: entry.span.end, end: entry.span.end };
  return { span: at, newText: `${at.start === at.end ? ' ' : ''}${writeFlow(value, notation)}` };
}

export function renameKey(tree: SyntaxTree, entry: Entry, key: string): Edit {
  return replaceScalar(tree, entry.key, key);
}

export function removeEntry(tree: SyntaxTree, map: MapNode, entry: Entry): Edit {
  return remove(tree, map, map.entries, entry);
}

export function removeItem(tree: SyntaxTree, list: ListNode, item: ListItem): Edit {
  return remove(tree, list, list.items, item);
}

function remove<P extends { readonly span: Span }>(
  tree: SyntaxTree,
  collection: MapNode | ListNode,
  parts: readonly P[],
  part: P,
): Edit {
  const index = parts.indexOf(part);
  const next = parts[index + 1];
  const previous = parts[index - 1];
  if (collection.flow) {
    if (next) return { span: { start: part.span.start, end: next.span.start }, newText: '' };
    if (previous) return { span: { start: previous.span.end, end: part.span.end }, newText: '' };
    return { span: part.span, newText: '' };
  }
  // A first part that shares its line with what holds it (`- route: …`) leaves its place to the next one.
  const lineStart = startOfLine(tree.text, part.span.start);
  const sharesLine = collection.kind === 'map' && tree.text.slice(lineStart, part.span.start).trim() !== '';
  if (sharesLine && next) return { span: { start: part.span.start, end: next.span.start }, newText: '' };
  if (sharesLine) return { span: part.span, newText: '' };
  return { span: { start: lineStart, end: startOfNextLine(tree.text, part.span.end) }, newText: '' };
}

function addToFlow(tree: SyntaxTree, collection: Span, last: Span | undefined, written: readonly string[]): Edit {
  if (!last)
    return { span: { start: collection.start + 1, end: collection.end - 1 }, newText: ` ${written.join(', ')} ` };
  // Parts on lines of their own stay so.
  const lineStart = startOfLine(tree.text, last.start);
  const lead = tree.text.slice(lineStart, last.start);
  const separator = lead.trim() === '' ? `,${lineEnd(tree.text)}${lead}` : ', ';
  return { span: { start: last.end, end: last.end }, newText: written.map((part) => separator + part).join('') };
}

/** New lines after the one on which the offset stands, so that a comment at its end stays there. */
function afterLine(tree: SyntaxTree, offset: number, lines: readonly string[]): Edit {
  const at = endOfLine(tree.text, contentEnd(tree.text, offset));
  return { span: { start: at, end: at }, newText: lines.map((line) => lineEnd(tree.text) + line).join('') };
}

/** A block scalar ends after its line break; what follows it goes on the next line, not after that one. */
function contentEnd(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

/** How far a nested block is indented in this file: as its first one is. */
function indentStep(tree: SyntaxTree): number {
  return /(?:^|\n)( +)\S/.exec(tree.text)?.[1]?.length ?? 2;
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
    node = parts.find(({ span }) => span.start <= offset && offset <= span.end)?.value;
  }
  return false;
}

export function columnOf(text: string, offset: number): number {
  return offset - startOfLine(text, offset);
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
