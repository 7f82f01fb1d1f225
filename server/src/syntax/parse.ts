// Parses text into a tree. Never throws: for any text, there is a tree of what could be parsed, and a list of problems.
import { Composer, Lexer, Parser, type CST, type Document, type YAMLError } from 'yaml';
import { applyEdits, startOfLine } from './edits.ts';
import { blanked, slashComments } from './json.ts';
import { explain } from './messages.ts';
import { firstIndex, lineIndex } from './positions.ts';
import { excessiveAlias, TreeReader } from './read-nodes.ts';
import { moveBack } from './corrected-text.ts';
import { slipsOf, type Slip } from './slips.ts';
import { mayBeStray, strayTextOf } from './stray-text.ts';
import {
  spanBetween,
  type Anchor,
  type Comment,
  type Format,
  type Span,
  type SyntaxNode,
  type SyntaxProblem,
  type SyntaxTree,
} from './tree.ts';

/** In UTF-16 units. A template is limited to 1 MB, and a descriptor is much smaller than its template. */
export const maximumLength = 1_000_000;

/**
 * The number of signs: punctuation and line breaks, which structure the text. Parsing takes time for each of them, rather
 * than for each character. A project with 500 resources, more than a template can have, needs some 30,000, and 30,000 lines
 have some 100,000.
 */
export const maximumSigns = 120_000;

/** The language itself needs eight levels. */
export const maximumDepth = 100;

/** The number of entries of a map, or of items of a list. An API can have 300 routes, and a template 500 resources. */
export const maximumItems = 10_000;

/** The number of values that aliases repeat. A project with 500 resources has about ten thousand values. */
export const maximumRepeated = 50_000;

/** The key of the top level of a descriptor below which tags such as `!Ref` are allowed. */
export const overlayKey = 'cloudformation';

export interface ParseOptions {
  /**
   * What the text is: a descriptor, by default; a part of its overlay, in which tags are allowed; another part of it, in which
   * they are not; or a template, in which they are, and whose length AWS itself limits.
   */
  readonly content?: 'descriptor' | 'overlay' | 'part' | 'template' | undefined;
  readonly format?: Format | undefined;
}

export function parse(text: string, options: ParseOptions = {}): SyntaxTree {
  const { format = 'yaml' } = options;
  const slashes = format === 'json' ? slashComments(text) : [];
  // The parser takes neither slashes for a comment nor a lone carriage return for a line end.
  const readable = blanked(text, slashes).replaceAll(/\r(?!\n)/g, '\n');
  const tree = parseYaml(readable, options);
  if (readable === text) return { ...tree, format };
  const comments = [...tree.comments, ...slashes].sort((a, b) => a.span.start - b.span.start);
  return { ...tree, text, format, lines: lineIndex(text), comments };
}

function parseYaml(text: string, options: ParseOptions): SyntaxTree {
  const objection = whyTooLarge(text, options);
  if (objection !== undefined) return refused(text, { start: 0, end: firstLineEnd(text) }, objection);
  const tree = parseWith(text, '', options);
  if (tree.problems.length === 0 && !mayBeStray(text)) return tree;
  const recovered = recover(text, recoveries, options) ?? recoverQuotes(tree, options);
  return { ...recovered, problems: withoutConsequences(text, recovered.problems) };
}

/** Whether the text is read as if it were corrected. */
export function hasSlips(text: string): boolean {
  return recoveries.some((find) => find(text).length > 0);
}

/** In this order: what is stray confuses the layout. */
const recoveries = [strayTextOf, slipsOf];

/** The tree of the text without its slips, of which each function finds one kind; undefined if it has none. */
function recover(
  text: string,
  [find, ...others]: readonly ((text: string) => Slip[])[],
  options: ParseOptions,
): SyntaxTree | undefined {
  if (!find) return undefined;
  const slips = find(text);
  if (slips.length === 0) return recover(text, others, options);
  const edits = slips.flatMap(({ appliedFix }) => appliedFix).sort((a, b) => a.span.start - b.span.start);
  const corrected = applyEdits(text, edits);
  const tree = recover(corrected, others, options) ?? recoverQuotes(parseWith(corrected, '', options), options);
  const moved = moveBack(tree, text, edits);
  return { ...moved, problems: [...moved.problems, ...slips] };
}

