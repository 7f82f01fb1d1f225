// A template's text as CloudFormation understands it, whoever wrote it: what is compared, not how it is written.
import { parse } from '../syntax/parse.ts';
import { findEntry, resolveAlias, type MapNode, type SyntaxNode, type ValueNode } from '../syntax/tree.ts';
import { mention, tagKey } from './texts.ts';

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
  const resources = mapAt(resolveAlias(root), 'Resources');
  if (!resources) return { unreadable: `${noTemplate}: it has no Resources` };
  const read = new Map<string, DeployedResource>();
  for (const { key, value } of resources.entries) {
    const resource = readResource(resolveAlias(value));
    if (!resource) return { unreadable: `${noTemplate}: ${mention(key.text)} of its Resources has no Type` };
    read.set(key.text, resource);
  }
  return { resources: read };
}

/** Other files have a map of that name as well. */
const noTemplate = 'it is not a CloudFormation template';

/** Undefined for what has no type, which no template holds. */
function readResource(node: ValueNode | undefined): DeployedResource | undefined {
  if (node?.kind !== 'map') return undefined;
  const type = resolveAlias(findEntry(node, 'Type')?.value);
  if (type?.kind !== 'scalar' || typeof type.value !== 'string' || type.text === '') return undefined;
  const properties = mapAt(node, 'Properties');
  return {
    type: type.text,
    properties: valuesOf(properties?.entries ?? []),
    attributes: valuesOf(node.entries.filter(({ key }) => key.text !== 'Type' && key.text !== 'Properties')),
    origin: properties && originOf(resolveAlias(findEntry(properties, 'Tags')?.value)),
  };
}

function valuesOf(entries: MapNode['entries']): Map<string, DeployedValue> {
  return new Map(
    entries.map(({ key, value }) => {
      const references = new Set<string>();
      const own = key.text === 'DependsOn' ? waitedFor(value) : canonical(value, references);
      return [key.text, { canonical: own, items: itemsOf(resolveAlias(value)), references }];
    }),
  );
}

function itemsOf(node: ValueNode | undefined): DeployedValue['items'] {
  const items = node?.kind === 'list' ? node.items.map(({ value }) => resolveAlias(value)) : [];
  return items.flatMap((item) =>
    item?.kind === 'map'
      ? new Map(item.entries.map(({ key, value }) => [key.text, canonical(value, new Set())] as const))
      : [],
  );
}

/** In whatever order, in a list or alone. */
function waitedFor(node: SyntaxNode | undefined): string {
  const value = resolveAlias(node);
  const items = value?.kind === 'list' ? value.items.map((item) => item.value) : [value];
  return JSON.stringify(items.map((item) => canonical(item, new Set())).sort());
}

/** As JSON without spaces, keys in order, functions in their long form; adds what the value refers to. */
function canonical(node: SyntaxNode | undefined, references: Set<string>): string {
  const value = resolveAlias(node);
  if (value?.tag === undefined) return untagged(value, references);
  const name = value.tag.slice(1);
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  note(long, value, references);
  return written(long, value, untagged(value, references));
}

function untagged(value: ValueNode | undefined, references: Set<string>): string {
  if (!value) return 'null';
  if (value.kind === 'list') return `[${value.items.map((item) => canonical(item.value, references)).join(',')}]`;
  if (value.kind === 'map') {
    const [first, second] = value.entries;
    if (first && !second && isFunction(first.key.text)) {
      const argument = resolveAlias(first.value);
      note(first.key.text, argument, references);
      return written(first.key.text, argument, canonical(first.value, references));
    }
    const members = value.entries.map(
      ({ key, value: member }) => `${JSON.stringify(key.text)}:${canonical(member, references)}`,
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
function written(name: string, argument: ValueNode | undefined, inner: string): string {
  let own = inner;
  if (name === 'Fn::GetAtt') own = JSON.stringify(textsOf(argument).join('.'));
  else if (name === 'Fn::Sub' && argument?.kind === 'list') own = withoutEmptyVariables(inner);
  return `{${JSON.stringify(name)}:${own}}`;
}

function withoutEmptyVariables(list: string): string {
  return /^\[(".*"),\{\}\]$/s.exec(list)?.[1] ?? list;
}

/** Adds what the function refers to. */
function note(name: string, argument: ValueNode | undefined, references: Set<string>): void {
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
function textsOf(node: ValueNode | undefined): string[] {
  const nodes = node?.kind === 'list' ? node.items.map(({ value }) => resolveAlias(value)) : [node];
  return nodes.flatMap((one) => (one?.kind === 'scalar' ? one.text : []));
}

function mapAt(node: ValueNode | undefined, key: string): MapNode | undefined {
  const value = node?.kind === 'map' ? resolveAlias(findEntry(node, key)?.value) : undefined;
  return value?.kind === 'map' ? value : undefined;
}

/** Tags are a map or a list of `Key` and `Value`. */
function originOf(tags: ValueNode | undefined): string | undefined {
  const textAt = (map: MapNode, key: string): string | undefined => {
    const value = resolveAlias(findEntry(map, key)?.value);
    return value?.kind === 'scalar' ? value.text : undefined;
  };
  if (tags?.kind === 'map') return textAt(tags, tagKey);
  const items = tags?.kind === 'list' ? tags.items.map(({ value }) => resolveAlias(value)) : [];
  const own = items.find((item) => item?.kind === 'map' && textAt(item, 'Key') === tagKey);
  return own?.kind === 'map' ? textAt(own, 'Value') : undefined;
}
