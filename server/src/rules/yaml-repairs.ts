// Fixes for text that is not valid YAML. Each candidate is tried, and the one that leaves the fewest faults is offered.
import { shapeOf } from '../model/shape.ts';
import { applyEdits, contentEnd, endOfLine, lineEnd, startOfLine, startOfSpace, type Edit } from '../syntax/edits.ts';
import {
  findEntry,
  firstUnreadable,
  locate,
  resolveAlias,
  type Comment,
  type ProblemKind,
  type Span,
  type SyntaxProblem,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { reparse } from '../syntax/reparse.ts';
import type { RunState } from './rule.ts';
import { t } from '../locale.ts';

interface Candidate {
  readonly title: string;
  readonly edits: readonly Edit[];
}

interface Repair extends Candidate {
  /** Whether the text has fewer faults afterwards. */
  readonly improves: boolean;
}

/** The repair that leaves the fewest faults; none if each leaves the problem, or adds errors. */
export function repair(tree: SyntaxTree, problem: SyntaxProblem, { errors, errorsIn }: RunState): Repair | undefined {
  if (!problem.kind) return undefined;
  const helpful = candidates[problem.kind](tree, problem)
    .map((candidate) => ({ ...candidate, repaired: reparse(applyEdits(tree.text, candidate.edits), tree) }))
    .filter(({ repaired }) => problemsUpTo(problem, tree, repaired) < problemsUpTo(problem, tree, tree))
    .map((one) => ({ ...one, left: one.repaired.problems.length * 1000 + shapeOf(one.repaired).faults.length }))
    .sort((a, b) => a.left - b.left);
  for (const { title, edits, repaired } of helpful) {
    const end = firstUnreadable(tree) ? endOfChanged(tree, repaired, edits) : repaired.text.length;
    const left = errorsIn(repaired).filter(({ span }) => span.start <= end);
    if (left.length > errors.length) continue;
    return { title, edits, improves: left.length < errors.length && !firstUnreadable(repaired) };
  }
  return undefined;
}

/** The number of problems up to and including the position of the given one. */
function problemsUpTo({ span }: SyntaxProblem, { text }: SyntaxTree, tree: SyntaxTree): number {
  // Counted from the end of the file, so that what a repair inserts does not matter.
  return tree.problems.filter(({ span: { start } }) => start - tree.text.length <= span.start - text.length).length;
}

/** The end of the resource with the last edit. Below it, nothing was reported before the repair. */
function endOfChanged(before: SyntaxTree, repaired: SyntaxTree, edits: readonly Edit[]): number {
  const fromEnd = before.text.length - Math.max(...edits.map(({ span }) => span.end));
  const [, resource] = locate(repaired, repaired.text.length - fromEnd).steps;
  return resource?.part.span.end ?? repaired.text.length;
}

const candidates: Readonly<Record<ProblemKind, (tree: SyntaxTree, problem: SyntaxProblem) => Candidate[]>> = {
  tab: ({ text }) => [2, 4, 8, 'above' as const].map((width) => withoutTabs(text, width)),
  'wrong-space': (_, { appliedFix = [] }) => [{ title: t`Replace with ordinary spaces`, edits: appliedFix }],
  'dash-without-space': (_, { appliedFix = [] }) => [{ title: t`Add a space after the dash`, edits: appliedFix }],
  'joined-lines': (_, { appliedFix = [] }) => [{ title: t`Start a new line`, edits: appliedFix }],
  misaligned: (tree, { span, appliedFix }) =>
    appliedFix ? [{ title: t`Fix the indentation`, edits: appliedFix }] : realigned(tree, span.start),
  'missing-colon'({ text }, { span, appliedFix }) {
    const typo = insteadOfColon(text, span);
    if (appliedFix) return [...typo, { title: t`Add a colon`, edits: appliedFix }];
    const separator = /[:=](?=\s*\S)|[ \t](?=\S)/.exec(text.slice(span.start, span.end));
    if (!separator) return typo;
    const at = span.start + separator.index;
    const end = at + 1 + (/^\s*/.exec(text.slice(at + 1))?.[0].length ?? 0);
    const start = startOfSpace(text, at);
    return [...typo, { title: t`Add a colon and a space`, edits: [{ span: { start, end }, newText: ': ' }] }];
  },
  'missing-comma': ({ text, comments }, { span }) => [commaBefore(text, comments, span.start)],
  'second-key': ({ text }, { span: { start } }) => [
    ...split(text, start),
    ...quotedLine(text, start, endOfLine(text, start)),
  ],
  'second-pair': ({ text, comments }, { span }) => [
    ...separated(text, comments, span),
    ...quotedLine(text, span.start, span.end),
  ],
  'stray-bracket': ({ text }, { span: { start, end } }) => [
    ...repeatedBracket(text.slice(0, start)),
    { title: t`Remove the bracket`, edits: [{ span: { start: startOfSpace(text, start), end }, newText: '' }] },
  ],
  'wrong-bracket': ({ text }, { span }) => {
    const newText = text.charAt(span.start) === '}' ? ']' : '}';
    return [{ title: t`Change to \`${newText}\``, edits: [{ span, newText }] }];
  },
  'extra-comma': (_, { span }) => [{ title: t`Remove the comma`, edits: [{ span, newText: '' }] }],
  'list-on-key-line': listBelowKey,
  'slash-comment': (_, { span: { start } }) => [
    { title: t`Change \`//\` to \`#\``, edits: [{ span: { start, end: start + 2 }, newText: '#' }] },
  ],
  'bad-start': quoted,
  'bad-alias': (tree, problem) => [...apartFromColon(tree, problem), ...quoted(tree, problem)],
  tag(tree, { span }) {
    const end = span.end + (/^ +/.exec(tree.text.slice(span.end))?.[0].length ?? 0);
    return [
      ...parameterOf(tree, span),
      { title: t`Remove the tag`, edits: [{ span: { start: span.start, end }, newText: '' }] },
    ];
  },
  'unclosed-bracket': closed,
  'unclosed-quote': closed,
};

/** Replaces the sign after the first word, which is in place of the colon: `name; Chat`. */
function insteadOfColon(text: string, { start, end }: Span): Candidate[] {
  const [, word = '', sign] = /^([\w$.-]*\w)([^\w\s])(?=\s|$)/.exec(text.slice(start, end)) ?? [];
  if (sign === undefined) return [];
  const at = start + word.length;
  return [{ title: t`Change \`${sign}\` to \`:\``, edits: [{ span: { start: at, end: at + 1 }, newText: ':' }] }];
}

/** Removes the line of a closing bracket that repeats the line above. */
function repeatedBracket(text: string): Candidate[] {
  const found = [...text.matchAll(/^([ \t]*[\]}],?[ \t]*(?:\r\n?|\n))(?=\1)/gm)].at(-1);
  if (!found) return [];
  const span = { start: found.index, end: found.index + found[0].length };
  return [{ title: t`Remove the bracket`, edits: [{ span, newText: '' }] }];
}

