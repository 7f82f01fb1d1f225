// The syntax tree: the content of a file, with exact spans. It knows nothing about the descriptor language.
import type { LineIndex } from './positions.ts';

/** A range of the text: UTF-16 offsets, with the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A change of the text. */
export interface Edit {
  readonly span: Span;
  readonly newText: string;
}

/** `!Ref`: a tag that YAML leaves to the application. */
export type LocalTag = `!${string}`;

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  /** The value in YAML's core schema. */
  readonly value: string | number | bigint | boolean | null;
  /** The text that it represents, whatever its type: `1` and `"1"` are both `1`. */
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  /** For a key that is written as an alias, `*name : value`: the alias, which has the same span. */
  readonly alias?: AliasNode;
  readonly tag?: LocalTag | undefined;
}

export interface Entry {
  /** From the key to the end of the value. */
  readonly span: Span;
  readonly key: ScalarNode;
  /** Absent if nothing has been typed after the colon. */
  readonly value: SyntaxNode | undefined;
  /** False if the key has no colon yet, and nothing below is its value either. */
  readonly complete: boolean;
  /** Whether it has a colon. */
  readonly colon: boolean;
}

export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  /** In braces. */
  readonly flow: boolean;
  readonly entries: readonly Entry[];
  readonly tag?: LocalTag | undefined;
}

export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  /** In brackets. */
  readonly flow: boolean;
  readonly items: readonly ListItem[];
  readonly tag?: LocalTag | undefined;
}

export interface ListItem {
  readonly span: Span;
  /** Absent if nothing has been typed after the dash. */
  readonly value: SyntaxNode | undefined;
}

/** `*name`. Its target is the node itself, not a copy, so that aliases of aliases cost nothing. */
export interface AliasNode {
  readonly kind: 'alias';
  readonly span: Span;
  readonly name: string;
  readonly target: SyntaxNode | undefined;
}

export type SyntaxNode = ScalarNode | MapNode | ListNode | AliasNode;

/** A value whose aliases have been followed. */
export type ValueNode = ScalarNode | MapNode | ListNode;

/** The kinds of problems that have an automatic fix. */
export type ProblemKind =
  | 'tab'
  | 'wrong-space'
  | 'dash-without-space'
  | 'joined-lines'
  | 'misaligned'
  | 'missing-colon'
  | 'missing-comma'
  | 'second-key'
  | 'second-pair'
  | 'stray-bracket'
  | 'wrong-bracket'
  | 'extra-comma'
  | 'list-on-key-line'
  | 'slash-comment'
  | 'bad-start'
  | 'bad-alias'
  | 'tag'
  | 'unclosed-bracket'
  | 'unclosed-quote';

export interface SyntaxProblem {
  readonly span: Span;
  readonly message: string;
  /** Absent if there is no automatic fix. */
  readonly kind?: ProblemKind | undefined;
  /** Whether the text around it was parsed as it is meant: a key may lack its colon, or a string its closing quote. */
  readonly halfTyped?: boolean;
  /** The fix that the parser assumed in order to parse the rest of the text. */
  readonly appliedFix?: readonly Edit[];
}

export interface Comment {
  readonly span: Span;
  /** Without the `#`, trimmed. */
  readonly text: string;
}

/** `&name`, which marks a value or a key for aliases. */
export interface Anchor {
  readonly kind: 'anchor';
  readonly span: Span;
  readonly name: string;
}

/** What the text is meant to be. All of JSON is YAML, but not the other way around. */
export type Format = 'yaml' | 'json';

export interface SyntaxTree {
  readonly text: string;
  readonly format: Format;
  /** Of the text, with columns in UTF-16. */
  readonly lines: LineIndex;
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
  /** In the file's order. */
  readonly anchors: readonly Anchor[];
}

/** Whether the text is JSON, or close to it: braces at the root, with keys in double quotes. */
export function isJson({ format, root }: SyntaxTree): boolean {
  const map = resolveAlias(root);
  return (
    format === 'json' || (map?.kind === 'map' && map.flow && map.entries.some(({ key }) => key.style === 'double'))
  );
}

/** Follows aliases to the node that they refer to. */
export function resolveAlias(node: SyntaxNode | undefined): ValueNode | undefined {
  let current = node;
  for (let hops = 0; current?.kind === 'alias'; hops++) {
    if (hops === 100) return undefined;
    current = current.target;
  }
  return current;
}

/** Whether the entry is `<<: …`, which merges another map into this one in YAML 1.1, and has no effect in 1.2. */
export function isMergeKey({ key }: Entry): boolean {
  return key.style === 'plain' && key.text === '<<';
}

/** Whether the map is complete: no key is half typed, and no other map is merged in. */
export function isSettled({ entries }: MapNode): boolean {
  return entries.every((entry) => entry.colon && !isMergeKey(entry));
}

