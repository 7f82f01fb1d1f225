// The whole tree, node by node.
import type { Span, SyntaxNode, SyntaxTree } from './tree.ts';

/** Keys and values in the file's order, what encloses before what it encloses. Aliases are not followed. */
export function* nodesOf(tree: SyntaxTree): Iterable<SyntaxNode> {
  if (tree.root) yield* subtree(tree.root);
}

function* subtree(node: SyntaxNode): Iterable<SyntaxNode> {
  yield node;
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      yield key;
      if (value) yield* subtree(value);
    }
  }
  if (node.kind === 'list') for (const { value } of node.items) if (value) yield* subtree(value);
}

/** A scalar's own text, without its quotes. A block scalar is taken whole. */
export function innerSpan(tree: SyntaxTree, node: { readonly span: Span }): Span {
  const { start, end } = node.span;
  const opening = tree.text.charAt(start);
  const isQuoted = (opening === '"' || opening === "'") && end - start > 1 && tree.text.charAt(end - 1) === opening;
  return isQuoted ? { start: start + 1, end: end - 1 } : node.span;
}
