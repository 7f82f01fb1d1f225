// The edits of a rename. A name keeps its quotes where they can hold the new one, and gets some where it needs them.
import { aliasesOf, sitesOf, type Name } from '../../model/references.ts';
import { isInFlow, replaceScalar, type Edit } from '../../syntax/edits.ts';
import type { AliasNode, SyntaxNode, SyntaxTree } from '../../syntax/tree.ts';
import { writeScalar } from '../../syntax/write-value.ts';
import type { LogicalName } from './logical-name.ts';

export function renameEdits(tree: SyntaxTree, name: Name | LogicalName, newName: string): Edit[] {
  if (name.kind === 'anchor') return sitesOf(name).map(({ span }) => ({ span, newText: newName }));
  const nodes = new Set(sitesOf(name).flatMap(({ node }) => (node.kind === 'anchor' ? [] : node)));
  const texts = new Set<SyntaxNode>([...nodes].filter(({ kind }) => kind === 'scalar'));
  const edits = [...nodes].flatMap((node) => (node.kind === 'scalar' ? replaceScalar(tree, node, newName) : []));
  for (const alias of aliasesOf(tree)) {
    const changes = alias.target !== undefined && texts.has(alias.target);
    // What follows though it should not, such as the `name` of a resource that repeats its id, or does not though it
    // should, says from now on itself what the alias said for it.
    if (nodes.has(alias) && !changes) edits.push(writtenOut(tree, alias, newName));
    if (!nodes.has(alias) && changes) edits.push(writtenOut(tree, alias, name.value));
  }
  return edits;
}

function writtenOut(tree: SyntaxTree, { span }: AliasNode, text: string): Edit {
  return { span, newText: writeScalar(text, { flow: isInFlow(tree, span.start), quote: 'none' }) };
}