/** Indents the line like one of the blocks that it may belong to, on its own or with its more deeply indented lines. */
function realigned({ text }: SyntaxTree, offset: number): Candidate[] {
  const start = startOfLine(text, offset);
  const column = offset - start;
  /** The columns of the blocks above that are not closed, the innermost first. */
  let open: number[] = [];
  for (const { 0: lead, 1: room = '' } of text.slice(0, start).matchAll(/^( *)(?:- +)*(?=[^\s#])/gm)) {
    open = [...new Set([lead.length, room.length]), ...open.filter((one) => one < room.length)];
  }
  const body: number[] = [];
  const next = endOfLine(text, offset) + 1;
  for (const { 0: room, index } of text.slice(next).matchAll(/^ *(?=\S)/gm)) {
    if (room.length <= column) break;
    body.push(next + index);
  }
  const targets = [...open].sort((a, b) => Math.abs(a - column) - Math.abs(b - column)).slice(0, 4);
  return [[start], [start, ...body]].flatMap((starts) =>
    targets.map((target) => ({
      title: t`Fix the indentation`,
      edits: starts.map((at) => ({
        span: { start: at, end: at + Math.max(0, column - target) },
        newText: ' '.repeat(Math.max(0, target - column)),
      })),
    })),
  );
}

/** Adds a comma after the last content before the offset, skipping comments. */
function commaBefore(text: string, comments: readonly Comment[], offset: number): Candidate {
  const above = comments.filter(({ span }) => span.end <= offset);
  let at = contentEnd(text, offset);
  for (let comment = above.pop(); comment?.span.end === at; comment = above.pop()) {
    at = contentEnd(text, comment.span.start);
  }
  return { title: t`Add a comma`, edits: [{ span: { start: at, end: at }, newText: ',' }] };
}

/** Adds a comma before the pair, or before the last word of its key. */
function separated(text: string, comments: readonly Comment[], { start, end }: Span): Candidate[] {
  const words = [...text.slice(start, end).matchAll(/[^\s:,]+\s*(:(?=\s|$))?/g)];
  const keys = words.filter(([, colon]) => colon !== undefined).map(({ index }) => start + index);
  return [start, ...keys].map((offset) => commaBefore(text, comments, offset));
}

/** Moves the last key of the line to a line of its own: below the key whose value starts there, or into its value. */
function split(text: string, value: number): Candidate[] {
  const lineStart = startOfLine(text, value);
  const keyColumn = /^[ -]*/.exec(text.slice(lineStart, value))?.[0].length ?? 0;
  const rest = text.slice(value, endOfLine(text, value));
  const at = value + rest.search(/(?<!\S)\S+:(?=\s|$)(?!.*\s\S+:(?:\s|$))/);
  if (at < value) return [];
  const below = /^\s*\n( *)/.exec(text.slice(endOfLine(text, value)))?.[1]?.length ?? 0;
  const columns = at > value ? [keyColumn] : [keyColumn + 2, ...(below > keyColumn ? [below] : [])];
  const span = { start: startOfSpace(text, at), end: at };
  return columns.map((column) => ({
    title: t`Start a new line`,
    edits: [{ span, newText: `${lineEnd(text)}${' '.repeat(column)}` }],
  }));
}

/** Moves the first item of a list from the line of its key to the line below. */
function listBelowKey({ text }: SyntaxTree, { span: { start } }: SyntaxProblem): Candidate[] {
  const column = /^[ -]*/.exec(text.slice(startOfLine(text, start), start))?.[0].length ?? 0;
  const newText = `${lineEnd(text)}${' '.repeat(column + 2)}`;
  return [{ title: t`Start a new line`, edits: [{ span: { start: startOfSpace(text, start), end: start }, newText }] }];
}

/** Quotes the content of the line, up to its end or a comment, unless it opens or closes brackets around it. */
function quotedLine(text: string, start: number, end: number): Candidate[] {
  const line = text.slice(start, Math.min(end, endOfLine(text, start)));
  const written = beforeComment(line);
  if (/["'\\]/.test(written) || !isBalanced(written)) return [];
  const span = { start, end: start + written.length };
  return [{ title: t`Add quotes`, edits: [{ span, newText: `"${written}"` }] }];
}

function isBalanced(text: string): boolean {
  const open: string[] = [];
  for (const [sign] of text.matchAll(/[[\]{}]/g)) {
    if (sign === '[') open.push(']');
    else if (sign === '{') open.push('}');
    else if (open.pop() !== sign) return false;
  }
  return open.length === 0;
}

/** Replaces all tabs in indentation, each with that many spaces or with the indentation of the line above. */
function withoutTabs(text: string, width: number | 'above'): Candidate {
  const edits: Edit[] = [];
  let above = 0;
  for (const match of text.matchAll(/^([ \t]*)([^\r\n]*)/gm)) {
    const [, lead = '', content = ''] = match;
    if (content === '') continue;
    let indent = lead.length;
    if (lead.includes('\t')) {
      indent = width === 'above' ? above : lead.replaceAll('\t', ' '.repeat(width)).length;
      edits.push({ span: { start: match.index, end: match.index + lead.length }, newText: ' '.repeat(indent) });
    }
    if (!content.startsWith('#')) above = indent + (/:\s*(?:#[^]*)?$/.test(content) ? 2 : 0);
  }
  return { title: t`Replace tabs with spaces`, edits };
}

function quoted(tree: SyntaxTree, { span }: SyntaxProblem): Candidate[] {
  const { key, scalar } = locate(tree, span.start);
  const at = key?.key.span ?? scalar?.span ?? span;
  const written = tree.text.slice(at.start, at.end);
  return [{ title: t`Add quotes`, edits: [{ span: at, newText: JSON.stringify(written) }] }];
}

/** In place of `!Ref Stage` or `!Sub ${Stage}`, the reference to a parameter of the file. */
function parameterOf({ text, root }: SyntaxTree, { start }: Span): Candidate[] {
  const written = /^!(?:Ref +(['"]?)(\w+)\1|Sub +(['"]?)\$\{(\w+)\}\3)(?=\s|[,\]}]|$)/.exec(
    text.slice(start, endOfLine(text, start)),
  );
  const name = written?.[2] ?? written?.[4];
  const parameters = root?.kind === 'map' ? resolveAlias(findEntry(root, 'parameters')?.value) : undefined;
  if (!written || name === undefined || parameters?.kind !== 'map' || !findEntry(parameters, name)) return [];
  const newText = `{ parameter: ${name} }`;
  return [
    { title: t`Change to \`${newText}\``, edits: [{ span: { start, end: start + written[0].length }, newText }] },
  ];
}

/** Adds a space between an alias and its colon. */
function apartFromColon({ text, anchors }: SyntaxTree, { span: { start, end } }: SyntaxProblem): Candidate[] {
  const [, name] = /^\*(.*):$/.exec(text.slice(start, end)) ?? [];
  if (!anchors.some((anchor) => anchor.name === name)) return [];
  return [{ title: t`Add a space`, edits: [{ span: { start: end - 1, end: end - 1 }, newText: ' ' }] }];
}

/** Adds the closing character at the end of the line, before what may follow it there, or at the end of the file. */
function closed({ text }: SyntaxTree, { span }: SyntaxProblem): Candidate[] {
  const line = text.slice(span.start, endOfLine(text, span.start));
  const content = beforeComment(line);
  const sign = content.charAt(0);
  const isQuote = sign === '"' || sign === "'";
  const ends = isQuote ? [content.length, content.search(/[,\]}]/)] : [content.length];
  const close = (at: number, newText: string): Candidate => ({
    title: t`Add \`${newText.trim()}\``,
    edits: [{ span: { start: at, end: at }, newText }],
  });
  const onLine = ends.filter((end) => end > 0).map((end) => close(span.start + end, isQuote ? sign : closers(content)));
  if (isQuote) return onLine;
  const end = contentEnd(text, text.length);
  // The end of the bracket around it may have been taken for its own.
  const outerEnd = content.slice(0, Math.max(0, content.indexOf(sign === '[' ? '}' : ']'))).trimEnd().length;
  if (outerEnd > 0) onLine.push(close(span.start + outerEnd, closers(content.slice(0, outerEnd))));
  return [...onLine, close(end, lineEnd(text) + closers(text.slice(span.start)).replaceAll(' ', ''))];
}

/** The characters that close the brackets still open at the end of the text. */
function closers(text: string): string {
  const brace = text.includes('{ ') ? ' }' : '}';
  const open: string[] = [];
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\[^])*(?:"|\\?$)|'[^']*(?:'|$)|[[\]{}]/g)) {
    if (sign === '[') open.push(']');
    else if (sign === '{') open.push(brace);
    else if (open.at(-1)?.endsWith(sign) === true) open.pop();
  }
  return open.reduceRight((closing, sign) => closing + sign, '');
}

/** The content of a line without the comment after it. */
function beforeComment(line: string): string {
  const at = line.search(/\s#/);
  return (at < 0 ? line : line.slice(0, at)).trimEnd();
}
