// Layout to SVG: one self-contained element, whose every text is escaped. Nodes and edges carry their id in `data-id`,
// nodes are the items of a tree for screen readers, in the order in which one would tell them: depth first.
import { describer } from './describe.ts';
import { textIndent, type PlacedEdge, type PlacedNode } from './geometry.ts';
import type { Graph, GraphNode } from './graph.ts';
import { iconOf } from './icons.ts';
import type { Layout } from './layout.ts';
import { escapeXml } from './text.ts';
import { graphStyle } from './theme.ts';

export function renderSvg(graph: Graph, { width, height, columns, nodes, edges }: Layout): string {
  const describe = describer(graph);
  const placed = new Map(nodes.map((node) => [node.node.id, node]));
  const items = readingOrder(graph).flatMap(({ id, level }, index) => {
    const node = placed.get(id);
    return node ? [renderNode(node, describe(node.node), level, index === 0)] : [];
  });
  const headings = columns.map(({ name, x }) => `<text class="heading" x="${x}" y="26">${escapeXml(name)}</text>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="route-graph" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>${graphStyle}</style>`,
    `<g aria-hidden="true">${headings.join('')}</g>`,
    `<g class="edges" aria-hidden="true">`,
    ...edges.map(renderEdge),
    `</g>`,
    // A tree without items would be none.
    `<g class="nodes"${items.length > 0 ? ` role="tree" aria-label="${escapeXml(summary(graph))}"` : ''}>`,
    ...items,
    `</g>`,
    `</svg>`,
  ].join('\n');
}

function renderNode(placed: PlacedNode, description: string, level: number, isFirst: boolean): string {
  const { node, box, title, detail } = placed;
  // A store has less room than it seems: its rim.
  const middle = box.height / 2 + (node.kind === 'data' ? 2 : 0);
  const hasDetail = detail !== '';
  const classes = ['node', node.kind];
  if (node.title === '') classes.push('unnamed');
  const parts = [
    `<title>${escapeXml(description)}</title>`,
    `<path class="card" d="${cardOf(node, box.width, box.height)}"/>`,
    `<path class="icon" transform="translate(11 ${middle - 8})" d="${iconOf(node)}"/>`,
    `<text class="title" x="${textIndent}" y="${hasDetail ? middle - 3 : middle + 4.5}">${escapeXml(title)}</text>`,
  ];
  if (hasDetail) parts.push(`<text class="detail" x="${textIndent}" y="${middle + 13}">${escapeXml(detail)}</text>`);
  const place = `transform="translate(${box.x} ${box.y})"`;
  const tree = `role="treeitem" aria-level="${level}" tabindex="${isFirst ? 0 : -1}"`;
  const names = `data-id="${escapeXml(node.id)}" aria-label="${escapeXml(description)}"`;
  return `<g class="${classes.join(' ')}" ${place} ${tree} ${names}>${parts.join('')}</g>`;
}

/** Kinds differ in their outline too: not everyone sees colours. */
function cardOf({ kind, ...node }: GraphNode, width: number, height: number): string {
  const cut = 9;
  if ('isGatewayRoute' in node && node.isGatewayRoute) {
    return `M${cut} 0H${width - cut}L${width} ${cut}V${height - cut}L${width - cut} ${height}H${cut}L0 ${height - cut}V${cut}Z`;
  }
  const radius = { client: 14, api: 3, endpoint: 14, function: 7, data: 0, unknown: 3, missing: 3 }[kind];
  const corner = (x: number, y: number): string => `a${radius} ${radius} 0 0 1 ${x * radius} ${y * radius}`;
  const sides = `H${width - radius}${corner(1, 1)}V${height - radius}${corner(-1, 1)}H${radius}${corner(-1, -1)}V${radius}${corner(1, -1)}Z`;
  // A second rim makes a store of it.
  const rim = kind === 'data' ? `M0 4H${width}` : '';
  return `M${radius} 0${sides}${rim}`;
}

function renderEdge({ edge, line, start, end, arrivesAt, label }: PlacedEdge): string {
  const fault = edge.fault !== undefined;
  const direction = arrivesAt === 'left' ? -1 : 1;
  const parts = [
    edge.fault === undefined ? '' : `<title>${escapeXml(edge.fault)}</title>`,
    `<path class="hit" d="${line}"/>`,
    `<path class="line" d="${line}"/>`,
    fault ? cross(end.x + direction * 8, end.y) : head(end.x, end.y, direction),
    edge.mode === '2-way' && !fault ? head(start.x, start.y, 1) : '',
    label ? `<text class="label" x="${label.x}" y="${label.y}">${escapeXml(edge.label ?? '')}</text>` : '',
  ];
  const mode = edge.mode === undefined ? '' : ` mode-${edge.mode}`;
  const names = `data-id="${escapeXml(edge.id)}" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}"`;
  return `<g class="edge ${edge.kind}${mode}${fault ? ' fault' : ''}" ${names}>${parts.join('')}</g>`;
}

/** An arrow's head with its tip there; a direction of 1 has the rest of it to the right. */
function head(x: number, y: number, direction: number): string {
  return `<path class="head" d="M${x} ${y}l${direction * 8} -4v8z"/>`;
}

function cross(x: number, y: number): string {
  return `<path class="cross" d="M${x - 4} ${y - 4}l8 8m-8 0l8 -8"/>`;
}

function summary(graph: Graph): string {
  const count = (kind: GraphNode['kind'], noun: string): string => {
    const found = graph.nodes.filter((node) => node.kind === kind).length;
    return `${found} ${noun}${found === 1 ? '' : 's'}`;
  };
  return `Route graph: ${count('api', 'API')}, ${count('endpoint', 'endpoint')}, ${count('function', 'function')}`;
}

/** Every node once, each after the one that first leads to it. */
function readingOrder(graph: Graph): { id: string; level: number }[] {
  const targets = new Map<string, string[]>();
  const isTarget = new Set<string>();
  for (const { from, to, kind } of graph.edges) {
    // What is sent back to the clients leads nowhere new.
    if (kind === 'send') continue;
    const known = targets.get(from);
    if (known) known.push(to);
    else targets.set(from, [to]);
    if (from !== to) isTarget.add(to);
  }
  const order: { id: string; level: number }[] = [];
  const told = new Set<string>();
  const tell = (root: string): void => {
    const waiting = [{ id: root, level: 1 }];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (told.has(next.id)) continue;
      told.add(next.id);
      order.push(next);
      const { level } = next;
      const children = targets.get(next.id) ?? [];
      // The last to be put on the stack is the first to be told.
      for (let index = children.length - 1; index >= 0; index--) {
        waiting.push({ id: children[index] ?? '', level: level + 1 });
      }
    }
  };
  for (const { id } of graph.nodes) if (!isTarget.has(id)) tell(id);
  // A ring of connections, none of them allowed, has no beginning.
  for (const { id } of graph.nodes) tell(id);
  return order;
}
