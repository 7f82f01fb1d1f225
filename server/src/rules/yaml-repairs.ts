// Ways to make text readable that is not valid YAML. Each is tried out: offered is what leaves the fewest faults.
import { shapeOf } from '../model/shape.ts';
import { applyEdits, endOfLine, startOfLine, type Edit } from '../syntax/edits.ts';
import { locate } from '../syntax/locate.ts';
import { parse } from '../syntax/parse.ts';
import type { ProblemKind, SyntaxProblem, SyntaxTree } from '../syntax/tree.ts';

interface Repair {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** Whether the text is valid YAML then. */
  readonly complete: boolean;
}

/** The repair that leaves the least to do, if one helps. */
export function repair(tree: SyntaxTree, problem: SyntaxProblem): Repair | undefined {
  if (!problem.kind) return undefined;
  const tried = candidates[problem.kind](tree, problem).map(({ title, edits }) => {
    const mended = parse(applyEdits(tree.text, edits));
    const problems = mended.problems.length;
    const helps = problems === 0 || startOf(mended) > startOf(tree);
    return { title, edits, complete: problems === 0, left: problems * 1000 + shapeOf(mended).faults.length, helps };
  });
  const helpful = tried.filter(({ helps }) => helps).sort((a, b) => a.left - b.left);
  return helpful[0];
}

function startOf({ problems, text }: SyntaxTree): number {
  // Counted from the end of the file, so that what a repair inserts does not matter.
  return (problems[0]?.span.start ?? text.length) - text.length;
}

interface Candidate {
  readonly title: string;
  readonly edits: readonly Edit[];
}

const candidates: Readonly<Record<ProblemKind, (tree: SyntaxTree, problem: SyntaxProblem) => Candidate[]>> = {
  tab: ({ text }) => [2, 4, 8, 'as above' as const].map((width) => withoutTabs(text, width)),
  'bad-start': quoted,
  'bad-alias': quoted,
  tag({ text }, { span }) {
    const end = span.end + (/^ +/.exec(text.slice(span.end))?.[0].length ?? 0);
    return [{ title: 'Remove the tag', edits: [{ span: { start: span.start, end }, newText: '' }] }];
  },
  'missing-colon'({ text }, { span }) {
    const separator = /[:=](?=\s*\S)/.exec(text.slice(span.start, span.end));
    if (!separator) return [];
    const at = span.start + separator.index;
    const end = at + 1 + (/^\s*/.exec(text.slice(at + 1))?.[0].length ?? 0);
    const start = startOfSpace(text, at);
    return [{ title: 'Write a colon and a space', edits: [{ span: { start, end }, newText: ': ' }] }];
  },
  'unclosed-bracket': closed,
  'unclosed-quote': closed,
};

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

/** The closing sign at the end of the line, or before what may follow it there. */
function closed({ text }: SyntaxTree, { span }: SyntaxProblem): Candidate[] {
  const line = text.slice(span.start, endOfLine(text, span.start));
  const content = line.replace(/\s+#.*$/, '').trimEnd();
  const sign = content.charAt(0);
  const isQuote = sign === '"' || sign === "'";
  const ends = isQuote ? [content.length, content.search(/[,\]}]/)] : [content.length];
  return ends
    .filter((end) => end > 0)
    .map((end) => {
      const at = span.start + end;
      const newText = isQuote ? sign : closers(content);
      return { title: `Write \`${newText.trim()}\``, edits: [{ span: { start: at, end: at }, newText }] };
    });
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
