// The lines of the edges. Those that lead to the right are curves from column to column; those that return run in
// lanes of their own: out at the right, below everything else, and in at the left.
import { badgeOf, isLabelledAtStart, labelRise, laneDistance, laneOf, middleOf, rightOf } from './geometry.ts';
import type { Box, PlacedColumn, PlacedEdge, Point } from './geometry.ts';
import type { GraphEdge } from './graph.ts';
import type { ForwardEdge, Layers } from './layers.ts';
import { assignPorts } from './ports.ts';

export interface Ground {
  readonly layers: Layers;
  readonly columns: readonly PlacedColumn[];
  readonly boxOf: (item: number) => Box;
}

/** From the lower edge of the lowest item to the first lane below. */
const firstLane = 16;
const cornerRadius = 8;
/** The straight end of a line, which its arrow stands on. */
const arrowLength = 12;

export interface Routes {
  readonly edges: readonly PlacedEdge[];
  /** The lower edge of everything. */
  readonly bottom: number;
}

export function routeEdges({ layers, columns, boxOf }: Ground): Routes {
  const ports = assignPorts(layers, boxOf);
  const columnOf = (item: number): PlacedColumn => columns[layers.items[item]?.column ?? 0] ?? noColumn;
  const lowest = layers.items.reduce((most, _, item) => Math.max(most, boxOf(item).y + boxOf(item).height), 0);
  const laneIn = numberLanes();
  let bottom = lowest;

  const routeForward = ({ edge, items }: ForwardEdge): PlacedEdge => {
    const [first = 0, ...others] = items;
    const last = others.at(-1) ?? first;
    const start = { x: rightOf(boxOf(first)), y: ports.start(edge) };
    const end = { x: boxOf(last).x, y: ports.end(edge) };
    let line = `M${start.x} ${start.y}`;
    let from: Point & { readonly item: number } = { ...start, item: first };
    for (const item of others) {
      const box = boxOf(item);
      const y = item === last ? end.y : middleOf(box);
      const source = columnOf(from.item);
      const bend = from.x + source.labels + source.lanesOut * laneDistance;
      const straight = box.x - columnOf(item).lanesIn * laneDistance - arrowLength;
      line += `H${bend}${curve({ x: bend, y: from.y }, { x: straight, y })}H${item === last ? box.x : rightOf(box)}`;
      from = { x: rightOf(box), y, item };
    }
    const passed = others.length > 1 ? boxOf(others[0] ?? first) : undefined;
    const place = passed ? { x: passed.x, y: middleOf(passed) } : isLabelledAtStart(edge, items) ? start : undefined;
    const label = edge.label === undefined || !place ? undefined : besideLine(place);
    return { edge, line, start, end, arrivesAt: 'left', label, badge: badgeOf(edge, label, start) };
  };

  const routeReturning = (edge: GraphEdge, from: number, to: number): PlacedEdge => {
    const start = { x: rightOf(boxOf(from)), y: ports.start(edge) };
    const y = ports.end(edge);
    const lane = laneOf(edge);
    const source = columnOf(from);
    const out = source.x + source.width + source.labels + laneIn(`out of ${source.x}`, lane) * laneDistance;
    const label = edge.label === undefined ? undefined : besideLine(start);
    const target = columnOf(to);
    if (source === target) {
      const end = { x: rightOf(boxOf(to)), y };
      const line = roundedLine([start, { x: out, y: start.y }, { x: out, y }, end]);
      return { edge, line, start, end, arrivesAt: 'right', label, badge: badgeOf(edge, label, start) };
    }
    const end = { x: boxOf(to).x, y };
    const into = target.x - arrowLength - laneIn(`into ${target.x}`, lane) * laneDistance;
    const below = lowest + firstLane + laneIn('below', lane) * laneDistance;
    bottom = Math.max(bottom, below);
    const corners = [
      { x: out, y: start.y },
      { x: out, y: below },
      { x: into, y: below },
      { x: into, y },
    ];
    return {
      edge,
      line: roundedLine([start, ...corners, end]),
      start,
      end,
      arrivesAt: 'left',
      label,
      badge: badgeOf(edge, label, start),
    };
  };

  const edges = layers.forward.map(routeForward);
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from);
    const to = layers.itemOfNode.get(edge.to);
    if (from !== undefined && to !== undefined) edges.push(routeReturning(edge, from, to));
  }
  return { edges, bottom };
}

const noColumn: PlacedColumn = { x: 0, width: 0, labels: 0, lanesOut: 0, lanesIn: 0 };

/** The lanes of each place, numbered in the order in which they are asked for. */
function numberLanes(): (place: string, lane: string) => number {
  const places = new Map<string, Map<string, number>>();
  return (place, lane) => {
    const lanes = places.get(place) ?? new Map<string, number>();
    places.set(place, lanes);
    const known = lanes.get(lane) ?? lanes.size;
    lanes.set(lane, known);
    return known;
  };
}

function besideLine({ x, y }: Point): Point {
  return { x: x + 7, y: y - labelRise };
}

function curve(from: Point, to: Point): string {
  const middle = Math.round((from.x + to.x) / 2);
  return from.y === to.y ? '' : `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

/** A line with right angles, its corners rounded. */
function roundedLine(points: readonly Point[]): string {
  let line = '';
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before) line += `M${point.x} ${point.y}`;
    else if (!after) line += `L${point.x} ${point.y}`;
    else {
      const enter = towards(point, before);
      const leave = towards(point, after);
      line += `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
    }
  }
  return line;
}

/** From the corner a radius towards the other point, or half the way where that is shorter. */
function towards(corner: Point, other: Point): Point {
  const distance = Math.abs(other.x - corner.x) + Math.abs(other.y - corner.y);
  const share = distance === 0 ? 0 : Math.min(cornerRadius, distance / 2) / distance;
  const between = (from: number, to: number): number => Math.round((from + (to - from) * share) * 10) / 10;
  return { x: between(corner.x, other.x), y: between(corner.y, other.y) };
}
