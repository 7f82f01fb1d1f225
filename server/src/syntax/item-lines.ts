// The items of block lists as lines: each with the comments that are about it, so that it can stand elsewhere.
import { columnOf, contentEnd, dashOf, endOfLine } from './edits.ts';
import type { ListNode, Span, SyntaxTree } from './tree.ts';

/**
 * For each item its lines, without the end of the last. To an item belong the comments directly above its dash, those
 * behind its lines, and those directly below that are further in than the dash.
 */
export function itemLines(tree: SyntaxTree, list: ListNode): Span[] {
  const lines = tree.lines;
  const lineOf = (offset: number): number => lines.positionAt(offset).line;
  const startOf = (line: number): number => lines.starts[line] ?? tree.text.length;
  const dash = columnOf(tree.text, list.span.start);
  /** The columns of the comments that stand on lines of their own, by their lines. */
  const comments = new Map(
    tree.comments.flatMap(({ span: { start } }) => {
      const line = lineOf(start);
      return tree.text.slice(startOf(line), start).trim() === '' ? [[line, start - startOf(line)] as const] : [];
    }),
  );
  let previous = -1;
  return list.items.map((item) => {
    const at = dashOf(tree, list, item);
    let first = lineOf(at);
    while (first - 1 > previous && comments.get(first - 1) === dash) first--;
    let last = lineOf(contentEnd(tree.text, Math.max(item.span.end, at + 1)));
    while ((comments.get(last + 1) ?? 0) > dash) last++;
    previous = last;
    return { start: startOf(first), end: endOfLine(tree.text, startOf(last)) };
  });
}
