// Fixes that suppress a finding by a comment, for its line or for the file.
import type { Finding, Fix } from '../../rules/rule.ts';
import { ignoreFile, ignoreLine, readSuppressions } from '../../rules/suppressions.ts';
import { columnOf, endOfLine, lineEnd, startOfLine, type Edit } from '../../syntax/edits.ts';
import { locate, firstUnreadable, resolveAlias, type Comment, type SyntaxTree } from '../../syntax/tree.ts';

/** None in JSON, which has no comments, and none for text that cannot be read: what stands there is not known. */
export function suppressions(finding: Finding, tree: SyntaxTree): Fix[] {
  const { rule, span } = finding;
  if (isJson(tree) || firstUnreadable(tree)) return [];
  const forLine = onLine(tree, span.start, rule.id);
  return [
    ...(forLine ? [{ title: `Ignore \`${rule.id}\` on this line`, edits: [forLine] }] : []),
    { title: `Ignore \`${rule.id}\` in this file`, edits: [inFile(tree, rule.id)] },
  ];
}

function isJson(tree: SyntaxTree): boolean {
  const root = resolveAlias(tree.root);
  return root?.kind === 'map' && root.flow && root.entries.some(({ key }) => key.style === 'double');
}

/**
 * In the comment that suppresses on the line already, or in a new one above it; behind it where a text of several lines
 * reaches into the line, since a comment above would be a part of that text. Undefined where there is no place.
 */
function onLine(tree: SyntaxTree, offset: number, ruleId: string): Edit | undefined {
  const start = startOfLine(tree.text, offset);
  const line = tree.text.slice(0, start).split(/\r\n|\n|\r/).length - 1;
  const existing = readSuppressions(tree).all.find((one) => one.line === line);
  if (existing) return extend(existing.comment, ignoreLine, tree, ruleId);
  if (isInScalar(tree, start)) {
    const end = endOfLine(tree.text, offset);
    const isTaken = tree.comments.some((comment) => start <= comment.span.start && comment.span.end <= end);
    if (isTaken || isInScalar(tree, end)) return undefined;
    return { span: { start: end, end }, newText: ` # ${ignoreLine}: ${ruleId}` };
  }
  const content = start + (/^[ \t]*/.exec(tree.text.slice(start))?.[0].length ?? 0);
  const indent = ' '.repeat(columnOf(tree.text, content));
  return { span: { start, end: start }, newText: `${indent}# ${ignoreLine}: ${ruleId}${lineEnd(tree.text)}` };
}

function isInScalar(tree: SyntaxTree, offset: number): boolean {
  const { scalar, key } = locate(tree, offset);
  return [scalar, key?.key].some((node) => node && node.span.start < offset && offset < node.span.end);
}

/** In the comment that suppresses in the file already, or in a new one at its top. */
function inFile(tree: SyntaxTree, ruleId: string): Edit {
  const existing = readSuppressions(tree).all.find((one) => one.line === undefined);
  if (existing) return extend(existing.comment, ignoreFile, tree, ruleId);
  const start = tree.text.startsWith('\uFEFF') ? 1 : 0;
  return { span: { start, end: start }, newText: `# ${ignoreFile}: ${ruleId}${lineEnd(tree.text)}` };
}

/** Puts the rule first, so that a reason at the end stays there. */
function extend({ span }: Comment, directive: string, { text }: SyntaxTree, ruleId: string): Edit {
  const written = text.slice(span.start, span.end);
  const end = span.start + written.indexOf(directive) + directive.length;
  const colon = /^\s*:\s*/.exec(text.slice(end, span.end))?.[0] ?? '';
  const rest = text.slice(end + colon.length, span.end);
  const separator = rest === '' || rest.startsWith('--') ? (rest === '' ? '' : ' ') : ', ';
  return { span: { start: end, end: end + colon.length }, newText: `: ${ruleId}${separator}` };
}
