// From the text to the picture: the way back of locateInGraph.
import type { Project, Resource } from '../model/project.ts';
import { contains, type Span } from '../syntax/tree.ts';
import { graphOf, findPart } from './graph.ts';

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
