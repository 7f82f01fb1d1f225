// Call hierarchy along connections: an API calls its endpoints and its authorizer, an endpoint calls its handler, and a
// function calls the APIs and data resources that it connects to.
import type { ResourceType } from '../language/index.ts';
import { findResourceDefinition } from '../language/index.ts';
import { connectionsOf, nameAt, routeSite, targetSite } from '../model/references.ts';
import { resourcesOfType, type Endpoint, type Project, type Resource } from '../model/project.ts';
import { type Span, innerSpan } from '../syntax/tree.ts';
import { translated } from '../locale.ts';

/** Identifies a caller or callee, so that it can be found after the text has changed. */
export interface CallerId {
  /** A resource ID. */
  readonly resource: string;
  /** The endpoint with that route; absent for the resource itself. */
  readonly route?: string;
}

export interface Caller {
  readonly id: CallerId;
  readonly name: string;
  readonly detail: string;
  readonly kind: ResourceType | 'endpoint' | undefined;
  readonly span: Span;
  /** Its name, within its span. */
  readonly selection: Span;
}

export interface Call {
  /** The caller or callee. */
  readonly caller: Caller;
  /** The text of the calls, in the caller. */
  readonly from: readonly Span[];
}

export function prepareCallHierarchy(project: Project, offset: number): Caller[] {
  const name = nameAt(project, offset);
  if (name?.kind === 'resource' || name?.kind === 'name')
    return name.resource ? [resourceCaller(project, name.resource)] : [];
  if (name?.kind !== 'route') return [];
  return resourcesOfType(project, 'websocket-api').flatMap((api) =>
    api.endpoints
      .filter((endpoint) => name.endpoints.includes(endpoint))
      .flatMap((endpoint) => endpointCaller(project, api, endpoint) ?? []),
  );
}

export function incomingCalls(project: Project, id: CallerId): Call[] {
  return grouped(
    edgesOf(project).flatMap(({ from, to, at }) => (isSame(to.id, id) ? { caller: from, from: [at] } : [])),
  );
}

export function outgoingCalls(project: Project, id: CallerId): Call[] {
  return grouped(
    edgesOf(project).flatMap(({ from, to, at }) => (isSame(from.id, id) ? { caller: to, from: [at] } : [])),
  );
}

interface Edge {
  readonly from: Caller;
  readonly to: Caller;
  readonly at: Span;
}

function edgesOf(project: Project): Edge[] {
  const endpoints = resourcesOfType(project, 'websocket-api').flatMap((api) =>
    api.endpoints.flatMap((endpoint): Edge[] => {
      const to = endpointCaller(project, api, endpoint);
      return to ? [{ from: resourceCaller(project, api), to, at: to.selection }] : [];
    }),
  );
  const connections = connectionsOf(project).flatMap(({ resource, endpoint, connection }): Edge[] => {
    const target = project.find(connection.target.value);
    const from = (endpoint && endpointCaller(project, resource, endpoint)) ?? resourceCaller(project, resource);
    return target ? [{ from, to: resourceCaller(project, target), at: targetSite(project, connection).span }] : [];
  });
  return [...endpoints, ...connections];
}

function resourceCaller({ tree }: Project, { id, type, entry }: Resource): Caller {
  return {
    id: { resource: id.value },
    name: id.value,
    detail: translated((type && findResourceDefinition(type)?.label) ?? ''),
    kind: type,
    span: entry.span,
    selection: innerSpan(tree, entry.key),
  };
}

/** Undefined if the endpoint has no route yet. */
function endpointCaller(project: Project, { id }: Resource, endpoint: Endpoint): Caller | undefined {
  const site = routeSite(project, endpoint);
  if (!site || !endpoint.route) return undefined;
  const route = endpoint.route.value;
  return {
    id: { resource: id.value, route },
    name: route,
    detail: [id.value, endpoint.operationMode?.value ?? ''].filter((word) => word !== '').join(' · '),
    kind: 'endpoint',
    span: endpoint.map.span,
    selection: site.span,
  };
}

function isSame(one: CallerId, other: CallerId): boolean {
  return one.resource === other.resource && one.route === other.route;
}

/** One call for each caller or callee, with all its spans, in the order of the file. */
function grouped(calls: readonly Call[]): Call[] {
  const groups = new Map<string, Call & { readonly from: Span[] }>();
  for (const { caller, from } of calls) {
    const key = JSON.stringify([caller.id.resource, caller.id.route]);
    const known = groups.get(key);
    if (known) known.from.push(...from);
    else groups.set(key, { caller, from: [...from] });
  }
  return [...groups.values()];
}
