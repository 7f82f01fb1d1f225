// The picture as data: its frame, and each node and edge with its properties. Composed, it is one self-contained SVG
// element.
import { t } from '../locale.ts';
import { describeEdge, describer, titleOf } from './describe.ts';
import { drawEdge, drawNode, markupOf, nameOf, pileHeight, type Drawing } from './drawing.ts';
import { readableScale, type Box } from './geometry.ts';
import type { EdgeKind, ShownGraph, ShownNode } from './graph.ts';
import type { Arrangement } from './layers.ts';
import type { Layout } from './layout.ts';
import type { Mark, Marks } from './marks.ts';
import { escapeXml, nameInTitle } from './text.ts';
import { graphStyle } from './theme.ts';

export interface Picture {
  readonly frame: Frame;
  /** The edges, followed by the nodes in reading order: depth first. */
  readonly parts: readonly PicturePart[];
}

/** Everything around the parts. */
export interface Frame {
  /** In pixels, as all lengths. */
  readonly width: number;
  readonly height: number;
  readonly arrangement: Arrangement;
  /** The least scale at which all texts are readable. */
  readonly readableScale: number;
  /** The description of the whole picture for screen readers. */
  readonly label: string;
  /** The style sheet; empty if nothing is drawn. */
  readonly style: string;
  /** The names of the columns, as markup. */
  readonly headings: string;
  /** Lines of text that replace the graph; empty if there is one. */
  readonly notice: readonly string[];
}

export type PicturePart = PictureNode | PictureEdge;

interface PartBase extends Drawing {
  readonly id: string;
  /** The severity of the worst of its problems. */
  readonly severity: Mark['severity'] | undefined;
}

export interface PictureNode extends PartBase {
  readonly part: 'node';
  readonly kind: ShownNode['kind'];
  /** Its name in the file: a resource ID or a route. */
  readonly title: string;
  /** The text for searching. */
  readonly name: string;
  readonly box: Box;
  /** Undefined if it cannot be collapsed. */
  readonly isExpanded: boolean | undefined;
  /** The ID of the collapsed node, if this node represents its endpoints. */
  readonly collapsed: string | undefined;
  /** The parts that it represents. */
  readonly folded: readonly FoldedPart[];
  /** Whether it is a function, or an endpoint that one handles. */
  readonly hasCode: boolean;
}

export interface FoldedPart {
  readonly id: string;
  readonly name: string;
}

export interface PictureEdge extends PartBase {
  readonly part: 'edge';
  readonly kind: EdgeKind;
  readonly isFaulty: boolean;
  /** The IDs of the nodes. */
  readonly from: string;
  readonly to: string;
}

export interface Drawn {
  readonly graph: ShownGraph;
  readonly layout: Layout;
  readonly marks: Marks;
  /** The nodes that can be collapsed, by ID: true if expanded. */
  readonly expanded: ReadonlyMap<string, boolean>;
  /** Whether it can be navigated with the keyboard. */
  readonly isInteractive: boolean;
}

export function drawPicture({ graph, layout, marks, expanded, isInteractive }: Drawn): Picture {
  const { width, height, arrangement, columns } = layout;
  const headings = columns.map(({ name, x }) => `<text class="heading" x="${x}" y="26">${escapeXml(name)}</text>`);
  const describe = describer(graph, marks);
  const placed = new Map(layout.nodes.map((node) => [node.node.id, node]));
  const withCode = nodesWithCode(graph);
  const edges = layout.edges.map((edge): PictureEdge => {
    const { id, kind, from, to, fault } = edge.edge;
    const found = marks.get(id);
    return {
      part: 'edge',
      id,
      kind,
      isFaulty: fault !== undefined,
      from,
      to,
      severity: found?.[0]?.severity,
      ...drawEdge(edge, describeEdge(edge.edge, found), found),
    };
  });
  const nodes = readingOrder(graph).flatMap(({ id, level }, index): PictureNode[] => {
    const placedNode = placed.get(id);
    if (!placedNode) return [];
    const { node, box } = placedNode;
    const found = marks.get(id);
    const isExpanded = expanded.get(id);
    const isReachable = isInteractive ? index === 0 : undefined;
    return [
      {
        part: 'node',
        id,
        kind: node.kind,
        title: node.title,
        name: nameOf(node),
        box: node.kind === 'folded' ? { ...box, height: box.height + pileHeight } : box,
        severity: found?.[0]?.severity,
        isExpanded,
        collapsed: node.kind === 'folded' ? node.by : undefined,
        folded: node.kind === 'folded' ? node.endpoints.map(hiddenPart) : [],
        hasCode: withCode.has(id),
        ...drawNode(placedNode, { level, isExpanded, isReachable, description: describe(node) }, found),
      },
    ];
  });
  const size = { width, height, arrangement, readableScale };
  const frame = { ...size, label: summary(graph), style: graphStyle, headings: headings.join(''), notice: [] };
  return { frame, parts: [...edges, ...nodes] };
}

