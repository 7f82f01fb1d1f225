// Edits that add maps to a text, in block style if their siblings are in block style.
import { addEntry, addToFlow, afterLine, columnOf, indentStep, isInFlow, setValue, type Edit } from './edits.ts';
import { withinWidth } from './restyle.ts';
import type { Entry, ListItem, ListNode, MapNode, SyntaxTree } from './tree.ts';
import { writeFlow, writeKey, type Notation, type PlainValue } from './write-value.ts';

type PlainMap = Readonly<Record<string, PlainValue>>;

/** Adds an entry with a map as its value, in block style if the map's other entries are. */
export function addMapEntry(tree: SyntaxTree, map: MapNode, key: string, value: PlainMap): Edit {
  const sibling = map.entries.flatMap((entry) => (entry.value?.kind === 'map' ? entry.value : [])).at(-1);
  if (map.flow) return addEntry(tree, map, key, value);
  const above = areApart(tree, map) ? [''] : [];
  if (sibling?.flow === true) {
    return addLines(tree, map, [...above, `${writeKey(key, 'yaml')}: ${writeFlow(value, 'yaml')}`]);
  }
  const siblingStep = sibling && columnOf(tree.text, sibling.span.start) - columnOf(tree.text, map.span.start);
  // A sibling that is read as if it were indented differently is no example.
  const step = siblingStep !== undefined && siblingStep > 0 ? siblingStep : indentStep(tree);
  return addLines(tree, map, [...above, `${writeKey(key, 'yaml')}:`, ...indented(entryLines(value), step)]);
}

/** Whether there is an empty line above the last entry. */
function areApart({ text }: SyntaxTree, { entries }: MapNode): boolean {
  const [previous, last] = entries.slice(-2);
  return (
    previous !== undefined &&
    last !== undefined &&
    /\n[ \t]*\r?\n|\r[ \t]*\r/.test(text.slice(previous.span.end, last.span.start))
  );
}

/** Adds an entry with a list of one item as its value. */
export function addListEntry(tree: SyntaxTree, map: MapNode, key: string, item: PlainMap): Edit {
  if (map.flow) return addEntry(tree, map, key, [item]);
  return addLines(tree, map, [`${writeKey(key, 'yaml')}:`, ...itemLines(item, false, indentStep(tree), 2)]);
}

/** Adds lines at the end of a block map, indented like its entries. */
function addLines(tree: SyntaxTree, map: MapNode, lines: readonly string[]): Edit {
  const end = map.entries.at(-1)?.span.end ?? map.span.end;
  return afterLine(tree, end, indented(lines, columnOf(tree.text, map.span.start)));
}

function indented(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

/** Adds a string at the end of the list. */
export function addTextItem(tree: SyntaxTree, list: ListNode, text: string): Edit {
  const last = list.items.at(-1);
  if (list.flow) return withinWidth(tree, addToFlow(tree, list.span, last?.span, [writeFlow(text, jsonOrYaml(tree))]));
  return afterLine(
    tree,
    last?.span.end ?? list.span.end,
    itemLines(text, true, columnOf(tree.text, list.span.start), 2),
  );
}

/** Adds an item after the given one, or at the end of the list, in the style of the list's other items. */
export function addItem(
  tree: SyntaxTree,
  list: ListNode,
  value: PlainMap,
  after: ListItem | undefined = list.items.at(-1),
): Edit {
  const notation = jsonOrYaml(tree);
  if (list.flow) return withinWidth(tree, addToFlow(tree, list.span, after?.span, [writeFlow(value, notation)]));
  const dash = columnOf(tree.text, list.span.start);
  const [first] = list.items;
  const column = first && first.span.start > list.span.start ? columnOf(tree.text, first.span.start) : 0;
  const inFlow = list.items.some((item) => item.value?.kind === 'map' && item.value.flow);
  return afterLine(tree, after?.span.end ?? list.span.end, itemLines(value, inFlow, dash, Math.max(column - dash, 2)));
}

/** Sets the value of an empty entry, or of one with an empty list, to a list with one item. */
export function fillWithItem(tree: SyntaxTree, entry: Entry, value: PlainMap): Edit {
  if (entry.value?.kind === 'list') return addItem(tree, entry.value, value);
  const inFlow = jsonOrYaml(tree) === 'json' || isInFlow(tree, entry.span.start);
  if (inFlow || entry.value) return setValue(entry, [value]);
  const dash = columnOf(tree.text, entry.span.start) + indentStep(tree);
  return afterLine(tree, entry.span.end, itemLines(value, false, dash, 2));
}

/** The lines of a map or string as an item of a block list, with indented entries. */
function itemLines(value: PlainMap | string, inFlow: boolean, dash: number, step: number): string[] {
  const [first = '', ...others] = inFlow || typeof value === 'string' ? [writeFlow(value, 'yaml')] : entryLines(value);
  return indented(['-'.padEnd(step) + first, ...indented(others, step)], dash);
}

function entryLines(value: PlainMap): string[] {
  return Object.entries(value).map(([key, item]) => `${writeKey(key, 'yaml')}: ${writeFlow(item, 'yaml')}`);
}

/** The notation of the file: JSON if it is in braces with quoted keys. */
function jsonOrYaml({ root }: SyntaxTree): Notation {
  return root?.kind === 'map' && root.flow && root.entries[0]?.key.style === 'double' ? 'json' : 'yaml';
}
