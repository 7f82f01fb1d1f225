// The shapes and measures that layout and routing share. All lengths are pixels of the unscaled picture.
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
  /** As much of the texts as fits into the box. */
  readonly title: string;
  readonly detail: string;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  /** The line, as the `d` of an SVG path. */
  readonly line: string;
  readonly start: Point;
  readonly end: Point;
  /** The side of the target at which the edge arrives. */
  readonly arrivesAt: Side;
  /** Where the label's text begins. */
  readonly label: Point | undefined;
  /** Where a badge would have its centre. */
  readonly badge: Point;
}

export interface PlacedColumn {
  readonly x: number;
  readonly width: number;
  /** The room at its right: for labels, and then for the lanes of edges that return from here. */
  readonly labels: number;
  readonly lanesOut: number;
  /** The lanes, at its left, of edges that return to it. */
  readonly lanesIn: number;
}

export const fonts = {
  title: { size: 13, breadth: 1.13 },
  detail: { size: 12, breadth: 1 },
  label: { size: 11, breadth: 1 },
} as const;

/** Where a node's texts begin, from its left edge: its icon stands before them. */
export const textIndent = 28;

export const laneDistance = 10;

/** The straight end of a line, which its arrow stands on. */
export const arrowLength = 12;

/** Between two ends that have labels. */
export const portDistance = 17;

export function labelWidth(edge: GraphEdge): number {
  return edge.label === undefined ? 0 : textWidth(edge.label, fonts.label) + 12;
}

/** The centre of an edge's badge: behind its label, or on its line where it has none. */
export function badgeOf(edge: GraphEdge, label: Point | undefined, start: Point): Point {
  if (edge.label === undefined || !label) return { x: start.x + 17, y: start.y };
  return { x: Math.round(label.x + textWidth(edge.label, fonts.label) + 9), y: label.y - 3.5 };
}

/** How far a label's base line stands above its edge's line. */
export const labelRise = 4.5;

/** An edge that passes through a column has its label there; any other has it where it starts. */
export function isLabelledAtStart(edge: GraphEdge, items: readonly number[]): boolean {
  return edge.label !== undefined && items.length === 2;
}

/**
 * Those from the clients share a lane, and so do edges of one kind that return to the same node; one with a fault has a
 * lane of its own.
 */
export function laneOf(edge: GraphEdge): string {
  if (edge.fault !== undefined) return edge.id;
  return edge.kind === 'connect' ? edge.kind : `${edge.kind} ${edge.to}`;
}

export type Side = 'left' | 'right';

/** Where an edge that does not lead to the right starts, and where it arrives. */
export function sidesOf(edge: GraphEdge, isWithinColumn: boolean): { readonly start: Side; readonly end: Side } {
  if (edge.kind === 'connect') return { start: 'left', end: 'left' };
  return { start: 'right', end: isWithinColumn ? 'right' : 'left' };
}

export function sideOf(box: Box, side: Side): number {
  return side === 'left' ? box.x : rightOf(box);
}

export function rightOf(box: Box): number {
  return box.x + box.width;
}

export function middleOf(box: Box): number {
  return box.y + box.height / 2;
}
