// The endpoints of an API in order: API Gateway's own routes first, then the others by their names.
import { gatewayRoutes } from '../../language/routes.ts';
import type { Endpoint, WebSocketApi } from '../../model/project.ts';
import type { Edit } from '../../syntax/edits.ts';
import { itemLines } from '../../syntax/list-items.ts';
import { contains, findEntry, type ListNode, type Span, type SyntaxTree } from '../../syntax/tree.ts';
import { apiAt, endpointListOf, hasAnchors } from './endpoint-list.ts';
import type { Place, Refactoring } from './refactoring.ts';

export function* sortEndpoints({ project, span, location }: Place): Iterable<Refactoring> {
  const api = apiAt(project, span);
  const list = api && endpointListOf(api);
  const entry = api?.map && findEntry(api.map, 'endpoints');
  const isThere = location.key === api?.entry || (entry !== undefined && contains(entry.span, span.start));
  if (!api || !list || !isThere || list.items.length !== api.endpoints.length) return;
  const edits = editsFor(project.tree, api, list);
  if (edits.length > 0) yield { title: 'Sort the endpoints', kind: 'refactor.rewrite', edits };
}

/** Each place gets the text of the endpoint that belongs there; what stands between the places stays. */
function editsFor(tree: SyntaxTree, api: WebSocketApi, list: ListNode): Edit[] {
  const places = placesOf(tree, list);
  if (!places || hasAnchors(tree, list.span)) return [];
  const order = api.endpoints
    .map((endpoint, index) => ({ rank: rankOf(endpoint), route: endpoint.route?.value ?? '', index }))
    .sort((a, b) => a.rank - b.rank || compare(a.route, b.route) || a.index - b.index);
  return order.flatMap(({ index }, position) => {
    const [to, from] = [places[position], places[index]];
    return to && from && to !== from ? [{ span: to, newText: tree.text.slice(from.start, from.end) }] : [];
  });
}

/** In brackets a comment may be about either of its neighbours: those are left as they are. */
function placesOf(tree: SyntaxTree, list: ListNode): readonly Span[] | undefined {
  if (!list.flow) return itemLines(tree, list);
  const hasComments = tree.comments.some(({ span }) => contains(list.span, span.start));
  return hasComments ? undefined : list.items.map(({ span }) => span);
}

function rankOf({ route }: Endpoint): number {
  if (!route) return gatewayRoutes.length + 1;
  const known = gatewayRoutes.findIndex((candidate) => candidate.route === route.value);
  return known < 0 ? gatewayRoutes.length : known;
}

/** Without regard to case, and with regard to it where nothing else differs. */
function compare(one: string, other: string): number {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (a !== b) return a < b ? -1 : 1;
  return one === other ? 0 : one < other ? -1 : 1;
}