/** The tree, or that of the same text with each quote closed at the end of its line, if that explains all problems. */
function recoverQuotes(tree: SyntaxTree, options: ParseOptions): SyntaxTree {
  const { text } = tree;
  if (!tree.problems.some(({ kind, halfTyped }) => kind === 'unclosed-quote' && halfTyped !== true)) return tree;
  // The parser ends a quote where the indentation does, but only if there is another quote somewhere below.
  const recovered = parseWith(text, quotesBelow, options);
  // A string that is not indented goes on into what was added.
  const isWithin = (recovered.root?.span.end ?? 0) <= text.length;
  return isWithin && recovered.problems.every(({ halfTyped }) => halfTyped === true) ? recovered : tree;
}

/** A comment, which has no meaning itself. */
const quotesBelow = `\n#"'`;

function parseWith(text: string, below: string, { content = 'descriptor', format }: ParseOptions): SyntaxTree {
  const most = content === 'template' ? Infinity : maximumItems;
  const tokens = tokensOf(text + below, most);
  const { comments, anchors, tags, tooDeepAt, tooLongAt } = survey(tokens, text.length, most);
  if (tooDeepAt !== undefined) {
    return refused(text, { start: tooDeepAt, end: tooDeepAt + 1 }, explain.tooDeep(maximumDepth), comments);
  }
  if (tooLongAt !== undefined) {
    return refused(text, { start: tooLongAt, end: tooLongAt + 1 }, explain.tooManyItems(maximumItems), comments);
  }
  const documents: Document.Parsed[] = [];
  const composer = new Composer({ version: '1.2', uniqueKeys: false, keepSourceTokens: true, strict: true });
  limitErrors(composer);
  for (const document of composer.compose(tokens, true, text.length)) {
    // One more than allowed is enough to report.
    if (documents.push(document) === 2) break;
  }
  const [first, second] = documents;
  if (!first) return { ...emptyTree(text), comments, anchors };

  const complaints = [...first.errors, ...first.warnings];
  const reader = new TreeReader(
    text,
    complaints
      .filter(isUnclosedQuote)
      .map(({ pos }) => pos[0])
      .sort((a, b) => a - b),
  );
  const root = reader.read(first.contents);
  const excessive = anchors.length > 0 ? excessiveAlias(root, maximumRepeated) : undefined;
  if (excessive) return refused(text, excessive.span, explain.tooManyAliases(maximumRepeated), comments);
  if (content === 'descriptor' || content === 'part') {
    const isAllowed = (span: Span): boolean => content === 'descriptor' && format !== 'json' && isInOverlay(root, span);
    const explanation = format === 'json' ? explain.jsonTag() : explain.tag();
    const others = tags.filter((span) => !isAllowed(span)).slice(0, maximumErrors);
    reader.problems.push(...others.map((span) => ({ span, ...explanation })));
  }
  for (const complaint of complaints) {
    const [start, end] = complaint.pos;
    if (isUnclosedQuote(complaint) || isUnclosedBracket(complaint) || reader.explains(start)) continue;
    const explanation = explain.yaml(complaint.code, complaint.message, text.slice(start, end));
    const at =
      explanation.kind === 'misaligned' ? keyFrom(text, start) : spanBetween(start, endOnLine(text, start, end));
    reader.problems.push({ span: at, ...explanation });
  }
  if (second) {
    const start = second.range[0];
    reader.problems.push({ span: spanBetween(start, start + 3), message: explain.severalDocuments() });
  }
  return { ...emptyTree(text), root, problems: withoutConsequences(text, reader.problems), comments, anchors };
}

/** Whether the tag is in the value of the overlay's key. */
function isInOverlay(root: SyntaxNode | undefined, { start }: Span): boolean {
  const entries = root?.kind === 'map' ? root.entries : [];
  const entry = entries[firstIndex(entries, (one) => one.span.start > start) - 1];
  return entry?.key.text === overlayKey && entry.key.span.end <= start;
}

