// What would stand at the cursor if a word were typed there: one speculative parse with a marker in its place.
// Guessing from the text around the cursor would have to know all of YAML again; the parser knows it already.
import { locate, type Location } from './locate.ts';
import { parse } from './parse.ts';
import type { ScalarNode, Span, SyntaxTree } from './tree.ts';

export interface Probe {
  /** The tree with the marker in it. */
  readonly tree: SyntaxTree;
  readonly location: Location;
  /** The key or value with the marker in it. */
  readonly scalar: ScalarNode;
  /** What the word replaces, in the text without the marker; quotes included. */
  readonly replaced: Span;
}

const marker = 'zqCursorqz';

/** Undefined in a comment, in the middle of a longer text, and wherever no word can stand. */
export function probe(text: string, offset: number): Probe | undefined {
  const tree = parse(text.slice(0, offset) + marker + text.slice(offset));
  const location = locate(tree, offset + 1);
  const scalar = location.key?.key ?? location.scalar;
  if (!scalar?.text.includes(marker) || scalar.style === 'block' || /[\r\n]/.test(scalar.text)) return undefined;
  const written = tree.text.slice(scalar.span.start, scalar.span.end);
  if (/[\r\n]/.test(written)) return undefined;
  return {
    tree,
    location,
    scalar,
    replaced: { start: scalar.span.start, end: scalar.span.end - marker.length },
  };
}
