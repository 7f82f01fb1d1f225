// The parts of the shown picture, and navigation among them.
import type { GraphEdgePart, GraphNodePart, GraphPart } from '../../server/src/protocol.ts';

export interface GraphParts {
  /** In reading order. */
  readonly nodes: readonly GraphNodePart[];
  readonly edges: readonly GraphEdgePart[];
  readonly byId: ReadonlyMap<string, GraphPart>;
}

export const noParts: GraphParts = graphParts([]);

export function graphParts(parts: readonly GraphPart[]): GraphParts {
  return {
    nodes: parts.filter((part) => part.part === 'node'),
    edges: parts.filter((part) => part.part === 'edge'),
    byId: new Map(parts.map((part) => [part.id, part])),
  };
}

/** The part, or the node that it is folded into. */
export function drawnAs({ nodes, byId }: GraphParts, id: string): GraphPart | undefined {
  return byId.get(id) ?? nodes.find(({ folded }) => folded.some((part) => part.id === id));
}

/** The part's node; for an edge, the node that it starts from. */
export function nodeOf(parts: GraphParts, id: string): GraphNodePart | undefined {
  const part = drawnAs(parts, id);
  if (part?.part !== 'edge') return part;
  const start = drawnAs(parts, part.from);
  return start?.part === 'node' ? start : undefined;
}

/** The IDs of the collapsed nodes. */
export function collapsedIn({ nodes }: GraphParts): readonly string[] {
  return [...new Set(nodes.flatMap(({ collapsed }) => collapsed ?? []))];
}

/** The node nearest to a position. */
export function nearest({ nodes }: GraphParts, { x, y }: GraphNodePart['box']): GraphNodePart | undefined {
  const distance = ({ box }: GraphNodePart): number => Math.hypot(box.x - x, box.y - y);
  return [...nodes].sort((one, other) => distance(one) - distance(other))[0];
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';

/** Whether both are in a column, in which some nodes may be indented. */
function isAbove({ box: one }: GraphNodePart, { box: other }: GraphNodePart): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width;
}

/** The next node in a direction: up and down within a column, left and right along the edges. */
export function walk(parts: GraphParts, from: GraphNodePart, direction: Direction): GraphNodePart | undefined {
  const { nodes, edges } = parts;
  const inColumn = (step: number): GraphNodePart | undefined => {
    const column = nodes.filter((node) => isAbove(node, from)).sort((one, other) => one.box.y - other.box.y);
    return column[column.indexOf(from) + step];
  };
  /** The end of an edge in that direction, or else in the same column, which clients and APIs can share. */
  const onward = (ids: readonly string[], step: number): GraphNodePart | undefined => {
    const ends = ids.flatMap((id) => nodes.filter((node) => node.id === id));
    const distance = ({ box }: GraphNodePart): number => (box.x - from.box.x) * step;
    return ends.find((end) => distance(end) > 0) ?? ends.find((end) => end !== from && distance(end) === 0);
  };
  switch (direction) {
    case 'up':
      return inColumn(-1);
    case 'down':
      return inColumn(1);
    case 'right':
      return onward(
        edges.filter((edge) => edge.from === from.id).map(({ to }) => to),
        1,
      );
    case 'left':
      return onward(
        edges.filter((edge) => edge.to === from.id).map((edge) => edge.from),
        -1,
      );
    case 'first':
      return nodes[0];
    case 'last':
      return nodes.at(-1);
  }
}
