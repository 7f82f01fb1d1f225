// A part of the graph, as what it stands for in the file, and back.
import type { ConnectionSource } from '../../language/connections.ts';
import { titleOf } from '../../graph/describe.ts';
import { findPart, graphOf, type GraphEdge, type GraphNode } from '../../graph/graph.ts';
import { shorten } from '../../wording.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Connection, Endpoint, Project, Resource } from '../../model/project.ts';
import type { MapNode } from '../../syntax/tree.ts';

/** What connections start from: a resource, or an endpoint of it. */
export interface Owner {
  readonly address: Address;
  readonly resource: Resource;
  readonly endpoint: Endpoint | undefined;
  readonly source: ConnectionSource | undefined;
  readonly map: MapNode | undefined;
  readonly connections: readonly Connection[];
}

/** By its places in the file's order: the same while text changes, as long as nothing before it comes or goes. */
export interface Address {
  readonly resource: number;
  readonly endpoint: number | undefined;
}

export interface OwnerPart {
  readonly kind: 'owner';
  readonly title: string;
  readonly owner: Owner;
}

export interface ConnectionPart {
  readonly kind: 'connection';
  readonly title: string;
  readonly owner: Owner;
  readonly connection: Connection;
  /** Its place among the owner's. */
  readonly index: number;
}

/** The clients of all APIs. */
export interface ClientsPart {
  readonly kind: 'clients';
  readonly title: string;
}

/** An id that no resource has: the title is all of it. */
export interface MissingPart {
  readonly kind: 'missing';
  readonly title: string;
}

export type Part = OwnerPart | ConnectionPart | ClientsPart | MissingPart;

interface Known {
  readonly addresses: ReadonlyMap<Resource | Endpoint, Address>;
  /** Those that stand for connections, by where they start, in the order of the connections. */
  readonly edges: ReadonlyMap<string, readonly GraphEdge[]>;
}

/** Offers and targets ask for it many times over. */
const known = new WeakMap<Project, Known>();

function knownOf(project: Project): Known {
  const found = known.get(project) ?? know(project);
  known.set(project, found);
  return found;
}

function know(project: Project): Known {
  const addresses = new Map<Resource | Endpoint, Address>();
  for (const [resource, one] of project.resources.entries()) {
    addresses.set(one, { resource, endpoint: undefined });
    if (one.type !== 'websocket-api') continue;
    for (const [endpoint, of] of one.endpoints.entries()) addresses.set(of, { resource, endpoint });
  }
  const connections = graphOf(project).edges.filter(({ kind }) => kind !== 'route' && kind !== 'connect');
  return { addresses, edges: groupBy(connections, ({ from }) => from) };
}

/** Undefined for what the graph does not have. An edge that no connection stands for is what it leads to. */
export function partOf(project: Project, id: string): Part | undefined {
  const graph = graphOf(project);
  const found = findPart(graph, id);
  if (!found) return undefined;
  if (!('from' in found)) return nodePart(project, found);
  if (found.kind === 'connect' || found.kind === 'route') return partOf(project, found.to);
  const from = findPart(graph, found.from);
  const part = from && !('from' in from) ? nodePart(project, from) : undefined;
  if (part?.kind !== 'owner') return undefined;
  const index = connectionEdges(project, found.from).indexOf(found);
  const connection = part.owner.connections[index];
  const target = findPart(graph, found.to);
  const title = `${part.title} → ${target && !('from' in target) ? nameOf(target) : found.to}`;
  return connection && { kind: 'connection', title, owner: part.owner, connection, index };
}

export function nodePart(project: Project, node: GraphNode): OwnerPart | ClientsPart | MissingPart {
  const title = nameOf(node);
  if (node.kind === 'missing') return { kind: 'missing', title: node.title };
  const address = addressOf(project, node);
  const owner = address && ownerAt(project, address);
  return owner ? { kind: 'owner', title, owner } : { kind: 'clients', title };
}

function addressOf(project: Project, node: GraphNode): Address | undefined {
  const { addresses } = knownOf(project);
  if ('endpoint' in node) return addresses.get(node.endpoint);
  return 'resource' in node ? addresses.get(node.resource) : undefined;
}

/** Undefined where there is nothing. */
export function ownerAt(project: Project, address: Address): Owner | undefined {
  const resource = project.resources[address.resource];
  if (!resource) return undefined;
  if (address.endpoint === undefined) {
    const { type, map, connections } = resource;
    return { address, resource, endpoint: undefined, source: type, map, connections };
  }
  const endpoint = resource.type === 'websocket-api' ? resource.endpoints[address.endpoint] : undefined;
  if (!endpoint) return undefined;
  const { map, connections } = endpoint;
  return { address, resource, endpoint, source: 'endpoint', map, connections };
}

/** The graph's id of what stands there now. */
export function idAt(project: Project, address: Address): string | undefined {
  const owner = ownerAt(project, address);
  return graphOf(project).nodes.find((node) =>
    node.kind === 'endpoint'
      ? node.endpoint === owner?.endpoint
      : owner?.endpoint === undefined && 'resource' in node && node.resource === owner?.resource,
  )?.id;
}

/** The graph's id of the owner's connection of that index, or of its last. */
export function connectionIdAt(project: Project, address: Address, index = -1): string | undefined {
  const from = idAt(project, address);
  return from === undefined ? undefined : connectionEdges(project, from).at(index)?.id;
}

function connectionEdges(project: Project, from: string): readonly GraphEdge[] {
  return knownOf(project).edges.get(from) ?? [];
}

function nameOf(node: GraphNode): string {
  return shorten(titleOf(node), 80);
}
