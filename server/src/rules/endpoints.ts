// What the rules about an API's routes share: whether one is absent, and how endpoints come and go.
import { isAllowedRoute } from '../language/routes.ts';
import { resourcesOfType, type Endpoint, type Project, type WebSocketApi } from '../model/project.ts';
import { functionAt, handlersOf } from '../model/usage.ts';
import { removeItem, type Edit } from '../syntax/edits.ts';
import { addItem, addListEntry, fillWithItem } from '../syntax/insertions.ts';
import { findEntry, isSettled, resolveAlias, type ListItem, type ListNode } from '../syntax/tree.ts';
import type { Fix } from './rule.ts';
import { quote } from '../wording.ts';

/** Whether the API has endpoints, all of which could be read, and none of which has that route or may be meant to. */
export function lacksRoute(api: WebSocketApi, route: string): boolean {
  const list = listOf(api);
  if (!list || list.items.length === 0 || api.endpoints.length < list.items.length) return false;
  return api.endpoints.every(({ map, route: own }) => {
    const isMisspelt = own?.value.startsWith('$') === true && !isAllowedRoute(own.value);
    return own !== undefined && isSettled(map) && !isMisspelt && own.value !== route;
  });
}

export function findEndpoint(api: WebSocketApi, route: string): Endpoint | undefined {
  return api.endpoints.find((endpoint) => endpoint.route?.value === route);
}

/** The first endpoint that connects to the resource of that id. */
export function endpointConnectedTo(project: Project, id: string): Endpoint | undefined {
  return resourcesOfType(project, 'websocket-api')
    .flatMap(({ endpoints }) => endpoints)
    .find(({ connections }) => connections.some(({ target }) => target.value === id));
}

/** A fix for each function that the new endpoint may be meant for: those that handle others of the API, if any do. */
export function* addEndpoint(project: Project, api: WebSocketApi, route: string, behind?: Endpoint): Iterable<Fix> {
  const handlers = handlersOf(project, api).map(({ lambda }) => lambda);
  const authorizer = functionAt(project, api.connections[0]);
  const others = resourcesOfType(project, 'lambda-function').filter((lambda) => lambda !== authorizer);
  const functions = (handlers.length > 0 ? handlers : others).slice(0, 5);
  const endpoint = { route, operationMode: '1-way' };
  for (const { id } of functions) {
    const edit = insertEndpoint(project, api, { ...endpoint, connections: [id.value] }, behind);
    if (edit) yield { title: `Add ${quote(route)}, handled by ${quote(id.value)}`, edits: [edit] };
  }
  const edit = functions.length === 0 ? insertEndpoint(project, api, endpoint, behind) : undefined;
  if (edit) yield { title: `Add ${quote(route)}`, edits: [edit] };
}

/** Behind the given endpoint, or at the end; undefined where the API's endpoints are written elsewhere. */
export function insertEndpoint(
  { tree }: Project,
  { map }: WebSocketApi,
  endpoint: Parameters<typeof addItem>[2],
  behind?: Endpoint,
): Edit | undefined {
  if (!map) return undefined;
  const entry = findEntry(map, 'endpoints');
  if (!entry) return addListEntry(tree, map, 'endpoints', endpoint);
  const list = entry.value;
  // A list that is written elsewhere belongs to others as well.
  if (list?.kind === 'alias') return undefined;
  if (list?.kind !== 'list' || list.items.length === 0) return fillWithItem(tree, entry, endpoint);
  return addItem(tree, list, endpoint, behind && itemOf(list, behind));
}

export function* removeEndpoint({ tree }: Project, api: WebSocketApi, endpoint: Endpoint): Iterable<Fix> {
  const list = listOf(api);
  const item = list && itemOf(list, endpoint);
  if (list && item) yield { title: 'Remove this endpoint', edits: [removeItem(tree, list, item)] };
}

function listOf({ map }: WebSocketApi): ListNode | undefined {
  const list = resolveAlias(map && findEntry(map, 'endpoints')?.value);
  return list?.kind === 'list' ? list : undefined;
}

function itemOf(list: ListNode, { node }: Endpoint): ListItem | undefined {
  return list.items.find(({ value }) => value === node);
}
