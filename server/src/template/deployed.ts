// A template as CloudFormation understands it, read from a text of anybody's or generated here: what is compared, not how
// it is written.
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
  /** What stands beside `Type` and `Properties`: `DependsOn`, `DeletionPolicy` … */
  readonly attributes: ReadonlyMap<string, DeployedValue>;
  /** Which resource of a descriptor it comes from, by its tag. */
  readonly origin: string | undefined;
}

export interface DeployedValue {
  /** The same for two values that CloudFormation takes for the same. */
  readonly canonical: string;
  /** Of a list: its items that are maps, each member in its canonical form. */
  readonly items: readonly ReadonlyMap<string, string>[];
  /** The logical IDs of the resources and parameters that the value refers to. */
  readonly references: ReadonlySet<string>;
}

export interface Unreadable {
  /** Why the text is not compared, to follow "…, since". */
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
    return { unreadable: `it cannot be read from line ${line + 1} on` };
  }
  // An alias may stand in what it stands for, and aliases of aliases for more than fits anywhere.
  if (anchors.length > 0) return { unreadable: 'it has YAML anchors, which CloudFormation does not take' };
  return deployedFrom(nodeOfSyntax(root));
}

/** What a generated template would be read as once it is written, without either. */
export function deployedOf(template: Template): DeployedTemplate {
  const read = deployedFrom(nodeOfValue(templateDocument(template, 'json')));
  if ('unreadable' in read) throw new Error(`A generated template is never unreadable, and ${read.unreadable}.`);
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
  if (!resources) return { unreadable: `${noTemplate}: it has no Resources` };
  const read = new Map<string, DeployedResource>();
  for (const { key, value } of resources.entries) {
    const resource = readResource(value);
    if (!resource) return { unreadable: `${noTemplate}: ${mention(key)} of its Resources has no Type` };
    read.set(key, resource);
  }
  return { resources: read };
}

/** Other files have a map of that name as well. */
const noTemplate = 'it is not a CloudFormation template';

/** Undefined for what has no type, which no template holds. */
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
      const own = key === 'DependsOn' ? waitedFor(value) : canonical(value, references);
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

/** In whatever order, in a list or alone. */
function waitedFor(node: Node | undefined): string {
  const items = node?.kind === 'list' ? node.items : [node];
  return JSON.stringify(items.map((item) => canonical(item, new Set())).sort());
}

/** As JSON without spaces, keys in order, functions in their long form; adds what the value refers to. */
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
  // To CloudFormation `10` and "10" are the same, and `true` and "true".
  return JSON.stringify(typeof value.value === 'boolean' ? String(value.value) : value.text);
}

function isFunction(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** An attribute is named in one text or in two, and a text that has no variables of its own may stand in a list. */
function written(name: string, argument: Node | undefined, inner: string): string {
  let own = inner;
  if (name === 'Fn::GetAtt') own = JSON.stringify(textsOf(argument).join('.'));
  else if (name === 'Fn::Sub' && argument?.kind === 'list') own = withoutEmptyVariables(inner);
  return `{${JSON.stringify(name)}:${own}}`;
}

function withoutEmptyVariables(list: string): string {
  return /^\[(".*"),\{\}\]$/s.exec(list)?.[1] ?? list;
}

/** Adds what the function refers to. */
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

/** The texts of a list, or the one that stands in its place. */
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
