// Text to tree. It never throws: whatever stands in the text, there is a tree of what could be read, and problems.
import {
  Composer,
  Parser,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type Pair,
  type YAMLError,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { excessiveAlias } from './aliases.ts';
import { applyEdits } from './edits.ts';
import { moveBack } from './mended.ts';
import { explain } from './messages.ts';
import { firstAbove, lineIndex } from './positions.ts';
import { slipsOf } from './slips.ts';
import { survey } from './survey.ts';
import type {
  AliasNode,
  Comment,
  Entry,
  ListItem,
  LocalTag,
  ScalarNode,
  Span,
  SyntaxNode,
  SyntaxProblem,
  SyntaxTree,
  ValueNode,
} from './tree.ts';

/** In UTF-16 units. A template may have 1 MB; a descriptor comes to a fraction of what it generates. */
export const maximumLength = 1_000_000;

/** The language itself needs eight levels. */
export const maximumDepth = 100;

/** In values that aliases repeat. A project of 500 resources has some ten thousand values in all. */
export const maximumRepeated = 50_000;

export interface ParseOptions {
  /** Whether tags such as `!Ref` have a meaning, which is the reader's to find. In descriptors they have none. */
  readonly localTags?: boolean;
}

export function parse(text: string, options: ParseOptions = {}): SyntaxTree {
  const tree = parseWith(text, '', options);
  if (tree.problems.length === 0 || text.length > maximumLength) return tree;
  const slips = slipsOf(text);
  if (slips.length === 0) return recoverQuotes(tree, options);
  const edits = slips.flatMap(({ mending }) => mending).sort((a, b) => a.span.start - b.span.start);
  const corrected = moveBack(recoverQuotes(parseWith(applyEdits(text, edits), '', options), options), text, edits);
  return { ...corrected, problems: withoutConsequences([...corrected.problems, ...slips]) };
}

/** The tree, or that of the same text with each quote ended by its line's end, where that explains all problems. */
function recoverQuotes(tree: SyntaxTree, options: ParseOptions): SyntaxTree {
  const { text } = tree;
  if (!tree.problems.some(({ kind, halfTyped }) => kind === 'unclosed-quote' && halfTyped !== true)) return tree;
  // The parser ends a quote where the indentation does, but only if there is another quote somewhere below.
  const recovered = parseWith(text, quotesBelow, options);
  return recovered.problems.every(({ halfTyped }) => halfTyped === true) ? recovered : tree;
}

/** A comment, so that it means nothing itself. */
const quotesBelow = `\n#"'`;

function parseWith(text: string, below: string, { localTags = false }: ParseOptions): SyntaxTree {
  if (text.length > maximumLength) {
    return refused(text, { start: 0, end: firstLineEnd(text) }, tooLong(text.length));
  }
  const tokens = [...new Parser().parse(text + below)];
  const { comments, anchors, tooDeepAt } = survey(tokens, text.length, maximumDepth);
  if (tooDeepAt !== undefined) {
    return refused(text, { start: tooDeepAt, end: tooDeepAt + 1 }, explain.tooDeep(maximumDepth), comments);
  }
  const documents: Document.Parsed[] = [];
  const composer = new Composer({ version: '1.2', uniqueKeys: false, keepSourceTokens: true, strict: true });
  for (const document of composer.compose(tokens, false, text.length)) documents.push(document);
  const [first, second] = documents;
  if (!first) return { text, lines: lineIndex(text), root: undefined, problems: [], comments, anchors };

  const complaints = [...first.errors, ...first.warnings].filter(
    ({ code }) => !localTags || code !== 'TAG_RESOLVE_FAILED',
  );
  const reader = new TreeReader(
    text,
    complaints
      .filter(isUnclosed)
      .map(({ pos }) => pos[0])
      .sort((a, b) => a - b),
  );
  const root = reader.read(first.contents);
  const excessive = anchors.length > 0 ? excessiveAlias(root, maximumRepeated) : undefined;
  if (excessive) return refused(text, excessive.span, explain.tooManyAliases(maximumRepeated), comments);
  for (const complaint of complaints) {
    const [start, end] = complaint.pos;
    if (isUnclosed(complaint) || reader.explains(start)) continue;
    const explanation = explain.yaml(complaint.code, complaint.message, text.slice(start, end));
    const at = explanation.kind === 'misaligned' ? keyFrom(text, start) : span(start, endOnLine(text, start, end));
    reader.problems.push({ span: at, ...explanation });
  }
  if (second) {
    const start = second.range[0];
    reader.problems.push({ span: span(start, start + 3), message: explain.severalDocuments });
  }
  return { text, lines: lineIndex(text), root, problems: withoutConsequences(reader.problems), comments, anchors };
}

function refused(text: string, at: Span, message: string, comments: readonly Comment[] = []): SyntaxTree {
  return { text, lines: lineIndex(text), root: undefined, problems: [{ span: at, message }], comments, anchors: [] };
}

function tooLong(length: number): string {
  return explain.tooLong(length, maximumLength);
}

function firstLineEnd(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? Math.min(text.length, 100) : Math.min(end, 100);
}

/** Where what is at fault ends, if it goes no further than its line. */
function endOnLine(text: string, start: number, end: number): number {
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(start, end)) ?? [];
  return line.trim() === '' ? end : start + line.trimEnd().length;
}

