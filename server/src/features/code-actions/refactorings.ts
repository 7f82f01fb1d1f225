// Refactorings: changes that are offered at the cursor although there is no problem.
import { onlyByHand, type Change, type Refusal } from '../../changes/change.ts';
import { connect } from '../../changes/connections.ts';
import { moveEndpoint, sortEndpoints } from '../../changes/endpoints.ts';
import { extractableText, extractParameter, inlineParameter } from '../../changes/parameters.ts';
import { canConnect, startOf } from '../../model/can-connect.ts';
import { resourcesOfType, type Project, type WebSocketApi } from '../../model/project.ts';
import { nameAt } from '../../model/references.ts';
import { findEndpoint, handlersOf } from '../../model/usage.ts';
import { toBlock, toFlow, type Holder } from '../../syntax/restyle.ts';
import { contains, findEntry, locate, type Location, type Span, type SyntaxNode } from '../../syntax/tree.ts';
import { quote } from '../../wording.ts';
import { t } from '../../locale.ts';

export interface Refactoring {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** Why it cannot be done here. There are no edits then. */
  readonly disabled?: string;
  /** Its edits are computed on request if that takes long. */
  readonly change: () => Change;
}

/** LSP's kinds, by which editors group refactorings. */
export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite';

/** Where refactorings are requested. */
interface Selected {
  readonly project: Project;
  /** The selection, or the cursor. */
  readonly span: Span;
  /** The location of the span's start. */
  readonly location: Location;
}

/** In the order in which they are offered. */
const all: readonly ((selected: Selected) => Iterable<Refactoring>)[] = [
  moveToOtherApi,
  sortInOrder,
  connectToOthers,
  extractOrInlineParameter,
  changeStyle,
];

/** None while the file cannot be parsed. */
export function refactorings(project: Project, span: Span): Refactoring[] {
  if (project.tree.problems.length > 0) return [];
  const selected = { project, span, location: locate(project.tree, span.start) };
  return all.flatMap((refactoring) => [...refactoring(selected)]);
}

/** The change as a refactoring; none if it is refused. */
function refactorBy(title: string, kind: RefactoringKind, change: Change | Refusal): Refactoring[] {
  return change.refused === undefined && change.edits.length > 0 ? [{ title, kind, change: () => change }] : [];
}

/** The API that contains the span. */
function apiAt(project: Project, { start, end }: Span): WebSocketApi | undefined {
  return resourcesOfType(project, 'websocket-api').find(
    ({ entry }) => contains(entry.span, start) && contains(entry.span, end),
  );
}

/** Moves the endpoint at the cursor to each other API of the file. */
function* moveToOtherApi({ project, span }: Selected): Iterable<Refactoring> {
  const api = apiAt(project, span);
  const others = resourcesOfType(project, 'websocket-api').filter(({ map }) => map && map !== api?.map);
  const list = api?.map && findEntry(api.map, 'endpoints')?.value;
  if (!api || list?.kind !== 'list' || others.length === 0) return;
  const item = list.items.find((part) => contains(part.span, span.start) && contains(part.span, span.end));
  const endpoint = api.endpoints.find(({ map }) => map === item?.value);
  if (!endpoint) return;
  const route = endpoint.route?.value;
  const moveTo = moveEndpoint(project, api, endpoint);
  for (const other of others) {
    const to = quote(other.id.value);
    const title =
      route === undefined ? t`Move this endpoint to ${to}` : t`Move ${quote(route.replaceAll(/\s+/g, ' '))} to ${to}`;
    const change = moveTo(other);
    const { refused } = change;
    if (refused === undefined) yield* refactorBy(title, 'refactor.move', change);
    else if (refused !== onlyByHand()) {
      yield { title, kind: 'refactor.move', disabled: refused, change: () => ({ edits: [] }) };
    }
  }
}

/** API Gateway's own routes first, then the others by name. */
function* sortInOrder({ project, span, location }: Selected): Iterable<Refactoring> {
  const api = apiAt(project, span);
  const entry = api?.map && findEntry(api.map, 'endpoints');
  const isThere = location.key === api?.entry || (entry !== undefined && contains(entry.span, span.start));
  const change = api && isThere ? sortEndpoints(project, api) : undefined;
  if (change) yield { title: t`Sort the endpoints`, kind: 'refactor.rewrite', change };
}

