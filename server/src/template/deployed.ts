// A template in the form in which CloudFormation compares it, independent of notation. It is either read from a file or
// generated here.
import { parse } from '../syntax/parse.ts';
import { resolveAlias, type ScalarNode as SyntaxScalar, type SyntaxNode } from '../syntax/tree.ts';
import { shortForm } from './stringify.ts';
import { templateDocument, type Template } from './template.ts';
import { mention, tagKey } from './texts.ts';
import { bare, type Value } from './value.ts';

export interface DeployedTemplate {
  /** By logical ID, in the file's order. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
}

export interface DeployedResource {
  /** `AWS::ApiGatewayV2::Api`. */
  readonly type: string;
  readonly properties: ReadonlyMap<string, DeployedValue>;
  /** Everything except `Type` and `Properties`: `DependsOn`, `DeletionPolicy` … */
  readonly attributes: ReadonlyMap<string, DeployedValue>;
  /** The resource of a descriptor that it comes from, according to its tag. */
  readonly origin: string | undefined;
}

export interface DeployedValue {
  /** Equal for two values that CloudFormation considers equal. */
  readonly canonical: string;
  /** The items of a list that are maps, with each member in canonical form. */
  readonly items: readonly ReadonlyMap<string, string>[];
  /** The logical IDs of the resources and parameters that the value refers to. */
  readonly references: ReadonlySet<string>;
}

export interface Unreadable {
  /** Why the text cannot be compared, to follow "because". */
  readonly unreadable: string;
}

/** A value of a template. The tag is that of a short intrinsic function: `!Ref`. */
type Node = ScalarNode | ListNode | MapNode;

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

interface MapNode {
  readonly kind: 'map';
  readonly tag?: string | undefined;
  readonly entries: readonly { readonly key: string; readonly value: Node | undefined }[];
}

/** YAML with short or long intrinsic functions, or JSON. */
export function readDeployed(text: string): DeployedTemplate | Unreadable {
  if (text.trim() === '') return { unreadable: 'it is empty' };
  const { root, problems, anchors, lines } = parse(text, { localTags: true });
  const [problem] = problems;
  if (problem) {
    const { line } = lines.positionAt(problem.span.start);
    return { unreadable: `it cannot be parsed (line ${line + 1})` };
  }
  // An alias can contain itself, and nested aliases can expand without limit.
  if (anchors.length > 0) return { unreadable: 'it has YAML anchors, which CloudFormation does not support' };
  return deployedFrom(nodeOfSyntax(root));
}

/** The same as reading a generated template from its text, without writing or parsing it. */
export function deployedOf(template: Template): DeployedTemplate {
  const read = deployedFrom(nodeOfValue(templateDocument(template, 'json')));
  if ('unreadable' in read) throw new Error(`A generated template cannot be compared because ${read.unreadable}.`);
  return read;
}

