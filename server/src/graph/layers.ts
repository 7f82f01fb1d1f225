// Assigns nodes to columns, and reserves space where an edge passes through a column. From left to right: clients and
// APIs, endpoints and what else invokes functions, functions, data.
import { t } from '../locale.ts';
import type { ShownGraph, GraphEdge, ShownNode } from './graph.ts';
import { orderColumns } from './order.ts';

/** An item of a column: a node, or an edge that passes through. */
export interface Item {
  readonly column: number;
  readonly node: ShownNode | undefined;
  readonly edge: GraphEdge | undefined;
}

/** An edge that leads to the right. */
export interface ForwardEdge {
  readonly edge: GraphEdge;
  /** The indices of its items: the source, those that it passes through, and the target. */
  readonly items: readonly number[];
}

/** `wide`: a column for each kind. `tall`: endpoints below their API, and data below the functions. */
export type Arrangement = 'wide' | 'tall';

export interface Layers {
  readonly items: readonly Item[];
  /** The indices of the items, column by column, from top to bottom. */
  readonly columns: readonly (readonly number[])[];
  readonly names: readonly string[];
  readonly itemOfNode: ReadonlyMap<string, number>;
  readonly forward: readonly ForwardEdge[];
  /**
   * Edges that do not lead to the right: from the clients, from a function to an API, and some that are not allowed.
   */
  readonly returning: readonly GraphEdge[];
  /** Items of the same group are kept together. The groups are APIs. */
  readonly groupOf: (item: number) => number;
  /** Whether it is indented, because it is below its API. */
  readonly isBelow: (item: number) => boolean;
}

export function arrangeInLayers(graph: ShownGraph, arrangement: Arrangement = 'wide'): Layers {
  const wide = arrangeSideBySide(graph);
  return arrangement === 'wide' ? wide : inTwoColumns(wide);
}

interface RankedLayers extends Layers {
  /** The rank of the nodes of each column. */
  readonly ranks: readonly number[];
}

function arrangeSideBySide(graph: ShownGraph): RankedLayers {
  const ranks = rankNodes(graph);
  const used = [...new Set(ranks.values())].sort((a, b) => a - b);
  const columnOf = (id: string): number => used.indexOf(ranks.get(id) ?? 0);

  const items: Item[] = [];
  const columns: number[][] = used.map(() => []);
  const groups: (number | undefined)[] = [];
  const add = (item: Item, group?: number): number => {
    const index = items.push(item) - 1;
    columns[item.column]?.push(index);
    groups.push(group);
    return index;
  };

  const itemOfNode = new Map<string, number>();
  const addNode = (node: ShownNode, group?: number): void => {
    itemOfNode.set(node.id, add({ column: columnOf(node.id), node, edge: undefined }, group));
  };
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  for (const node of graph.nodes) if (ranks.get(node.id) !== rank.endpoint) addNode(node);
  // In the column of the endpoints, nodes are in the order of their edges, which is that of the file.
  const addNow = (id: string): void => {
    const node = nodes.get(id);
    if (node && !itemOfNode.has(id)) addNode(node);
  };

  const forward: ForwardEdge[] = [];
  const returning: GraphEdge[] = [];
  for (const edge of graph.edges) {
    // Endpoints are added with their route's edge, after the edges that pass by them, as in the file.
    const endpoint = edge.kind === 'route' ? nodes.get(edge.to) : undefined;
    if (endpoint) addNode(endpoint, itemOfNode.get(edge.from));
    addNow(edge.from);
    addNow(edge.to);
    const from = itemOfNode.get(edge.from);
    const to = itemOfNode.get(edge.to);
    const start = columnOf(edge.from);
    const end = columnOf(edge.to);
    if (from === undefined || to === undefined || end <= start) {
      returning.push(edge);
      continue;
    }
    const path = [from];
    for (let column = start + 1; column < end; column++) {
      path.push(add({ column, node: undefined, edge }, ranks.get(edge.from) === rank.api ? from : undefined));
    }
    path.push(to);
    forward.push({ edge, items: path });
  }
  for (const { id } of graph.nodes) addNow(id);

  const linksOf = (edges: readonly ForwardEdge[]): [number, number][] =>
    edges.flatMap(({ items: path }) => pairs(path));
  const links = linksOf(forward.filter(({ edge }) => edge.fault === undefined));
  const looseLinks = linksOf(forward.filter(({ edge }) => edge.fault !== undefined));
  const clients = graph.nodes.flatMap(({ id, kind }) => (kind === 'client' ? (itemOfNode.get(id) ?? []) : []));
  const linked = new Set([...clients, ...[...links, ...looseLinks].flat()]);
  const apart = -1;
  const groupOf = (item: number): number => groups[item] ?? apart;
  const sorted = columns.map((column) => [
    ...column.filter((item) => linked.has(item)),
    ...column.filter((item) => !linked.has(item)),
  ]);
  return {
    items,
    columns: orderColumns({ columns: sorted, links, looseLinks, groupOf }),
    names: used.map((shown) =>
      nameOf(
        shown,
        graph.nodes.filter(({ id }) => ranks.get(id) === shown),
      ),
    ),
    ranks: used,
    itemOfNode,
    forward,
    returning,
    groupOf,
    isBelow: () => false,
  };
}