/** A picture of a graph. */
interface Composed {
  readonly frame: Frame;
  readonly parts: readonly (Drawing & Pick<PicturePart, 'part'>)[];
}

/** A picture without parts, which explains why there is no graph. */
export function noticePicture(notice: readonly string[]): Picture {
  const size = { width: 680, height: 88, arrangement: 'wide', readableScale } as const;
  return { frame: { ...size, label: notice.join(' '), style: '', headings: '', notice }, parts: [] };
}

/**
 * The picture as one SVG element.
 * @param style replaces its own style sheet
 * @param ground the background color; none by default
 */
export function composeSvg({ frame, parts }: Composed, style = frame.style, ground?: string): string {
  const { width, height, label, headings, notice } = frame;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const root = `<svg xmlns="http://www.w3.org/2000/svg" class="route-graph" ${size}`;
  if (notice.length > 0) {
    const font = 'fill="currentColor" font-family="sans-serif" font-size="13"';
    const texts = notice.map((line, index) => `<text x="16" y="${28 + 20 * index}">${line}</text>`);
    return [root, ` role="img" aria-label="${label}" ${font}>`, ...texts, '</svg>'].join('\n');
  }
  const [nodes, edges] = (['node', 'edge'] as const).map((kind) =>
    parts.filter(({ part }) => part === kind).map(markupOf),
  );
  return [
    `${root}>`,
    `<style>${style}</style>`,
    ...(ground === undefined ? [] : [`<rect x="0" y="0" width="${width}" height="${height}" fill="${ground}"/>`]),
    `<g class="headings" aria-hidden="true">${headings}</g>`,
    `<g class="edges" aria-hidden="true">`,
    ...(edges ?? []),
    `</g>`,
    // A tree must have items.
    `<g class="nodes"${nodes?.length ? ` role="tree" aria-label="${escapeXml(label)}"` : ''}>`,
    ...(nodes ?? []),
    `</g>`,
    `</svg>`,
  ].join('\n');
}

function hiddenPart(node: ShownNode): FoldedPart {
  return { id: node.id, name: nameInTitle(titleOf(node)) };
}

function nodesWithCode({ nodes, edges }: ShownGraph): ReadonlySet<string> {
  const idsOf = (kind: ShownNode['kind']): Set<string> =>
    new Set(nodes.filter((node) => node.kind === kind).map(({ id }) => id));
  const [functions, endpoints] = [idsOf('function'), idsOf('endpoint')];
  const handled = edges.filter(({ from, to }) => endpoints.has(from) && functions.has(to)).map(({ from }) => from);
  return new Set([...functions, ...handled]);
}

function summary(graph: ShownGraph): string {
  const nodes = graph.nodes.flatMap((node): readonly ShownNode[] => (node.kind === 'folded' ? node.endpoints : [node]));
  const count = (kind: ShownNode['kind']): number => nodes.filter((node) => node.kind === kind).length;
  const [apis, endpoints, functions] = [count('api'), count('endpoint'), count('function')];
  const counts = [
    apis === 1 ? t`1 API` : t`${apis} APIs`,
    endpoints === 1 ? t`1 endpoint` : t`${endpoints} endpoints`,
    functions === 1 ? t`1 function` : t`${functions} functions`,
  ];
  return t`Route graph: ${counts.join(', ')}`;
}

interface ReadingStep {
  readonly id: string;
  /** Starts at 1. */
  readonly level: number;
}

/** Every node once, each after the first one that leads to it: the reading order for screen readers. */
function readingOrder(graph: ShownGraph): ReadingStep[] {
  const targets = new Map<string, string[]>();
  const isTarget = new Set<string>();
  for (const { from, to, kind } of graph.edges) {
    // Edges back to an API would lead to its endpoints again, and those back to a function to what it uses.
    if (kind === 'send' || kind === 'trigger') continue;
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
    if (from !== to) isTarget.add(to);
  }
  const order: ReadingStep[] = [];
  const visited = new Set<string>();
  const visit = (root: string): void => {
    const waiting = [{ id: root, level: 1 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (visited.has(next.id)) continue;
      visited.add(next.id);
      order.push(next);
      const { level } = next;
      const children = targets.get(next.id) ?? [];
      // The last one pushed is read first.
      for (let index = children.length - 1; index >= 0; index--) {
        waiting.push({ id: children[index] ?? '', level: level + 1 });
      }
    }
  };
  for (const { id } of graph.nodes) if (!isTarget.has(id)) visit(id);
  // A cycle of connections that are not allowed has no start.
  for (const { id } of graph.nodes) visit(id);
  return order;
}
