// The logical IDs that the parts of a descriptor have in its template.
import type { IdentifiedFunction, Project } from '../../model/project.ts';
import { isInvoker } from '../../model/usage.ts';
import type { Part } from './draft.ts';

/** Undefined if the descriptor has no such part. */
export function logicalIdOf(project: Project, part: Part): string | undefined {
  const resource = project.find(part.id);
  if (!resource) return undefined;
  if (part.kind === 'resource') return project.logicalIds.of(resource);
  if (part.kind === 'role' || part.kind === 'logGroup') {
    return resource.type === 'lambda-function' ? project.logicalIds.ofFunction(resource)?.[part.kind] : undefined;
  }
  const handler = 'handler' in part ? identified(project, part.handler) : undefined;
  if (part.kind === 'eventSource' || part.kind === 'subscription' || part.kind === 'triggerPermission') {
    const ids = isInvoker(resource) ? project.logicalIds.ofTriggers(resource) : undefined;
    return handler && ids?.[part.kind === 'triggerPermission' ? 'permission' : part.kind](handler);
  }
  const ids = resource.type === 'websocket-api' ? project.logicalIds.ofApi(resource) : undefined;
  if (part.kind === 'route' || part.kind === 'routeResponse') return ids?.[part.kind](part.route);
  if (part.kind === 'integration' || part.kind === 'permission') return handler && ids?.[part.kind](handler);
  return ids?.[part.kind];
}

function identified(project: Project, id: string): IdentifiedFunction | undefined {
  const lambda = project.find(id);
  if (lambda?.type !== 'lambda-function') return undefined;
  const logicalId = project.logicalIds.of(lambda);
  return logicalId === undefined ? undefined : { lambda, logicalId };
}