/**
 * The same nodes, in the same order, in at most two columns: each API with its endpoints below it, and the functions with
 * the data below them. Lines within a column return to it.
 */
function inTwoColumns(wide: RankedLayers): Layers {
  const placed = new Set([...wide.itemOfNode.values()]);
  const ranked = (rank: number): readonly number[] =>
    (wide.columns[wide.ranks.indexOf(rank)] ?? []).filter((item) => placed.has(item));
  const [tops, invoking, functions, data] = [rank.api, rank.endpoint, rank.function, rank.data].map(ranked);
  const endpointsOf = (api: number): readonly number[] => (invoking ?? []).filter((item) => wide.groupOf(item) === api);
  const below = new Set(tops?.flatMap(endpointsOf));
  const triggers = (invoking ?? []).filter((item) => !below.has(item));
  const left = [...(tops ?? []).flatMap((item) => [item, ...endpointsOf(item)]), ...triggers];
  const right = [...(functions ?? []), ...(data ?? [])];
  const columns = [left, right].filter((column) => column.length > 0);
  const columnOf = new Map(columns.flatMap((column, index) => column.map((item) => [item, index] as const)));
  const isForward = ({ items }: ForwardEdge): boolean =>
    columnOf.get(items[0] ?? 0) !== columnOf.get(items.at(-1) ?? 0);
  const dataSet = new Set(data);
  const firstApi = tops?.find((item) => wide.items[item]?.node?.kind === 'api') ?? -1;
  const nameOfLeft = triggers.length > 0 ? t`Clients, APIs, endpoints and triggers` : t`Clients, APIs and endpoints`;
  return {
    ...wide,
    items: wide.items.map((item, index) => ({ ...item, column: columnOf.get(index) ?? 0 })),
    columns,
    names: columns.map((column) => (column === left ? nameOfLeft : t`Functions and data`)),
    forward: wide.forward.filter(isForward).map(({ edge, items: [from = 0, ...others] }) => {
      return { edge, items: [from, others.at(-1) ?? from] };
    }),
    returning: [...wide.forward.filter((edge) => !isForward(edge)).map(({ edge }) => edge), ...wide.returning],
    // The clients are close to the first API, and the data apart from the functions.
    groupOf(item) {
      const kind = wide.items[item]?.node?.kind;
      return kind === 'client' ? firstApi : kind === 'api' ? item : dataSet.has(item) ? dataGroup : wide.groupOf(item);
    },
    isBelow: (item) => below.has(item),
  };
}

/** Not the number of an item. */
const dataGroup = -2;

/** Each item with the one after it. */
export function pairs(path: readonly number[]): [number, number][] {
  return path.slice(1).map((item, index) => [path[index] ?? item, item]);
}

/** The clients are above the APIs, because a column for a single node would waste width. */
const rank = { client: 0, api: 0, endpoint: 1, folded: 1, schedule: 1, function: 2, data: 3 } as const;

function nameOf(shown: number, nodes: readonly ShownNode[]): string {
  switch (shown) {
    case rank.api:
      return t`Clients and APIs`;
    case rank.endpoint: {
      const isEndpoint = ({ kind }: ShownNode): boolean => kind === 'endpoint' || kind === 'folded';
      if (nodes.every(isEndpoint)) return t`Endpoints`;
      return nodes.some(isEndpoint) ? t`Endpoints and triggers` : t`Triggers`;
    }
    case rank.function:
      return t`Functions`;
    default:
      return t`Data`;
  }
}

/**
 * A data resource that invokes functions, and that no function uses, is a source of events as the endpoints are. Unknown
 * and missing resources are in the column in which the connections to them expect them.
 */
function rankNodes(graph: ShownGraph): Map<string, number> {
  const ranks = new Map<string, number>();
  const invoking = new Set(graph.edges.filter(({ kind }) => kind === 'trigger').map(({ from }) => from));
  for (const { to } of graph.edges) invoking.delete(to);
  for (const { id, kind } of graph.nodes) {
    if (kind !== 'unknown' && kind !== 'missing') ranks.set(id, invoking.has(id) ? rank.endpoint : rank[kind]);
  }
  const named = new Map<string, number>();
  const naming = new Set<string>();
  for (const { from, to } of graph.edges) {
    const source = ranks.get(from) ?? rank.function;
    named.set(to, Math.max(named.get(to) ?? 0, source < rank.function ? rank.function : rank.data));
    naming.add(from);
  }
  for (const { id } of graph.nodes) {
    if (!ranks.has(id)) ranks.set(id, named.get(id) ?? (naming.has(id) ? rank.function : rank.data));
  }
  return ranks;
}
