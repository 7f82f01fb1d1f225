// Maps parts of the graph to what they represent in the file, and back.
import { titleOf } from '../../graph/describe.ts';
import { findPart, graphOf, type GraphEdge, type GraphNode } from '../../graph/graph.ts';
import { shorten } from '../../wording.ts';
import { groupBy } from '../../model/group-by.ts';
import { startAt, startOf, type Address, type ConnectionStart } from '../../model/can-connect.ts';
import { oncePerProject, type Connection, type Project } from '../../model/project.ts';

/** A resource or an endpoint, where connections start. */
export interface StartPart {
  readonly kind: 'start';
  readonly title: string;
  readonly start: ConnectionStart;
}

export interface ConnectionPart {
  readonly kind: 'connection';
  readonly title: string;
  readonly start: ConnectionStart;
  readonly connection: Connection;
  /** Its position among the connections that start there. */
  readonly index: number;
}

/** The clients of all APIs. */
export interface ClientsPart {
  readonly kind: 'clients';
  readonly title: string;
}

/** An ID that no resource has, which is the title. */
export interface MissingPart {
  readonly kind: 'missing';
  readonly title: string;
}

export type Part = StartPart | ConnectionPart | ClientsPart | MissingPart;

/** The edges of connections, by where they start, in the order of the connections. */
const edgesByStart = oncePerProject((project) => groupBy(connectionsIn(project), (edge) => edge.from));

function connectionEdges(project: Project, from: string): readonly GraphEdge[] {
  return edgesByStart(project).get(from) ?? [];
}

function connectionsIn(project: Project): readonly GraphEdge[] {
  return graphOf(project).edges.filter(({ kind }) => kind !== 'route' && kind !== 'connect');
}

/** Undefined if the graph does not have it. An edge without a connection represents its target. */
export function partOf(project: Project, id: string): Part | undefined {
  const graph = graphOf(project);
  const found = findPart(graph, id);
  if (!found) return undefined;
  if (!('from' in found)) return nodePart(project, found);
  if (found.kind === 'connect' || found.kind === 'route') return partOf(project, found.to);
  const from = findPart(graph, found.from);
  const part = from && !('from' in from) ? nodePart(project, from) : undefined;
  if (part?.kind !== 'start') return undefined;
  const index = connectionEdges(project, found.from).indexOf(found);
  const connection = part.start.connections[index];
  const target = findPart(graph, found.to);
  const title = `${part.title} → ${target && !('from' in target) ? nameOf(target) : found.to}`;
  return connection && { kind: 'connection', title, start: part.start, connection, index };
}

export function nodePart(project: Project, node: GraphNode): StartPart | ClientsPart | MissingPart {
  const title = nameOf(node);
  if (node.kind === 'missing') return { kind: 'missing', title: node.title };
  const owner = 'endpoint' in node ? node.endpoint : 'resource' in node ? node.resource : undefined;
  const start = owner && startOf(project, owner);
  return start ? { kind: 'start', title, start } : { kind: 'clients', title };
}

/** The current graph ID of the part. */
export function idAt(project: Project, address: Address): string | undefined {
  const start = startAt(project, address);
  return graphOf(project).nodes.find((node) =>
    node.kind === 'endpoint'
      ? node.endpoint === start?.endpoint
      : start?.endpoint === undefined && 'resource' in node && node.resource === start?.resource,
  )?.id;
}

/** The graph ID of the connection with that index. */
export function connectionIdAt(project: Project, address: Address, index: number): string | undefined {
  const from = idAt(project, address);
  return from === undefined ? undefined : connectionEdges(project, from)[index]?.id;
}

function nameOf(node: GraphNode): string {
  return shorten(titleOf(node), 80);
}
