// What CloudFormation rejects in any overlay, whatever the rest of the template is.
import {
  isMergeKey,
  type AliasNode,
  type Entry,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { callOf, type Call, type Written } from './intrinsics.ts';
import { repeatedEntries } from './misplaced.ts';
import { oncePerProject } from './project.ts';
import { t } from '../locale.ts';

export type OverlayFault = { readonly span: Span } & (
  | { readonly kind: 'alias'; readonly node: AliasNode }
  | { readonly kind: 'empty'; readonly of: 'key' | 'item' }
  | { readonly kind: 'unknown-function'; readonly name: string; readonly isShort: boolean }
  /** It works only with a transform. */
  | { readonly kind: 'transform'; readonly name: string }
  | { readonly kind: 'arguments'; readonly name: string; readonly expected: string }
  /** A function in a section whose values are fixed. */
  | { readonly kind: 'function-in-section'; readonly section: string; readonly name: string }
  /** A function that works only in conditions, or nowhere in them. */
  | { readonly kind: 'misplaced'; readonly name: string; readonly inCondition: boolean }
  /** A value in place of a condition. */
  | { readonly kind: 'no-condition' }
);

/** In the order of the file. */
export const overlayFaults = oncePerProject(({ overlay, tree }): readonly OverlayFault[] => {
  const { entry } = overlay;
  return entry ? [...faultsOf(entry.value, { tree, section: undefined, depth: 0 })] : [];
});

interface Within {
  readonly tree: SyntaxTree;
  /** The section around the value. */
  readonly section: string | undefined;
  /** How many keys lead to it from `cloudformation`. Calls are possible only below the names of a section. */
  readonly depth: number;
}

function* faultsOf(node: SyntaxNode | undefined, within: Within, ignoresTag = false): Iterable<OverlayFault> {
  if (!node) return;
  if (node.kind === 'alias') {
    // An alias of nothing is another problem.
    if (node.target) yield { kind: 'alias', span: node.span, node };
    return;
  }
  const call = within.depth > 1 ? callOf<ScalarNode>(node, ignoresTag) : undefined;
  const isCall = call !== undefined && (call.name !== 'Condition' || call.isShort);
  if (isCall) yield* faultOf(call, spanOf(node, call, within.tree), within);
  if (call?.isShort) {
    yield* faultsOf(node, within, true);
    return;
  }
  if (node.kind === 'scalar') {
    if (node.value === null) yield { kind: 'empty', of: 'item', span: node.span };
  } else if (node.kind === 'list') {
    for (const { value, span } of node.items)
      yield* value ? faultsOf(value, within) : [{ kind: 'empty', of: 'item', span }];
  } else {
    // The value of a key that is repeated may be below the other one.
    const repeated = new Set(repeatedEntries(node).flatMap(({ entry, first }) => [entry, first]));
    for (const entry of node.entries) yield* entryFaults(entry, within, isCall || repeated.has(entry));
  }
}

/** An alias and an unknown function are other faults. */
function isNoCondition(node: SyntaxNode): boolean {
  const call = node.kind === 'alias' ? undefined : callOf<ScalarNode>(node);
  return call ? functions.has(call.name) && !conditionFunctions.includes(call.name) : node.kind !== 'alias';
}

/** @param mayBeEmpty because that is another fault */
function* entryFaults(entry: Entry, within: Within, mayBeEmpty: boolean): Iterable<OverlayFault> {
  const { key, value, complete } = entry;
  if (!complete || isMergeKey(entry)) return;
  const inner = { ...within, section: within.section ?? key.text, depth: within.depth + 1 };
  const isCondition = within.section === 'Conditions' && within.depth === 1;
  if (value && !(value.kind === 'scalar' && value.value === null)) {
    if (isCondition && isNoCondition(value)) yield { kind: 'no-condition', span: value.span };
    else yield* faultsOf(value, inner);
  } else if (!mayBeEmpty) yield { kind: 'empty', of: 'key', span: key.span };
}

/** Of the tag, or of the key in the long form. */
function spanOf(node: SyntaxNode, { isShort }: Call, { text }: SyntaxTree): Span {
  if (!isShort || node.kind === 'alias')
    return node.kind === 'map' ? (node.entries[0]?.key.span ?? node.span) : node.span;
  const tag = node.tag ?? '';
  const start = text.lastIndexOf(tag, node.span.start);
  return start < 0 ? node.span : { start, end: start + tag.length };
}

function* faultOf(call: Call<ScalarNode>, span: Span, { section, depth }: Within): Iterable<OverlayFault> {
  const { name, isShort } = call;
  const takes = functions.get(name);
  if (transforms.some((one) => name === one || name.startsWith(`${one}::`))) yield { kind: 'transform', span, name };
  else if (!takes) yield { kind: 'unknown-function', span, name, isShort };
  else if (section === 'Parameters' || section === 'Mappings')
    yield { kind: 'function-in-section', span, section, name };
  else if (isMisplaced(name, section, depth)) {
    yield { kind: 'misplaced', span, name, inCondition: section === 'Conditions' };
  } else if (!takes.fits(argumentsOf(call))) yield { kind: 'arguments', span, name, expected: takes.words() };
}

/** An attribute of a resource or an output that takes no such value is another fault. */
function isMisplaced(name: string, section: string | undefined, depth: number): boolean {
  const isCondition = conditionFunctions.includes(name);
  if (section === 'Conditions') return !isCondition && !conditionValues.includes(name);
  return isCondition && depth > 3;
}

/** The functions that are conditions. */
const conditionFunctions = ['Condition', 'Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or'];

/** The functions whose values a condition can compare: those that are known before any resource exists. */
const conditionValues = ['Ref', 'Fn::FindInMap', 'Fn::Join', 'Fn::Select', 'Fn::Split', 'Fn::Sub'];

/** The functions that need a transform. */
const transforms = ['Fn::Transform', 'Fn::ForEach', 'Fn::Length', 'Fn::ToJsonString'];

type Argument = Written<ScalarNode> | undefined;

/** The argument of a function: the items of a list, or a single value, which may be a call that returns a list. */
interface Arguments {
  readonly single: Argument;
  readonly items: readonly Argument[];
  readonly isCall: boolean;
}

function argumentsOf({ argument, isShort }: Call<ScalarNode>): Arguments {
  const isCall = argument !== undefined && callOf(argument, isShort) !== undefined;
  if (argument?.kind === 'list' && !isCall) {
    return { single: undefined, items: argument.items.map(({ value }) => value), isCall };
  }
  return { single: argument, items: [], isCall };
}

interface Signature {
  readonly words: () => string;
  /** How many items a list can have. */
  readonly most?: number;
  fits(given: Arguments): boolean;
}

const isText = (node: Argument): boolean => node?.kind === 'scalar' && node.text !== '';

const several = (least: number, most: number, words: () => string): Signature => ({
  words,
  most,
  fits: ({ items, isCall }) => isCall || (items.length >= least && items.length <= most),
});

const any: Signature = { words: () => t`a value`, fits: () => true };

const text = (words: () => string): Signature => ({ words, fits: ({ single, isCall }) => isText(single) && !isCall });

const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['Ref', text(() => t`the name of a resource or parameter`)],
  ['Condition', text(() => t`the name of a condition`)],
  [
    'Fn::GetAtt',
    {
      words: () => t`a resource and one of its attributes, such as \`Chat.ApiEndpoint\``,
      most: 2,
      fits: ({ single, items }) =>
        items.length > 0
          ? items.length === 2 && isText(items[0])
          : single?.kind === 'scalar' && /^[^.]+\.[^]+$/.test(single.text),
    },
  ],
  [
    'Fn::Sub',
    {
      words: () => t`a string, or a list of a string and a map with its variables`,
      most: 2,
      fits: ({ single, items }) =>
        single?.kind === 'scalar' || (items.length === 2 && items[0]?.kind === 'scalar' && items[1]?.kind === 'map'),
    },
  ],
  ['Fn::If', several(3, 3, () => t`a list of a condition and two values`)],
  ['Fn::Join', several(2, 2, () => t`a list of a delimiter and a list of strings`)],
  ['Fn::Select', several(2, 2, () => t`a list of an index and a list of values`)],
  ['Fn::Split', several(2, 2, () => t`a list of a delimiter and a string`)],
  ['Fn::FindInMap', several(3, 3, () => t`a list of a mapping and two of its keys`)],
  ['Fn::Equals', several(2, 2, () => t`a list of two values`)],
  ['Fn::Not', several(1, 1, () => t`a list of one condition`)],
  ['Fn::And', several(2, 10, () => t`a list of 2 to 10 conditions`)],
  ['Fn::Or', several(2, 10, () => t`a list of 2 to 10 conditions`)],
  ['Fn::Cidr', several(2, 3, () => t`a list of an IP address block, a count and a number of bits`)],
  ['Fn::Base64', any],
  ['Fn::GetAZs', any],
  ['Fn::ImportValue', any],
]);

/** The long names of the functions. */
export const functionNames: readonly string[] = [...functions.keys()];

/** Whether the function has more arguments than it takes. */
export function hasTooMany({ name, argument }: Call<ScalarNode>): boolean {
  return argument?.kind === 'list' && argument.items.length > (functions.get(name)?.most ?? Infinity);
}
