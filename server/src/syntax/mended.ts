// What was read of a mended text, as what it is of the text that was mended: everything where it stands there.
import { firstAbove, lineIndex } from './positions.ts';
import type { Edit, Span, SyntaxNode, SyntaxTree } from './tree.ts';

/**
 * Moves all that was read of the mended text to where it stands in the other one. The tree is nobody else's yet; the edits
 * are in order.
 */
export function moveBack(tree: SyntaxTree, text: string, edits: readonly Edit[]): SyntaxTree {
  const move = mover(edits);
  const colons = new Set(edits.flatMap(({ span, newText }) => (newText === ':' ? span.start : [])));
  const moveSpan = <P extends { readonly span: Span }>(part: P): P => Object.assign(part, { span: move(part.span) });
  const visit = (node: SyntaxNode | undefined): void => {
    if (!node) return;
    moveSpan(node);
    if (node.kind === 'list') {
      for (const item of node.items) {
        visit(item.value);
        moveSpan(item);
      }
    } else if (node.kind === 'map') {
      for (const entry of node.entries) {
        visit(entry.key);
        visit(entry.value);
        moveSpan(entry);
        if (colons.has(entry.key.span.end)) Object.assign(entry, { colon: false });
      }
    }
  };
  visit(tree.root);
  for (const part of [...tree.problems, ...tree.comments, ...tree.anchors]) moveSpan(part);
  return Object.assign(tree, { text, lines: lineIndex(text) });
}

function mover(edits: readonly Edit[]): (span: Span) => Span {
  /** Where each edit's text starts in the mended text, in order. */
  const starts: number[] = [];
  let shift = 0;
  for (const { span, newText } of edits) {
    starts.push(span.start + shift);
    shift += newText.length - (span.end - span.start);
  }
  const moved = (offset: number, last: number): number => {
    const edit = edits[last];
    if (!edit) return offset;
    const behind = offset - (starts[last] ?? 0) - edit.newText.length;
    return behind < 0 ? edit.span.start : edit.span.end + behind;
  };
  return ({ start, end }) => {
    const from = moved(start, firstAbove(starts, start) - 1);
    return { start: from, end: Math.max(from, moved(end, firstAbove(starts, end - 1) - 1)) };
  };
}
