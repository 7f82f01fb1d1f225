// Converts collections between flow style (brackets and braces) and block style, with all their content. Refuses to
// convert anchors, and comments that would lose their place.
import {
  applyEdits,
  colonAfter,
  columnOf,
  commentsWithin,
  endOfLine,
  indentStep,
  lineEnd,
  startOfLine,
  type Edit,
} from './edits.ts';
import { reparse } from './reparse.ts';
import {
  isFlow,
  locate,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type SyntaxNode,
  type SyntaxTree,
} from './tree.ts';

/** The entry or item of a block collection whose value is converted. */
export type Holder = Entry | ListItem;

/** A line of the converted collection. */
interface Line {
  readonly text: string;
  comment?: string;
}

/** Converts a collection in brackets to block style, one part per line. The parts themselves stay unchanged. */
export function toBlock(tree: SyntaxTree, holder: Holder): Edit | undefined {
  const node = holder.value;
  if (!node || node.kind === 'scalar' || node.kind === 'alias' || !node.flow) return undefined;
  const { text } = tree;
  const lineStart = startOfLine(text, node.span.start);
  // After a key, everything goes on new lines. After a dash, or at the start of a line, it starts in place.
  const before = text.slice(lineStart, node.span.start).trimEnd();
  const lead = text.slice(lineStart + before.length, node.span.start);
  const isBehindKey = 'key' in holder && before !== '';
  // An anchor after the dash would become one of the first key.
  if (!isBehindKey && before !== '' && !before.endsWith('-')) return undefined;
  const column = isBehindKey
    ? columnOf(text, holder.span.start) + (node.kind === 'list' ? listStep(tree) : indentStep(tree))
    : columnOf(text, node.span.start);
  const lines = linesOf(tree, node, column, isBehindKey);
  if (!lines) return undefined;

  const behind = tree.comments.find(
    ({ span }) => span.start >= node.span.end && span.end <= endOfLine(text, node.span.end),
  );
  if (behind) {
    // A comment after a single line is about all of it, so it goes first; after several, it may be about the last.
    const line = hasLineBreak(text.slice(node.span.start, node.span.end)) ? lines.at(-1) : lines[0];
    if (!line || line.comment !== undefined || line.text.startsWith('#')) return undefined;
    line.comment = text.slice(behind.span.start, behind.span.end);
  }
  const newText = lines
    .map(({ text: written, comment }) => (comment === undefined ? written : `${written} ${comment}`))
    .join(lineEnd(text) + ' '.repeat(column));
  const start = isBehindKey ? node.span.start - lead.length : node.span.start;
  return { span: { start, end: behind?.span.end ?? node.span.end }, newText };
}

/** The lines of the collection in block style. With `hasHeader`, the first line is the one of the key. */
function linesOf(tree: SyntaxTree, node: MapNode | ListNode, column: number, hasHeader: boolean): Line[] | undefined {
  const parts = node.kind === 'map' ? node.entries : node.items;
  if (parts.length === 0) return undefined;
  const further = ' '.repeat(column + indentStep(tree));
  const lines: Line[] = hasHeader ? [{ text: '' }] : [];
  let end = node.span.start + 1;
  for (const { span } of parts) {
    if (!addComments(tree, end, span.start, lines)) return undefined;
    const written = tree.text.slice(span.start, span.end).replaceAll(/(\r\n?|\n)[ \t]*(?=\S)/g, `$1${further}`);
    lines.push({ text: (node.kind === 'list' ? '- ' : '') + written });
    ({ end } = span);
  }
  return addComments(tree, end, node.span.end - 1, lines) ? lines : undefined;
}

/** Adds the comments between two parts. Returns false if there is other text that must not be lost. */
function addComments(tree: SyntaxTree, start: number, end: number, lines: Line[]): boolean {
  let rest = '';
  let reached = start;
  for (const { span } of commentsWithin(tree, { start, end })) {
    const gap = tree.text.slice(reached, span.start);
    const written = tree.text.slice(span.start, span.end);
    const last = lines.at(-1);
    // A comment above the first part would come between it and its dash.
    if (!last) return false;
    if (hasLineBreak(gap) || last.comment !== undefined) lines.push({ text: written });
    else last.comment = written;
    rest += gap;
    reached = span.end;
  }
  return /^,?$/.test((rest + tree.text.slice(reached, end)).trim());
}

