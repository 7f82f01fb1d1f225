// The nodes and edges of the picture as markup, with all texts escaped. Whatever differs in color also differs in
// shape, because not everyone sees colors.
import { resourceRecords } from '../language/index.ts';
import { detailOf, isExistingNode, titleOf } from './describe.ts';
import { textIndent, type PlacedEdge, type PlacedNode, type Point, type Side } from './geometry.ts';
import type { ShownNode } from './graph.ts';
import type { Mark } from './marks.ts';
import { shorten } from '../wording.ts';
import { escapeXml } from './text.ts';

/** Markup with its geometry kept separate, so that parts that only move need not be drawn again. */
export interface Drawing {
  /** The pieces between the geometry values: one more than there are values. */
  readonly markup: readonly string[];
  /** The values of the attributes `transform`, `d`, `x` and `y`, in the order of the document. */
  readonly geometry: readonly string[];
}

export interface TreeItem {
  readonly level: number;
  /** Undefined if it cannot be collapsed. */
  readonly isExpanded: boolean | undefined;
  /** Whether the Tab key reaches the node, in a picture with keyboard focus. */
  readonly isReachable: boolean | undefined;
  /** The description for screen readers. */
  readonly description: string;
}

/** The height of the pile below a folded node, in pixels. */
export const pileHeight = 4;

export function drawNode(
  { node, box, title, detail }: PlacedNode,
  { level, isExpanded, isReachable, description }: TreeItem,
  marks: readonly Mark[] | undefined,
): Drawing {
  // The rim of a data resource takes up space.
  const middle = box.height / 2 + (node.kind === 'data' ? 2 : 0);
  const hasDetail = detail !== '';
  const kinds = isExistingNode(node) ? [node.kind, 'existing'] : [node.kind];
  const classes = ['node', ...kinds, ...severityClass(marks), ...(node.title === '' ? ['unnamed'] : [])].join(' ');
  const toggles = node.kind === 'folded' ? false : isExpanded;
  const expansion = isExpanded === undefined ? '' : ` aria-expanded="${isExpanded}"`;
  const tabIndex = isReachable === undefined ? '' : ` tabindex="${isReachable ? 0 : -1}"`;
  const tree = `role="treeitem" aria-level="${level}"${expansion}${tabIndex}`;
  const names = `data-id="${escapeXml(node.id)}" data-name="${escapeXml(nameOf(node))}" aria-label="${escapeXml(description)}"`;
  return draw`<g class="${classes}" transform="${at(`translate(${box.x} ${box.y})`)}" ${tree} ${names}${foldedParts(node)}>${join(
    draw`<title>${escapeXml(description)}</title>`,
    draw`<path class="card" d="${at(cardOf(node, box.width, box.height))}"/>`,
    draw`<path class="icon" transform="${at(`translate(7 ${middle - 8})`)}" d="${at(iconOf(node))}"/>`,
    draw`<text class="title" x="${at(textIndent)}" y="${at(hasDetail ? middle - 4 : middle + 4.5)}">${escapeXml(title)}</text>`,
    // The space separates the two texts for screen readers.
    hasDetail
      ? draw` <text class="detail" x="${at(textIndent)}" y="${at(middle + 12)}">${escapeXml(detail)}</text>`
      : undefined,
    toggles === undefined ? undefined : drawToggle(toggles, box.width - 12, box.height + 2),
    drawBadge(marks, box.width - 12, 0),
  )}</g>`;
}

