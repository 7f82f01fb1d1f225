// The fix for resources at the root of the file, where they must be under `resources`.
import { isStrayResource } from '../model/shape.ts';
import { indentStep, lineEnd, startOfLine, type Edit } from '../syntax/edits.ts';
import type { MapNode, SyntaxTree } from '../syntax/tree.ts';

/** Adds `resources` above them and indents them. No edits if something else is between them, or in flow style. */
export function putUnderResources(tree: SyntaxTree, root: MapNode): Edit[] {
  const strays = root.entries.filter((entry) => isStrayResource(root, entry));
  const [first] = strays;
  const last = strays.at(-1);
  if (!first || !last || root.flow) return [];
  const between = root.entries.slice(root.entries.indexOf(first), root.entries.indexOf(last) + 1);
  if (between.length > strays.length) return [];
  const start = startOfLine(tree.text, first.span.start);
  const room = ' '.repeat(indentStep(tree));
  const lines = tree.text.slice(start, last.span.end).matchAll(/^(?=[^\r\n])/gm);
  return [...lines].map(({ index }): Edit => {
    const at = start + index;
    return { span: { start: at, end: at }, newText: index === 0 ? `resources:${lineEnd(tree.text)}${room}` : room };
  });
}
