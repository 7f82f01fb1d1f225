// Formatting of a document or a range. What cannot be read is left alone, and the reason is given.
import { type Edit, endOfLine, startOfLine, columnOf, isInFlow } from '../syntax/edits.ts';
import { format, type FormatOptions, indentWidth } from '../syntax/format/format.ts';
import { type Span, type SyntaxProblem, type SyntaxTree, locate, type Entry, nodesOf } from '../syntax/tree.ts';
import { parse } from '../syntax/parse.ts';

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

/** The characters after which `formatOnType` may have something to say. */
export const formattingTriggers = ['\n', '-'] as const;

/** The offset is behind what was typed. Where it is not plain what is meant, there is nothing to put right. */
export function formatOnType(tree: SyntaxTree, offset: number, typed: string, options: FormatOptions): Edit[] {
  const { text } = tree;
  const start = startOfLine(text, offset);
  const line = text.slice(start, endOfLine(text, offset));
  const lead = /^ */.exec(line)?.[0].length ?? 0;
  const rest = line.slice(lead);
  // An empty line ends what is above; a dash may stand below one.
  const above = lineAbove(tree, start, typed === '-');
  if (!above || isInFlow(tree, offset) || isInText(tree, above.end, start)) return [];
  const column =
    typed === '-' ? columnOfDash(tree, above, rest, lead) : columnOfNewLine(tree, above, rest, indentWidth(options));
  if (column === undefined || column === lead) return [];
  return [{ span: { start, end: start + lead }, newText: ' '.repeat(column) }];
}

interface Line {
  /** Behind the last character that is neither white space nor comment. */
  readonly end: number;
  /** The column of its last dash; undefined without one. */
  readonly dash: number | undefined;
  /** Where what stands behind its dashes starts, and in which column. */
  readonly content: number;
  readonly column: number;
}

function lineAbove(tree: SyntaxTree, before: number, skipsEmpty: boolean): Line | undefined {
  const { text, comments } = tree;
  let next = before;
  while (next > 0) {
    const last = text.slice(0, next).replace(/(?:\r\n|\n|\r)$/, '').length;
    const start = startOfLine(text, last);
    const comment = comments.find(({ span }) => start <= span.start && span.start <= last);
    const written = text.slice(start, comment?.span.start ?? last).trimEnd();
    if (written.trim() !== '') {
      const dashes = /^ *(?:- +)*(?:-$)?/.exec(written)?.[0] ?? '';
      const dash = dashes.lastIndexOf('-');
      const column = dashes.endsWith('-') ? dashes.length + 1 : dashes.length;
      return {
        end: start + written.length,
        dash: dash < 0 ? undefined : dash,
        content: start + dashes.length,
        column,
      };
    }
    if (!skipsEmpty) return undefined;
    next = start;
  }
  return undefined;
}

/** Whether a text of several lines stands at the end of the line above, so that the new line is part of it. */
function isInText(tree: SyntaxTree, above: number, lineStart: number): boolean {
  for (const node of nodesOf(tree)) {
    if (node.kind !== 'scalar' || node.span.start > above || node.span.end < above) continue;
    if (node.style === 'block') return true;
    if (node.style !== 'plain' && node.span.end > lineStart) return true;
  }
  return false;
}

function columnOfNewLine(tree: SyntaxTree, above: Line, rest: string, step: number): number | undefined {
  const key = locate(tree, above.content).key;
  const isDash = /^-(?: |$)/.test(rest);
  if (key && tree.text.slice(above.content, above.end).endsWith(':')) return childColumn(tree, key, above, step);
  // A list goes on with a dash, or with a further property of the item.
  if (above.dash !== undefined && (isDash || !key)) return above.dash;
  return isDash ? undefined : above.column;
}

/** Where what the key holds stands, or goes. */
function childColumn({ text }: SyntaxTree, { value }: Entry, above: Line, step: number): number {
  const holds = value && (value.kind === 'map' || value.kind === 'list') && !value.flow;
  return holds && value.span.start > above.end ? columnOf(text, value.span.start) : above.column + step;
}

/** A dash below the properties of an item starts the next one. */
function columnOfDash(tree: SyntaxTree, above: Line, rest: string, lead: number): number | undefined {
  if (rest.trimEnd() !== '-' || tree.text[above.end - 1] === ':') return undefined;
  const before = parse(tree.text.slice(0, above.end));
  const dashes = locate(before, above.content).steps.flatMap(({ collection }) =>
    collection.kind === 'list' && !collection.flow ? columnOf(before.text, collection.span.start) : [],
  );
  return dashes.filter((column) => column <= lead).at(-1);
}
