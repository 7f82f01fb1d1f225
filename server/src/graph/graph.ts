// The graph of a model: what the picture shows, without its layout. Everything in the file gets a node or an edge, even
// if it is wrong, such as a connection that is not allowed or whose target does not exist.
import type { AccessLevel, BucketEvent, ConnectionRole } from '../language/connections.ts';
import { isGatewayRoute } from '../language/routes.ts';
import type { OperationMode } from '../language/web-socket-api.ts';
import { faultOf, judgeConnection, startOf, type ConnectionAnswer } from '../model/can-connect.ts';
import {
  oncePerProject,
  type Connection,
  type Endpoint,
  type Project,
  type Resource,
  type WebSocketApi,
} from '../model/project.ts';
import { isDataResource } from '../model/usage.ts';
import type { Span } from '../syntax/tree.ts';
import { cleanText } from './text.ts';
import { t } from '../locale.ts';
import { shorten } from '../wording.ts';

interface NodeBase {
  /** Depends only on the node's path in the file, so that edits elsewhere do not change it. */
  readonly id: string;
  /** Its name in the file. */
  readonly title: string;
  /** The text of its name; absent for the clients. */
  readonly span: Span | undefined;
  /** All the text that it comes from. */
  readonly extent: Span | undefined;
}

export interface EndpointNode extends NodeBase {
  readonly kind: 'endpoint';
  readonly endpoint: Endpoint;
  /** The ID of the API's node. */
  readonly api: string;
  readonly mode: OperationMode | undefined;
  /** One of `$connect`, `$disconnect` and `$default`. */
  readonly isGatewayRoute: boolean;
}

export interface ResourceNode extends NodeBase {
  /** `unknown`: the resource's type is missing or unknown. */
  readonly kind: 'api' | 'function' | 'data' | 'schedule' | 'unknown';
  readonly resource: Resource;
}

/** A node that represents several endpoints, while their API or function is collapsed. */
export interface FoldedNode extends NodeBase {
  readonly kind: 'folded';
  /** The ID of the collapsed node: that of the API, or of the function that handles all of them. */
  readonly by: string;
  /** The ID of the API's node. */
  readonly api: string;
  readonly endpoints: readonly EndpointNode[];
}

/** The clients of all APIs, or an ID that connections refer to although no resource has it. */
export interface OtherNode extends NodeBase {
  readonly kind: 'client' | 'missing';
}

export type GraphNode = EndpointNode | ResourceNode | OtherNode;

/** A node of the picture, which may represent several nodes of the graph. */
export type ShownNode = GraphNode | FoldedNode;

/**
 * `connect`: client to API. `route`: API to endpoint. `unresolved`: to an ID that no resource has. `refused`: not
 * allowed. `undecided`: from or to a resource whose type is not known. The others are the roles of connections.
 */
export type EdgeKind = 'connect' | 'route' | ConnectionRole | 'unresolved' | 'refused' | 'undecided';

export interface GraphEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  /** The IDs of the nodes. */
  readonly from: string;
  readonly to: string;
  readonly label: string | undefined;
  /** Whether the target's response is sent back to the client. Set for routes and their handlers. */
  readonly mode: OperationMode | undefined;
  /** Its fault, as a clause. */
  readonly fault: string | undefined;
  readonly span: Span | undefined;
  readonly extent: Span | undefined;
}

export interface ShownGraph {
  /** In the order of the file, after the clients. */
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly GraphEdge[];
}

/** All text that it comes from. */
export interface Graph extends ShownGraph {
  readonly nodes: readonly GraphNode[];
}

/** The picture, its tables and lookups of parts use the same graph. */
export const graphOf = oncePerProject(buildGraph);

