// Selection ranges: what to select when a selection grows, from the text at the cursor to the whole file.
import { locate, contains, type Span, type SyntaxTree, innerSpan } from '../syntax/tree.ts';

/** The innermost first, each within the next; the last is the whole text. */
export function selectionRanges(tree: SyntaxTree, offset: number): Span[] {
  const { steps, key } = locate(tree, offset);
  const around: Span[] = [{ start: 0, end: tree.text.length }];
  for (const { collection, part } of steps) {
    around.push(collection.span);
    // Between brackets, so that what stands there can be replaced as a whole.
    if (collection.flow) around.push({ start: collection.span.start + 1, end: collection.span.end - 1 });
    around.push(part.span);
  }
  const last = key?.key ?? steps.at(-1)?.part.value;
  if (last) around.push(last.span, innerSpan(tree, last));
  const comment = tree.comments.find(({ span }) => contains(span, offset));
  if (comment) around.push(comment.span);
  const nested: Span[] = [];
  for (const span of around) {
    const [outer] = nested;
    const isSmaller = !outer || (outer.start <= span.start && span.end <= outer.end && size(span) < size(outer));
    if (contains(span, offset) && isSmaller) nested.unshift(span);
  }
  return nested;
}

function size({ start, end }: Span): number {
  return end - start;
}
