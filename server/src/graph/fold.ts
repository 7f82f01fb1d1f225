// Folding: the endpoints of an API that is collapsed are one node, and so are those that a collapsed function handles.
import {
  uniqueIds,
  type EndpointNode,
  type FoldedNode,
  type Graph,
  type GraphEdge,
  type ShownGraph,
  type ShownNode,
} from './graph.ts';

export interface Folding {
  readonly graph: ShownGraph;
  /** By the id of each node that can be collapsed: whether it is not. */
  readonly expanded: ReadonlyMap<string, boolean>;
  /** By the id of a part that is not shown: that of the part that stands for it. */
  readonly shownAs: ReadonlyMap<string, string>;
}

/** More endpoints than that are more than one wants to see at first. */
const mostAtFirst = 60;

/** What is collapsed until somebody says what should be: in a large project the APIs. */
export function collapsedAtFirst({ nodes }: Graph): ReadonlySet<string> {
  const endpoints = nodes.filter(({ kind }) => kind === 'endpoint');
  const apis = nodes.filter(({ kind }) => kind === 'api');
  return new Set(endpoints.length > mostAtFirst ? apis.map(({ id }) => id) : []);
}

/** @param collapsed ids of nodes; those that cannot be collapsed, or are not there, change nothing */
export function foldGraph(graph: Graph, collapsed: ReadonlySet<string>): Folding {
  const endpoints = graph.nodes.filter((node) => node.kind === 'endpoint');
  const handlers = handlersOf(graph);
  const expanded = new Map<string, boolean>();
  const shownAs = new Map<string, string>();
  const unique = uniqueIds([...graph.nodes, ...graph.edges].map(({ id }) => id));
  const folded = new Map<string, FoldedNode>();

  const fold = (groups: Iterable<Group>): void => {
    for (const { id, by, members } of groups) {
      const [first] = members;
      if (!first || members.length < 2) continue;
      expanded.set(by, !collapsed.has(by));
      if (!collapsed.has(by)) continue;
      const node = toFoldedNode(unique(id), by, first, members);
      folded.set(node.id, node);
      for (const member of members) shownAs.set(member.id, node.id);
    }
  };
  fold(grouped(endpoints, ({ api }) => ({ id: `${api} endpoints`, by: api })));
  const left = endpoints.filter(({ id }) => !shownAs.has(id));
  fold(
    grouped(left, ({ id, api }) => {
      const handler = handlers.get(id);
      return handler === undefined ? undefined : { id: `${api} endpoints of ${handler}`, by: handler };
    }),
  );
  if (folded.size === 0) return { graph, expanded, shownAs };
  return {
    graph: { nodes: foldNodes(graph, folded, shownAs), edges: foldEdges(graph, shownAs, unique) },
    expanded,
    shownAs,
  };
}

interface Group {
  readonly id: string;
  /** The node that is collapsed. */
  readonly by: string;
  readonly members: EndpointNode[];
}

function grouped(
  endpoints: readonly EndpointNode[],
  groupOf: (endpoint: EndpointNode) => Omit<Group, 'members'> | undefined,
): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const endpoint of endpoints) {
    const group = groupOf(endpoint);
    if (!group) continue;
    const known = groups.get(group.id);
    if (known) known.members.push(endpoint);
    else groups.set(group.id, { ...group, members: [endpoint] });
  }
  return groups.values();
}

/** The function that handles each endpoint. */
function handlersOf({ edges }: Graph): ReadonlyMap<string, string> {
  return new Map(edges.flatMap(({ kind, from, to }): [string, string][] => (kind === 'handler' ? [[from, to]] : [])));
}

function toFoldedNode(
  id: string,
  by: string,
  { api, span, extent }: EndpointNode,
  endpoints: readonly EndpointNode[],
): FoldedNode {
  return { id, kind: 'folded', title: `${endpoints.length} routes folded`, by, api, endpoints, span, extent };
}

/** What is folded stands where the first of it stood. */
function foldNodes(
  { nodes }: Graph,
  folded: ReadonlyMap<string, FoldedNode>,
  shownAs: ReadonlyMap<string, string>,
): ShownNode[] {
  const shown = new Map<string, ShownNode>();
  for (const node of nodes) {
    const kept = folded.get(shownAs.get(node.id) ?? '') ?? node;
    shown.set(kept.id, kept);
  }
  return [...shown.values()];
}

/** Edges of one kind, with the same fault, between the same nodes are one. */
function foldEdges({ edges }: Graph, shownAs: Map<string, string>, unique: (id: string) => string): GraphEdge[] {
  const shown = new Map<string, GraphEdge>();
  for (const edge of edges) {
    const from = shownAs.get(edge.from) ?? edge.from;
    const to = shownAs.get(edge.to) ?? edge.to;
    if (from === edge.from && to === edge.to) {
      shown.set(edge.id, edge);
      continue;
    }
    const key = JSON.stringify([from, to, edge.kind, edge.fault]);
    const known = shown.get(key);
    const id = known?.id ?? unique(`${from} to ${to}`);
    shownAs.set(edge.id, id);
    // Where something goes back to the clients for one of them, something goes back.
    const mode = known?.mode === '2-way' ? known.mode : (edge.mode ?? known?.mode);
    shown.set(key, { ...(known ?? edge), id, from, to, mode });
  }
  return [...shown.values()];
}