function refused(text: string, at: Span, message: string, comments: readonly Comment[] = []): SyntaxTree {
  return { ...emptyTree(text), problems: [{ span: at, message }], comments };
}

function emptyTree(text: string): SyntaxTree {
  return { text, format: 'yaml', lines: lineIndex(text), root: undefined, problems: [], comments: [], anchors: [] };
}

/** Undefined if the text is parsed. */
export function whyTooLarge(text: string, { content }: ParseOptions = {}, signs?: number): string | undefined {
  if (text.length > maximumLength) return explain.tooLong(text.length, maximumLength);
  if (content === 'template' || text.length <= maximumSigns) return undefined;
  return (signs ?? countSigns(text)) > maximumSigns ? explain.tooManySigns(maximumSigns) : undefined;
}

export function countSigns(text: string, start = 0, end = text.length): number {
  let count = 0;
  for (let offset = start; offset < end; offset++) count += signs[text.charCodeAt(offset)] ?? 0;
  return count;
}

/** 1 for the code of each sign. */
const signs = new Uint8Array(128);
for (const sign of '\r\n,:[]{}"\'#&*!|>?-') signs[sign.charCodeAt(0)] = 1;

/**
 * Each error takes long, because it records its stack, and nobody reads more: the parser reports them in order, and
 * nothing after the first counts that makes the text unreadable. The same number of warnings, which are about tags. Local
 * tags are looked for among the tokens, so that none is overlooked.
 */
const maximumErrors = 1000;

function limitErrors(composer: Composer): void {
  const report: unknown = Reflect.get(composer, 'onError');
  if (typeof report !== 'function') return;
  const counts = { errors: 0, warnings: 0 };
  const limited = (...error: unknown[]): void => {
    const [, , message, isWarning] = error;
    if (isWarning === true && typeof message === 'string' && message.startsWith('Unresolved tag: !')) return;
    if (++counts[isWarning === true ? 'warnings' : 'errors'] <= maximumErrors) Reflect.apply(report, composer, error);
  };
  Reflect.set(composer, 'onError', limited);
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? Math.min(text.length, 100) : Math.min(end, 100);
}

/** The end of the faulty text, limited to its line. */
function endOnLine(text: string, start: number, end: number): number {
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(start, end)) ?? [];
  return line.trim() === '' ? end : start + line.trimEnd().length;
}

/** The first text after the offset, because the parser reports errors in a line at its start. */
function keyFrom(text: string, offset: number): Span {
  const [lead = '', key = ''] = /^\s*([^\s:]*)/.exec(text.slice(offset)) ?? [];
  return spanBetween(offset + lead.length - key.length, offset + lead.length);
}

/** A quote that is never closed. The parser reports it where it gave up, the reader where it opens. */
function isUnclosedQuote({ message }: YAMLError): boolean {
  return message.startsWith('Missing closing');
}

/** A bracket that is never closed. The reader checks the brackets itself. */
function isUnclosedBracket({ message }: YAMLError): boolean {
  return /^(Flow \w+ (?:in block collection )?must|Expected flow \w+ to end)/.test(message);
}

/** Once the parser is confused, its other errors follow from the first one. */
function withoutConsequences(text: string, problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  // An unclosed quote also leaves the brackets around it unclosed, and hides the colon of the key that it opens.
  const quote = problems.find(({ kind }) => kind === 'unclosed-quote');
  const causes = problems.filter(({ kind, span: { start } }) => {
    if (kind === 'unclosed-bracket') return !quote || start > quote.span.start;
    return kind !== 'missing-colon' || start !== quote?.span.start;
  });
  const all = [...causes]
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ span }, index, sorted) => span.start !== sorted[index - 1]?.span.start);
  const unreadable = all.find(({ halfTyped }) => !halfTyped);
  if (!unreadable) return all;
  const lineStart = startOfLine(text, unreadable.span.start);
  const isOnItsLine = ({ span: { start } }: SyntaxProblem): boolean =>
    lineStart <= start && start < unreadable.span.start;
  // The layout of a line that cannot be read says nothing, and neither does a string before a missing comma.
  const isEmptied = ({ kind }: SyntaxProblem): boolean =>
    kind === 'misaligned' || (kind === 'missing-colon' && unreadable.kind === 'missing-comma');
  const sorted = all.filter((problem) => !isEmptied(problem) || !isOnItsLine(problem));
  const first = sorted.indexOf(unreadable);
  // Errors after an unclosed quote, or after another problem of the line, may follow from it.
  const cause = sorted.findIndex((problem) => {
    const isWrongBracket = problem.kind === 'wrong-bracket' && unreadable.kind === 'stray-bracket';
    return problem.kind === 'unclosed-quote' || isWrongBracket || isOnItsLine(problem);
  });
  if (cause < 0 || cause > first) return sorted.slice(0, first + 1);
  return sorted
    .slice(0, cause + 1)
    .map((problem, index) => (index < cause ? problem : { ...problem, halfTyped: false }));
}