/** The indentation of block lists relative to their keys in this file. */
export function listStep(tree: SyntaxTree): number {
  const match = /(?:^|[\r\n])( *)(?:- )*[^\s#-][^\r\n#]*:[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n)( *)- /.exec(tree.text);
  return match?.[1] !== undefined && match[2] === match[1] ? 0 : indentStep(tree);
}

function hasLineBreak(text: string): boolean {
  return /[\r\n]/.test(text);
}

/** The maximum length of a line that replaces several. */
const maximumWidth = 120;

/** The usual lengths of a line, of which a file keeps to the first that its lines fit into. */
const usualWidths = [80, 100, maximumWidth] as const;

function printWidth({ text, lines, comments }: SyntaxTree): number {
  const ends = new Map(comments.map(({ span }) => [lines.positionAt(span.start).line, span.start]));
  const widths = lines.starts.map(
    (start, line) => text.slice(start, ends.get(line) ?? endOfLine(text, start)).trimEnd().length,
  );
  const longest = widths.reduce((most, width) => Math.max(most, width), 0);
  return usualWidths.find((width) => longest <= width) ?? maximumWidth;
}

/**
 * An edit that adds to brackets. If their line becomes longer than the lines of the file, the brackets, or the outermost
 * braces around them, become a block.
 */
export function withinWidth(tree: SyntaxTree, edit: Edit): Edit {
  const { span, newText } = edit;
  const added = newText.length - (span.end - span.start);
  const line = tree.text.slice(startOfLine(tree.text, span.start), endOfLine(tree.text, span.start));
  if (hasLineBreak(newText) || line.length + added <= usualWidths[0]) return edit;
  const after = reparse(applyEdits(tree.text, [edit]), tree);
  const step = locate(after, span.start).steps.find(({ collection, part }) => !collection.flow && isFlow(part.value));
  const end = step?.part.value?.span.end ?? 0;
  if (columnOf(after.text, end) <= printWidth(tree)) return edit;
  const block = step && toBlock(after, step.part);
  return block ? { span: { start: block.span.start, end: block.span.end - added }, newText: block.newText } : edit;
}

/** Converts a block collection to brackets on one line. Undefined if it needs its lines. */
export function toFlow(tree: SyntaxTree, holder: Holder): Edit | undefined {
  const node = holder.value;
  if (!node || node.kind === 'scalar' || node.kind === 'alias' || node.flow) return undefined;
  if (isTooLong(tree, node)) return undefined;
  const written = flowText(tree, node);
  const start = 'key' in holder ? tree.text.indexOf(':', holder.key.span.end) + 1 : node.span.start;
  const isApart = 'key' in holder && tree.text.slice(holder.key.span.end, node.span.start).trim() === ':';
  if (written === undefined || ('key' in holder && !isApart)) return undefined;
  if (columnOf(tree.text, start) + 1 + written.length > maximumWidth) return undefined;
  return { span: { start, end: node.span.end }, newText: 'key' in holder ? ` ${written}` : written };
}

/** Whether the node does not fit into a line even without its spaces and dashes. A long text is not read to its end. */
function isTooLong({ text }: SyntaxTree, { span: { start, end } }: SyntaxNode): boolean {
  let length = 0;
  for (let at = start; at < end && length <= maximumWidth; at++) if (!' \t\r\n-'.includes(text.charAt(at))) length++;
  return length > maximumWidth;
}

/** The node in brackets on one line; undefined if it has comments, anchors or multiline scalars. */
export function flowText(tree: SyntaxTree, node: SyntaxNode): string | undefined {
  const written = tree.text.slice(node.span.start, node.span.end);
  if (node.kind === 'alias' || node.kind === 'scalar') return flowScalar(node, written);
  if (node.flow) return hasLineBreak(written) ? undefined : written;
  const parts: string[] = [];
  let end = node.span.start;
  const collection: readonly Holder[] = node.kind === 'map' ? node.entries : node.items;
  for (const part of collection) {
    const gap = tree.text.slice(end, part.span.start).trim();
    const text = part.value && flowText(tree, part.value);
    if (text === undefined || gap !== (node.kind === 'map' ? '' : '-')) return undefined;
    ({ end } = part.span);
    if (!('key' in part)) parts.push(text);
    else {
      const key = flowScalar(part.key, tree.text.slice(part.key.span.start, part.key.span.end));
      const colon = tree.text.slice(part.key.span.end, part.value?.span.start).trim();
      if (key === undefined || colon !== ':') return undefined;
      parts.push(`${key}${colonAfter(part.key)} ${text}`);
    }
  }
  return node.kind === 'map' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
}

/** Quotes a text that has a special meaning inside brackets. */
function flowScalar(node: Extract<SyntaxNode, { kind: 'scalar' | 'alias' }>, written: string): string | undefined {
  if (/[\r\n]/.test(written) || (node.kind === 'scalar' && node.style === 'block')) return undefined;
  const isPlain = node.kind === 'scalar' && node.style === 'plain';
  return isPlain && /[,[\]{}]|:$/.test(written) ? JSON.stringify(node.text) : written;
}