function nodeOfSyntax(syntax: SyntaxNode | undefined): Node | undefined {
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

function nodeOfValue(value: Value): Node {
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

function deployedFrom(root: Node | undefined): DeployedTemplate | Unreadable {
  const resources = mapAt(root, 'Resources');
  if (!resources) return { unreadable: `${notTemplate}: it has no Resources` };
  const read = new Map<string, DeployedResource>();
  for (const { key, value } of resources.entries) {
    const resource = readResource(value);
    if (!resource) return { unreadable: `${notTemplate}: ${mention(key)} in its Resources has no Type` };
    read.set(key, resource);
  }
  return { resources: read };
}

/** Other kinds of files may also have `Resources`. */
const notTemplate = 'it is not a CloudFormation template';

/** Undefined without a type, which every resource of a template has. */
function readResource(node: Node | undefined): DeployedResource | undefined {
  if (node?.kind !== 'map') return undefined;
  const type = valueAt(node, 'Type');
  if (type?.kind !== 'scalar' || typeof type.value !== 'string' || type.text === '') return undefined;
  const properties = mapAt(node, 'Properties');
  return {
    type: type.text,
    properties: valuesOf(properties?.entries ?? []),
    attributes: valuesOf(node.entries.filter(({ key }) => key !== 'Type' && key !== 'Properties')),
    origin: properties && originOf(valueAt(properties, 'Tags')),
  };
}

function valuesOf(entries: MapNode['entries']): Map<string, DeployedValue> {
  return new Map(
    entries.map(({ key, value }) => {
      const references = new Set<string>();
      const own = key === 'DependsOn' ? canonicalDependencies(value) : canonical(value, references);
      return [key, { canonical: own, items: itemsOf(value), references }];
    }),
  );
}

function itemsOf(node: Node | undefined): DeployedValue['items'] {
  const items = node?.kind === 'list' ? node.items : [];
  return items.flatMap((item) =>
    item?.kind === 'map'
      ? new Map(item.entries.map(({ key, value }) => [key, canonical(value, new Set())] as const))
      : [],
  );
}

/** The canonical form of `DependsOn`: in any order, as a list or a single ID. */
function canonicalDependencies(node: Node | undefined): string {
  const items = node?.kind === 'list' ? node.items : [node];
  return JSON.stringify(items.map((item) => canonical(item, new Set())).sort());
}

/** JSON without spaces, with sorted keys and functions in their long form. Adds to the references. */
function canonical(node: Node | undefined, references: Set<string>): string {
  if (node?.tag === undefined) return untagged(node, references);
  const name = node.tag.slice(1);
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  note(long, node, references);
  return written(long, node, untagged(node, references));
}

function untagged(value: Node | undefined, references: Set<string>): string {
  if (!value) return 'null';
  if (value.kind === 'list') return `[${value.items.map((item) => canonical(item, references)).join(',')}]`;
  if (value.kind === 'map') {
    const [first, second] = value.entries;
    if (first && !second && isFunction(first.key)) {
      note(first.key, first.value, references);
      return written(first.key, first.value, canonical(first.value, references));
    }
    const members = value.entries.map(
      ({ key, value: member }) => `${JSON.stringify(key)}:${canonical(member, references)}`,
    );
    return `{${members.sort().join(',')}}`;
  }
  if (value.value === null) return 'null';
  // CloudFormation considers `10` and "10" equal, and `true` and "true".
  return JSON.stringify(typeof value.value === 'boolean' ? String(value.value) : value.text);
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** `Fn::GetAtt` takes one string or a list of two; `Fn::Sub` without its own variables takes a string or a list. */
function written(name: string, argument: Node | undefined, inner: string): string {
  let own = inner;
  if (name === 'Fn::GetAtt') own = JSON.stringify(textsOf(argument).join('.'));
  else if (name === 'Fn::Sub' && argument?.kind === 'list') own = withoutEmptyVariables(inner);
  return `{${JSON.stringify(name)}:${own}}`;
}

function withoutEmptyVariables(list: string): string {
  return /^\[(".*"),\{\}\]$/s.exec(list)?.[1] ?? list;
}

/** Adds what the function refers to to the references. */
function note(name: string, argument: Node | undefined, references: Set<string>): void {
  const [text = ''] = textsOf(argument);
  if (name === 'Ref') references.add(text);
  if (name === 'Fn::GetAtt') references.add(withoutAttribute(text));
  if (name !== 'Fn::Sub') return;
  for (const [, variable = ''] of text.matchAll(/\$\{([^!{}][^{}]*)\}/g))
    references.add(withoutAttribute(variable.trim()));
}

function withoutAttribute(name: string): string {
  return name.replace(/\..*$/s, '');
}

/** The strings of a list, or a single string. */
function textsOf(node: Node | undefined): string[] {
  const nodes = node?.kind === 'list' ? node.items : [node];
  return nodes.flatMap((one) => (one?.kind === 'scalar' ? one.text : []));
}

function mapAt(node: Node | undefined, key: string): MapNode | undefined {
  const value = node?.kind === 'map' ? valueAt(node, key) : undefined;
  return value?.kind === 'map' ? value : undefined;
}

function valueAt({ entries }: MapNode, name: string): Node | undefined {
  return entries.find(({ key }) => key === name)?.value;
}

/** Tags are a map or a list of `Key` and `Value`. */
function originOf(tags: Node | undefined): string | undefined {
  const textAt = (map: MapNode, key: string): string | undefined => {
    const value = valueAt(map, key);
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  if (tags?.kind === 'map') return textAt(tags, tagKey);
  const items = tags?.kind === 'list' ? tags.items : [];
  const own = items.find((item) => item?.kind === 'map' && textAt(item, 'Key') === tagKey);
  return own?.kind === 'map' ? textAt(own, 'Value') : undefined;
}
