// The route graph of a project: as a picture, as tables and as text, and the mapping between its parts and the file.
import { resourcesOfType, type Project, type Resource } from '../model/project.ts';
import { connectionsOf } from '../model/references.ts';
import { contains, type Span } from '../syntax/tree.ts';
import { collapsedAtFirst, foldGraph } from './fold.ts';
import { buildGraph, graphOf, findPart, type Graph } from './graph.ts';
import type { Arrangement } from './layers.ts';
import { layoutFor, layoutGraph, type Size } from './layout.ts';
import { toMermaid } from './mermaid.ts';
import { moveMarks, placeMarks, type Mark } from './marks.ts';
import { drawPicture, noticePicture, type Picture } from './picture.ts';
import { standaloneSvg, type PictureTheme } from './standalone.ts';
import { graphTables, type GraphTable } from './tables.ts';
import { inEnglish, t } from '../locale.ts';
import { amount } from '../wording.ts';

export interface GraphOptions {
  /** The problems of the file, which are shown on nodes and edges. */
  readonly marks?: Iterable<Mark>;
  /** The IDs of the collapsed nodes: APIs, and functions that handle endpoints. */
  readonly collapsed?: ReadonlySet<string> | undefined;
  /** Whether the picture can be navigated with the keyboard: true by default. */
  readonly isInteractive?: boolean;
  /** By default, the one that shows more in the room, or else `wide`. */
  readonly arrangement?: Arrangement | undefined;
  /** The space that the picture will be shown in, in pixels. */
  readonly room?: Size | undefined;
}

/** The picture of any project, even if it is half typed, invalid or empty. */
export function drawGraph(project: Project, options: GraphOptions = {}): Picture {
  const notice = whyUndrawn(project);
  return notice ? noticePicture(notice) : draw(graphOf(project), options);
}

function draw(
  whole: Graph,
  { marks = [], collapsed = new Set(), isInteractive = true, arrangement, room }: GraphOptions,
): Picture {
  const { graph, expanded, shownAs } = foldGraph(whole, collapsed);
  const shownMarks = moveMarks(placeMarks(whole, marks), shownAs);
  const layout = room && !arrangement ? layoutFor(graph, room) : layoutGraph(graph, arrangement);
  return drawPicture({ graph, layout, marks: shownMarks, expanded, isInteractive });
}

/** The maximum of resources and endpoints. A stack can have 500 resources, so a deployable project is well below. */
export const maximumDrawn = 1500;

/** The maximum of connections. */
export const maximumConnectionsDrawn = 3000;

/** What to show instead of a graph that is too large; undefined if it is not. */
function whyUndrawn(project: Project): readonly string[] | undefined {
  const { resources } = project;
  const apis = resourcesOfType(project, 'websocket-api');
  const parts = resources.length + apis.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  if (parts > maximumDrawn) return undrawn(t`This file has ${amount(parts)} resources and endpoints.`, maximumDrawn);
  const connections = connectionsOf(project).length;
  if (connections <= maximumConnectionsDrawn) return undefined;
  return undrawn(t`This file has ${amount(connections)} connections.`, maximumConnectionsDrawn);
}

function undrawn(size: string, maximum: number): readonly string[] {
  return [
    size,
    t`A graph of more than ${amount(maximum)} is not drawn, because it would be unreadable and slow.`,
    t`Split the project into several files: a stack can have 500 resources.`,
  ];
}

/** The IDs of the nodes that are collapsed initially: the APIs of a large project. */
export function graphCollapsedAtFirst(project: Project): ReadonlySet<string> {
  return whyUndrawn(project) ? new Set() : collapsedAtFirst(graphOf(project));
}

/** The span of the node or edge of the picture with that ID; undefined if there is none. */
export function locateInGraph(project: Project, id: string): Span | undefined {
  const whole = graphOf(project);
  const folded = (kind: 'api' | 'function'): Span | undefined => {
    const collapsed = whole.nodes.filter((node) => node.kind === kind).map((node) => node.id);
    return findPart(foldGraph(whole, new Set(collapsed)).graph, id)?.span;
  };
  return findPart(whole, id)?.span ?? folded('api') ?? folded('function');
}

/** The graph as an SVG file. It is built anew, because the texts of the one that is shown are translated. */
export function graphAsSvg(project: Project, theme: PictureTheme): string {
  return inEnglish(() => {
    const notice = whyUndrawn(project);
    const picture = notice ? noticePicture(notice) : draw(buildGraph(project), { isInteractive: false });
    return standaloneSvg(picture, theme);
  });
}

/** The graph as a Mermaid flowchart, built anew as well. */
export function graphAsMermaid(project: Project): string {
  return inEnglish(() => toMermaid(buildGraph(project)));
}

/** The graph as tables; empty for a project that is too large to be drawn. */
export function graphAsTables(project: Project, marks: Iterable<Mark>): readonly GraphTable[] {
  if (whyUndrawn(project)) return [];
  const graph = graphOf(project);
  return graphTables(graph, placeMarks(graph, marks));
}

/**
 * The IDs of the innermost parts at that text. There are several if the text is used several times through an alias,
 * and none if it does not belong to a part.
 */
export function partsAt(project: Project, offset: number): string[] {
  const { nodes, edges } = graphOf(project);
  // Edges to an API or an endpoint have the text of their target.
  const connections = edges.filter(({ kind }) => kind !== 'connect' && kind !== 'route');
  const around = [...nodes, ...connections].flatMap(({ id, extent }) =>
    extent && contains(extent, offset) ? [{ id, width: extent.end - extent.start }] : [],
  );
  const narrowest = around.reduce((least, { width }) => Math.min(least, width), Infinity);
  return around.filter(({ width }) => width === narrowest).map(({ id }) => id);
}

/** The entry point of a function or of an endpoint's handler, by the ID of its node. */
export function entryPointInGraph(project: Project, id: string): Span | undefined {
  const part = findPart(graphOf(project), id);
  if (part?.kind === 'function') return entryPointOf(part.resource);
  const handler = part?.kind === 'endpoint' ? part.endpoint.connections[0] : undefined;
  return handler && entryPointOf(project.find(handler.target.value));
}

function entryPointOf(resource: Resource | undefined): Span | undefined {
  return resource?.type === 'lambda-function' ? resource.entryPoint?.node.span : undefined;
}
