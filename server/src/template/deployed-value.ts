// A value of a template in the form in which CloudFormation compares it. How it is written does not matter.
import { resolveAlias, type ScalarNode as SyntaxScalar, type SyntaxNode } from '../syntax/tree.ts';
import { shortForm } from './stringify.ts';
import { bare, type Value } from './value.ts';

export interface DeployedValue {
  /** JSON, equal for two values that CloudFormation considers equal. */
  readonly canonical: string;
  /** The logical IDs of the resources and parameters that the value refers to. */
  readonly references: ReadonlySet<string>;
  /** Of a scalar that is not an intrinsic function. */
  readonly text?: string | undefined;
  /** Of a list. */
  readonly items?: readonly DeployedValue[] | undefined;
  /** Of a map that is not an intrinsic function. */
  readonly members?: ReadonlyMap<string, DeployedValue> | undefined;
}

/** A value as it is written. The tag is that of a short intrinsic function: `!Ref`. */
export type Node = ScalarNode | ListNode | MapNode;

interface ScalarNode {
  readonly kind: 'scalar';
  readonly tag?: string | undefined;
  readonly value: SyntaxScalar['value'];
  readonly text: string;
}

interface ListNode {
  readonly kind: 'list';
  readonly tag?: string | undefined;
  readonly items: readonly (Node | undefined)[];
}

export interface MapNode {
  readonly kind: 'map';
  readonly tag?: string | undefined;
  readonly entries: readonly { readonly key: string; readonly value: Node | undefined }[];
}

export function nodeOfSyntax(syntax: SyntaxNode | undefined): Node | undefined {
  const node = resolveAlias(syntax);
  if (!node) return undefined;
  const { tag } = node;
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', tag, value: node.value, text: node.text };
    case 'list':
      return { kind: 'list', tag, items: node.items.map(({ value }) => nodeOfSyntax(value)) };
    case 'map': {
      const entries = node.entries.map(({ key, value }) => ({ key: key.text, value: nodeOfSyntax(value) }));
      return { kind: 'map', tag, entries };
    }
  }
}

export function nodeOfValue(value: Value): Node {
  const content = bare(value);
  if (typeof content !== 'object') return { kind: 'scalar', value: content, text: String(content) };
  switch (content.kind) {
    case 'list':
      return { kind: 'list', items: content.items.map(nodeOfValue) };
    case 'map':
      return {
        kind: 'map',
        entries: content.entries.map((entry) => ({ key: entry.key, value: nodeOfValue(entry.value) })),
      };
    case 'ref':
    case 'getAtt':
    case 'sub': {
      const { tag, text } = shortForm(content);
      return { kind: 'scalar', tag, value: text, text };
    }
  }
}

export function deployedValue(node: Node | undefined): DeployedValue {
  const content = withoutTag(node);
  if (node?.tag === undefined) return content;
  const name = node.tag.slice(1);
  return call(name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`, node, content);
}

/** The value of `DependsOn`: in any order, as a list or a single ID. */
export function deployedDependencies(node: Node | undefined): DeployedValue {
  const items = node?.kind === 'list' ? node.items : [node];
  return { canonical: JSON.stringify(items.map((item) => deployedValue(item).canonical).sort()), references: none };
}

const none: ReadonlySet<string> = new Set();

function withoutTag(node: Node | undefined): DeployedValue {
  if (!node) return { canonical: 'null', references: none };
  if (node.kind === 'list') {
    const items = node.items.map(deployedValue);
    const canonical = `[${items.map((item) => item.canonical).join(',')}]`;
    return { canonical, references: allReferences(items), items };
  }
  if (node.kind === 'map') {
    const [first, second] = node.entries;
    if (first && !second && isFunction(first.key)) return call(first.key, first.value, deployedValue(first.value));
    const entries = node.entries.map(({ key, value }) => [key, deployedValue(value)] as const);
    const written = entries.map(([key, value]) => `${JSON.stringify(key)}:${value.canonical}`);
    const references = allReferences(entries.map(([, value]) => value));
    return { canonical: `{${written.sort().join(',')}}`, references, members: new Map(entries) };
  }
  if (node.value === null) return { canonical: 'null', references: none };
  // CloudFormation considers `10` and "10" equal, and `true` and "true".
  const text = typeof node.value === 'boolean' ? String(node.value) : node.text;
  return { canonical: JSON.stringify(text), references: none, text };
}

function allReferences(values: readonly DeployedValue[]): ReadonlySet<string> {
  const all = values.flatMap(({ references }) => [...references]);
  return all.length > 0 ? new Set(all) : none;
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** `Fn::GetAtt` takes one string or a list of two; `Fn::Sub` without its own variables takes a string or a list. */
function call(name: string, argument: Node | undefined, { canonical, references }: DeployedValue): DeployedValue {
  let own = canonical;
  if (name === 'Fn::GetAtt') own = JSON.stringify(textsOf(argument).join('.'));
  else if (name === 'Fn::Sub' && argument?.kind === 'list') own = withoutEmptyVariables(canonical);
  return {
    canonical: `{${JSON.stringify(name)}:${own}}`,
    references: new Set([...references, ...referencesOf(name, argument)]),
  };
}

function withoutEmptyVariables(list: string): string {
  return /^\[(".*"),\{\}\]$/s.exec(list)?.[1] ?? list;
}

/** What the function itself refers to. */
function referencesOf(name: string, argument: Node | undefined): readonly string[] {
  const [text = ''] = textsOf(argument);
  if (name === 'Ref') return [text];
  if (name === 'Fn::GetAtt') return [withoutAttribute(text)];
  if (name !== 'Fn::Sub') return [];
  return [...text.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, variable = '']) => withoutAttribute(variable.trim()));
}

function withoutAttribute(name: string): string {
  return name.replace(/\..*$/s, '');
}

/** The strings of a list, or a single string. */
function textsOf(node: Node | undefined): string[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((one) => (one?.kind === 'scalar' ? one.text : []));
}
