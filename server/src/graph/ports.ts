// Where on a node's sides its edges start and arrive: in the order of what they lead to, so that they need not cross.
import { isLabelledAtStart, laneOf, middleOf, portDistance, type Box } from './geometry.ts';
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

interface Port {
  /** The height of what it leads to, by which a side's ports are ordered. */
  readonly order: number;
  /** Its label stands above it. */
  readonly labelled: boolean;
}

export function assignPorts(layers: Layers, boxOf: (item: number) => Box): Ports {
  const sides = new Map<string, Map<string, Port>>();
  const add = (item: number, side: Side, name: string, port: Port): void => {
    const key = `${item} ${side}`;
    const ports = sides.get(key) ?? new Map<string, Port>();
    sides.set(key, ports);
    ports.set(name, port);
  };
  const starts = new Map<string, string>();
  const ends = new Map<string, string>();

  for (const { edge, items } of layers.forward) {
    const [first = 0, second = 0] = items;
    const [beforeLast = 0, last = 0] = items.slice(-2);
    const labelled = isLabelledAtStart(edge, items);
    add(first, 'right', `from ${edge.id}`, { order: middleOf(boxOf(second)), labelled });
    add(last, 'left', `to ${edge.id}`, { order: middleOf(boxOf(beforeLast)), labelled: false });
    starts.set(edge.id, `${first} right from ${edge.id}`);
    ends.set(edge.id, `${last} left to ${edge.id}`);
  }
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from) ?? 0;
    const to = layers.itemOfNode.get(edge.to) ?? 0;
    const side: Side = layers.items[from]?.column === layers.items[to]?.column ? 'right' : 'left';
    add(to, side, `lane ${laneOf(edge)}`, { order: below, labelled: false });
    add(from, 'right', `from ${edge.id}`, { order: below + 1, labelled: edge.label !== undefined });
    starts.set(edge.id, `${from} right from ${edge.id}`);
    ends.set(edge.id, `${to} ${side} lane ${laneOf(edge)}`);
  }

  const heights = new Map<string, number>();
  for (const [key, ports] of sides) {
    const box = boxOf(Number.parseInt(key, 10));
    const sorted = [...ports].sort(([, one], [, other]) => one.order - other.order);
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

/** The heights of a side's ports, from its middle. Ports without labels share the room that the others leave. */
function placePorts(ports: readonly Port[], height: number): number[] {
  const margin = 5;
  const labels = ports.filter(({ labelled }) => labelled).length;
  const others = ports.length - labels;
  const narrow = Math.min(portDistance, (height - 2 * margin - 4 - labels * portDistance) / Math.max(1, others - 1));
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, { labelled }] of ports.entries()) {
    if (index > 0) offset += labelled ? portDistance : narrow;
    offsets.push(offset);
  }
  // The edges that lead straight on stand in the middle, as long as there is room below them for those that return.
  const straight = ports.filter(({ order }) => order < below).length;
  const middle = (offsets[straight - 1] ?? offset) / 2;
  const fits = offset - middle <= height / 2 - margin;
  return offsets.map((place) => place - (fits ? middle : offset / 2));
}
