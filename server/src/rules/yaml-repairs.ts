// Ways to make text readable that is not valid YAML. Each is tried out: offered is what leaves the fewest faults.
import { shapeOf } from '../model/shape.ts';
import { applyEdits, contentEnd, endOfLine, lineEnd, startOfLine, type Edit } from '../syntax/edits.ts';
import {
  locate,
  type Comment,
  type ProblemKind,
  type Span,
  type SyntaxProblem,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { parse } from '../syntax/parse.ts';

interface Repair {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Whether all of the text can be read then. */
  readonly complete: boolean;
}

/** The repair that leaves the least to do, if one helps. */
export function repair(tree: SyntaxTree, problem: SyntaxProblem): Repair | undefined {
  if (!problem.kind) return undefined;
  const tried = candidates[problem.kind](tree, problem).map(({ title, edits }) => {
    const mended = parse(applyEdits(tree.text, edits));
    const { problems } = mended;
    const helps = problems.length === 0 || problemsUpTo(problem, tree, mended) < problemsUpTo(problem, tree, tree);
    const complete = problems.every(({ halfTyped }) => halfTyped === true);
    return { title, edits, complete, left: problems.length * 1000 + shapeOf(mended).faults.length, helps };
  });
  const helpful = tried.filter(({ helps }) => helps).sort((a, b) => a.left - b.left);
  return helpful[0];
}

/** How many problems there are where the given one is, and above. */
function problemsUpTo({ span }: SyntaxProblem, { text }: SyntaxTree, tree: SyntaxTree): number {
  // Counted from the end of the file, so that what a repair inserts does not matter.
  return tree.problems.filter(({ span: { start } }) => start - tree.text.length <= span.start - text.length).length;
}

interface Candidate {
  readonly title: string;
  readonly edits: readonly Edit[];
}

const candidates: Readonly<Record<ProblemKind, (tree: SyntaxTree, problem: SyntaxProblem) => Candidate[]>> = {
  tab: ({ text }) => [2, 4, 8, 'as above' as const].map((width) => withoutTabs(text, width)),
  misaligned: (tree, { span, mending }) =>
    mending ? [{ title: 'Align with its neighbours', edits: mending }] : realigned(tree, span.start),
  'missing-colon'({ text }, { span, mending }) {
    if (mending) return [{ title: 'Write a colon', edits: mending }];
    const separator = /[:=](?=\s*\S)|[ \t](?=\S)/.exec(text.slice(span.start, span.end));
    if (!separator) return [];
    const at = span.start + separator.index;
    const end = at + 1 + (/^\s*/.exec(text.slice(at + 1))?.[0].length ?? 0);
    const start = startOfSpace(text, at);
    return [{ title: 'Write a colon and a space', edits: [{ span: { start, end }, newText: ': ' }] }];
  },
  'missing-comma': ({ text, comments }, { span }) => [commaBefore(text, comments, span.start)],
  'second-key': ({ text }, { span: { start } }) => quotedLine(text, start, endOfLine(text, start)),
  'second-pair': ({ text, comments }, { span }) => [
    ...separated(text, comments, span),
    ...quotedLine(text, span.start, span.end),
  ],
  'stray-bracket': ({ text }, { span: { start, end } }) => [
    { title: 'Remove the bracket', edits: [{ span: { start: startOfSpace(text, start), end }, newText: '' }] },
  ],
  'slash-comment': (_, { span: { start } }) => [
    { title: 'Change `//` to `#`', edits: [{ span: { start, end: start + 2 }, newText: '#' }] },
  ],
  'bad-start': quoted,
  'bad-alias': quoted,
  tag({ text }, { span }) {
    const end = span.end + (/^ +/.exec(text.slice(span.end))?.[0].length ?? 0);
    return [{ title: 'Remove the tag', edits: [{ span: { start: span.start, end }, newText: '' }] }];
  },
  'unclosed-bracket': closed,
  'unclosed-quote': closed,
};

/** Indented as one of the blocks that the line may be a part of, be it alone or with all that is indented further. */
function realigned({ text }: SyntaxTree, offset: number): Candidate[] {
  const start = startOfLine(text, offset);
  const column = offset - start;
  let [less, more] = [-1, Infinity];
  for (const { 0: room } of text.slice(0, start).matchAll(/^ *(?=[^\s#])/gm)) {
    if (room.length < column) [less, more] = [room.length, Infinity];
    else more = Math.min(more, room.length);
  }
  const body: number[] = [];
  const next = endOfLine(text, offset) + 1;
  for (const { 0: room, index } of text.slice(next).matchAll(/^ *(?=\S)/gm)) {
    if (room.length <= column) break;
    body.push(next + index);
  }
  const targets = [less, more].filter((target) => target >= 0 && target < Infinity);
  return [[start], [start, ...body]].flatMap((starts) =>
    targets.map((target) => ({
      title: 'Align with its neighbours',
      edits: starts.map((at) => ({
        span: { start: at, end: at + Math.max(0, column - target) },
        newText: ' '.repeat(Math.max(0, target - column)),
      })),
    })),
  );
}

/** Behind what stands before the offset, comments aside. */
function commaBefore(text: string, comments: readonly Comment[], offset: number): Candidate {
  const above = comments.filter(({ span }) => span.end <= offset);
  let at = contentEnd(text, offset);
  for (let comment = above.pop(); comment?.span.end === at; comment = above.pop()) {
    at = contentEnd(text, comment.span.start);
  }
  return { title: 'Write a comma', edits: [{ span: { start: at, end: at }, newText: ',' }] };
}

/** With a comma before it, or before the last word of what is taken for its key. */
function separated(text: string, comments: readonly Comment[], { start, end }: Span): Candidate[] {
  const keys = [...text.slice(start, end).matchAll(/[^\s:,]+\s*:(?=\s|$)/g)];
  return [start, ...keys.map(({ index }) => start + index)].map((offset) => commaBefore(text, comments, offset));
}

/** What stands on the line up to the end, or to a comment. */
function quotedLine(text: string, start: number, end: number): Candidate[] {
  const line = text.slice(start, Math.min(end, endOfLine(text, start)));
  const written = line.replace(/\s+#.*$/, '').trimEnd();
  if (/["'\\]/.test(written)) return [];
  const span = { start, end: start + written.length };
  return [{ title: 'Put in quotes', edits: [{ span, newText: `"${written}"` }] }];
}

/** All the tabs that indent, by so many spaces, or by what the line above has. */
function withoutTabs(text: string, width: number | 'as above'): Candidate {
  const edits: Edit[] = [];
  let above = 0;
  for (const match of text.matchAll(/^([ \t]*)([^\r\n]*)/gm)) {
    const [, lead = '', content = ''] = match;
    if (content === '') continue;
    let indent = lead.length;
    if (lead.includes('\t')) {
      indent = width === 'as above' ? above : lead.replaceAll('\t', ' '.repeat(width)).length;
      edits.push({ span: { start: match.index, end: match.index + lead.length }, newText: ' '.repeat(indent) });
    }
    if (!content.startsWith('#')) above = indent + (/:\s*(?:#.*)?$/.test(content) ? 2 : 0);
  }
  return { title: 'Replace tabs with spaces', edits };
}

function quoted(tree: SyntaxTree, { span }: SyntaxProblem): Candidate[] {
  const { key, scalar } = locate(tree, span.start);
  const at = key?.key.span ?? scalar?.span ?? span;
  const written = tree.text.slice(at.start, at.end);
  return [{ title: 'Put in quotes', edits: [{ span: at, newText: JSON.stringify(written) }] }];
}

/** The closing sign at the end of the line, or before what may follow it there; of a bracket, at the end of the file. */
function closed({ text }: SyntaxTree, { span }: SyntaxProblem): Candidate[] {
  const line = text.slice(span.start, endOfLine(text, span.start));
  const content = line.replace(/\s+#.*$/, '').trimEnd();
  const sign = content.charAt(0);
  const isQuote = sign === '"' || sign === "'";
  const ends = isQuote ? [content.length, content.search(/[,\]}]/)] : [content.length];
  const close = (at: number, newText: string): Candidate => ({
    title: `Write \`${newText.trim()}\``,
    edits: [{ span: { start: at, end: at }, newText }],
  });
  const onLine = ends.filter((end) => end > 0).map((end) => close(span.start + end, isQuote ? sign : closers(content)));
  if (isQuote) return onLine;
  const end = contentEnd(text, text.length);
  return [...onLine, close(end, lineEnd(text) + closers(text.slice(span.start)).replaceAll(' ', ''))];
}

/** What closes the brackets that are open at the end of the text. */
function closers(text: string): string {
  let open = '';
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[[\]{}]/g)) {
    if (sign === '[') open = `]${open}`;
    else if (sign === '{') open = `${text.includes('{ ') ? ' ' : ''}}${open}`;
    else if (open.trimStart().startsWith(sign)) open = open.trimStart().slice(1);
  }
  return open;
}

function startOfSpace(text: string, offset: number): number {
  const line = text.slice(startOfLine(text, offset), offset);
  return offset - (line.length - line.trimEnd().length);
}
