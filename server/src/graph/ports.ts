// Where edges start and arrive on the sides of a node: in the order of their other ends, to avoid crossings.
import { isLabeledAtStart, laneOf, middleOf, portDistance, sidesOf, type Box, type Side } from './geometry.ts';
import type { GraphEdge } from './graph.ts';
import type { Layers } from './layers.ts';

export interface Ports {
  /** The height at which the edge leaves its source. */
  start(edge: GraphEdge): number;
  /** The height at which it arrives at its target. */
  end(edge: GraphEdge): number;
}

/** Lanes run below everything, so their ends are below the others. The clients are above the APIs. */
const below = 1e9;
const above = -1e9;

/** Between two ends without labels. */
const leastDistance = 3;

interface Port {
  /** The height of its other end, by which the ports of a side are ordered. */
  readonly order: number;
  /** Whether there is a label above it. */
  readonly labeled: boolean;
}

export function assignPorts(layers: Layers, boxOf: (item: number) => Box): Ports {
  const ports = new Map<string, Map<string, Port>>();
  const add = (item: number, side: Side, name: string, port: Port): void => {
    const key = `${item} ${side}`;
    const known = ports.get(key) ?? new Map<string, Port>();
    ports.set(key, known);
    known.set(name, port);
  };
  const starts = new Map<string, string>();
  const ends = new Map<string, string>();

  for (const { edge, items } of layers.forward) {
    const [first = 0, second = 0] = items;
    const [beforeLast = 0, last = 0] = items.slice(-2);
    const labeled = isLabeledAtStart(edge, items);
    add(first, 'right', `from ${edge.id}`, { order: middleOf(boxOf(second)), labeled });
    add(last, 'left', `to ${edge.id}`, { order: middleOf(boxOf(beforeLast)), labeled: false });
    starts.set(edge.id, `${first} right from ${edge.id}`);
    ends.set(edge.id, `${last} left to ${edge.id}`);
  }
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from) ?? 0;
    const to = layers.itemOfNode.get(edge.to) ?? 0;
    const sides = sidesOf(edge, layers.items[from]?.column === layers.items[to]?.column);
    const start = sides.start === 'left' ? `lane ${laneOf(edge)}` : `from ${edge.id}`;
    add(to, sides.end, `lane ${laneOf(edge)}`, { order: edge.kind === 'connect' ? above : below, labeled: false });
    if (sides.start !== 'bottom')
      add(from, sides.start, start, { order: below + 1, labeled: edge.label !== undefined });
    starts.set(edge.id, `${from} ${sides.start} ${start}`);
    ends.set(edge.id, `${to} ${sides.end} lane ${laneOf(edge)}`);
  }

  const heights = new Map<string, number>();
  for (const [key, ofSide] of ports) {
    const box = boxOf(Number.parseInt(key, 10));
    const sorted = [...ofSide].sort(([, one], [, other]) => one.order - other.order);
    const places = placePorts(
      sorted.map(([, port]) => port),
      box.height,
    );
    for (const [index, [name]] of sorted.entries()) {
      heights.set(`${key} ${name}`, Math.round((middleOf(box) + (places[index] ?? 0)) * 10) / 10);
    }
  }
  return {
    start: (edge) => heights.get(starts.get(edge.id) ?? '') ?? 0,
    end: (edge) => heights.get(ends.get(edge.id) ?? '') ?? 0,
  };
}

/**
 * The heights of a side's ports, relative to its middle. Ports without labels share the remaining space. If they would
 * be indistinguishable, they are merged.
 */
function placePorts(ports: readonly Port[], height: number): number[] {
  const margin = 5;
  const labels = ports.filter(({ labeled }) => labeled).length;
  const others = ports.length - labels;
  const shared = (height - 2 * margin - 4 - labels * portDistance) / Math.max(1, others - 1);
  const narrow = shared < leastDistance ? 0 : Math.min(portDistance, shared);
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, { labeled }] of ports.entries()) {
    if (index > 0) offset += labeled ? portDistance : narrow;
    offsets.push(offset);
  }
  // Edges to the right are in the middle, as long as there is space below them for those that return.
  const straight = ports.filter(({ order }) => order < below).length;
  const middle = (offsets[straight - 1] ?? offset) / 2;
  const fits = offset - middle <= height / 2 - margin;
  return offsets.map((place) => place - (fits ? middle : offset / 2));
}