// A first pass over the tokens, before the tree is composed.

/** Stops where the text nests too deep, because the parser closes what is open recursively, or a list gets too long. */
function tokensOf(text: string, mostItems: number): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    const innermost = parser.stack.at(-1);
    // The last item may be only space, which the parser removes in the end.
    const isTooLong = innermost !== undefined && itemCount(innermost) > mostItems + 1;
    if (isTooLong || parser.stack.length > 2 * maximumDepth) break;
  }
  tokens.push(...parser.end());
  return tokens;
}

function itemCount(token: CST.Token | CST.SourceToken): number {
  return 'items' in token ? token.items.length : 0;
}

interface Survey {
  readonly comments: readonly Comment[];
  readonly anchors: readonly Anchor[];
  /** The local tags, such as `!Ref`. */
  readonly tags: readonly Span[];
  /** The offset at which the maximum depth is exceeded. */
  readonly tooDeepAt: number | undefined;
  /** The offset of the first collection with too many items. */
  readonly tooLongAt: number | undefined;
}

/**
 * Collects comments and anchors up to the end, and checks the nesting depth and the length of collections. Not recursive,
 * because deeply nested text would overflow the stack, as it would in the composer.
 */
function survey(tokens: readonly CST.Token[], end: number, mostItems: number): Survey {
  const comments: Comment[] = [];
  const anchors: Anchor[] = [];
  const tags: Span[] = [];
  const stack: { token: CST.Token | CST.SourceToken; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  let tooDeepAt: number | undefined;
  let tooLongAt: number | undefined;
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next;
    if (token.type === 'comment' && token.offset < end) {
      comments.push({
        span: tokenSpan(token),
        text: token.source.slice(1).trim(),
      });
    }
    if (token.type === 'anchor') {
      anchors.push({
        kind: 'anchor',
        span: tokenSpan(token),
        name: token.source.slice(1),
      });
    }
    if (token.type === 'tag' && token.offset < end && /^![^!<]+$/.test(token.source)) tags.push(tokenSpan(token));
    if (itemCount(token) > mostItems) tooLongAt = Math.min(token.offset, tooLongAt ?? token.offset);
    if (depth > maximumDepth) tooDeepAt = Math.min(token.offset, tooDeepAt ?? token.offset);
    else eachChild(token, (child) => stack.push({ token: child, depth: depth + 1 }));
  }
  comments.sort((a, b) => a.span.start - b.span.start);
  anchors.sort((a, b) => a.span.start - b.span.start);
  return { comments, anchors, tags, tooDeepAt, tooLongAt };
}

/** Not a generator, because this is a tenth of the parsing time. */
function eachChild(token: CST.Token | CST.SourceToken, take: (child: CST.Token | CST.SourceToken) => void): void {
  if ('start' in token && Array.isArray(token.start)) token.start.forEach(take);
  if ('props' in token) token.props.forEach(take);
  if ('value' in token && token.value) take(token.value);
  if ('items' in token) {
    for (const { start, key, sep, value } of token.items) {
      start.forEach(take);
      if (key) take(key);
      sep?.forEach(take);
      if (value) take(value);
    }
  }
  if ('end' in token && Array.isArray(token.end)) token.end.forEach(take);
}

function tokenSpan({ offset, source }: CST.SourceToken): Span {
  return { start: offset, end: offset + source.length };
}
