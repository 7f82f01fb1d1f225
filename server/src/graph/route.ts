// The lines of the edges. Edges to the right are curves from column to column. Edges that return run in lanes: out at
// the right, below everything else, and in at the left. Edges from the clients share a lane at the left of the APIs.
import {
  badgeOf,
  arrowLength,
  isLabeledAtStart,
  labelRise,
  laneDistance,
  laneOf,
  middleOf,
  noColumn,
  rightOf,
  sideOf,
  sidesOf,
} from './geometry.ts';
import type { Box, PlacedColumn, PlacedEdge, Point, Side } from './geometry.ts';
import type { GraphEdge } from './graph.ts';
import { pairs, type ForwardEdge, type Layers } from './layers.ts';
import { neighbors } from './order.ts';
import { assignPorts } from './ports.ts';

export interface Ground {
  readonly layers: Layers;
  readonly columns: readonly PlacedColumn[];
  readonly boxOf: (item: number) => Box;
}

/** The distance from the lower edge of the lowest item to the first lane. */
const firstLane = 16;
const cornerRadius = 8;
/** The maximum ratio of a curve's height to its width. */
const steepest = 6;

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
  const turnOf = turns(layers);
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
      const bend = source.x + source.width + source.labels + source.lanesOut * laneDistance;
      const straight = box.x - columnOf(item).lanesIn * laneDistance - arrowLength;
      const turn = turnOf(item, y > from.y);
      line += `H${bend}${curve({ x: bend, y: from.y }, { x: straight, y }, turn)}H${item === last ? box.x : rightOf(box)}`;
      from = { x: rightOf(box), y, item };
    }
    const passed = others.length > 1 ? boxOf(others[0] ?? first) : undefined;
    const place = passed ? { x: passed.x, y: middleOf(passed) } : isLabeledAtStart(edge, items) ? start : undefined;
    const label = edge.label === undefined || !place ? undefined : besideLine(place);
    const badge = badgeOf(edge, label, start);
    return { edge, line, start, end, leavesAt: 'right', arrivesAt: 'left', label, badge };
  };

  const routeReturning = (edge: GraphEdge, from: number, to: number): PlacedEdge => {
    const [source, target] = [columnOf(from), columnOf(to)];
    const sides = sidesOf(edge, source === target);
    const place = (item: number, side: Side, y: number): Point => ({ x: sideOf(boxOf(item), side), y });
    const end = place(to, sides.end, ports.end(edge));
    if (sides.start === 'bottom') {
      const start = place(from, 'bottom', boxOf(from).y + boxOf(from).height);
      const line = `M${start.x} ${start.y}${roundedLine([start, { x: start.x, y: end.y }, end])}`;
      const badge = badgeOf(edge, undefined, start);
      return { edge, line, start, end, leavesAt: 'bottom', arrivesAt: sides.end, label: undefined, badge };
    }
    const start = place(from, sides.start, ports.start(edge));
    const lane = laneOf(edge);
    const laneAt = (column: PlacedColumn, side: Side): number =>
      side === 'left'
        ? column.x - arrowLength - laneIn(`into ${column.x}`, lane) * laneDistance
        : column.x + column.width + column.labels + laneIn(`out of ${column.x}`, lane) * laneDistance;
    const out = laneAt(source, sides.start);
    const corners = [{ x: out, y: start.y }];
    if (sides.start === sides.end) corners.push({ x: out, y: end.y });
    else {
      const into = laneAt(target, sides.end);
      const below = lowest + firstLane + laneIn('below', lane) * laneDistance;
      bottom = Math.max(bottom, below);
      corners.push({ x: out, y: below }, { x: into, y: below }, { x: into, y: end.y });
    }
    const label = edge.label === undefined ? undefined : besideLine(start);
    const line = `M${start.x} ${start.y}${roundedLine([start, ...corners, end])}`;
    const badge = badgeOf(edge, label, start);
    return { edge, line, start, end, leavesAt: sides.start, arrivesAt: sides.end, label, badge };
  };

  const edges = layers.forward.map(routeForward);
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from);
    const to = layers.itemOfNode.get(edge.to);
    if (from !== undefined && to !== undefined) edges.push(routeReturning(edge, from, to));
  }
  return { edges, bottom };
}

/** The lanes of each gap, numbered in the order in which they are requested. */
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

/**
 * Where between two columns a line to that item rises or falls. Lines to the same item share a position, separate from
 * those to other items, in an order that avoids crossings.
 */
function turns({ columns, forward }: Layers): (item: number, falls: boolean) => number {
  const links = forward.flatMap(({ items }) => pairs(items));
  const before = neighbors(links.map(([from, to]) => [to, from]));
  const shares = new Map<number, number>();
  for (const column of columns) {
    const shared = column.filter((item) => (before.get(item)?.length ?? 0) > 1);
    for (const [index, item] of shared.entries()) shares.set(item, (index + 0.5) / shared.length - 0.5);
  }
  const spread = 0.5;
  return (item, falls) => 0.5 + spread * (falls ? -1 : 1) * (shares.get(item) ?? 0);
}

/** A curve, or a line with right angles if the curve would be nearly vertical, so that many of them overlap neatly. */
function curve(from: Point, to: Point, turn: number): string {
  if (from.y === to.y) return '';
  const middle = Math.round(from.x + (to.x - from.x) * turn);
  const isSteep = Math.abs(to.y - from.y) > steepest * (to.x - from.x);
  if (isSteep) return roundedLine([from, { x: middle, y: from.y }, { x: middle, y: to.y }, to]);
  return `C${middle} ${from.y} ${middle} ${to.y} ${to.x} ${to.y}`;
}

/** A line with right angles through the points, with rounded corners. */
function roundedLine(points: readonly Point[]): string {
  let line = '';
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (!before) continue;
    if (!after) line += `L${point.x} ${point.y}`;
    else {
      const enter = towards(point, before);
      const leave = towards(point, after);
      line += `L${enter.x} ${enter.y}Q${point.x} ${point.y} ${leave.x} ${leave.y}`;
    }
  }
  return line;
}

/** The point at the radius from the corner towards the other point, or halfway if that is closer. */
function towards(corner: Point, other: Point): Point {
  const distance = Math.abs(other.x - corner.x) + Math.abs(other.y - corner.y);
  const share = distance === 0 ? 0 : Math.min(cornerRadius, distance / 2) / distance;
  const between = (from: number, to: number): number => Math.round((from + (to - from) * share) * 10) / 10;
  return { x: between(corner.x, other.x), y: between(corner.y, other.y) };
}
