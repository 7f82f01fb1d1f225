// From brackets and braces to lines of their own, and back.
import type { Location, SyntaxNode } from '../../syntax/tree.ts';
import { toBlock, toFlow, type Holder } from '../../syntax/restyle.ts';
import type { Place, Refactoring } from './refactoring.ts';

export function* changeStyle({ project: { tree }, span, location }: Place): Iterable<Refactoring> {
  const expanded = outermostFlow(location);
  if (expanded && span.end <= expanded.span.end) {
    const edit = toBlock(tree, expanded);
    const title = `Expand ${nameOf(expanded)} into lines`;
    if (edit) yield { title, kind: 'refactor.extract', edits: [edit] };
  }
  const collapsed = innermostBlock(location);
  if (collapsed && span.end <= collapsed.span.end) {
    const edit = toFlow(tree, collapsed);
    const title = `Collapse ${nameOf(collapsed)} into one line`;
    if (edit) yield { title, kind: 'refactor.inline', edits: [edit] };
  }
}

function nameOf(holder: Holder): string {
  return 'key' in holder ? `\`${holder.key.text}\`` : 'this item';
}

/** In brackets there are but brackets: only the outermost can be expanded. */
function outermostFlow({ steps }: Location): Holder | undefined {
  const found = steps.find(({ collection, part }) => !collection.flow && isCollection(part.value, true));
  return found?.part;
}

/** What the key at the cursor holds, or else what the cursor is in; never all resources at once. */
function innermostBlock({ steps, key }: Location): Holder | undefined {
  const depth = key && isCollection(key.value, false) ? steps.length - 1 : steps.length - 2;
  const holder = depth > 0 ? steps[depth]?.part : undefined;
  return holder && isCollection(holder.value, false) ? holder : undefined;
}

function isCollection(node: SyntaxNode | undefined, flow: boolean): boolean {
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow === flow;
}
