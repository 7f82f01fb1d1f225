// JSON: what it does not allow although YAML does, and what to write instead.
import { endOfLine, lineEnd, type Edit } from './edits.ts';
import {
  firstUnreadable,
  isMergeKey,
  nodesOf,
  resolveAlias,
  spanBetween,
  type Comment,
  type Entry,
  type ListItem,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from './tree.ts';

export interface JsonFault {
  readonly kind:
    'yaml' | 'comment' | 'comma' | 'quotes' | 'escape' | 'literal' | 'missing' | 'pair' | 'alias' | 'anchor' | 'sign';
  readonly span: Span;
  /** What makes it JSON with the same meaning; empty if only a person knows. */
  readonly edits: readonly Edit[];
}

/** All faults of a text that should be JSON, in any order. Other syntax errors are not among them. */
export function jsonFaults(tree: SyntaxTree): JsonFault[] {
  const { text, format, root, problems } = tree;
  if (format !== 'json' || isJsonText(text)) return [];
  const collection = root?.kind === 'map' || root?.kind === 'list' ? root : undefined;
  const faults = collection?.flow === false ? [] : [...nodeFaults(tree), ...gapFaults(tree)];
  // A problem or a single value as the whole text already explains why it is not JSON.
  return faults.length === 0 && problems.length === 0 && collection ? [wholeFault(tree, collection)] : faults;
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The text is another notation as a whole, such as YAML in blocks. */
function wholeFault({ text }: SyntaxTree, root: MapNode | ListNode): JsonFault {
  const first = root.kind === 'map' ? root.entries[0]?.key.span : root.items[0]?.span;
  const written = jsonOf(root, '');
  const span = { start: 0, end: text.length };
  const edits = written === undefined ? [] : [{ span, newText: `${written}\n`.replaceAll('\n', lineEnd(text)) }];
  return { kind: 'yaml', span: first ?? root.span, edits };
}

/** The faults of keys and values, each by itself. */
function* nodeFaults(tree: SyntaxTree): Iterable<JsonFault> {
  const { text, problems, root } = tree;
  const reported = new Set(problems.map(({ span }) => span.start));
  const keys = new Set<SyntaxNode>();
  // A single value is not a project, which is another problem.
  if (root?.kind === 'scalar') return;
  for (const node of nodesOf(tree)) {
    const { span } = node;
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        const { key, value, colon } = entry;
        // A merge key is another problem.
        if (isMergeKey(entry)) reported.add(key.span.start);
        keys.add(key);
        if (colon && !value) yield { kind: 'missing', span: key.span, edits: [] };
      }
      if (text.charAt(span.start) !== '{') yield { kind: 'pair', span, edits: around(span, '{ ', ' }') };
    } else if (reported.has(span.start)) {
      // The other problem comes first.
    } else if (node.kind === 'alias') {
      const written = jsonOf(node, undefined);
      yield { kind: 'alias', span, edits: written === undefined ? [] : [{ span, newText: written }] };
    } else if (node.kind === 'scalar') {
      const value = keys.has(node) ? node.text : node.value;
      const source = text.slice(span.start, span.end);
      if (!isJsonValue(source, value)) {
        const edits = [{ span, newText: scalarOf(node, value) }];
        yield {
          kind: node.alias
            ? 'alias'
            : source.startsWith('"')
              ? 'escape'
              : typeof value === 'string'
                ? 'quotes'
                : 'literal',
          span,
          edits,
        };
      }
    }
  }
}

function isJsonValue(source: string, value: unknown): boolean {
  try {
    return JSON.parse(source) === value;
  } catch {
    return false;
  }
}

