// How much the aliases of a text stand for: a few lines of them can mean more than any memory holds.
import type { AliasNode, SyntaxNode } from './tree.ts';

/** The first alias with which all that aliases stand for comes to more than so many nodes. */
export function excessiveAlias(root: SyntaxNode | undefined, maximum: number): AliasNode | undefined {
  const sizes = new Map<SyntaxNode, number>();
  let repeated = 0;
  let excessive: AliasNode | undefined;
  const sizeOf = (node: SyntaxNode | undefined): number => {
    if (!node) return 0;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    // An alias of what it stands in adds nothing: whoever follows it has been there.
    sizes.set(node, 0);
    const size = Math.min(maximum + 1, 1 + partsOf(node).reduce((sum, part) => sum + sizeOf(part), 0));
    sizes.set(node, size);
    if (node.kind === 'alias') {
      repeated += size;
      if (repeated > maximum) excessive ??= node;
    }
    return size;
  };
  sizeOf(root);
  return excessive;
}

function partsOf(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  switch (node.kind) {
    case 'map':
      return node.entries.map(({ value }) => value);
    case 'list':
      return node.items.map(({ value }) => value);
    case 'alias':
      return [node.target];
    case 'scalar':
      return [];
  }
}
