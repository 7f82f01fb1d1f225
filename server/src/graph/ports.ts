// Where on a node's sides its edges start and arrive: in the order of what they lead to, so that they need not cross.
import { laneOf, middleOf, portDistance, type Box } from './geometry.ts';
import type { GraphEdge } from './graph.ts';
import type { Layers } from './layers.ts';

export interface Ports {
  /** The height at which the edge leaves its source. */
  start(edge: GraphEdge): number;
  /** The height at which it arrives at its target. */
  end(edge: GraphEdge): number;
}

type Side = 'left' | 'right';

/** Lanes run below everything, so what uses them stands below the other ends. */
const below = 1e9;

export function assignPorts(layers: Layers, boxOf: (item: number) => Box): Ports {
  const wanted = new Map<string, Map<string, number>>();
  const want = (item: number, side: Side, port: string, order: number): void => {
    const key = `${item} ${side}`;
    const ports = wanted.get(key) ?? new Map<string, number>();
    wanted.set(key, ports);
    ports.set(port, order);
  };
  const starts = new Map<string, string>();
  const ends = new Map<string, string>();

  for (const { edge, items } of layers.forward) {
    const [first = 0, second = 0] = items;
    const [beforeLast = 0, last = 0] = items.slice(-2);
    want(first, 'right', `from ${edge.id}`, middleOf(boxOf(second)));
    want(last, 'left', `to ${edge.id}`, middleOf(boxOf(beforeLast)));
    starts.set(edge.id, `${first} right from ${edge.id}`);
    ends.set(edge.id, `${last} left to ${edge.id}`);
  }
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from) ?? 0;
    const to = layers.itemOfNode.get(edge.to) ?? 0;
    const side: Side = layers.items[from]?.column === layers.items[to]?.column ? 'right' : 'left';
    want(to, side, `lane ${laneOf(edge)}`, below);
    want(from, 'right', `from ${edge.id}`, below + 1);
    starts.set(edge.id, `${from} right from ${edge.id}`);
    ends.set(edge.id, `${to} ${side} lane ${laneOf(edge)}`);
  }

  const heights = new Map<string, number>();
  for (const [key, ports] of wanted) {
    const box = boxOf(Number.parseInt(key, 10));
    const sorted = [...ports].sort(([, one], [, other]) => one - other);
    const distance = Math.min(portDistance, (box.height - 14) / Math.max(1, sorted.length - 1));
    const middle = middlePort(
      sorted.map(([, order]) => order),
      box.height / distance,
    );
    for (const [index, [port]] of sorted.entries()) {
      heights.set(`${key} ${port}`, round(middleOf(box) + (index - middle) * distance));
    }
  }
  return {
    start: (edge) => heights.get(starts.get(edge.id) ?? '') ?? 0,
    end: (edge) => heights.get(ends.get(edge.id) ?? '') ?? 0,
  };
}

/**
 * The place among the ports that stands in the middle of the node's side: that of the edges which lead straight on,
 * as long as there is room for the others below them.
 */
function middlePort(orders: readonly number[], room: number): number {
  const straight = orders.filter((order) => order < below).length;
  const middle = (straight - 1) / 2;
  return straight > 0 && orders.length - 1 - middle <= room / 2 - 0.25 ? middle : (orders.length - 1) / 2;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