/** The faults between keys and values, where JSON has only brackets, commas, colons and whitespace. */
function* gapFaults(tree: SyntaxTree): Iterable<JsonFault> {
  const { text, comments, anchors, root } = tree;
  const leaves = [...nodesOf(tree)].filter(({ kind }) => kind === 'scalar' || kind === 'alias');
  const gaps = blanked(blanked(text, leaves, '"'), [...comments, ...anchors]);
  for (const { span } of comments)
    yield { kind: 'comment', span, edits: [{ span: withLine(text, span), newText: '' }] };
  for (const { span } of anchors) yield { kind: 'anchor', span, edits: [{ span: withSpace(text, span), newText: '' }] };
  // With another mistake, such as a bracket too many, it may be the bracket that is wrong.
  const commas = firstUnreadable(tree) ? [] : gaps.matchAll(/,[ \t\r\n]*(?=[}\]])/g);
  for (const { 0: written, index } of commas) {
    // Up to the bracket, because the next item may be typed there.
    const edits = [{ span: { start: index, end: index + 1 }, newText: '' }];
    yield { kind: 'comma', span: { start: index, end: index + written.length }, edits };
  }
  // The head of a YAML document has several signs, of which none can go alone.
  const head = /[^ \t\r\n"](?:[^]*[^ \t\r\n])?/.exec(gaps.slice(0, root?.span.start ?? 0));
  const start = root?.span.start ?? 0;
  const found = [...gaps.slice(start).matchAll(/[^ \t\r\n{}[\],:"]+/g)].map((match) => ({ match, from: start }));
  for (const { match, from } of head ? [{ match: head, from: 0 }, ...found] : found) {
    const span = { start: from + match.index, end: from + match.index + match[0].length };
    yield { kind: 'sign', span, edits: [{ span: withSpace(text, span), newText: '' }] };
  }
}

/** The comment with the whitespace before it, or all of its lines if there is nothing else on them. */
function withLine(text: string, { start, end }: Span): Span {
  const from = blanksBefore(text, start);
  const to = blanksAfter(text, end);
  const isAlone = (from === 0 || isLineBreak(text, from - 1)) && (to === text.length || isLineBreak(text, to));
  if (!isAlone) return { start: from, end };
  return { start: from, end: to + (text.startsWith('\r\n', to) ? 2 : to < text.length ? 1 : 0) };
}

function withSpace(text: string, { start, end }: Span): Span {
  return { start, end: blanksAfter(text, end) };
}

function blanksBefore(text: string, start: number): number {
  let from = start;
  while (from > 0 && isBlank(text, from - 1)) from--;
  return from;
}

function blanksAfter(text: string, end: number): number {
  let to = end;
  while (isBlank(text, to)) to++;
  return to;
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}

function isLineBreak(text: string, at: number): boolean {
  return text[at] === '\n' || text[at] === '\r';
}

function around({ start, end }: Span, opening: string, closing: string): Edit[] {
  return [
    { span: { start, end: start }, newText: opening },
    { span: { start: end, end }, newText: closing },
  ];
}

/**
 * The value as JSON, on one line or, with an indentation, one part per line. Undefined if it contains itself by an
 * alias.
 */
function jsonOf(
  node: SyntaxNode | undefined,
  indent: string | undefined,
  within: readonly SyntaxNode[] = [],
): string | undefined {
  const value = resolveAlias(node);
  if (!value) return node ? undefined : 'null';
  if (value.kind === 'scalar') return scalarOf(value, value.value);
  if (within.includes(value)) return undefined;
  const isFlat =
    indent === undefined || (value.kind === 'list' && value.items.every(({ value: item }) => isFlatItem(item)));
  const inner = isFlat ? undefined : `${indent}  `;
  const parts: string[] = [];
  const held: readonly (Entry | ListItem)[] = value.kind === 'map' ? value.entries : value.items;
  for (const part of held) {
    const written = jsonOf(part.value, inner, [...within, value]);
    if (written === undefined) return undefined;
    parts.push('key' in part ? `${JSON.stringify(part.key.text)}: ${written}` : written);
  }
  const [opening, closing] = value.kind === 'map' ? '{}' : '[]';
  if (parts.length === 0) return `${opening}${closing}`;
  if (inner !== undefined) return `${opening}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${closing}`;
  return value.kind === 'map' ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
}

function isFlatItem(node: SyntaxNode | undefined): boolean {
  const value = resolveAlias(node);
  return !value || value.kind === 'scalar';
}

/** JSON has neither infinity nor NaN, which stay as they are written. */
function scalarOf({ text }: ScalarNode, value: ScalarNode['value']): string {
  if (typeof value === 'bigint') return String(value);
  const isWord = typeof value === 'number' && !Number.isFinite(value);
  return JSON.stringify(isWord ? text : value);
}

/**
 * Comments with slashes, as JavaScript has them. To YAML, they are text, so a text that is not in brackets, such as YAML
 * in blocks, has them only at its start.
 */
export function slashComments(text: string): Comment[] {
  const comments: Comment[] = [];
  const [head] = /^(?:\s|#[^\r\n]*|\/\/[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)*/.exec(text) ?? [''];
  const last = /[{[]/.test(text.charAt(head.length)) ? text.length : head.length;
  // Strings and YAML's own comments are skipped.
  const token = /"(?:[^"\\\r\n]|\\[^\r\n])*"?|(?<![^\s{}[\],:])'[^'\r\n]*'|(?<!\S)#[^\r\n]*|(?<![^\s{}[\],"'])\/[/*]/g;
  for (let match = token.exec(text); match && match.index < last; match = token.exec(text)) {
    const [written] = match;
    if (!written.startsWith('/')) continue;
    const start = match.index;
    const close = written === '/*' ? text.indexOf('*/', start + 2) : endOfLine(text, start) - 2;
    const end = close < 0 ? text.length : close + 2;
    comments.push({
      span: spanBetween(start, end),
      text: text.slice(start + 2, close < 0 ? end : end - (written === '/*' ? 2 : 0)).trim(),
    });
    token.lastIndex = end;
  }
  return comments;
}

/** The text with each of the parts, none of which overlap, overwritten except for line breaks. */
export function blanked(text: string, parts: readonly { readonly span: Span }[], by = ' '): string {
  const pieces: string[] = [];
  let end = 0;
  for (const { span } of [...parts].sort((a, b) => a.span.start - b.span.start)) {
    pieces.push(text.slice(end, span.start), text.slice(span.start, span.end).replaceAll(/[^\r\n]/g, by));
    ({ end } = span);
  }
  return pieces.join('') + text.slice(end);
}