/** The span of the map's value for the key in the text: for an alias of the map, that of the alias. */
export function writtenSpan(map: SyntaxNode, key: string): Span | undefined {
  return map.kind === 'map' ? findEntry(map, key)?.value?.span : map.span;
}

/** The first entry with that key that has a value, or else the first one. */
export function findEntry(map: MapNode, key: string): Entry | undefined {
  if (map.entries.length < manyEntries) {
    let first: Entry | undefined;
    for (const entry of map.entries) {
      if (entry.key.text !== key) continue;
      if (entry.value) return entry;
      first ??= entry;
    }
    return first;
  }
  let index = indexes.get(map);
  if (!index) {
    index = new Map();
    for (const entry of map.entries) {
      const known = index.get(entry.key.text);
      if (!known || (!known.value && entry.value)) index.set(entry.key.text, entry);
    }
    indexes.set(map, index);
  }
  return index.get(key);
}

/** Whether the entry has no value, but another one with the same key has. */
export function isRepeatedKey(map: MapNode, entry: Entry): boolean {
  return !entry.value && findEntry(map, entry.key.text) !== entry;
}

/** Maps with more entries than this are indexed, because looking up each entry linearly would take quadratic time. */
const manyEntries = 30;
const indexes = new WeakMap<MapNode, Map<string, Entry>>();

/** Whether a value is absent, or YAML's `null`. */
export function isEmpty(node: SyntaxNode | undefined): boolean {
  const value = resolveAlias(node);
  return !value || (value.kind === 'scalar' && value.value === null);
}

/** Whether the node is in brackets or braces. */
export function isFlow(node: SyntaxNode | undefined): boolean {
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow;
}

/** The first problem after which text could not be parsed. Half-typed text does not affect what follows. */
export function firstUnreadable({ problems }: SyntaxTree): SyntaxProblem | undefined {
  return problems.find(({ halfTyped }) => halfTyped !== true);
}

/** An end before the start counts as the start. */
export function spanBetween(start: number, end: number): Span {
  return { start, end: Math.max(start, end) };
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

export function overlaps(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

/** Keys and values in the order of the file, parents before children. Aliases are not followed. */
export function* nodesOf(tree: SyntaxTree): Iterable<SyntaxNode> {
  if (tree.root) yield* subtree(tree.root);
}

function* subtree(node: SyntaxNode): Iterable<SyntaxNode> {
  yield node;
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      yield key;
      if (value) yield* subtree(value);
    }
  }
  if (node.kind === 'list') for (const { value } of node.items) if (value) yield* subtree(value);
}

/** The span of a scalar without its quotes; of a block scalar, the whole span. */
export function innerSpan(tree: SyntaxTree, node: { readonly span: Span }): Span {
  const { start, end } = node.span;
  const opening = tree.text.charAt(start);
  const isQuoted = (opening === '"' || opening === "'") && end - start > 1 && tree.text.charAt(end - 1) === opening;
  return isQuoted ? { start: start + 1, end: end - 1 } : node.span;
}

/** A step on the way down to an offset. */
export type PathStep =
  { readonly collection: MapNode; readonly part: Entry } | { readonly collection: ListNode; readonly part: ListItem };

export interface Location {
  /** The entries and items that contain the offset, the outermost first. */
  readonly steps: readonly PathStep[];
  /** The innermost entry, if the offset is on its key. */
  readonly key: Entry | undefined;
  /** The scalar at the offset, if it is a value. */
  readonly scalar: ScalarNode | undefined;
}

/** Aliases are not followed, because their targets are elsewhere. */
export function locate(tree: SyntaxTree, offset: number): Location {
  const steps: PathStep[] = [];
  let node = tree.root;
  for (;;) {
    if (!node || node.kind === 'alias') return { steps, key: undefined, scalar: undefined };
    if (node.kind === 'scalar') {
      return { steps, key: undefined, scalar: contains(node.span, offset) ? node : undefined };
    }
    const step: PathStep | undefined = stepInto(node, offset);
    if (!step) return { steps, key: undefined, scalar: undefined };
    steps.push(step);
    if ('key' in step.part && contains(step.part.key.span, offset)) {
      return { steps, key: step.part, scalar: undefined };
    }
    node = step.part.value;
  }
}

function stepInto(node: MapNode | ListNode, offset: number): PathStep | undefined {
  if (node.kind === 'map') {
    const part = partAt(node.entries, offset);
    return part && { collection: node, part };
  }
  const part = partAt(node.items, offset);
  return part && { collection: node, part };
}

/** The first part that contains the offset. The parts are in order. */
export function partAt<P extends { readonly span: Span }>(parts: readonly P[], offset: number): P | undefined {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.span.end ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  const part = parts[low];
  return part && contains(part.span, offset) ? part : undefined;
}
