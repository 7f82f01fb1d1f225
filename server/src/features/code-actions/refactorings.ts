// Refactorings: changes that nothing is wrong without, offered where the cursor is.
import { onlyByHand, type Change, type Refusal } from '../../changes/change.ts';
import { connect } from '../../changes/connections.ts';
import { moveEndpoint, sortEndpoints } from '../../changes/endpoints.ts';
import { canConnect, startOf } from '../../model/can-connect.ts';
import { resourcesOfType, type Project, type WebSocketApi } from '../../model/project.ts';
import { findEndpoint, handlersOf } from '../../model/usage.ts';
import { toBlock, toFlow, type Holder } from '../../syntax/restyle.ts';
import { contains, findEntry, locate, type Location, type Span, type SyntaxNode } from '../../syntax/tree.ts';
import { quote } from '../../wording.ts';

export interface Refactoring extends Change {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** Why it cannot be done here, where that is worth saying; there are no edits then. */
  readonly disabled?: string;
}

/** The kinds of the protocol, by which editors group them. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite';

/** Where a refactoring is asked for. */
interface Selected {
  readonly project: Project;
  /** What is selected, or where the cursor is. */
  readonly span: Span;
  /** What the span starts in. */
  readonly location: Location;
}

/** In the order in which they are offered. */
const all: readonly ((selected: Selected) => Iterable<Refactoring>)[] = [
  moveToOtherApi,
  sortInOrder,
  connectToOthers,
  changeStyle,
];

/** None while the file cannot be parsed. */
export function refactorings(project: Project, span: Span): Refactoring[] {
  if (project.tree.problems.length > 0) return [];
  const selected = { project, span, location: locate(project.tree, span.start) };
  return all.flatMap((refactoring) => [...refactoring(selected)]);
}

/** The change as a refactoring; none where it is refused. */
function refactorBy(title: string, kind: RefactoringKind, change: Change | Refusal): Refactoring[] {
  return change.refused === undefined && change.edits.length > 0 ? [{ title, kind, ...change }] : [];
}

/** The API that the span is in. */
function apiAt(project: Project, { start, end }: Span): WebSocketApi | undefined {
  return resourcesOfType(project, 'websocket-api').find(
    ({ entry }) => contains(entry.span, start) && contains(entry.span, end),
  );
}

/** The endpoint at the cursor, to each other API of the file. */
function* moveToOtherApi({ project, span }: Selected): Iterable<Refactoring> {
  const api = apiAt(project, span);
  const list = api?.map && findEntry(api.map, 'endpoints')?.value;
  const items = list?.kind === 'list' ? list.items : [];
  const item = items.find((part) => contains(part.span, span.start) && contains(part.span, span.end));
  const endpoint = api?.endpoints.find(({ map }) => map === item?.value);
  if (!api || !endpoint) return;
  const route = endpoint.route?.value;
  const moveTo = moveEndpoint(project, api, endpoint);
  for (const other of resourcesOfType(project, 'websocket-api')) {
    if (other === api || !other.map || other.map === api.map) continue;
    const title = `Move ${route === undefined ? 'this endpoint' : quote(route.replaceAll(/\s+/g, ' '))} to ${quote(other.id.value)}`;
    const change = moveTo(other);
    const { refused } = change;
    if (refused === undefined) yield* refactorBy(title, 'refactor.move', change);
    else if (refused !== onlyByHand) yield { title, kind: 'refactor.move', disabled: refused, edits: [] };
  }
}

/** API Gateway's own routes first, then the others by their names. */
function* sortInOrder({ project, span, location }: Selected): Iterable<Refactoring> {
  const api = apiAt(project, span);
  const entry = api?.map && findEntry(api.map, 'endpoints');
  const isThere = location.key === api?.entry || (entry !== undefined && contains(entry.span, span.start));
  if (api && isThere) yield* refactorBy('Sort the endpoints', 'refactor.rewrite', sortEndpoints(project, api));
}

/** More than these are not a choice, but a list. */
const maximumOffers = 10;

/** Connections that are not there yet: of a function to what it may use, of an API to its authorizer. */
function* connectToOthers({ project, span, location }: Selected): Iterable<Refactoring> {
  const resource = project.resources.find(({ entry }) => contains(entry.span, span.start));
  const connections = resource?.map && findEntry(resource.map, 'connections');
  const isThere = location.key === resource?.entry || (connections && contains(connections.span, span.start));
  const from = resource && startOf(project, resource);
  if (!from || !isThere || span.end > resource.entry.span.end) return;
  const isOwnFunction = resource.type === 'lambda-function' && !resource.arn;
  if (!isOwnFunction && !(resource.type === 'websocket-api' && isAskedAboutClients(resource, connections?.value)))
    return;
  const busy = isOwnFunction ? new Set() : handlersOfAll(project);
  const possible = project.resources.flatMap((target) => {
    const answer = canConnect(project, from, target);
    return answer.kind === 'allowed' && !busy.has(target) ? [{ target, ...answer.allowed }] : [];
  });
  for (const { target, role } of possible.slice(0, maximumOffers)) {
    const id = quote(target.id.value);
    const titles = {
      access: `Connect to ${id}, to read and write`,
      send: `Connect to ${id}, to send to its clients`,
      authorizer: `Let ${id} authorize the clients`,
      handler: `Connect to ${id}`,
    };
    yield* refactorBy(titles[role], 'refactor.rewrite', connect(project, from, target));
  }
}

/** API Gateway asks an authorizer at `$connect` alone. */
function isAskedAboutClients(api: WebSocketApi, connections: SyntaxNode | undefined): boolean {
  return !connections && findEndpoint(api, '$connect') !== undefined;
}

/** Functions that handle an endpoint are hardly meant to authorize clients as well. */
function handlersOfAll(project: Project): ReadonlySet<unknown> {
  const apis = resourcesOfType(project, 'websocket-api');
  return new Set(apis.flatMap((api) => handlersOf(project, api).map(({ lambda }) => lambda)));
}

/** From brackets and braces to lines of their own, and back. */
function* changeStyle({ project: { tree }, span, location }: Selected): Iterable<Refactoring> {
  const expanded = outermostFlow(location);
  if (expanded && span.end <= expanded.span.end) {
    const edit = toBlock(tree, expanded);
    const title = `Expand ${nameOfHolder(expanded)} into lines`;
    if (edit) yield { title, kind: 'refactor.extract', edits: [edit] };
  }
  const collapsed = innermostBlock(location);
  if (collapsed && span.end <= collapsed.span.end) {
    const edit = toFlow(tree, collapsed);
    const title = `Collapse ${nameOfHolder(collapsed)} into one line`;
    if (edit) yield { title, kind: 'refactor.inline', edits: [edit] };
  }
}

function nameOfHolder(holder: Holder): string {
  return 'key' in holder ? `\`${holder.key.text}\`` : 'this item';
}

/** In brackets there are but brackets: only the outermost can be expanded. */
function outermostFlow({ steps }: Location): Holder | undefined {
  const found = steps.find(({ collection, part }) => !collection.flow && isCollection(part.value, true));
  return found?.part;
}

/** What the key at the cursor holds, or else what the cursor is in; never all resources at once. */
function innermostBlock({ steps, key }: Location): Holder | undefined {
  const depth = key && isCollection(key.value, false) ? steps.length - 1 : steps.length - 2;
  const holder = depth > 0 ? steps[depth]?.part : undefined;
  return holder && isCollection(holder.value, false) ? holder : undefined;
}

function isCollection(node: SyntaxNode | undefined, flow: boolean): boolean {
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow === flow;
}