/** What stands first behind the offset: the parser complains of a line where it starts. */
function keyFrom(text: string, offset: number): Span {
  const [lead = '', key = ''] = /^\s*([^\s:]*)/.exec(text.slice(offset)) ?? [];
  return span(offset + lead.length - key.length, offset + lead.length);
}

function span(start: number, end: number): Span {
  return { start, end: Math.max(start, end) };
}

/** A bracket or a quote without its partner. The parser complains where it gave up; the fault is where it opens. */
function isUnclosed({ message }: YAMLError): boolean {
  return /^(Flow \w+ (?:in block collection )?must|Expected flow \w+ to end|Missing closing)/.test(message);
}

/** Once the parser has lost its way, what else it says follows from the first thing. */
function withoutConsequences(problems: readonly SyntaxProblem[]): SyntaxProblem[] {
  // A quote that is not closed takes the brackets around it along, and the colon of the key that it opens.
  const quote = problems.find(({ kind }) => kind === 'unclosed-quote');
  const causes = problems.filter(({ kind, span: { start } }) => {
    if (kind === 'unclosed-bracket') return !quote || start > quote.span.start;
    return kind !== 'missing-colon' || start !== quote?.span.start;
  });
  const sorted = [...causes].sort((a, b) => a.span.start - b.span.start);
  const first = sorted.findIndex(({ halfTyped }) => !halfTyped);
  if (first < 0) return sorted;
  // What is wrong behind a quote that is not closed may follow from it.
  const cause = sorted.findIndex(({ kind }) => kind === 'unclosed-quote');
  if (cause < 0 || cause > first) return sorted.slice(0, first + 1);
  return sorted
    .slice(0, cause + 1)
    .map((problem, index) => (index < cause ? problem : { ...problem, halfTyped: false }));
}

function withTag<N extends ValueNode>(node: N, tag: string | undefined): N {
  return isLocalTag(tag) ? { ...node, tag } : node;
}

function isLocalTag(tag: string | undefined): tag is LocalTag {
  return tag?.startsWith('!') === true;
}

