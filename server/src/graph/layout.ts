// Computes coordinates: sizes from the texts, columns side by side, and every item near those that it is connected to.
// Nothing overlaps. The same graph always gets the same layout.
import { detailOf, titleOf } from './describe.ts';
import {
  arrowLength,
  fonts,
  indentBelow,
  isLabeledAtStart,
  labelWidth,
  laneDistance,
  laneOf,
  noColumn,
  portDistance,
  readableScale,
  sidesOf,
  textIndent,
} from './geometry.ts';
import type { Box, PlacedColumn, PlacedEdge, PlacedNode } from './geometry.ts';
import type { ShownGraph, GraphEdge, ShownNode } from './graph.ts';
import { arrangeInLayers, pairs, type Arrangement, type Layers } from './layers.ts';
import { neighbors } from './order.ts';
import { routeEdges } from './route.ts';
import { cleanText, fitText, textWidth } from './text.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Layout extends Size {
  readonly arrangement: Arrangement;
  readonly columns: readonly { readonly name: string; readonly x: number }[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

const margin = 8;
const headingHeight = 34;
const rightPadding = 7;
const widest = 240;
/** Of the names in a folded node, since there may be many. */
const widestList = 160;
const narrowest = 84;
const nodeHeight = 44;
const tallest = 150;
const narrowestCurve = 30;
const widestCurve = 140;
const curveStep = 8;
const gap = 14;
const groupGap = 34;
/** The weight of a line that gives way to all others. */
const slightly = 0.001;

/** The layout that shows the whole graph in the room at the larger scale, or more of it if that would be unreadable. */
export function layoutFor(graph: ShownGraph, room: Size): Layout {
  const [wide, tall] = [layoutGraph(graph, 'wide'), layoutGraph(graph, 'tall')];
  return fitness(tall, room) > fitness(wide, room) ? tall : wide;
}

/** Over 1 if the whole picture is readable in the room. Otherwise, how much of it is visible while it is readable. */
function fitness({ width, height }: Size, room: Size): number {
  const whole = Math.min(1, room.width / width, room.height / height);
  if (whole >= readableScale) return 1 + whole;
  const scale = Math.max(readableScale, Math.min(1, room.width / width));
  return Math.min(1, room.width / width / scale) * Math.min(1, room.height / height / scale);
}

export function layoutGraph(graph: ShownGraph, arrangement: Arrangement = 'wide'): Layout {
  const layers = arrangeInLayers(graph, arrangement);
  const heights = itemHeights(layers);
  const tops = placeItems(layers, heights);
  const columns = placeColumns(layers, tops);
  const boxOf = (item: number): Box => {
    const { x, width, indent } = columns[layers.items[item]?.column ?? 0] ?? noColumn;
    const place = { y: tops[item] ?? 0, height: heights[item] ?? 0 };
    return { x: layers.isBelow(item) ? x + indent : x, width: width - indent, ...place };
  };
  const { edges, bottom } = routeEdges({ layers, columns, boxOf });
  const last = columns.at(-1);
  return {
    arrangement,
    width: Math.ceil(last ? last.x + last.width + last.labels + last.lanesOut * laneDistance + margin : 2 * margin),
    height: Math.ceil(bottom + margin),
    columns: columns.map(({ x }, index) => ({ name: layers.names[index] ?? '', x })),
    nodes: layers.items.flatMap(({ node }, item) => (node ? [placeTexts(node, boxOf(item))] : [])),
    edges,
  };
}

function placeTexts(node: ShownNode, box: Box): PlacedNode {
  const room = box.width - textIndent - rightPadding;
  const title = fitText(cleanText(titleOf(node)), fonts.title, room);
  return { node, box, title, detail: fitText(cleanText(detailOf(node)), fonts.detail, room) };
}

/** A node is high enough for the ends of its edges, within limits. Ends with labels need more space. */
function itemHeights(layers: Layers): number[] {
  const right: Ends = new Map();
  const labeled: Ends = new Map();
  const left: Ends = new Map();
  const bottom: Ends = new Map();
  for (const { edge, items } of layers.forward) {
    count(isLabeledAtStart(edge, items) ? labeled : right, items[0], edge.id);
    count(left, items.at(-1), edge.id);
  }
  for (const edge of layers.returning) {
    const from = layers.itemOfNode.get(edge.from);
    const to = layers.itemOfNode.get(edge.to);
    const sides = sidesOf(edge, layers.items[from ?? 0]?.column === layers.items[to ?? 0]?.column);
    count({ left, right: labeled, bottom }[sides.start], from, edge.id);
    // Edges that share a lane share their end.
    count({ left, right, bottom }[sides.end], to, laneOf(edge));
  }
  return layers.items.map(({ node }, item) => {
    // A passing edge takes its own row, so that the rows of both columns stay aligned.
    if (!node) return nodeHeight;
    const need = (ends?: ReadonlySet<string>): number => Math.min(tallest, (ends?.size ?? 0) * 12 + 12);
    const labels = (labeled.get(item)?.size ?? 0) * portDistance;
    return Math.max(nodeHeight, need(left.get(item)), labels + (right.has(item) ? need(right.get(item)) : 10));
  });
}

/** The ends of edges at each item. */
type Ends = Map<number, Set<string>>;

function count(ends: Ends, item: number | undefined, end: string): void {
  if (item === undefined) return;
  const known = ends.get(item);
  if (known) known.add(end);
  else ends.set(item, new Set([end]));
}

function placeColumns(layers: Layers, tops: readonly number[]): PlacedColumn[] {
  const labels = layers.columns.map(() => 0);
  const lanesOut = layers.columns.map(() => new Set<string>());
  const lanesIn = layers.columns.map(() => new Set<string>());
  const itemOf = (node: string): number => layers.itemOfNode.get(node) ?? 0;
  const columnOf = (node: string): number => layers.items[itemOf(node)]?.column ?? 0;
  const indents = layers.columns.map((column) => (column.some(layers.isBelow) ? indentBelow : 0));
  const makeRoom = (column: number, edge: GraphEdge): void => {
    // Beside what is not indented, there is room in the column.
    const free = layers.isBelow(itemOf(edge.from)) ? 0 : (indents[column] ?? 0);
    labels[column] = Math.max(labels[column] ?? 0, labelWidth(edge) - free);
  };
  for (const { edge, items } of layers.forward) {
    if (isLabeledAtStart(edge, items)) makeRoom(columnOf(edge.from), edge);
  }
  for (const edge of layers.returning) {
    const [from, to] = [columnOf(edge.from), columnOf(edge.to)];
    const sides = sidesOf(edge, from === to);
    if (sides.start === 'bottom') continue;
    makeRoom(from, edge);
    if (sides.start === 'right') lanesOut[from]?.add(laneOf(edge));
    if (sides.end === 'left') lanesIn[to]?.add(laneOf(edge));
  }
  const curves = curveWidths(layers, tops);
  const placed: PlacedColumn[] = [];
  let x = margin;
  for (const [index, items] of layers.columns.entries()) {
    const incoming = lanesIn[index]?.size ?? 0;
    const outgoing = lanesOut[index]?.size ?? 0;
    x += index > 0 ? (curves[index] ?? 0) : incoming > 0 ? arrowLength : 0;
    x += incoming * laneDistance;
    const indent = indents[index] ?? 0;
    const width = columnWidth(items, layers) + indent;
    placed.push({ x, width, indent, labels: labels[index] ?? 0, lanesOut: outgoing, lanesIn: incoming });
    x += width + (labels[index] ?? 0) + outgoing * laneDistance;
  }
  return placed;
}

/** The space before each column for the lines to it, which grows with their height. */
function curveWidths(layers: Layers, tops: readonly number[]): number[] {
  const rises = layers.columns.map(() => 0);
  for (const { items } of layers.forward) {
    for (const [from, to] of pairs(items)) {
      const column = layers.items[to]?.column ?? 0;
      rises[column] = Math.max(rises[column] ?? 0, Math.abs((tops[to] ?? 0) - (tops[from] ?? 0)));
    }
  }
  // In steps, so that one more row does not move the columns each time.
  return rises.map((rise) => Math.min(widestCurve, narrowestCurve + curveStep * Math.floor(rise / (2 * nodeHeight))));
}

function columnWidth(column: readonly number[], layers: Layers): number {
  let texts = 0;
  for (const item of column) {
    const { node, edge } = layers.items[item] ?? {};
    if (node) {
      texts = Math.max(texts, textWidth(cleanText(titleOf(node)).slice(0, 200), fonts.title));
      const detail = textWidth(cleanText(detailOf(node)).slice(0, 200), fonts.detail);
      texts = Math.max(texts, node.kind === 'folded' ? Math.min(widestList, detail) : detail);
    }
    if (edge) texts = Math.max(texts, labelWidth(edge) - textIndent);
  }
  return Math.ceil(Math.max(narrowest, Math.min(widest, texts + textIndent + rightPadding)));
}

/** The upper edge of every item. The tallest column is placed first, and the others follow it. */
function placeItems(layers: Layers, heights: readonly number[]): number[] {
  const tops: number[] = [];
  const links = layers.forward.flatMap(({ items }) => pairs(items));
  const after = neighbors(links);
  const before = neighbors(links.map(([from, to]) => [to, from]));
  // Endpoints are level with their functions, and what else invokes functions gives way to them.
  const triggers = new Set(layers.forward.flatMap(({ edge, items }) => (edge.kind === 'trigger' ? items[0] : [])));
  const stack = (column: readonly number[], linked?: ReadonlyMap<number, number[]>): void => {
    const wishes = column.map((item, index) => {
      const above = column[index - 1];
      const parted = above !== undefined && layers.groupOf(above) !== layers.groupOf(item);
      const ends = linked?.get(item) ?? [];
      const weights = ends.map((end) => (triggers.has(item) || triggers.has(end) ? slightly : 1));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const centerOf = (end: number): number => (tops[end] ?? 0) + (heights[end] ?? 0) / 2;
      const sum = ends.reduce((sum, end, at) => sum + (weights[at] ?? 0) * centerOf(end), 0);
      return {
        height: heights[item] ?? 0,
        gap: parted ? groupGap : gap,
        center: ends.length === 0 ? undefined : sum / total,
        weight: Math.max(...weights),
      };
    });
    const placed = placeColumn(wishes);
    // No item is above the stack that starts at the upper edge, because that would push everything else down.
    const stacked = placeColumn(wishes.map((wish) => ({ ...wish, center: undefined })));
    for (const [index, item] of column.entries()) tops[item] = Math.max(placed[index] ?? 0, stacked[index] ?? 0);
  };
  const needed = layers.columns.map((column) => column.reduce((sum, item) => sum + (heights[item] ?? 0) + gap, 0));
  const widestNeed = needed.reduce((most, need) => Math.max(most, need), 0);
  const anchor = Math.max(0, needed.indexOf(widestNeed));
  stack(layers.columns[anchor] ?? []);
  for (const column of layers.columns.slice(anchor + 1)) stack(column, before);
  for (let index = anchor - 1; index >= 0; index--) stack(layers.columns[index] ?? [], after);
  return tops.map((top) => Math.round(top + headingHeight + margin));
}

/** The preferred position of an item in its column. */
export interface Wish {
  readonly height: number;
  /** The least distance to the item above. */
  readonly gap: number;
  /** The preferred center; undefined if it does not matter. */
  readonly center: number | undefined;
  /** How much the distance from there counts, over 0: 1 unless set. */
  readonly weight?: number;
}

/**
 * The upper edge of each item, from top to bottom, without overlaps. Minimizes the sum of the squared distances from
 * the preferred positions, each with its weight (isotonic regression by pooling adjacent violators).
 */
export function placeColumn(wishes: readonly Wish[]): number[] {
  // Stacked without gaps, item i would start at offsets[i]. The remaining shift never decreases.
  const offsets: number[] = [];
  let offset = 0;
  for (const [index, { height, gap }] of wishes.entries()) {
    if (index > 0) offset += gap;
    offsets.push(offset);
    offset += height;
  }
  const pools: { sum: number; weight: number; members: number }[] = [];
  let unplaced = 0;
  for (const [index, { center, height, weight = 1 }] of wishes.entries()) {
    if (center === undefined) {
      const last = pools.at(-1);
      if (last) last.members++;
      else unplaced++;
      continue;
    }
    let pool = { sum: weight * (center - height / 2 - (offsets[index] ?? 0)), weight, members: 1 + unplaced };
    unplaced = 0;
    for (let above = pools.at(-1); above && above.sum / above.weight >= pool.sum / pool.weight; above = pools.at(-1)) {
      pools.pop();
      pool = {
        sum: above.sum + pool.sum,
        weight: above.weight + pool.weight,
        members: above.members + pool.members,
      };
    }
    pools.push(pool);
  }
  if (pools.length === 0) return offsets;
  const shifts = pools.flatMap(({ sum, weight, members }) => Array.from({ length: members }, () => sum / weight));
  return offsets.map((stacked, index) => stacked + (shifts[index] ?? 0));
}
