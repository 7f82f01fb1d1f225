// Ranges that follow the structure of the text: folding ranges and selection ranges.
import { endOfLine } from '../syntax/edits.ts';
import type { LineIndex } from '../syntax/positions.ts';
import {
  type Comment,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
  nodesOf,
  locate,
  contains,
  innerSpan,
} from '../syntax/tree.ts';

export interface Fold {
  /** The text that is hidden. */
  readonly span: Span;
  /** The line that stays visible and the last hidden line, for editors that fold whole lines only. 0-based. */
  readonly firstLine: number;
  readonly lastLine: number;
  readonly kind: 'comment' | 'region' | undefined;
}

export function folding(tree: SyntaxTree): Fold[] {
  const { lines } = tree;
  const comments = tree.comments.filter((comment) => standsAlone(comment, tree));
  const folds = [...blocks(tree), ...regions(comments, lines), ...commentBlocks(comments, lines)];
  // A line folds the largest range that starts on it.
  const byLine = new Map<number, Fold>();
  for (const fold of folds.filter(({ firstLine, lastLine }) => firstLine < lastLine)) {
    const known = byLine.get(fold.firstLine);
    if (!known || known.lastLine < fold.lastLine) byLine.set(fold.firstLine, fold);
  }
  return [...byLine.values()].sort((a, b) => a.firstLine - b.firstLine);
}

function* blocks(tree: SyntaxTree): Iterable<Fold> {
  const lineOf = (offset: number): number => tree.lines.positionAt(offset).line;
  for (const node of nodesOf(tree)) {
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    if (lineOf(node.span.start) === lineOf(node.span.end)) continue;
    if (node.flow) yield brackets(tree.text, node.span, lineOf);
    for (const { span, value } of node.kind === 'map' ? node.entries : node.items) {
      if (!value || !foldsWithName(value)) continue;
      const end = trimEnd(tree.text, span.start, span.end);
      const first = lineOf(span.start);
      const last = lineOf(end);
      if (first === last) continue;
      const visible = endOfLine(tree.text, span.start);
      yield {
        span: { start: visible, end: endOfLine(tree.text, end) },
        firstLine: first,
        lastLine: last,
        kind: undefined,
      };
    }
  }
}

/** Flow collections fold between their brackets, wherever the key is. */
function foldsWithName(value: SyntaxNode): boolean {
  return value.kind === 'scalar' || (value.kind !== 'alias' && !value.flow);
}

/** The line of the closing bracket stays visible. */
function brackets(text: string, { start, end }: Span, lineOf: (offset: number) => number): Fold {
  const isClosed = /[\]}]/.test(text.charAt(end - 1));
  const last = trimEnd(text, start + 1, isClosed ? end - 1 : end);
  const lastLine = isClosed ? lineOf(end) - 1 : lineOf(last);
  return { span: { start: start + 1, end: last }, firstLine: lineOf(start), lastLine, kind: undefined };
}

/** Consecutive comment lines. */
function* commentBlocks(comments: readonly Comment[], lines: LineIndex): Iterable<Fold> {
  let block: Fold | undefined;
  for (const { span, text } of comments) {
    if (/^(?:end)?region\b/.test(text)) continue;
    const { line } = lines.positionAt(span.start);
    if (block?.lastLine === line - 1) {
      block = { ...block, span: { ...block.span, end: span.end }, lastLine: line };
      continue;
    }
    if (block) yield block;
    block = { span: { start: span.end, end: span.end }, firstLine: line, lastLine: line, kind: 'comment' };
  }
  if (block) yield block;
}

/** From `# region` to `# endregion`, as in the language configuration, which applies without the server. */
function* regions(comments: readonly Comment[], lines: LineIndex): Iterable<Fold> {
  const open: Comment[] = [];
  for (const comment of comments) {
    if (/^region\b/.test(comment.text)) open.push(comment);
    if (!/^endregion\b/.test(comment.text)) continue;
    const start = open.pop();
    if (!start) continue;
    yield {
      span: { start: start.span.end, end: comment.span.end },
      firstLine: lines.positionAt(start.span.start).line,
      lastLine: lines.positionAt(comment.span.start).line,
      kind: 'region',
    };
  }
}

function standsAlone({ span }: Comment, { text, lines }: SyntaxTree): boolean {
  const lineStart = lines.starts[lines.positionAt(span.start).line] ?? 0;
  return /^\s*$/.test(text.slice(lineStart, span.start));
}

/** Excludes trailing line breaks, such as the one that ends a block scalar. */
function trimEnd(text: string, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && /\s/.test(text.charAt(trimmed - 1))) trimmed--;
  return trimmed;
}

/** The innermost first, each contained in the next. The last is the whole text. */
export function selectionRanges(tree: SyntaxTree, offset: number): Span[] {
  const { steps, key } = locate(tree, offset);
  const around: Span[] = [{ start: 0, end: tree.text.length }];
  for (const { collection, part } of steps) {
    around.push(collection.span);
    // Between the brackets, so that their content can be replaced.
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
