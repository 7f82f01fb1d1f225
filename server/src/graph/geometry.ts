// Shapes and sizes shared by layout and routing. All lengths are pixels of the unscaled picture.
import { textWidth } from './text.ts';
import type { GraphEdge, ShownNode } from './graph.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode {
  readonly node: ShownNode;
  readonly box: Box;
  /** The texts, truncated to fit into the box. */
  readonly title: string;
  readonly detail: string;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** The line, as the `d` of an SVG path. */
  readonly line: string;
  readonly start: Point;
  readonly end: Point;
  /** The sides of the source and of the target. */
  readonly leavesAt: Side;
  readonly arrivesAt: Side;
  /** Where the label's text starts. */
  readonly label: Point | undefined;
  /** The center of a badge, if any. */
  readonly badge: Point;
}

export interface PlacedColumn {
  readonly x: number;
  readonly width: number;
  /** By which endpoints below their API are indented in it; the API is narrower by as much. */
  readonly indent: number;
  /** The space at its right, for labels and for the lanes of edges that return from here. */
  readonly labels: number;
  readonly lanesOut: number;
  /** The lanes, at its left, of edges that return to it. */
  readonly lanesIn: number;
}

export const noColumn: PlacedColumn = { x: 0, width: 0, indent: 0, labels: 0, lanesOut: 0, lanesIn: 0 };

export const fonts = {
  title: { size: 13, breadth: 1.13 },
  detail: { size: 12, breadth: 1 },
  label: { size: 12, breadth: 1 },
} as const;

/** The least scale at which no text is smaller than 11 pixels. */
export const readableScale = 11 / Math.min(...Object.values(fonts).map(({ size }) => size));

/** The distance of a node's texts from its left edge, which leaves space for the icon. */
export const textIndent = 28;

export const laneDistance = 10;

/** The straight end of a line, on which its arrow lies. */
export const arrowLength = 12;

/** Between two ends that have labels. */
export const portDistance = 17;

export function labelWidth(edge: GraphEdge): number {
  return edge.label === undefined ? 0 : textWidth(edge.label, fonts.label) + 12;
}

/** The center of an edge's badge: after its label, or on its line if it has no label. */
export function badgeOf(edge: GraphEdge, label: Point | undefined, start: Point): Point {
  if (edge.label === undefined || !label) return { x: start.x + 17, y: start.y };
  return { x: Math.round(label.x + textWidth(edge.label, fonts.label) + 9), y: label.y - 3.5 };
}

/** The distance of a label's baseline from its edge's line. */
export const labelRise = 4.5;

/** An edge that passes through a column has its label there, any other at its start. */
export function isLabeledAtStart(edge: GraphEdge, items: readonly number[]): boolean {
  return edge.label !== undefined && items.length === 2;
}

/** The distance of an endpoint below its API from the API's left edge, which leaves space for the lines to it. */
export const indentBelow = 26;

/** The distance of those lines from the API's left edge. */
export const trunkIndent = 12;

/**
 * Edges from the clients share a lane, and so do edges of one kind that return to the same node. An edge with a fault
 * has its own lane.
 */
export function laneOf(edge: GraphEdge): string {
  if (edge.fault !== undefined) return edge.id;
  return edge.kind === 'connect' ? edge.kind : `${edge.kind} ${edge.to}`;
}

export type Side = 'left' | 'right' | 'bottom';

/** The sides at which an edge that does not lead to the right starts and arrives. */
export function sidesOf(edge: GraphEdge, isWithinColumn: boolean): { readonly start: Side; readonly end: Side } {
  if (edge.kind === 'connect') return { start: 'left', end: 'left' };
  // An endpoint that is not beside its API is below it.
  if (edge.kind === 'route') return { start: 'bottom', end: 'left' };
  return { start: 'right', end: isWithinColumn ? 'right' : 'left' };
}

export function sideOf(box: Box, side: Side): number {
  return { left: box.x, right: rightOf(box), bottom: box.x + trunkIndent }[side];
}

export function rightOf(box: Box): number {
  return box.x + box.width;
}

export function middleOf(box: Box): number {
  return box.y + box.height / 2;
}
