// The names in a file: where they are declared and where they are used.
import {
  locate,
  contains,
  findEntry,
  resolveAlias,
  type AliasNode,
  type Anchor,
  type Location,
  type ScalarNode,
  type Span,
  type SyntaxNode,
  type SyntaxTree,
  nodesOf,
} from '../syntax/tree.ts';
import { firstIndex } from '../syntax/positions.ts';
import { groupBy } from './group-by.ts';
import type { OverlayEntry } from './overlay.ts';
import { findParameter, parameterUses, usesIn, type ParameterUse } from './parameters.ts';
import {
  ownConnections,
  type Connection,
  type Endpoint,
  type LambdaFunction,
  type Parameter,
  type Project,
  type Resource,
} from './project.ts';
import { inOrder, siteOf, type Site } from './sites.ts';
import {
  findGenerated,
  namespaceOf,
  namespaceOfTarget,
  overlaySitesOf,
  type GeneratedName,
  type Namespace,
} from './template-names.ts';

export interface ResourceName {
  readonly kind: 'resource';
  readonly value: string;
  /** Absent, like the declaration, if no resource has that ID. */
  readonly resource: Resource | undefined;
  readonly declaration: Site | undefined;
  /** The connections to the resource, in the file's order. */
  readonly uses: readonly Site[];
}

/** A resource's `name`, with its logical ID in the template if the resource is in there. */
export interface LogicalName {
  readonly kind: 'name';
  readonly value: string;
  readonly resource: Resource;
  readonly declaration: Site;
  /** The references in the overlay, and what is laid over the resource. */
  readonly uses: readonly Site[];
}

export interface ParameterName {
  readonly kind: 'parameter';
  readonly value: string;
  /** Absent, like the declaration, if there is no such parameter. */
  readonly parameter: Parameter | undefined;
  readonly declaration: Site | undefined;
  /** In the file's order. */
  readonly uses: readonly Site[];
}

export interface RouteName {
  readonly kind: 'route';
  readonly value: string;
  /** The endpoints with this text as their route: several if aliases repeat an endpoint. */
  readonly endpoints: readonly Endpoint[];
  readonly declaration: Site;
  /** Only messages use a route; nothing in the file does. */
  readonly uses: readonly [];
}

/** The name of an environment variable of a function: a key of its `environment`, or the `as` of a connection. */
export interface VariableName {
  readonly kind: 'variable';
  readonly value: string;
  readonly lambda: LambdaFunction;
  /** The first connection that has the name. */
  readonly connection: Connection | undefined;
  readonly declaration: Site;
  /** Where else the file gives the function a variable of that name. */
  readonly uses: readonly Site[];
}

export interface AnchorName {
  readonly kind: 'anchor';
  readonly value: string;
  readonly declaration: Site | undefined;
  /** The aliases. */
  readonly uses: readonly Site[];
}

/** Anything else in the template: an entry of the overlay, or a part that is generated. */
export interface TemplateName {
  readonly kind: 'template';
  readonly value: string;
  readonly namespace: Namespace;
  /** The entry of the overlay: what the name means, or what is laid over that. */
  readonly entry: OverlayEntry | undefined;
  /** What generates it, if anything does. */
  readonly generated: GeneratedName | undefined;
  /** The key of the entry, unless it is generated. */
  readonly declaration: Site | undefined;
  readonly uses: readonly Site[];
}

export type Name = ResourceName | LogicalName | ParameterName | TemplateName | RouteName | VariableName | AnchorName;

/** The name at the offset, if any. */
export function nameAt(project: Project, offset: number): Name | undefined {
  const { tree, overlay } = project;
  const anchor = tree.anchors.find(({ span }) => contains(span, offset));
  if (anchor) return anchorName(tree, anchor.name, anchor);
  const location = locate(tree, offset);
  const { steps, key, scalar } = location;
  const value = steps.at(-1)?.part.value;
  if (value?.kind === 'alias' && contains(value.span, offset))
    return anchorName(tree, value.name, anchorOf(tree, value));
  if (key?.key.alias) return anchorName(tree, key.key.alias.name, anchorOf(tree, key.key.alias));
  if (overlay.entry && contains(overlay.entry.span, offset)) return nameInOverlay(project, location, offset);
  if (key) {
    const resource = resourcesAround(project, key).find(({ entry }) => entry === key);
    if (resource) return resourceName(project, resource);
    const parameter = project.parameters.find(({ entry }) => entry === key);
    return parameter ? parameterName(project, parameter.name.value) : variableName(project, key, key.key);
  }
  if (!scalar) return undefined;
  const around = resourcesAround(project, scalar);
  const named = around.find(({ name }) => name?.node === scalar);
  if (named) return logicalName(project, named);
  const endpointsThere = around.flatMap((resource) => endpointsAround(project, resource, scalar));
  const connections = [
    ...around.flatMap(ownConnections),
    ...endpointsThere.flatMap((endpoint) => endpoint.connections),
  ];
  const used = connections.find((connection) => targetNode(connection) === scalar);
  if (used) return targetName(project, used);
  const variable = variableName(project, scalar, scalar);
  if (variable) return variable;
  const use = around.flatMap(usesIn).find((one) => useNode(one) === scalar);
  if (use) return parameterName(project, use.name.value);
  const endpoints = endpointsThere.filter((endpoint) => routeNode(endpoint) === scalar);
  return endpoints.length > 0 ? routeName(tree, scalar, endpoints) : undefined;
}

