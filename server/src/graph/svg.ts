// Layout to SVG: one self-contained element, whose every text is escaped. Nodes and edges carry their id in `data-id`,
// nodes are the items of a tree for screen readers, in the order in which one would tell them: depth first.
import { badgeShape, togglePlate, toggleSign } from './badges.ts';
import { describeEdge, describer, detailOf, titleOf } from './describe.ts';
import { textIndent, type PlacedEdge, type PlacedNode } from './geometry.ts';
import type { ShownGraph, ShownNode } from './graph.ts';
import { iconOf } from './icons.ts';
import type { Layout } from './layout.ts';
import type { Mark, Marks } from './marks.ts';
import { readingOrder } from './reading-order.ts';
import { escapeXml } from './text.ts';
import { shorten } from '../wording.ts';
import { graphStyle } from './theme.ts';

export interface Picture {
  readonly graph: ShownGraph;
  readonly layout: Layout;
  readonly marks: Marks;
  /** By the id of each node that can be collapsed: whether it is not. */
  readonly expanded: ReadonlyMap<string, boolean>;
}

/** Every node and every edge is a line of its own: whoever shows the next picture can tell which of them changed. */
export function renderSvg({ graph, layout, marks, expanded }: Picture): string {
  const { width, height, columns, nodes, edges } = layout;
  const describe = describer(graph, marks);
  const placed = new Map(nodes.map((node) => [node.node.id, node]));
  const items = readingOrder(graph).flatMap(({ id, level }, index) => {
    const node = placed.get(id);
    if (!node) return [];
    const tree = { level, isFirst: index === 0, isExpanded: expanded.get(id) };
    return [renderNode(node, describe(node.node), tree, marks.get(id))];
  });
  const headings = columns.map(({ name, x }) => `<text class="heading" x="${x}" y="26">${escapeXml(name)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="route-graph" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${graphStyle}</style>`,
    `<g class="headings" aria-hidden="true">${headings.join('')}</g>`,
    `<g class="edges" aria-hidden="true">`,
    ...edges.map((edge) => renderEdge(edge, marks.get(edge.edge.id))),
    `</g>`,
    // A tree without items would be none.
    `<g class="nodes"${items.length > 0 ? ` role="tree" aria-label="${escapeXml(summary(graph))}"` : ''}>`,
    ...items,
    `</g>`,
    `</svg>`,
  ].join('\n');
}

interface TreeItem {
  readonly level: number;
  readonly isFirst: boolean;
  /** Undefined for one that cannot be collapsed. */
  readonly isExpanded: boolean | undefined;
}

function renderNode(
  { node, box, title, detail }: PlacedNode,
  description: string,
  { level, isFirst, isExpanded }: TreeItem,
  marks: readonly Mark[] | undefined,
): string {
  // A store has less room than it seems: its rim.
  const middle = box.height / 2 + (node.kind === 'data' ? 2 : 0);
  const hasDetail = detail !== '';
  const classes = ['node', node.kind, ...severityClass(marks)];
  if (node.title === '') classes.push('unnamed');
  const parts = [
    `<title>${escapeXml(description)}</title>`,
    `<path class="card" d="${cardOf(node, box.width, box.height)}"/>`,
    `<path class="icon" transform="translate(7 ${middle - 8})" d="${iconOf(node)}"/>`,
    `<text class="title" x="${textIndent}" y="${hasDetail ? middle - 4 : middle + 4.5}">${escapeXml(title)}</text>`,
  ];
  // The space keeps apart what is read out of both.
  if (hasDetail) parts.push(` <text class="detail" x="${textIndent}" y="${middle + 12}">${escapeXml(detail)}</text>`);
  const toggles = node.kind === 'folded' ? false : isExpanded;
  if (toggles !== undefined) parts.push(renderToggle(toggles, box.width - 12, box.height + 2));
  parts.push(renderBadge(marks, box.width - 12, 0));
  const place = `transform="translate(${box.x} ${box.y})"`;
  const expansion = isExpanded === undefined ? '' : ` aria-expanded="${isExpanded}"`;
  const tree = `role="treeitem" aria-level="${level}"${expansion} tabindex="${isFirst ? 0 : -1}"`;
  const names = `data-id="${escapeXml(node.id)}" data-name="${escapeXml(nameOf(node))}" aria-label="${escapeXml(description)}"`;
  return `<g class="${classes.join(' ')}" ${place} ${tree} ${names}${foldedParts(node)}>${parts.join('')}</g>`;
}

/** What a search looks at: more than there is room for in the box, and what the node stands for. */
function nameOf(node: ShownNode): string {
  const hidden = node.kind === 'folded' ? node.endpoints : [];
  const titles = [node, ...hidden].map((named) => shorten(titleOf(named), 200));
  return [...titles, shorten(detailOf(node), 200)].join(' ');
}