export function drawEdge(placed: PlacedEdge, description: string, marks: readonly Mark[] | undefined): Drawing {
  const { edge, line, start, end, leavesAt, arrivesAt, label, badge } = placed;
  const isFaulty = edge.fault !== undefined;
  const direction = arrivesAt === 'left' ? -1 : 1;
  const mode = edge.mode === undefined ? [] : [`mode-${edge.mode}`];
  const classes = ['edge', edge.kind, ...(isFaulty ? ['fault'] : []), ...severityClass(marks), ...mode].join(' ');
  const names = `data-id="${escapeXml(edge.id)}" data-from="${escapeXml(edge.from)}" data-to="${escapeXml(edge.to)}"`;
  return draw`<g class="${classes}" ${names}>${join(
    description === '' ? undefined : draw`<title>${escapeXml(description)}</title>`,
    draw`<path class="hit" d="${at(line)}"/>`,
    draw`<path class="line" d="${at(line)}"/>`,
    isFaulty ? drawCross(end.x + direction * 8, end.y) : drawHead(end, arrivesAt),
    edge.mode === '2-way' && !isFaulty ? drawHead(start, leavesAt) : undefined,
    label && draw`<text class="label" x="${at(label.x)}" y="${at(label.y)}">${escapeXml(edge.label ?? '')}</text>`,
    drawBadge(marks, badge.x, badge.y),
  )}</g>`;
}

/** The text for searching, of which more may be shown than fits into the box. A folded node only names others. */
export function nameOf(node: ShownNode): string {
  const texts = node.kind === 'folded' ? [titleOf(node)] : [titleOf(node), detailOf(node)];
  return texts.map((text) => shorten(text, 200)).join(' ');
}

/** The drawing as text. */
export function markupOf({ markup, geometry }: Drawing): string {
  return markup.map((piece, index) => piece + (geometry[index] ?? '')).join('');
}

/** The IDs of the hidden parts as a JSON array, and the collapsed node. */
function foldedParts(node: ShownNode): string {
  if (node.kind !== 'folded') return '';
  const ids = JSON.stringify(node.endpoints.map(({ id }) => id));
  return ` data-collapsed="${escapeXml(node.by)}" data-folded="${escapeXml(ids)}"`;
}

function severityClass(marks: readonly Mark[] = []): string[] {
  return marks.slice(0, 1).map(({ severity }) => `has-${severity}`);
}

/** Paths around their own center. */
const badgeShapes: Readonly<Record<Mark['severity'], { readonly plate: string; readonly sign: string }>> = {
  error: { plate: 'M-6 0a6 6 0 0 1 12 0a6 6 0 0 1 -12 0z', sign: 'M-2.3 -2.3l4.6 4.6M-2.3 2.3l4.6 -4.6' },
  warning: { plate: 'M0 -6.5L7 5.5H-7z', sign: 'M0 -2.5v3.6M0 3.4v.1' },
  information: { plate: 'M-5.5 -5.5h11v11h-11z', sign: 'M0 -.8v3.8M0 -3.1v.1' },
};
const togglePlate = 'M-7 0a7 7 0 0 1 14 0a7 7 0 0 1 -14 0z';
const toggleSigns = { collapse: 'M-3.5 0h7', expand: 'M-3.5 0h7M0 -3.5v7' } as const;

/** The shape of the worst problem. */
function drawBadge([worst]: readonly Mark[] = [], x: number, y: number): Drawing | undefined {
  return worst && drawSign('badge', badgeShapes[worst.severity], x, y);
}

function drawToggle(isExpanded: boolean, x: number, y: number): Drawing {
  const sign = isExpanded ? toggleSigns.collapse : toggleSigns.expand;
  return drawSign('toggle', { plate: togglePlate, sign }, x, y);
}

function drawSign(name: string, { plate, sign }: { plate: string; sign: string }, x: number, y: number): Drawing {
  return draw`<g class="${name}" transform="${at(`translate(${x} ${y})`)}"><path class="plate" d="${at(plate)}"/><path class="sign" d="${at(sign)}"/></g>`;
}