/** The resources that the node can be a part of: the one around it, or all if aliases may repeat it. */
export function resourcesAround({ tree, resources }: Project, node: Pick<SyntaxNode, 'span'>): readonly Resource[] {
  return tree.anchors.length > 0 ? resources : partsAround(resources, ({ entry }) => entry, node);
}

/** The endpoints of the resource that the node can be a part of. */
export function endpointsAround(
  { tree }: Project,
  resource: Resource,
  node: Pick<SyntaxNode, 'span'>,
): readonly Endpoint[] {
  if (resource.type !== 'websocket-api') return [];
  const { endpoints } = resource;
  return tree.anchors.length > 0 ? endpoints : partsAround(endpoints, ({ map }) => map, node);
}

function partsAround<T>(
  parts: readonly T[],
  syntaxOf: (part: T) => { readonly span: Span },
  { span: { start } }: { readonly span: Span },
): readonly T[] {
  const part = parts[firstIndex(parts, (one) => syntaxOf(one).span.end >= start)];
  return part !== undefined && contains(syntaxOf(part).span, start) ? [part] : [];
}

/** Connections to an ID refer to the first resource with that ID. */
export function resourceName(project: Project, resource: Resource): ResourceName {
  const { value, node } = resource.id;
  const uses = project.find(value) === resource ? usesOf(project, value) : [];
  return { kind: 'resource', value, resource, declaration: siteOf(project.tree, node), uses };
}

function targetName(project: Project, { target: { value } }: Connection): ResourceName {
  const resource = project.find(value);
  if (resource) return resourceName(project, resource);
  return { kind: 'resource', value, resource: undefined, declaration: undefined, uses: usesOf(project, value) };
}

function usesOf(project: Project, id: string): Site[] {
  const uses = connectionsTo(project, id);
  // Text that aliases repeat is in the file only once.
  const nodes = new Set(uses.map(({ connection }) => targetNode(connection)));
  return [...nodes].map((node) => siteOf(project.tree, node)).sort((a, b) => a.span.start - b.span.start);
}

/** Undefined for a resource without a name. */
export function logicalName(project: Project, resource: Resource): LogicalName | undefined {
  const { name } = resource;
  const logicalId = project.logicalIds.of(resource) ?? '';
  const generated = findGenerated(project, 'Resources', logicalId);
  const isOwn = generated?.resource === resource && !generated.isPart;
  return (
    name && {
      kind: 'name',
      value: name.value,
      resource,
      declaration: siteOf(project.tree, name.node),
      uses: isOwn ? overlaySitesOf(project, 'Resources', logicalId) : [],
    }
  );
}

export function parameterName(project: Project, value: string): ParameterName {
  const { tree } = project;
  const parameter = findParameter(project, value);
  const uses = parameterUses(project).filter(({ name }) => name.value === value);
  const nodes = new Set(uses.map(useNode));
  const isAlsoResource = findGenerated(project, 'Resources', value) !== undefined;
  return {
    kind: 'parameter',
    value,
    parameter,
    declaration: parameter && siteOf(tree, parameter.name.node),
    uses: inOrder([
      ...[...nodes].map((node) => siteOf(tree, node)),
      ...(isAlsoResource || !parameter ? [] : overlaySitesOf(project, 'Resources', value)),
    ]),
  };
}

/** The name of an entry of the overlay, or of what it refers to. */
function nameInOverlay(project: Project, { key, scalar }: Location, offset: number): Name | undefined {
  const { entries, references } = project.overlay;
  const entry = key && entries.find((one) => one.entry === key);
  if (entry) return templateName(project, namespaceOf(entry.section), entry.name);
  const reference = references.find(({ node, span }) => node === scalar && contains(span, offset));
  return reference && templateName(project, namespaceOfTarget(reference), reference.name);
}

export function templateName(project: Project, namespace: Namespace, value: string): Name {
  const { overlay } = project;
  const generated = findGenerated(project, namespace, value);
  const own = generated && !generated.isPart ? logicalName(project, generated.resource) : undefined;
  if (own) return own;
  if (!generated && namespace === 'Resources' && findParameter(project, value)) return parameterName(project, value);
  const entry =
    overlay.find(namespace, value) ?? (namespace === 'Resources' ? overlay.find('Parameters', value) : undefined);
  const sites = overlaySitesOf(project, namespace, value);
  const declaration = generated ? undefined : sites.find(({ isKey }) => isKey);
  const uses = sites.filter((site) => site !== declaration);
  return { kind: 'template', value, namespace, entry, generated, declaration, uses };
}

function useNode({ name, reference }: ParameterUse): ScalarNode | AliasNode {
  const written = findEntry(reference.map, 'parameter')?.value;
  return written?.kind === 'alias' ? written : name.node;
}

