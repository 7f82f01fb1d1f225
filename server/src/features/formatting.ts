// Formatting of a document, of a range, and while typing. Unparseable text is not changed, and the reason is reported.
import { type Edit, endOfLine, lineEnd, startOfLine, columnOf, isInFlow } from '../syntax/edits.ts';
import { format, type FormatOptions, indentWidth } from '../syntax/format/format.ts';
import { type Span, type SyntaxProblem, type SyntaxTree, locate, type Entry, nodesOf } from '../syntax/tree.ts';
import { parse } from '../syntax/parse.ts';
import { t } from '../locale.ts';

export type Formatting =
  | { readonly kind: 'formatted'; readonly edits: readonly Edit[] }
  /** The first syntax error, if the file cannot be parsed. */
  | { readonly kind: 'refused'; readonly problem: SyntaxProblem };

/** A range is extended to whole lines. */
export function formatting(tree: SyntaxTree, options: FormatOptions, range?: Span): Formatting {
  const problem = tree.problems[0] ?? slashComment(tree);
  if (problem) return { kind: 'refused', problem };
  // The formatter knows no lone carriage returns.
  const text = tree.text.replaceAll(/\r(?!\n)/g, '\n');
  const edits = format(text, options, range && wholeLines(text, range));
  if (lineEnd(tree.text) !== '\r') return { kind: 'formatted', edits };
  return { kind: 'formatted', edits: edits.map((edit) => ({ ...edit, newText: edit.newText.replaceAll('\n', '\r') })) };
}

/** A comment that is neither YAML nor JSON, so that the text cannot be taken apart. */
function slashComment({ text, comments }: SyntaxTree): SyntaxProblem | undefined {
  const comment = comments.find(({ span }) => text.charAt(span.start) === '/');
  return comment && { span: comment.span, message: t`JSON has no comments. Remove it.` };
}

/** A range that ends at the start of a line does not include that line. */
function wholeLines(text: string, { start, end }: Span): Span {
  const last = end > start && startOfLine(text, end) === end ? end - 1 : end;
  const lineEnd = endOfLine(text, last);
  const lineBreak = /^(?:\r\n?|\n)?/.exec(text.slice(lineEnd, lineEnd + 2))?.[0] ?? '';
  return { start: startOfLine(text, start), end: lineEnd + lineBreak.length };
}

/** The characters that trigger `formatOnType`. */
export const formattingTriggers = ['\n', '-'] as const;

/** The offset is after the typed character. No edits if the intention is not clear. */
export function formatOnType(tree: SyntaxTree, offset: number, typed: string, options: FormatOptions): Edit[] {
  const { text } = tree;
  const start = startOfLine(text, offset);
  const line = text.slice(start, endOfLine(text, offset));
  const lead = /^ */.exec(line)?.[0].length ?? 0;
  const rest = line.slice(lead);
  // An empty line ends what is above, but a dash can follow one.
  const above = lineAbove(tree, start, typed === '-');
  if (!above || isInFlow(tree, offset) || isInText(tree, above.end, start)) return [];
  const ended = typed === '\n' && rest === '' ? endedList(tree, above) : undefined;
  if (ended) return [{ span: { start: ended.item, end: start + lead }, newText: ' '.repeat(ended.column) }];
  const column =
    typed === '-' ? columnOfDash(tree, above, rest, lead) : columnOfNewLine(tree, above, rest, indentWidth(options));
  if (column === undefined || column === lead) return [];
  return [{ span: { start, end: start + lead }, newText: ' '.repeat(column) }];
}

interface Line {
  /** The end of the line without whitespace and comment. */
  readonly end: number;
  /** The column of the line's last dash; undefined if it has none. */
  readonly dash: number | undefined;
  /** The offset and column of the text after its dashes. */
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

/** Whether the line above is in a multiline scalar, so that the new line is part of it. */
function isInText(tree: SyntaxTree, above: number, lineStart: number): boolean {
  for (const node of nodesOf(tree)) {
    if (node.kind !== 'scalar' || node.span.start > above || node.span.end < above) continue;
    if (node.style === 'block') return true;
    if (node.style !== 'plain' && node.span.end > lineStart) return true;
  }
  return false;
}

/**
 * The list that Enter on an empty item ends: the start of the item's line, which goes, and the column of the list's key,
 * below which the next property belongs.
 */
function endedList(tree: SyntaxTree, above: Line): { readonly item: number; readonly column: number } | undefined {
  if (above.dash === undefined || above.content < above.end) return undefined;
  const item = startOfLine(tree.text, above.end);
  const { steps } = locate(tree, endOfLine(tree.text, above.end));
  const [key, list] = steps.slice(-2);
  if (list?.collection.kind !== 'list' || list.collection.items.length < 2 || key?.collection.kind !== 'map')
    return undefined;
  return { item, column: columnOf(tree.text, key.part.span.start) };
}

function columnOfNewLine(tree: SyntaxTree, above: Line, rest: string, step: number): number | undefined {
  const key = locate(tree, above.content).key;
  const isDash = /^-(?: |$)/.test(rest);
  if (key && tree.text.slice(above.content, above.end).endsWith(':')) return childColumn(tree, key, above, step);
  // A list continues with a dash, or with another property of the item.
  if (above.dash !== undefined && (isDash || !key)) return above.dash;
  return isDash ? undefined : above.column;
}

/** The column of the key's value, present or to come. */
function childColumn({ text }: SyntaxTree, { value }: Entry, above: Line, step: number): number {
  const holds = value && (value.kind === 'map' || value.kind === 'list') && !value.flow;
  return holds && value.span.start > above.end ? columnOf(text, value.span.start) : above.column + step;
}

/** A dash below the properties of an item starts the next one. */
function columnOfDash(tree: SyntaxTree, above: Line, rest: string, lead: number): number | undefined {
  if (rest.trimEnd() !== '-' || tree.text[above.end - 1] === ':') return undefined;
  const before = parse(tree.text.slice(0, above.end), tree);
  // At the end of the line, because the values on it start after their tags and anchors.
  const dashes = locate(before, above.end).steps.flatMap(({ collection }) =>
    collection.kind === 'list' && !collection.flow ? columnOf(before.text, collection.span.start) : [],
  );
  return dashes.filter((column) => column <= lead).at(-1);
}
