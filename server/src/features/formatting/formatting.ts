// Formatting of a document or a range. What cannot be read is left alone, and the reason is given.
import type { Edit } from '../../syntax/edits.ts';
import { endOfLine, startOfLine } from '../../syntax/edits.ts';
import { format, type FormatOptions } from '../../syntax/format/format.ts';
import type { Span, SyntaxProblem, SyntaxTree } from '../../syntax/tree.ts';

export type Formatting =
  | { readonly kind: 'formatted'; readonly edits: readonly Edit[] }
  /** The file cannot be read: what is first in the way. */
  | { readonly kind: 'refused'; readonly problem: SyntaxProblem };

/** Of a range, whole lines are formatted. */
export function formatting(tree: SyntaxTree, options: FormatOptions, range?: Span): Formatting {
  const [problem] = tree.problems;
  if (problem) return { kind: 'refused', problem };
  return { kind: 'formatted', edits: format(tree.text, options, range && wholeLines(tree.text, range)) };
}

/** A range that ends at the start of a line does not mean that line. */
function wholeLines(text: string, { start, end }: Span): Span {
  const last = end > start && startOfLine(text, end) === end ? end - 1 : end;
  const lineEnd = endOfLine(text, last);
  const lineBreak = /^(?:\r?\n)?/.exec(text.slice(lineEnd, lineEnd + 2))?.[0] ?? '';
  return { start: startOfLine(text, start), end: lineEnd + lineBreak.length };
}