function routeName(tree: SyntaxTree, node: ScalarNode, endpoints: readonly Endpoint[]): RouteName {
  return { kind: 'route', value: node.text, endpoints, declaration: siteOf(tree, node), uses: [] };
}

/** The variable whose name the node is, in the resources around it. */
function variableName(project: Project, around: Pick<SyntaxNode, 'span'>, node: ScalarNode): VariableName | undefined {
  for (const lambda of resourcesAround(project, around)) {
    if (lambda.type !== 'lambda-function') continue;
    const names = variablesNamed(lambda, node.text);
    if (!names.includes(node)) continue;
    const connection = lambda.connections.find(({ as }) => as?.value === node.text);
    const others = names.filter((name) => name !== node).map((name) => siteOf(project.tree, name));
    const declaration = siteOf(project.tree, node);
    return { kind: 'variable', value: node.text, lambda, connection, declaration, uses: others };
  }
  return undefined;
}

function variablesNamed({ environment, connections }: LambdaFunction, value: string): readonly ScalarNode[] {
  const names = [...environment.map(({ name }) => name), ...connections.flatMap(({ as }) => as ?? [])];
  return names.filter((name) => name.value === value).map(({ node }) => node);
}

function anchorName(tree: SyntaxTree, value: string, anchor: Anchor | undefined): AnchorName {
  const start = anchor?.span.start ?? 0;
  const next = tree.anchors.find(({ name, span }) => name === value && (!anchor || span.start > start));
  const end = next?.span.start ?? tree.text.length;
  const uses = aliasesOf(tree).filter(({ name, span }) => name === value && start <= span.start && span.start < end);
  const site = (node: Anchor | AliasNode): Site => ({ span: { ...node.span, start: node.span.start + 1 }, node });
  return { kind: 'anchor', value, declaration: anchor && site(anchor), uses: uses.map(site) };
}

/** In the order of the file. */
export function aliasesOf(tree: SyntaxTree): AliasNode[] {
  if (!tree.text.includes('*')) return [];
  return [...nodesOf(tree)].flatMap((node) =>
    node.kind === 'alias' ? node : node.kind === 'scalar' ? (node.alias ?? []) : [],
  );
}

/** An anchor can be redefined: an alias refers to the last one before it. */
function anchorOf({ anchors }: SyntaxTree, alias: AliasNode): Anchor | undefined {
  return anchors.filter(({ name, span }) => name === alias.name && span.start < alias.span.start).at(-1);
}

/** A connection, with the resource and the endpoint that it starts from. */
export interface ConnectionFrom {
  readonly resource: Resource;
  /** Absent for a connection of the resource itself. */
  readonly endpoint: Endpoint | undefined;
  readonly connection: Connection;
}

/** Every connection of the file. One that aliases repeat is included for each resource that has it. */
export function connectionsOf({ resources }: Pick<Project, 'resources'>): readonly ConnectionFrom[] {
  const known = knownConnections.get(resources) ?? connectionsFrom(resources);
  knownConnections.set(resources, known);
  return known;
}

/** Cached, because rules need the resource of each connection, which would take quadratic time otherwise. */
const knownConnections = new WeakMap<readonly Resource[], readonly ConnectionFrom[]>();

/** The connections to that ID, whether or not there is such a resource. */
export function connectionsTo({ resources }: Pick<Project, 'resources'>, id: string): readonly ConnectionFrom[] {
  const known =
    knownTargets.get(resources) ?? groupBy(connectionsOf({ resources }), ({ connection }) => connection.target.value);
  knownTargets.set(resources, known);
  return known.get(id) ?? [];
}

const knownTargets = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly ConnectionFrom[]>>();

function connectionsFrom(resources: readonly Resource[]): ConnectionFrom[] {
  return resources.flatMap((resource) => {
    const own = ownConnections(resource).map((connection) => ({ resource, endpoint: undefined, connection }));
    if (resource.type !== 'websocket-api') return own;
    const handlers = resource.endpoints.flatMap((endpoint) =>
      endpoint.connections.map((connection) => ({ resource, endpoint, connection })),
    );
    return [...own, ...handlers];
  });
}

/** Where the connection names its target. */
export function targetSite({ tree }: Project, connection: Connection): Site {
  return siteOf(tree, targetNode(connection));
}

/** Where the endpoint has its route, if it has one. */
export function routeSite({ tree }: Project, endpoint: Endpoint): Site | undefined {
  const node = routeNode(endpoint);
  return node && siteOf(tree, node);
}

function targetNode({ node, target }: Connection): ScalarNode | AliasNode {
  const map = resolveAlias(node);
  const written = map?.kind === 'map' ? findEntry(map, 'to')?.value : node;
  return written?.kind === 'alias' ? written : target.node;
}

function routeNode({ map, route }: Endpoint): ScalarNode | AliasNode | undefined {
  const written = route && findEntry(map, 'route')?.value;
  return written?.kind === 'alias' ? written : route?.node;
}