function cardOf({ kind, ...node }: ShownNode, width: number, height: number): string {
  const cut = 9;
  if ('isGatewayRoute' in node && node.isGatewayRoute) {
    return `M${cut} 0H${width - cut}L${width} ${cut}V${height - cut}L${width - cut} ${height}H${cut}L0 ${height - cut}V${cut}Z`;
  }
  const radius = {
    client: 14,
    api: 3,
    endpoint: 14,
    function: 7,
    data: 0,
    schedule: 14,
    folded: 14,
    unknown: 3,
    missing: 3,
  }[kind];
  const corner = (x: number, y: number): string => `a${radius} ${radius} 0 0 1 ${x * radius} ${y * radius}`;
  const sides = `H${width - radius}${corner(1, 1)}V${height - radius}${corner(-1, 1)}H${radius}${corner(-1, -1)}V${radius}${corner(1, -1)}Z`;
  const pile = `M10 ${height}v${pileHeight}H${width - 10}v-${pileHeight}`;
  // A second rim marks a data resource, and one below marks a pile.
  const rim = kind === 'data' ? `M0 4H${width}` : kind === 'folded' ? pile : '';
  return `M${radius} 0${sides}${rim}`;
}

const client = 'M2 3h12v8H2zM5.5 14h5M8 11v3';
const question = 'M5.3 6a2.7 2.7 0 1 1 3.9 2.4C8.3 8.9 8 9.4 8 10.3M8 13v.1';
const arrowsToBar = 'M2 4h7.5M2 8h7.5M2 12h7.5M7.5 6 9.5 8l-2 2M13.5 2.5v11';
const arrowToBar = 'M2 8h8.5M7.2 4.7 10.5 8l-3.3 3.3M13.5 3.5v9';

const routes: ReadonlyMap<string, string> = new Map([
  ['$connect', 'M1.5 8h6.8M5.6 5.2 8.4 8l-2.8 2.8M8.5 3a5.2 5.2 0 1 1 0 10'],
  ['$disconnect', 'M7.2 3a5.2 5.2 0 1 0 0 10M6.5 8h7.8M11.6 5.2 14.4 8l-2.8 2.8'],
  ['$default', 'M8 2.5v11M3.2 5.3l9.6 5.4M12.8 5.3l-9.6 5.4'],
]);

/** The `d` of the node's icon: lines in a square of 16 pixels. Icons of resources are in their records. */
function iconOf(node: ShownNode): string {
  switch (node.kind) {
    case 'client':
      return client;
    case 'missing':
      return question;
    case 'endpoint':
      return routes.get(node.title) ?? arrowToBar;
    case 'folded':
      return arrowsToBar;
    case 'api':
    case 'function':
    case 'data':
    case 'schedule':
    case 'unknown':
      return node.resource.type === undefined ? question : resourceRecords[node.resource.type].icon;
  }
}

/** An arrowhead with its tip at that point of a node's side. */
function drawHead({ x, y }: Point, side: Side): Drawing {
  const rest = { left: 'l-8 -4v8z', right: 'l8 -4v8z', bottom: 'l-4 8h8z' }[side];
  return draw`<path class="head" d="${at(`M${x} ${y}${rest}`)}"/>`;
}

function drawCross(x: number, y: number): Drawing {
  return draw`<path class="cross" d="${at(`M${x - 4} ${y - 4}l8 8m-8 0l8 -8`)}"/>`;
}

/** The value of a geometry attribute. */
function at(value: string | number): Drawing {
  return { markup: ['', ''], geometry: [String(value)] };
}

/** A template tag for markup that contains other drawings. Strings are taken as markup. */
function draw(texts: TemplateStringsArray, ...values: readonly (string | Drawing)[]): Drawing {
  const [first = '', ...rest] = texts;
  return join(
    { markup: [first], geometry: [] },
    ...values.flatMap((value, index) => [
      typeof value === 'string' ? { markup: [value], geometry: [] } : value,
      { markup: [rest[index] ?? ''], geometry: [] },
    ]),
  );
}

function join(...drawings: readonly (Drawing | undefined)[]): Drawing {
  const markup = [''];
  const geometry: string[] = [];
  for (const drawing of drawings) {
    if (!drawing) continue;
    const [first = '', ...rest] = drawing.markup;
    markup[markup.length - 1] += first;
    markup.push(...rest);
    geometry.push(...drawing.geometry);
  }
  return { markup, geometry };
}
