// The route graph: what the preview shows, as a picture that needs nothing but itself.
import type { Project } from '../model/project.ts';
import type { Span } from '../syntax/tree.ts';
import { buildGraph, findPart } from './graph.ts';
import { layoutGraph } from './layout.ts';
import { renderSvg } from './svg.ts';

/** The graph as an SVG element, for any project: one that is half typed, wrong or empty as well. */
export function renderGraph(project: Project): string {
  const graph = buildGraph(project);
  return renderSvg(graph, layoutGraph(graph));
}

/** The text that a node or an edge of the picture comes from, by its `data-id`; undefined where there is none. */
export function locateInGraph(project: Project, id: string): Span | undefined {
  return findPart(buildGraph(project), id)?.span;
}
