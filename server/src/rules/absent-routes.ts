// Shared by the rules about absent routes: whether an API lacks one, and the fixes that add it.
import { addEndpoint } from '../changes/endpoints.ts';
import { isAllowedRoute } from '../language/routes.ts';
import type { Endpoint, LambdaFunction, Project, WebSocketApi } from '../model/project.ts';
import { addsRoute } from '../model/overlay.ts';
import { functionAt, functionsFor, handlersOf, usualMode } from '../model/usage.ts';
import { findEntry, isSettled, resolveAlias } from '../syntax/tree.ts';
import { quote } from '../wording.ts';
import { fixBy, type Fix } from './rule.ts';
import { t } from '../locale.ts';

/** Whether the API has endpoints, all of them valid, and none of them has that route or a misspelling of it. */
export function lacksRoute(api: WebSocketApi, route: string): boolean {
  const list = resolveAlias(api.map && findEntry(api.map, 'endpoints')?.value);
  if (list?.kind !== 'list' || list.items.length === 0 || api.endpoints.length < list.items.length) return false;
  return api.endpoints.every(({ map, route: own }) => {
    const isMisspelled = own?.value.startsWith('$') === true && !isAllowedRoute(own.value);
    return own !== undefined && isSettled(map) && !isMisspelled && own.value !== route;
  });
}

/** Whether nobody is authorized, because the API has no `$connect`, and what is laid over the template adds none. */
export function lacksConnect(project: Project, api: WebSocketApi): boolean {
  return lacksRoute(api, '$connect') && !addsRoute(project.overlay, project.logicalIds.of(api), '$connect');
}

/** A fix for each function that may handle the new endpoint. */
export function* routeFixes(project: Project, api: WebSocketApi, route: string, after?: Endpoint): Iterable<Fix> {
  const authorizer = functionAt(project, api.connections[0]);
  const idOf = (lambda: LambdaFunction): string | undefined => project.logicalIds.of(lambda);
  const handlers = handlersOf(project, api);
  const lambdas = new Set(handlers.map(({ lambda }) => lambda));
  const ids = new Set([...lambdas].map(idOf));
  // The parts of two handlers with the same logical ID would have the same IDs as well.
  const fits = (lambda: LambdaFunction): boolean =>
    lambdas.has(lambda) || (lambda !== authorizer && !ids.has(idOf(lambda)));
  const functions = functionsFor(project, api, route).filter(fits).slice(0, 5);
  for (const lambda of functions) {
    const { value } = lambda.id;
    const endpoint = { route, operationMode: usualMode(project, api, route, lambda), handler: value };
    yield* fixBy(t`Add ${quote(route)}, handled by ${quote(value)}`, addEndpoint(project, api, endpoint, after));
  }
  if (functions.length > 0) return;
  const endpoint = { route, operationMode: usualMode(project, api, route) };
  yield* fixBy(t`Add ${quote(route)}`, addEndpoint(project, api, endpoint, after));
}