/** The parts that are not shown for it, as a JSON array of their ids; and what was collapsed to fold them. */
function foldedParts(node: ShownNode): string {
  if (node.kind !== 'folded') return '';
  const ids = JSON.stringify(node.endpoints.map(({ id }) => id));
  return ` data-collapsed="${escapeXml(node.by)}" data-folded="${escapeXml(ids)}"`;
}

function severityClass(marks: readonly Mark[] = []): string[] {
  return marks.slice(0, 1).map(({ severity }) => `has-${severity}`);
}

/** The worst of the problems, as a shape of its own. */
function renderBadge([worst]: readonly Mark[] = [], x: number, y: number): string {
  if (!worst) return '';
  const { plate, sign } = badgeShape[worst.severity];
  return `<g class="badge" transform="translate(${x} ${y})"><path class="plate" d="${plate}"/><path class="sign" d="${sign}"/></g>`;
}

function renderToggle(isExpanded: boolean, x: number, y: number): string {
  const sign = isExpanded ? toggleSign.collapse : toggleSign.expand;
  return `<g class="toggle" transform="translate(${x} ${y})"><path class="plate" d="${togglePlate}"/><path class="sign" d="${sign}"/></g>`;
}

/** Kinds differ in their outline too: not everyone sees colours. */
function cardOf({ kind, ...node }: ShownNode, width: number, height: number): string {
  const cut = 9;
  if ('isGatewayRoute' in node && node.isGatewayRoute) {
    return `M${cut} 0H${width - cut}L${width} ${cut}V${height - cut}L${width - cut} ${height}H${cut}L0 ${height - cut}V${cut}Z`;
  }
  const radius = { client: 14, api: 3, endpoint: 14, function: 7, data: 0, folded: 14, unknown: 3, missing: 3 }[kind];
  const corner = (x: number, y: number): string => `a${radius} ${radius} 0 0 1 ${x * radius} ${y * radius}`;
  const sides = `H${width - radius}${corner(1, 1)}V${height - radius}${corner(-1, 1)}H${radius}${corner(-1, -1)}V${radius}${corner(1, -1)}Z`;
  // A second rim makes a store of it, and one below a pile.
  const rim = kind === 'data' ? `M0 4H${width}` : kind === 'folded' ? `M10 ${height}v4H${width - 10}v-4` : '';
  return `M${radius} 0${sides}${rim}`;
}

function renderEdge(placed: PlacedEdge, marks: readonly Mark[] | undefined): string {
  const { edge, line, start, end, arrivesAt, label, badge } = placed;
  const fault = edge.fault !== undefined;
  const description = describeEdge(edge, marks);
  const direction = arrivesAt === 'left' ? -1 : 1;
  const parts = [
    description === '' ? '' : `<title>${escapeXml(description)}</title>`,
    `<path class="hit" d="${line}"/>`,
    `<path class="line" d="${line}"/>`,
    fault ? cross(end.x + direction * 8, end.y) : head(end.x, end.y, direction),
    edge.mode === '2-way' && !fault ? head(start.x, start.y, 1) : '',
    label ? `<text class="label" x="${label.x}" y="${label.y}">${escapeXml(edge.label ?? '')}</text>` : '',
    renderBadge(marks, badge.x, badge.y),
  ];
  const mode = edge.mode === undefined ? '' : ` mode-${edge.mode}`;
  const names = `data-id="${escapeXml(edge.id)}" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}"`;
  const classes = ['edge', edge.kind, ...(fault ? ['fault'] : []), ...severityClass(marks)].join(' ');
  return `<g class="${classes}${mode}" ${names}>${parts.join('')}</g>`;
}

/** An arrow's head with its tip there; a direction of 1 has the rest of it to the right. */
function head(x: number, y: number, direction: number): string {
  return `<path class="head" d="M${x} ${y}l${direction * 8} -4v8z"/>`;
}

function cross(x: number, y: number): string {
  return `<path class="cross" d="M${x - 4} ${y - 4}l8 8m-8 0l8 -8"/>`;
}

function summary(graph: ShownGraph): string {
  const nodes = graph.nodes.flatMap((node): readonly ShownNode[] => (node.kind === 'folded' ? node.endpoints : [node]));
  const count = (kind: ShownNode['kind'], noun: string): string => {
    const found = nodes.filter((node) => node.kind === kind).length;
    return `${found} ${noun}${found === 1 ? '' : 's'}`;
  };
  return `Route graph: ${count('api', 'API')}, ${count('endpoint', 'endpoint')}, ${count('function', 'function')}`;
}
