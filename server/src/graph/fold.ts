// Folding: the endpoints of a collapsed API become one node, and so do the endpoints that a collapsed function handles.
import { t } from '../locale.ts';
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
  /** The nodes that can be collapsed, by ID: true if expanded. */
  readonly expanded: ReadonlyMap<string, boolean>;
  /** For each hidden part, the ID of the part that represents it. */
  readonly shownAs: ReadonlyMap<string, string>;
}

/** With more endpoints than this, APIs are collapsed initially. */
const maximumExpanded = 60;

/** The nodes that are collapsed initially: the APIs of a large project. */
export function collapsedAtFirst({ nodes }: Graph): ReadonlySet<string> {
  const endpoints = nodes.filter(({ kind }) => kind === 'endpoint');
  const apis = nodes.filter(({ kind }) => kind === 'api');
  return new Set(endpoints.length > maximumExpanded ? apis.map(({ id }) => id) : []);
}

/** @param collapsed IDs of nodes; unknown ones and those that cannot be collapsed are ignored */
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
  /** The collapsed node. */
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
  return { id, kind: 'folded', title: t`${endpoints.length} routes`, by, api, endpoints, span, extent };
}

/** The folded node takes the position of its first endpoint. */
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

/** Merges edges of the same kind, with the same fault, between the same nodes. */
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
    // A merged edge responds if one of its edges does.
    const mode = known?.mode === '2-way' ? known.mode : (edge.mode ?? known?.mode);
    shown.set(key, { ...(known ?? edge), id, from, to, mode });
  }
  return [...shown.values()];
}
