// The route graph of a project: as a picture, as tables and as text, and the ways between its parts and the file.
import type { Project, Resource } from '../model/project.ts';
import { contains, type Span } from '../syntax/tree.ts';
import { collapsedAtFirst, foldGraph } from './fold.ts';
import { graphOf, findPart } from './graph.ts';
import { layoutGraph } from './layout.ts';
import { toMermaid } from './mermaid.ts';
import { moveMarks, placeMarks, type Mark } from './marks.ts';
import { drawPicture, noticePicture, type Picture } from './picture.ts';
import { graphTables, type GraphTable } from './tables.ts';

export interface GraphOptions {
  /** What is wrong in the file: shown on the nodes and edges at fault. */
  readonly marks?: Iterable<Mark>;
  /** The ids of the nodes whose endpoints are folded into one: APIs, and functions that handle endpoints. */
  readonly collapsed?: ReadonlySet<string> | undefined;
  /** Whether keys can move a focus in the picture: true by default. */
  readonly isInteractive?: boolean;
}

/** The picture of any project: of one that is half typed, wrong or empty as well. */
export function drawGraph(
  project: Project,
  { marks = [], collapsed = new Set(), isInteractive = true }: GraphOptions = {},
): Picture {
  const count = sizeOf(project);
  if (count > maximumDrawn) return noticePicture(undrawn(count));
  const whole = graphOf(project);
  const { graph, expanded, shownAs } = foldGraph(whole, collapsed);
  const shownMarks = moveMarks(placeMarks(whole, marks), shownAs);
  return drawPicture({ graph, layout: layoutGraph(graph), marks: shownMarks, expanded, isInteractive });
}

/** Resources and endpoints. A stack holds 500 resources, so that what can be deployed stays well below. */
export const maximumDrawn = 1500;

function sizeOf({ resources }: Project): number {
  return resources.reduce(
    (sum, resource) => sum + 1 + (resource.type === 'websocket-api' ? resource.endpoints.length : 0),
    0,
  );
}

function undrawn(parts: number): readonly string[] {
  return [
    `This file has ${parts.toLocaleString('en')} resources and endpoints.`,
    `A graph of more than ${maximumDrawn.toLocaleString('en')} is not drawn: no one could find their way in it,`,
    'and the editor would be slow. Split the project into several files: a stack holds 500 resources.',
  ];
}

/** The ids of the nodes that are collapsed until somebody chooses: in a large project the APIs. */
export function graphCollapsedAtFirst(project: Project): ReadonlySet<string> {
  return sizeOf(project) > maximumDrawn ? new Set() : collapsedAtFirst(graphOf(project));
}

/** The text that a node or an edge of the picture comes from, by its `data-id`; undefined where there is none. */
export function locateInGraph(project: Project, id: string): Span | undefined {
  const whole = graphOf(project);
  const folded = (kind: 'api' | 'function'): Span | undefined => {
    const collapsed = whole.nodes.filter((node) => node.kind === kind).map((node) => node.id);
    return findPart(foldGraph(whole, new Set(collapsed)).graph, id)?.span;
  };
  return findPart(whole, id)?.span ?? folded('api') ?? folded('function');
}

/** The graph as a Mermaid flowchart. */
export function graphAsMermaid(project: Project): string {
  return toMermaid(graphOf(project));
}

/** The graph as tables; none for a project that is not drawn. */
export function graphAsTables(project: Project, marks: Iterable<Mark>): readonly GraphTable[] {
  if (sizeOf(project) > maximumDrawn) return [];
  const graph = graphOf(project);
  return graphTables(graph, placeMarks(graph, marks));
}

/**
 * The ids of the parts whose text is there: the innermost ones, and more than one where a text says the same for many,
 * as an alias does. Empty where the text is of no part.
 */
export function partsAt(project: Project, offset: number): string[] {
  const { nodes, edges } = graphOf(project);
  // Those to an API and its endpoints have the texts of what they lead to.
  const connections = edges.filter(({ kind }) => kind !== 'connect' && kind !== 'route');
  const around = [...nodes, ...connections].flatMap(({ id, extent }) =>
    extent && contains(extent, offset) ? [{ id, width: extent.end - extent.start }] : [],
  );
  const narrowest = around.reduce((least, { width }) => Math.min(least, width), Infinity);
  return around.filter(({ width }) => width === narrowest).map(({ id }) => id);
}

/** The entry point of a function, or of the function that handles an endpoint, by the id of its node. */
export function entryPointInGraph(project: Project, id: string): Span | undefined {
  const part = findPart(graphOf(project), id);
  if (part?.kind === 'function') return entryPointOf(part.resource);
  const handler = part?.kind === 'endpoint' ? part.endpoint.connections[0] : undefined;
  return handler && entryPointOf(project.find(handler.target.value));
}

function entryPointOf(resource: Resource | undefined): Span | undefined {
  return resource?.type === 'lambda-function' ? resource.entryPoint?.node.span : undefined;
}