function isScalarValue(value: unknown): value is ScalarNode['value'] {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

class TreeReader {
  readonly problems: SyntaxProblem[] = [];
  /** Where the parser's own complaint is told better by one of ours. */
  private readonly explained = new Set<number>();
  /** What each stands for; undefined for one that stands before nothing. */
  private readonly anchors = new Map<string, SyntaxNode | undefined>();

  constructor(
    private readonly text: string,
    /** Where the parser ran out of text while it looked for a bracket or quote, in order. */
    private readonly unclosedAt: readonly number[],
  ) {}

  explains(offset: number): boolean {
    return this.explained.has(offset);
  }

  read(node: unknown): SyntaxNode | undefined {
    if (isScalar(node)) {
      const range = node.range ?? [0, 0];
      if (node.value === null && range[0] === range[1]) {
        if (node.anchor) this.anchors.set(node.anchor, undefined);
        return undefined;
      }
      const isQuoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE';
      if (isQuoted && !this.checkClosed(range[0], range[1])) {
        // The parser takes the last character for the quote that is not there.
        const written = this.text.slice(range[0] + 1, range[1]);
        return this.anchored(node.anchor, this.scalar(written, written, node.type, span(range[0], range[1])));
      }
      const scalar = this.scalar(node.value, node.source, node.type, span(range[0], range[1]));
      return this.anchored(node.anchor, withTag(scalar, node.tag));
    }
    if (isAlias(node)) return this.alias(node.source, span(node.range?.[0] ?? 0, node.range?.[1] ?? 0));
    if (isMap(node)) {
      const entries: Entry[] = [];
      const start = node.range?.[0] ?? 0;
      const map = withTag({ kind: 'map', flow: node.flow === true, entries, span: span(start, start) }, node.tag);
      this.anchored(node.anchor, map);
      for (const pair of node.items) this.readPair(pair, entries);
      return Object.assign(map, { span: this.collectionSpan(node, entries) });
    }
    if (isSeq(node)) {
      const items: ListItem[] = [];
      const start = node.range?.[0] ?? 0;
      const list = withTag({ kind: 'list', flow: node.flow === true, items, span: span(start, start) }, node.tag);
      this.anchored(node.anchor, list);
      for (const item of node.items) {
        const value = isPair(item) ? undefined : this.read(item);
        const at = isScalar(item) ? (item.range?.[0] ?? start) : start;
        items.push({ span: value?.span ?? span(at, at), value });
      }
      return Object.assign(list, { span: this.collectionSpan(node, items) });
    }
    return undefined;
  }

  /** Whether something closes the quote or bracket; if not, it is reported where it opens. */
  private checkClosed(start: number, end: number): boolean {
    const next = this.unclosedAt[firstAbove(this.unclosedAt, start)];
    if (next === undefined || next > end + 1) return true;
    const sign = this.text.charAt(start);
    const kind = sign === '[' || sign === '{' ? 'unclosed-bracket' : 'unclosed-quote';
    // A quote that ends with its line, as the next line's indentation demands, takes nothing along.
    const endsWithLine = kind === 'unclosed-quote' && !/[\r\n]/.test(this.text.slice(start, end));
    const message = endsWithLine ? explain.unclosedOnLine(sign) : explain.unclosed(sign);
    this.problems.push({ span: span(start, start + 1), message, kind, halfTyped: endsWithLine });
    return false;
  }

  private anchored<N extends SyntaxNode>(anchor: string | undefined, node: N): N {
    if (anchor) this.anchors.set(anchor, node);
    return node;
  }

  private scalar(value: unknown, source: string | undefined, type: unknown, at: Span): ScalarNode {
    const known = isScalarValue(value) ? value : (source ?? '');
    const style =
      type === 'QUOTE_DOUBLE'
        ? 'double'
        : type === 'QUOTE_SINGLE'
          ? 'single'
          : type === 'PLAIN' || type === undefined
            ? 'plain'
            : 'block';
    return { kind: 'scalar', span: at, value: known, text: source ?? (known === null ? '' : String(known)), style };
  }

  private alias(name: string, at: Span): AliasNode {
    const target = this.anchors.get(name);
    if (!this.anchors.has(name) && name) {
      this.problems.push({ span: at, message: explain.unknownAnchor(name), kind: 'bad-alias' });
    }
    return { kind: 'alias', span: at, name, target };
  }

  private readPair(pair: Pair, entries: Entry[]): void {
    const key = this.read(pair.key);
    const complete = pair.srcToken?.sep?.some((token) => token.type === 'map-value-ind') ?? false;
    if (key?.kind !== 'scalar') {
      const value = this.read(pair.value);
      const at = key?.span ?? value?.span;
      if (at) this.problems.push({ span: at, message: explain.keyIsNoText });
      return;
    }
    const lines = key.style === 'plain' ? this.splitKey(key) : [key];
    for (const unfinished of lines.slice(0, -1)) entries.push(this.incomplete(unfinished));
    const last = lines.at(-1) ?? key;
    if (!complete) {
      entries.push(this.incomplete(last));
      return;
    }
    const value = this.read(pair.value);
    const colon = pair.srcToken?.sep?.find((token) => token.type === 'map-value-ind');
    const end = Math.max(value?.span.end ?? 0, colon ? colon.offset + 1 : last.span.end);
    entries.push({ span: span(last.span.start, end), key: last, value, complete: true, colon: true });
  }

  /**
   * A key without its colon runs on into the next line's key, in YAML's eyes one key of two lines. To a person they
   * are two entries, the first of which is being typed.
   */
  private splitKey(key: ScalarNode): ScalarNode[] {
    const source = this.text.slice(key.span.start, key.span.end);
    if (!/[\r\n]/.test(source)) return [key];
    this.explained.add(key.span.start);
    return [...source.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map((match) => {
      const start = key.span.start + match.index;
      const at = span(start, start + match[0].length);
      const [, quote, quoted] = /^(["'])(.*)\1$/.exec(match[0]) ?? [];
      if (quoted === undefined) return this.scalar(match[0], match[0], 'PLAIN', at);
      return this.scalar(quoted, quoted, quote === '"' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', at);
    });
  }

  private incomplete(key: ScalarNode): Entry {
    this.explained.add(key.span.start);
    const { start } = key.span;
    if (key.style !== 'plain' && /[\r\n]/.test(this.text.slice(start, key.span.end))) {
      // Its quote was closed by the one that opens another text.
      const message = explain.unclosed(this.text.charAt(start));
      this.problems.push({ span: span(start, start + 1), message, kind: 'unclosed-quote' });
    } else {
      this.problems.push({ span: key.span, ...explain.incompleteKey(key.text), halfTyped: true });
    }
    return { span: key.span, key, value: undefined, complete: false, colon: false };
  }

  /** A block collection ends with its last part; the parser's range reaches to the next token. */
  private collectionSpan({ flow, range, srcToken }: YAMLMap | YAMLSeq, parts: readonly { span: Span }[]): Span {
    const start = range?.[0] ?? parts[0]?.span.start ?? 0;
    const end = Math.min(range?.[1] ?? start, this.text.length);
    // What a bracket without its partner ends with may be the partner of one inside of it.
    const isOpen = srcToken?.type === 'flow-collection' && !/^[\]}]$/.test(srcToken.end[0]?.source ?? '');
    if (isOpen) this.checkClosed(start, end);
    const last = parts.at(-1);
    return span(start, flow === true || !last ? end : last.span.end);
  }
}
