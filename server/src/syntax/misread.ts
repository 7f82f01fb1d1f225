// What of a text may be misread because of a syntax problem, so that whatever is said about it may be wrong.
import { columnOf, endOfLine, startOfLine } from './edits.ts';
import { firstAbove } from './positions.ts';
import {
  firstUnreadable,
  type Entry,
  type ListItem,
  type MapNode,
  type SyntaxProblem,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from './tree.ts';

/**
 * Returns whether what is found at a span may be wrong: it is on a line with a problem, or not before the place from which
 * the first problem that hides text has an effect. What is absent may be in the hidden text.
 */
export function misreading(tree: SyntaxTree): (span: Span, ofAbsence: boolean) => boolean {
  const { text, problems } = tree;
  const lines: Span[] = [];
  for (const { kind, span } of problems) {
    if (span.start <= (lines.at(-1)?.end ?? -1)) continue;
    // Apart from a key without its colon, the rest of the line is read as what it is.
    const isKey = kind === 'missing-colon';
    lines.push(isKey ? span : { start: startOfLine(text, span.start), end: endOfLine(text, span.start) });
  }
  const starts = lines.map(({ start }) => start);
  const unreadable = firstUnreadable(tree);
  const from = unreadable ? misreadFrom(tree, unreadable) : Infinity;
  const hidesText = unreadable !== undefined || problems.some(({ kind }) => kind === 'unclosed-quote');
  return ({ start, end }, ofAbsence) =>
    (ofAbsence && hidesText) || end >= from || start <= (lines[firstAbove(starts, start) - 1]?.end ?? -1);
}

/**
 * Where the part starts with the outermost block that ends there unexpectedly, because its lines are indented further, or
 * else where the brackets around the offset open.
 */
function misreadFrom({ text, root }: SyntaxTree, { kind, span: { start: offset } }: SyntaxProblem): number {
  if (kind === 'stray-bracket' && root?.kind === 'map') return Math.min(offset, endOfLongest(root));
  const lineStart = startOfLine(text, offset);
  const lead = /^[ -]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
  const column = lead.search(/-|$/);
  let part: Entry | ListItem | undefined;
  for (let node = root; node; node = part?.value) {
    const { start, end } = node.span;
    const isBlock = (node.kind === 'map' || node.kind === 'list') && !node.flow;
    // Only another item can follow the items of a list in the same column.
    const least = node.kind === 'list' && !lead.includes('-') ? column : column + 1;
    if (isBlock && start < lineStart && columnOf(text, start) >= least) return part?.span.start ?? start;
    if (!isBlock && end >= offset) return Math.min(start, offset);
    part = lastPartBefore(node, offset);
  }
  return offset;
}

/** A bracket too many closes the root early, so that the entries after the longest are probably in the wrong map. */
function endOfLongest({ entries }: MapNode): number {
  const lengthOf = (entry: Entry | undefined): number => (entry ? entry.span.end - entry.span.start : -1);
  const longest = entries.reduce<Entry | undefined>(
    (one, other) => (lengthOf(other) > lengthOf(one) ? other : one),
    undefined,
  );
  return (longest?.span.end ?? 0) + 1;
}

function lastPartBefore(node: SyntaxNode, offset: number): Entry | ListItem | undefined {
  const parts: readonly (Entry | ListItem)[] =
    node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [];
  return parts.filter(({ span }) => span.start < offset).at(-1);
}
