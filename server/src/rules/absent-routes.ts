// What the rules about absent routes share: whether an API lacks one, and the fixes that add it.
import { addEndpoint } from '../changes/endpoints.ts';
import { isAllowedRoute } from '../language/routes.ts';
import { resourcesOfType, type Endpoint, type Project, type WebSocketApi } from '../model/project.ts';
import { functionAt, handlersOf } from '../model/usage.ts';
import { findEntry, isSettled, resolveAlias } from '../syntax/tree.ts';
import { quote } from '../wording.ts';
import { fixBy, type Fix } from './rule.ts';

/** Whether the API has endpoints, all of them valid, and none of them has that route or a misspelling of it. */
export function lacksRoute(api: WebSocketApi, route: string): boolean {
  const list = resolveAlias(api.map && findEntry(api.map, 'endpoints')?.value);
  if (list?.kind !== 'list' || list.items.length === 0 || api.endpoints.length < list.items.length) return false;
  return api.endpoints.every(({ map, route: own }) => {
    const isMisspelled = own?.value.startsWith('$') === true && !isAllowedRoute(own.value);
    return own !== undefined && isSettled(map) && !isMisspelled && own.value !== route;
  });
}

/** A fix for each function that may handle the new endpoint: those that handle others of the API, if any do. */
export function* routeFixes(project: Project, api: WebSocketApi, route: string, after?: Endpoint): Iterable<Fix> {
  const handlers = handlersOf(project, api).map(({ lambda }) => lambda);
  const authorizer = functionAt(project, api.connections[0]);
  const others = resourcesOfType(project, 'lambda-function').filter((lambda) => lambda !== authorizer);
  const functions = (handlers.length > 0 ? handlers : others).slice(0, 5);
  const endpoint = { route, operationMode: '1-way' } as const;
  for (const { id } of functions) {
    const change = addEndpoint(project, api, { ...endpoint, handler: id.value }, after);
    yield* fixBy(`Add ${quote(route)}, handled by ${quote(id.value)}`, change);
  }
  if (functions.length === 0) yield* fixBy(`Add ${quote(route)}`, addEndpoint(project, api, endpoint, after));
}
