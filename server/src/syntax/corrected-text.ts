// From the tree of a corrected text to that of the text as it was written.
import { firstAbove, lineIndex } from './positions.ts';
import type { Edit, Span, SyntaxNode, SyntaxTree } from './tree.ts';

/** What a correction inserts for a key that is missing. */
export const emptyKey = '"":';

/**
 * Moves every span of a tree that was parsed from the corrected text to its position in the original text. Changes the
 * tree in place, because nothing else refers to it yet. The edits must be in order.
 */
export function moveBack(tree: SyntaxTree, text: string, edits: readonly Edit[]): SyntaxTree {
  const move = mover(edits);
  const emptyKeys = new Set(edits.flatMap(({ span, newText }) => (newText.includes(emptyKey) ? span.start : [])));
  const colons = new Set(edits.flatMap(({ span, newText }) => (newText.trim() === ':' ? span.start : [])));
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
        visit(entry.key.alias);
        visit(entry.value);
        moveSpan(entry);
        if (colons.has(entry.key.span.end)) Object.assign(entry, { colon: false });
        if (entry.key.text === '' && emptyKeys.has(entry.key.span.start)) {
          Object.assign(entry, { colon: false, complete: false });
        }
      }
    }
  };
  visit(tree.root);
  for (const part of [...tree.problems, ...tree.comments, ...tree.anchors]) moveSpan(part);
  for (const { appliedFix = [] } of tree.problems) appliedFix.forEach(moveSpan);
  return Object.assign(tree, { text, lines: lineIndex(text) });
}

function mover(edits: readonly Edit[]): (span: Span) => Span {
  /** Where the text of each edit starts in the corrected text, in order. */
  const starts: number[] = [];
  let shift = 0;
  for (const { span, newText } of edits) {
    starts.push(span.start + shift);
    shift += newText.length - (span.end - span.start);
  }
  const moved = (offset: number, last: number): number => {
    const edit = edits[last];
    if (!edit) return offset;
    const after = offset - (starts[last] ?? 0) - edit.newText.length;
    return after < 0 ? edit.span.start : edit.span.end + after;
  };
  return ({ start, end }) => {
    const from = moved(start, firstAbove(starts, start) - 1);
    return { start: from, end: Math.max(from, moved(end, firstAbove(starts, end - 1) - 1)) };
  };
}
