// Converts the parser's nodes to nodes of our tree. Reports the problems that are found only then: unclosed brackets
// and quotes, keys without a colon, unknown anchors.
import { isAlias, isMap, isPair, isScalar, isSeq, type CST, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { closingOf, explain } from './messages.ts';
import { firstAbove } from './positions.ts';
import {
  spanBetween,
  type AliasNode,
  type Entry,
  type ListItem,
  type LocalTag,
  type MapNode,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxProblem,
  type ValueNode,
} from './tree.ts';

function withTag<N extends ValueNode>(node: N, tag: string | undefined): N {
  return isLocalTag(tag) ? { ...node, tag } : node;
}

function isLocalTag(tag: string | undefined): tag is LocalTag {
  return tag !== undefined && /^![^!<]/.test(tag);
}

function isScalarValue(value: unknown): value is ScalarNode['value'] {
  return value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

export class TreeReader {
  readonly problems: SyntaxProblem[] = [];
  /** Offsets of parser errors that are replaced with a better message. */
  private readonly explained = new Set<number>();
  /** The node of each anchor; undefined for an anchor before nothing. */
  private readonly anchors = new Map<string, SyntaxNode | undefined>();
  /** The brackets around the node that is being read, outermost first. */
  private readonly brackets: CST.FlowCollection[] = [];
  /** Those whose closing bracket ended an unclosed one inside them, and which are closed otherwise. */
  private readonly robbed = new Set<CST.FlowCollection>();

  constructor(
    private readonly text: string,
    /** Where the parser gave up looking for the end of a quote, in order. */
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
      if (isQuoted && !this.checkQuote(range[0], range[1])) {
        // The parser takes the last character for the missing quote.
        const written = this.text.slice(range[0] + 1, range[1]);
        return this.anchored(node.anchor, this.scalar(written, written, node.type, spanBetween(range[0], range[1])));
      }
      const scalar = this.scalar(node.value, node.source, node.type, spanBetween(range[0], range[1]));
      return this.anchored(node.anchor, withTag(scalar, node.tag));
    }
    if (isAlias(node)) return this.alias(node.source, spanBetween(node.range?.[0] ?? 0, node.range?.[1] ?? 0));
    if (isMap(node)) {
      const entries: Entry[] = [];
      const start = node.range?.[0] ?? 0;
      const map = withTag(
        { kind: 'map', flow: node.flow === true, entries, span: spanBetween(start, start) },
        node.tag,
      );
      this.anchored(node.anchor, map);
      this.within(node, () => {
        for (const pair of node.items) this.readPair(pair, entries);
      });
      return Object.assign(map, { span: this.collectionSpan(node, entries) });
    }
    if (isSeq(node)) {
      const items: ListItem[] = [];
      const start = node.range?.[0] ?? 0;
      const list = withTag(
        { kind: 'list', flow: node.flow === true, items, span: spanBetween(start, start) },
        node.tag,
      );
      this.anchored(node.anchor, list);
      this.within(node, () => {
        for (const item of node.items) {
          const value = isPair(item) ? undefined : this.read(item);
          const at = isScalar(item) ? (item.range?.[0] ?? start) : start;
          items.push({ span: value?.span ?? spanBetween(at, at), value });
        }
      });
      return Object.assign(list, { span: this.collectionSpan(node, items) });
    }
    return undefined;
  }

  /** Whether the quote is closed. If not, it is reported where it opens. */
  private checkQuote(start: number, end: number): boolean {
    const next = this.unclosedAt[firstAbove(this.unclosedAt, start)];
    if (next === undefined || next > end + 1) return true;
    const quote = this.text.charAt(start);
    // A quote that ends with its line, because of the next line's indentation, does not affect other text.
    const endsWithLine = !/[\r\n]/.test(this.text.slice(start, end));
    const message = endsWithLine ? explain.unclosedOnLine(quote) : explain.unclosed(quote);
    this.problems.push({
      span: spanBetween(start, start + 1),
      message,
      kind: 'unclosed-quote',
      halfTyped: endsWithLine,
    });
    return false;
  }

  /**
   * Reports a bracket that nothing closes, where it opens, and one that is closed by another kind of bracket, where that
   * one is. If that one may be the end of a bracket further out, which has none, then nothing closes the inner one.
   */
  private checkBracket(collection: CST.FlowCollection): void {
    const { offset, source } = collection.start;
    const closing = closingBracket(collection);
    if (closing?.source === closingOf(source) || this.robbed.has(collection)) return;
    const outer = this.innermostUnclosed();
    if (closing && !outer) {
      const span = spanBetween(closing.offset, closing.offset + 1);
      const message = explain.wrongBracket(source, closing.source);
      this.problems.push({ span, message, kind: 'wrong-bracket', halfTyped: true });
      return;
    }
    if (outer && closing?.source === closingOf(outer.start.source)) this.robbed.add(outer);
    const span = spanBetween(offset, offset + 1);
    this.problems.push({ span, message: explain.unclosed(source), kind: 'unclosed-bracket' });
  }

  private innermostUnclosed(): CST.FlowCollection | undefined {
    for (let index = this.brackets.length - 1; index >= 0; index--) {
      const bracket = this.brackets[index];
      if (bracket && !closingBracket(bracket)) return bracket;
    }
    return undefined;
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
      const isColonMeant = name.endsWith(':') && this.anchors.has(name.slice(0, -1));
      const message = isColonMeant ? explain.aliasWithColon() : explain.unknownAnchor(name);
      this.problems.push({ span: at, message, kind: 'bad-alias' });
    }
    return { kind: 'alias', span: at, name, target };
  }

  private readPair(pair: Pair, entries: Entry[]): void {
    const key = this.readKey(pair.key);
    const complete = pair.srcToken?.sep?.some((token) => token.type === 'map-value-ind') ?? false;
    if (key?.kind !== 'scalar') {
      const value = this.read(pair.value);
      const at = key?.span ?? value?.span;
      const isUnknown = key?.kind === 'alias' && !this.anchors.has(key.name);
      if (at && !isUnknown) this.problems.push({ span: at, message: explain.keyIsNotString() });
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
    entries.push({ span: spanBetween(last.span.start, end), key: last, value, complete: true, colon: true });
    if (value?.kind === 'map' && !value.flow) this.cutRepeated(value, entries);
  }

  /** A key that is an alias has the text of the scalar that it refers to. */
  private readKey(node: unknown): SyntaxNode | undefined {
    const key = this.read(node);
    if (key?.kind !== 'alias' || key.target?.kind !== 'scalar') return key;
    return { ...key.target, span: key.span, style: 'plain', alias: key };
  }

  /**
   * Two maps become one if the line with the key of the second is missing. Cuts the map of the last entry wherever its
   * first two keys come again, and adds the others as values of empty keys, or of the key above that is indented too far.
   */
  private cutRepeated(map: MapNode, entries: Entry[]): void {
    const maps: Entry[][] = [];
    let seen = new Set<string>();
    for (const [index, part] of map.entries.entries()) {
      const last = maps.at(-1);
      const next = map.entries[index + 1];
      const isRepeated = part.key.text === last?.[0]?.key.text && next !== undefined && seen.has(next.key.text);
      if (last && !(isRepeated && last.length > 1)) last.push(part);
      else {
        maps.push([part]);
        seen = new Set();
      }
      seen.add(part.key.text);
    }
    const [kept, ...others] = maps;
    const entry = entries.at(-1);
    if (!kept || !entry || others.length === 0) return;
    const ids = maps.map((parts) => (parts.length > 2 && parts.at(-1)?.value === undefined ? parts.pop() : undefined));
    const keptSpan = spanOf(kept);
    Object.assign(map, { entries: kept, span: keptSpan });
    Object.assign(entry, { span: spanBetween(entry.span.start, keptSpan.end) });
    for (const [index, parts] of others.entries()) {
      const id = ids[index];
      const span = spanOf(id ? [id, ...parts] : parts);
      const value: MapNode = { kind: 'map', flow: false, entries: parts, span: spanOf(parts) };
      if (id) {
        // Its key is there, but in the column of the map.
        entries.push({ ...id, span, value });
        this.problems.push({ span: id.key.span, message: explain.misaligned(), kind: 'misaligned', halfTyped: true });
        continue;
      }
      const key = this.scalar('', '', 'PLAIN', { start: span.start, end: span.start });
      entries.push({ span, key, value, complete: false, colon: false });
      this.problems.push({ span: parts[0]?.key.span ?? span, message: explain.anotherMap(), halfTyped: true });
    }
  }

  /**
   * To YAML, a key without its colon and the key on the next line are one key of two lines. To people, they are two
   * entries, the first of which is half typed.
   */
  private splitKey(key: ScalarNode): ScalarNode[] {
    const source = this.text.slice(key.span.start, key.span.end);
    if (!/[\r\n]/.test(source)) return [key];
    this.explained.add(key.span.start);
    return [...source.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map((match) => {
      const start = key.span.start + match.index;
      const at = spanBetween(start, start + match[0].length);
      const [, quote, quoted] = /^(["'])(.*)\1$/.exec(match[0]) ?? [];
      if (quoted === undefined) return this.scalar(match[0], match[0], 'PLAIN', at);
      return this.scalar(quoted, quoted, quote === '"' ? 'QUOTE_DOUBLE' : 'QUOTE_SINGLE', at);
    });
  }

  private incomplete(key: ScalarNode): Entry {
    this.explained.add(key.span.start);
    const { start } = key.span;
    if (key.style !== 'plain' && /[\r\n]/.test(this.text.slice(start, key.span.end))) {
      // Its quote was closed by the one that opens another string.
      const message = explain.unclosed(this.text.charAt(start));
      this.problems.push({ span: spanBetween(start, start + 1), message, kind: 'unclosed-quote' });
    } else {
      this.problems.push({ span: key.span, ...explain.incompleteKey(key.text, key.alias?.name), halfTyped: true });
    }
    return { span: key.span, key: { ...key, value: key.text }, value: undefined, complete: false, colon: false };
  }

  /** A block collection ends with its last part, although the parser's range extends to the next token. */
  private collectionSpan({ flow, range }: YAMLMap | YAMLSeq, parts: readonly { span: Span }[]): Span {
    const start = range?.[0] ?? parts[0]?.span.start ?? 0;
    const end = Math.min(range?.[1] ?? start, this.text.length);
    const last = parts.at(-1);
    return spanBetween(start, flow === true || !last ? end : last.span.end);
  }

  /** Reads the content of a collection, and checks its brackets if it has any. */
  private within({ srcToken }: YAMLMap | YAMLSeq, readParts: () => void): void {
    if (srcToken?.type !== 'flow-collection') {
      readParts();
      return;
    }
    this.brackets.push(srcToken);
    readParts();
    this.brackets.pop();
    this.checkBracket(srcToken);
  }
}

function spanOf(parts: readonly { readonly span: Span }[]): Span {
  return spanBetween(parts[0]?.span.start ?? 0, parts.at(-1)?.span.end ?? 0);
}

function closingBracket({ end }: CST.FlowCollection): CST.SourceToken | undefined {
  return end.find(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end');
}

/**
 * The first alias with which all aliases together expand to more than that many nodes. A few lines of aliases can
 * expand to more than fits in memory.
 */
export function excessiveAlias(root: SyntaxNode | undefined, maximum: number): AliasNode | undefined {
  const sizes = new Map<SyntaxNode, number>();
  let repeated = 0;
  let excessive: AliasNode | undefined;
  const sizeOf = (node: SyntaxNode | undefined): number => {
    if (!node) return 0;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    // An alias of a collection that contains it adds nothing, because traversals stop there.
    sizes.set(node, 0);
    const size = Math.min(maximum + 1, 1 + partsOf(node).reduce((sum, part) => sum + sizeOf(part), 0));
    sizes.set(node, size);
    if (node.kind === 'alias') {
      repeated += size;
      if (repeated > maximum) excessive ??= node;
    }
    return size;
  };
  sizeOf(root);
  return excessive;
}

function partsOf(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  switch (node.kind) {
    case 'map':
      return node.entries.map(({ value }) => value);
    case 'list':
      return node.items.map(({ value }) => value);
    case 'alias':
      return [node.target];
    case 'scalar':
      return [];
  }
}
