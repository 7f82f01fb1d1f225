// Adds, removes, moves and sorts endpoints, and changes their operation mode.
import type { OperationMode } from '../language/web-socket-api.ts';
import type { Endpoint, Project, WebSocketApi } from '../model/project.ts';
import { aliasesOf } from '../model/references.ts';
import { findEndpoint } from '../model/usage.ts';
import { gatewayRoutes } from '../language/routes.ts';
import { itemLines, moveItem } from '../syntax/list-items.ts';
import { commentsWithin, endOfLine, removeItem, withEmptyLine, type Edit } from '../syntax/edits.ts';
import { addItem, addListEntry, fillWithItem } from '../syntax/insertions.ts';
import {
  contains,
  findEntry,
  resolveAlias,
  type ListItem,
  type ListNode,
  type Span,
  type SyntaxTree,
} from '../syntax/tree.ts';
import { quote } from '../wording.ts';
import { changeBy, refuse, setProperty, type Change, type Refusal } from './change.ts';
import { t } from '../locale.ts';

/** In the order in which it is written. */
export interface NewEndpoint {
  readonly route: string;
  readonly operationMode: OperationMode;
  /** The ID of the function that handles it. */
  readonly handler?: string;
}

/** Adds an endpoint after the given one, or at the end. Refused if the API already has the route or cannot have it. */
export function addEndpoint(
  { tree }: Project,
  api: WebSocketApi,
  { route, operationMode, handler }: NewEndpoint,
  after?: Endpoint,
): Change | Refusal {
  const objection = whyNotRoute(api, route);
  if (objection !== undefined) return refuse(objection);
  const { map } = api;
  if (!map) return changeBy([]);
  const endpoint = { route, operationMode, ...(handler === undefined ? {} : { connections: [handler] }) };
  const entry = findEntry(map, 'endpoints');
  if (!entry) return { edits: [addListEntry(tree, map, 'endpoints', endpoint)] };
  const list = entry.value;
  // A list behind an alias is used elsewhere as well.
  if (list?.kind === 'alias') return changeBy([]);
  if (list?.kind !== 'list' || list.items.length === 0) return { edits: [fillWithItem(tree, entry, endpoint)] };
  return { edits: [addItem(tree, list, endpoint, after && itemOf(list, after))] };
}

/** Why another endpoint of the API cannot have the route; undefined if it can. */
export function whyNotRoute(api: WebSocketApi, route: string): string | undefined {
  if (route === '') return t`AWS rejects an empty route. Enter the value that selects the endpoint.`;
  return findEndpoint(api, route) && alreadyHas(api, route);
}

function alreadyHas({ id }: WebSocketApi, route: string): string {
  return t`${quote(id.value)} already has a route ${quote(route)}, and only one endpoint can handle its messages.`;
}

export function removeEndpoint({ tree }: Project, api: WebSocketApi, endpoint: Endpoint): Change | Refusal {
  const list = resolveAlias(api.map && findEntry(api.map, 'endpoints')?.value);
  const item = list?.kind === 'list' ? itemOf(list, endpoint) : undefined;
  return changeBy(list?.kind === 'list' && item ? [withEmptyLine(tree, removeItem(tree, list, item))] : []);
}

/**
 * Moves the endpoint to the end of another API's endpoints, with the comments about it. Callers try many APIs, so what
 * does not depend on the other API is computed once.
 */
export function moveEndpoint(
  project: Project,
  api: WebSocketApi,
  endpoint: Endpoint,
): (to: WebSocketApi) => Change | Refusal {
  const { tree } = project;
  const entry = api.map && findEntry(api.map, 'endpoints');
  const item = entry?.value?.kind === 'list' ? itemOf(entry.value, endpoint) : undefined;
  if (!entry || !item || hasAnchors(project, item.span)) return () => changeBy([]);
  const lines: Span = { start: entry.span.start, end: endOfLine(tree.text, entry.span.end) };
  const isCommented = tree.comments.some(({ span }) => contains(lines, span.start));
  return (to) => {
    if (!to.map) return changeBy([]);
    if (endpoint.route && findEndpoint(to, endpoint.route.value)) return refuse(alreadyHas(to, endpoint.route.value));
    const edits = moveItem(tree, entry, item, to.map);
    if (edits) return { edits };
    return isCommented ? refuse(t`The comments inside these brackets would be lost. Move it by hand.`) : changeBy([]);
  };
}

export function setOperationMode(project: Project, { map }: Endpoint, mode: OperationMode): Change | Refusal {
  return setProperty(project, map, 'operationMode', mode);
}

/**
 * Sorts the endpoints: API Gateway's own routes first, then the others by name. Moves only the text of the endpoints;
 * what is between them stays. Undefined if they are in order already, or cannot be moved. Most requests only need to
 * know that, so the edits are computed later.
 */
export function sortEndpoints(project: Project, api: WebSocketApi): (() => Change) | undefined {
  const { tree } = project;
  const { endpoints } = api;
  const list = api.map && findEntry(api.map, 'endpoints')?.value;
  if (list?.kind !== 'list' || list.items.length !== endpoints.length) return undefined;
  const isSorted = endpoints.every((endpoint, index) => {
    const previous = endpoints[index - 1];
    return !previous || compareEndpoints(previous, endpoint) <= 0;
  });
  if (isSorted || hasAnchors(project, list.span) || isCommentedFlow(tree, list)) return undefined;
  return () => {
    const slots = list.flow ? list.items.map(({ span }) => span) : itemLines(tree, list);
    const order = endpoints
      .map((endpoint, index) => ({ endpoint, index }))
      .sort((a, b) => compareEndpoints(a.endpoint, b.endpoint));
    const edits = order.flatMap(({ index }, position): Edit[] => {
      const [to, from] = [slots[position], slots[index]];
      return to && from && to !== from ? [{ span: to, newText: tree.text.slice(from.start, from.end) }] : [];
    });
    return { edits, keepsMeaning: true };
  };
}

/** Whether the list is in brackets with comments, which may be about either of their neighbors. */
function isCommentedFlow(tree: SyntaxTree, list: ListNode): boolean {
  return list.flow && commentsWithin(tree, list.span).length > 0;
}

function compareEndpoints(one: Endpoint, other: Endpoint): number {
  return rankOf(one) - rankOf(other) || compare(one.route?.value ?? '', other.route?.value ?? '');
}

function rankOf({ route }: Endpoint): number {
  if (!route) return gatewayRoutes.length + 1;
  const known = gatewayRoutes.findIndex((candidate) => candidate.route === route.value);
  return known < 0 ? gatewayRoutes.length : known;
}

/** Ignores case, unless nothing else differs. */
function compare(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a !== b) return a < b ? -1 : 1;
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Whether the span has an anchor or an alias, which depend on the order. */
function hasAnchors({ tree }: Project, within: Span): boolean {
  // Without an anchor, an alias is a problem already.
  if (tree.anchors.length === 0) return false;
  return [...tree.anchors, ...aliasesOf(tree)].some(({ span }) => contains(within, span.start));
}

function itemOf(list: ListNode, { node }: Endpoint): ListItem | undefined {
  return list.items.find(({ value }) => value === node);
}
