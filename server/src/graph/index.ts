// The route graph: what the preview shows, as a picture that needs nothing but itself.
import type { Project } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';
import { collapsedAtFirst, foldGraph } from './fold.ts';
import { graphOf, findPart } from './graph.ts';
import { layoutGraph } from './layout.ts';
import { toMermaid } from './mermaid.ts';
import { moveMarks, placeMarks, type Mark } from './marks.ts';
import { renderSvg } from './svg.ts';
import { graphTables, type GraphTable } from './tables.ts';

export interface GraphOptions {
  /** What is wrong in the file: shown on the nodes and edges at fault. */
  readonly marks?: Iterable<Mark>;
  /** The ids of the nodes whose endpoints are folded into one: APIs, and functions that handle endpoints. */
  readonly collapsed?: ReadonlySet<string> | undefined;
}

/** The graph as an SVG element, for any project: one that is half typed, wrong or empty as well. */
export function renderGraph(project: Project, { marks = [], collapsed = new Set() }: GraphOptions = {}): string {
  const whole = graphOf(project);
  const { graph, expanded, shownAs } = foldGraph(whole, collapsed);
  return renderSvg({
    graph,
    layout: layoutGraph(graph),
    marks: moveMarks(placeMarks(whole, marks), shownAs),
    expanded,
  });
}

/** The ids of the nodes that are collapsed until somebody says which should be. */
export function graphCollapsedAtFirst(project: Project): ReadonlySet<string> {
  return collapsedAtFirst(graphOf(project));
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

/** The graph as tables. */
export function graphAsTables(project: Project, marks: Iterable<Mark>): readonly GraphTable[] {
  const graph = graphOf(project);
  return graphTables(graph, placeMarks(graph, marks));
}