export function buildGraph(project: Project): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const uniqueNode = uniqueIds();
  const uniqueEdge = uniqueIds();
  const nodeOf = new Map<Resource, ResourceNode>();
  const missing = new Map<string, string>();

  const addEdge = (edge: Omit<GraphEdge, 'id'>): void => {
    edges.push({ id: uniqueEdge(`${edge.from} to ${edge.to}`), ...edge });
  };

  if (project.resources.some(({ type }) => type === 'websocket-api')) {
    nodes.push({ id: uniqueNode('client'), kind: 'client', title: t`Clients`, span: undefined, extent: undefined });
  }
  for (const resource of project.resources) {
    const node: ResourceNode = {
      id: uniqueNode(cleanText(`resource ${shortId(resource.id.value)}`)),
      kind: kindOf(resource),
      title: resource.id.value,
      resource,
      span: resource.id.node.span,
      extent: resource.entry.span,
    };
    nodes.push(node);
    nodeOf.set(resource, node);
  }

  const connect = (from: string, part: Resource | Endpoint, mode?: OperationMode): void => {
    const start = startOf(project, part);
    if (!start) return;
    for (const connection of start.connections) {
      const target = project.find(connection.target.value);
      const targetNode = target && nodeOf.get(target);
      addEdge({
        from,
        to: targetNode?.id ?? missingNode(connection),
        ...edgeOf(judgeConnection(project, start, connection), connection),
        mode,
        span: connection.target.node.span,
        extent: connection.node.span,
      });
    }
  };
  const missingNode = ({ target: { value, node } }: Connection): string => {
    const known = missing.get(value);
    if (known !== undefined) return known;
    const id = uniqueNode(cleanText(`missing ${shortId(value)}`));
    missing.set(value, id);
    nodes.push({ id, kind: 'missing', title: value, span: node.span, extent: node.span });
    return id;
  };
  const addApi = (api: WebSocketApi, node: ResourceNode): void => {
    const { id, span, extent } = node;
    addEdge({
      kind: 'connect',
      from: 'client',
      to: id,
      label: undefined,
      mode: undefined,
      fault: undefined,
      span,
      extent,
    });
    connect(id, api);
    for (const endpoint of api.endpoints) {
      const endpointNode = toEndpointNode(endpoint, id, uniqueNode);
      const { id: to, mode, span, extent } = endpointNode;
      nodes.push(endpointNode);
      addEdge({ kind: 'route', from: id, to, label: undefined, mode, fault: undefined, span, extent });
      connect(to, endpoint, mode);
    }
  };

  for (const [resource, node] of nodeOf) {
    if (resource.type === 'websocket-api') addApi(resource, node);
    else connect(node.id, resource);
  }
  return { nodes, edges };
}

/** The node or edge with that ID. */
export function findPart<Node extends ShownNode>(
  graph: { readonly nodes: readonly Node[]; readonly edges: readonly GraphEdge[] },
  id: string,
): Node | GraphEdge | undefined {
  return graph.nodes.find((node) => node.id === id) ?? graph.edges.find((edge) => edge.id === id);
}

function toEndpointNode(endpoint: Endpoint, api: string, unique: (id: string) => string): EndpointNode {
  const { map, route } = endpoint;
  return {
    id: unique(cleanText(`${api} endpoint ${shortId(route?.value ?? '')}`)),
    kind: 'endpoint',
    title: route?.value ?? '',
    endpoint,
    api,
    mode: endpoint.operationMode?.value,
    isGatewayRoute: route !== undefined && isGatewayRoute(route.value),
    span: route?.node.span ?? map.entries[0]?.key.span ?? map.span,
    extent: map.span,
  };
}

function edgeOf(
  answer: ConnectionAnswer,
  { source, access, on }: Connection,
): Pick<GraphEdge, 'kind' | 'label' | 'fault'> {
  const fault = faultOf(answer, source);
  switch (answer.kind) {
    case 'unknown-target':
      if (answer.reason === 'missing') return { kind: 'unresolved', label: t`unknown`, fault };
      return { kind: 'undecided', label: undefined, fault };
    case 'unknown-source':
      return { kind: 'undecided', label: undefined, fault };
    case 'not-allowed':
    case 'cannot-invoke':
      return { kind: 'refused', label: t`not allowed`, fault };
    case 'occupied':
      return { kind: 'refused', label: t`one too many`, fault };
    case 'allowed':
    case 'already-connected':
    case 'impossible':
      // A schedule can do nothing else, as an endpoint.
      if (source === 'schedule') return { kind: answer.allowed.role, label: undefined, fault };
      return { kind: answer.allowed.role, label: labelOf(answer.allowed.role, access?.value ?? on?.value), fault };
  }
}

function labelOf(role: ConnectionRole, detail: AccessLevel | BucketEvent | undefined): string | undefined {
  switch (role) {
    case 'authorizer':
      return t`authorizer`;
    case 'handler':
      return undefined;
    case 'send':
      return t`sends`;
    case 'access':
      return detail ?? t`which access?`;
    case 'trigger':
      return detail ?? t`invokes`;
    case 'dead-letter':
      return t`dead letters`;
  }
}

function kindOf(resource: Resource): ResourceNode['kind'] {
  if (isDataResource(resource)) return 'data';
  switch (resource.type) {
    case 'websocket-api':
      return 'api';
    case 'lambda-function':
      return 'function';
    case 'schedule':
      return 'schedule';
    case undefined:
      return 'unknown';
  }
}

/** IDs are sent to the page and back, so they are short and survive as values of attributes. */
function shortId(text: string): string {
  return shorten(cleanText(text), 100);
}

/** Makes IDs unique: if a file defines something twice, the later one gets a number. */
export function uniqueIds(given: Iterable<string> = []): (id: string) => string {
  const taken = new Set(given);
  const counts = new Map<string, number>();
  return (id) => {
    let unique = id;
    for (let count = counts.get(id) ?? 1; taken.has(unique); unique = `${id} (${count})`) counts.set(id, ++count);
    taken.add(unique);
    return unique;
  };
}