/** More would be too many to choose from in a menu. */
const maximumOffers = 10;

/** New connections: from a function to the resources that it can use, from an API to its authorizer. */
function* connectToOthers({ project, span, location }: Selected): Iterable<Refactoring> {
  const resource = project.resources.find(({ entry }) => contains(entry.span, span.start));
  const connections = resource?.map && findEntry(resource.map, 'connections');
  const isThere = location.key === resource?.entry || (connections && contains(connections.span, span.start));
  if (!resource || !isThere || span.end > resource.entry.span.end) return;
  const from = startOf(project, resource);
  if (!from) return;
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
      access: t`Connect to ${id} with \`read-write\` access`,
      send: t`Connect to ${id} to send messages to its clients`,
      authorizer: t`Use ${id} as the authorizer`,
      handler: t`Connect to ${id}`,
      trigger: t`Let it invoke ${id}`,
      'dead-letter': t`Send its dead letters to ${id}`,
    };
    yield* refactorBy(titles[role], 'refactor.rewrite', connect(project, from, target));
  }
}

/** API Gateway calls an authorizer only on `$connect`. */
function isAskedAboutClients(api: WebSocketApi, connections: SyntaxNode | undefined): boolean {
  return !connections && findEndpoint(api, '$connect') !== undefined;
}

/** A function that handles an endpoint is unlikely to be an authorizer as well. */
function handlersOfAll(project: Project): ReadonlySet<unknown> {
  const apis = resourcesOfType(project, 'websocket-api');
  return new Set(apis.flatMap((api) => handlersOf(project, api).map(({ lambda }) => lambda)));
}

/** A text becomes a parameter with that text as its default, and a parameter its default wherever it is used. */
function* extractOrInlineParameter({ project, span, location }: Selected): Iterable<Refactoring> {
  const { collection, part } = location.steps.at(-1) ?? {};
  const entries = collection?.kind === 'map' ? collection.entries : [];
  const entry = location.key ?? entries.find((one) => one === part);
  const text = entry && span.end <= entry.span.end ? extractableText(project, entry) : undefined;
  if (text) {
    const title = t`Extract the parameter ${quote(text.name)}`;
    yield* refactorBy(title, 'refactor.extract', extractParameter(project, text));
  }
  const name = nameAt(project, span.start);
  const parameter = name?.kind === 'parameter' ? name.parameter : undefined;
  if (parameter) {
    const title = t`Inline the parameter ${quote(parameter.name.value)}`;
    yield* refactorBy(title, 'refactor.inline', inlineParameter(project, parameter));
  }
}

/** From brackets and braces to block style, and back. */
function* changeStyle({ project: { tree }, span, location }: Selected): Iterable<Refactoring> {
  const expanded = outermostFlow(location);
  if (expanded && span.end <= expanded.span.end) {
    const edit = toBlock(tree, expanded);
    const title = t`Expand ${nameOfHolder(expanded)} into lines`;
    yield* refactorBy(title, 'refactor.extract', { edits: edit ? [edit] : [], keepsMeaning: true });
  }
  const collapsed = innermostBlock(location);
  if (collapsed && span.end <= collapsed.span.end) {
    const edit = toFlow(tree, collapsed);
    const title = t`Collapse ${nameOfHolder(collapsed)} into one line`;
    yield* refactorBy(title, 'refactor.inline', { edits: edit ? [edit] : [], keepsMeaning: true });
  }
}

function nameOfHolder(holder: Holder): string {
  return 'key' in holder ? `\`${holder.key.text}\`` : t`this item`;
}

/** Everything inside brackets is in flow style, so only the outermost collection can be expanded. */
function outermostFlow({ steps }: Location): Holder | undefined {
  const found = steps.find(({ collection, part }) => !collection.flow && isCollection(part.value, true));
  return found?.part;
}

/** The value of the key at the cursor, or else what contains the cursor, but never all resources. */
function innermostBlock({ steps, key }: Location): Holder | undefined {
  const depth = key && isCollection(key.value, false) ? steps.length - 1 : steps.length - 2;
  const holder = depth > 0 ? steps[depth]?.part : undefined;
  return holder && isCollection(holder.value, false) ? holder : undefined;
}

function isCollection(node: SyntaxNode | undefined, flow: boolean): boolean {
  return (node?.kind === 'map' || node?.kind === 'list') && node.flow === flow;
}
