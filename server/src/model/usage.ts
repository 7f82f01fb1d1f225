// Usage between resources: which functions handle an API's endpoints, which resources a function can use, and the
// environment variables it finds them with.
import type { AccessLevel, BucketEvent } from '../language/connections.ts';
import { bucketEvents } from '../language/common-properties.ts';
import { dataResources } from '../language/data-resources.ts';
import { isFifoName } from '../language/formats.ts';
import { defaultOf, invokers, resourceRecords, type DataResourceRecord } from '../language/index.ts';
import { isMessageRoute } from '../language/routes.ts';
import { endsLike } from '../language/similar.ts';
import type { OperationMode } from '../language/web-socket-api.ts';
import { groupBy } from './group-by.ts';
import { usualText } from './parameters.ts';
import {
  endpointsOf,
  oncePer,
  oncePerProject,
  resourcesOfType,
  type Connection,
  type DataResource,
  type Endpoint,
  type Invoker,
  type LambdaFunction,
  type Located,
  type Project,
  type Resource,
  type WebSocketApi,
} from './project.ts';
import { t, translated } from '../locale.ts';

export function findEndpoint({ endpoints }: WebSocketApi, route: string): Endpoint | undefined {
  return endpoints.find((endpoint) => endpoint.route?.value === route);
}

/** The first endpoint that connects to the resource with that ID. */
export function endpointConnectedTo(project: Project, id: string): Endpoint | undefined {
  return endpointsOf(project).find(({ connections }) => connections.some(({ target }) => target.value === id));
}

type Finder = Pick<Project, 'find'>;

/** A function that handles endpoints of an API. */
export interface Handler {
  readonly lambda: LambdaFunction;
  /** The first of its endpoints' connections to it. */
  readonly via: Connection;
  /** The routes that it handles, in the file's order. */
  readonly routes: readonly Located<string>[];
}

/** Cached per API and project, because it is needed for each function. An API can be a part of several projects. */
const knownHandlers = new WeakMap<WebSocketApi, KnownHandlers>();

interface KnownHandlers extends Finder {
  readonly handlers: ReadonlyMap<LambdaFunction, Handler>;
}

/** The API's handlers, each once, in the order of their first endpoints. */
export function handlersOf(project: Finder, api: WebSocketApi): readonly Handler[] {
  return [...handlersByFunction(project, api).values()];
}

/** The function as a handler of the API, if it is one. */
export function handlerIn(project: Finder, api: WebSocketApi, lambda: LambdaFunction): Handler | undefined {
  return handlersByFunction(project, api).get(lambda);
}

function handlersByFunction({ find }: Finder, api: WebSocketApi): ReadonlyMap<LambdaFunction, Handler> {
  const known = knownHandlers.get(api);
  if (known?.find === find) return known.handlers;
  const handlers = new Map<LambdaFunction, Handler & { readonly routes: Located<string>[] }>();
  for (const endpoint of api.endpoints) {
    const via = endpoint.connections[0];
    const lambda = handlerOf({ find }, endpoint);
    if (!via || !lambda || !endpoint.route) continue;
    const same = handlers.get(lambda);
    if (same) same.routes.push(endpoint.route);
    else handlers.set(lambda, { lambda, via, routes: [endpoint.route] });
  }
  knownHandlers.set(api, { find, handlers });
  return handlers;
}

/** Whether the API calls the function: as a handler, or as an authorizer. */
export function isCalledBy(project: Project, api: WebSocketApi, lambda: LambdaFunction): boolean {
  return handlerIn(project, api, lambda) !== undefined || functionAt(project, api.connections[0]) === lambda;
}

/** The API's authorizer, if API Gateway ever calls it, which it does only on `$connect`. */
export function calledAuthorizer(project: Finder, api: WebSocketApi): LambdaFunction | undefined {
  return findEndpoint(api, '$connect') && functionAt(project, api.connections[0]);
}

/** Whether API Gateway lets only some clients connect, which it decides only on `$connect`. */
export function isGuarded(project: Finder, api: WebSocketApi): boolean {
  const usesIam = api.authorization !== undefined && findEndpoint(api, '$connect') !== undefined;
  return usesIam || calledAuthorizer(project, api) !== undefined;
}

/** The function that handles the endpoint's requests, if there is one. */
export function handlerOf(project: Finder, endpoint: Endpoint): LambdaFunction | undefined {
  return functionAt(project, endpoint.connections[0]);
}

/**
 * The functions that may handle a route of the API, or of one that is still to be added, the most likely first: those named like it, then for messages those
 * that already handle some of the API's, then those that nothing calls, then the others.
 */
export function functionsFor(
  project: Project,
  api: WebSocketApi | undefined,
  route: string,
): readonly LambdaFunction[] {
  const isMessage = isMessageRoute(route);
  const callOf = callsIn(project);
  const handled = (lambda: LambdaFunction): readonly Located<string>[] =>
    (api && handlerIn(project, api, lambda)?.routes) ?? [];
  const rank = (lambda: LambdaFunction): number => {
    if (endsLike(lambda.id.value, route.replace(/^\$/, ''))) return 0;
    if (callOf(lambda) === 'authorizer') return 5;
    if (route === '$default' && handled(lambda).some(({ value }) => isMessageRoute(value))) return 1;
    if (!callOf(lambda)) return 2;
    return handled(lambda).some(({ value }) => isMessageRoute(value) === isMessage) ? 3 : 4;
  };
  return functionsBy(project, rank);
}

/** The functions that a queue, a schedule or the like may invoke: first those that nothing calls, and authorizers last. */
export function functionsToInvoke(project: Project): readonly LambdaFunction[] {
  const callOf = callsIn(project);
  return functionsBy(project, (lambda) => (callOf(lambda) === 'authorizer' ? 2 : callOf(lambda) ? 1 : 0));
}

function functionsBy(project: Project, rank: (lambda: LambdaFunction) => number): readonly LambdaFunction[] {
  const ranked = resourcesOfType(project, 'lambda-function').map((lambda) => ({ lambda, rank: rank(lambda) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ lambda }) => lambda);
}

/** How something calls a function: undefined if nothing does. */
function callsIn(project: Project): (lambda: LambdaFunction) => 'authorizer' | 'other' | undefined {
  const apis = apisOf(project);
  const authorizers = new Set(apis.map(({ connections: [connection] }) => functionAt(project, connection)));
  return (lambda) => {
    if (authorizers.has(lambda)) return 'authorizer';
    const isInvoked = triggersTo(project, lambda).length > 0;
    return isInvoked || apis.some((api) => handlerIn(project, api, lambda)) ? 'other' : undefined;
  };
}

/** A message gets a response, unless its handler never responds to the API's others. */
export function usualMode(project: Finder, api: WebSocketApi, route: string, lambda?: LambdaFunction): OperationMode {
  if (!isMessageRoute(route)) return '1-way';
  const others = api.endpoints.filter(
    (endpoint) =>
      lambda &&
      handlerOf(project, endpoint) === lambda &&
      endpoint.operationMode &&
      endpoint.route &&
      isMessageRoute(endpoint.route.value),
  );
  const isSilent = others.length > 0 && others.every(({ operationMode }) => operationMode?.value === '1-way');
  return isSilent ? '1-way' : '2-way';
}

/** The function that the connection leads to, if it leads to one. */
export function functionAt(project: Finder, connection: Connection | undefined): LambdaFunction | undefined {
  const target = connection && project.find(connection.target.value);
  return target?.type === 'lambda-function' ? target : undefined;
}

/** The first of the connections to each resource ID. */
export function connectionsByTarget({ connections }: Pick<Resource, 'connections'>): ReadonlyMap<string, Connection> {
  return firstByTarget(connections);
}

/** Cached, because it may be needed for each resource of a file. */
const firstByTarget = oncePer((connections: readonly Connection[]): ReadonlyMap<string, Connection> => {
  const first = new Map<string, Connection>();
  for (const connection of connections) {
    const { value } = connection.target;
    if (!first.has(value)) first.set(value, connection);
  }
  return first;
});

/** An API to whose clients a function can send. */
export interface SendTarget {
  readonly api: WebSocketApi;
  /** The connection that allows it: the function's own to the API, or an endpoint's to the function. */
  readonly via: Connection;
}

const apisOf = oncePerProject((project) => resourcesOfType(project, 'websocket-api'));

/** The APIs of which each function handles endpoints, so that no function looks at the APIs that do not call it. */
const callersIn = oncePerProject((project): ReadonlyMap<LambdaFunction, readonly SendTarget[]> => {
  const callers = new Map<LambdaFunction, SendTarget[]>();
  for (const api of apisOf(project)) {
    for (const { lambda, via } of handlersOf(project, api)) {
      const others = callers.get(lambda);
      if (others) others.push({ api, via });
      else callers.set(lambda, [{ api, via }]);
    }
  }
  return callers;
});

/** The APIs of which the function handles an endpoint, or to which it connects, in the order of the file. */
export function sendTargets(project: Project, lambda: LambdaFunction): readonly SendTarget[] {
  const calling = callersIn(project).get(lambda) ?? [];
  const own = [...connectionsByTarget(lambda)].flatMap(([id, via]): SendTarget[] => {
    const api = project.find(id);
    return api?.type === 'websocket-api' ? [{ api, via }] : [];
  });
  if (own.length === 0) return calling;
  const connected = new Set(own.map(({ api }) => api));
  const others = calling.filter(({ api }) => !connected.has(api));
  return [...own, ...others].sort((one, other) => one.api.entry.span.start - other.api.entry.span.start);
}

/** A function that another resource invokes on its own. */
export interface Trigger {
  readonly source: Invoker;
  readonly lambda: LambdaFunction;
  /** The connections to the function: one, or one for each event of a bucket. */
  readonly via: readonly [Connection, ...Connection[]];
}

/** Why the existing resource cannot invoke functions, to follow "because"; undefined if it can. */
export function whyNoTrigger(resource: Resource): string | undefined {
  const arn = isDataResource(resource) ? resource.arn : undefined;
  if (!arn || !isDataResource(resource)) return undefined;
  const { whyNoTrigger: why }: DataResourceRecord = dataResources[resource.type];
  const isFifoTopic = resource.type === 'sns-topic' && isFifoName(arn.value);
  return isFifoTopic ? t`SNS delivers the messages of a FIFO topic only to queues` : why && translated(why);
}

/** The functions that the resource invokes, each once, in the order of its connections. */
export function triggersOf(project: Finder, source: Invoker): readonly Trigger[] {
  if (whyNoTrigger(source) !== undefined) return [];
  const found = new Map<LambdaFunction, readonly [Connection, ...Connection[]]>();
  for (const connection of source.connections) {
    const lambda = functionAt(project, connection);
    if (!lambda) continue;
    const others = found.get(lambda);
    if (!others) found.set(lambda, [connection]);
    else if (!others.some(({ on }) => eventOf({ on }) === eventOf(connection)))
      found.set(lambda, [...others, connection]);
  }
  return [...found].map(([lambda, via]) => ({ source, lambda, via }));
}

/** The event of a bucket for which the connection invokes its function. */
export function eventOf({ on }: Pick<Connection, 'on'>): BucketEvent {
  return on?.value ?? 'created';
}

/** The first event of a bucket for which none of the connections invokes a function. */
export function freeEvent(connections: readonly Connection[]): BucketEvent | undefined {
  const taken = connections.map(eventOf);
  return bucketEvents.values.map(({ value }) => value).find((value) => !taken.includes(value));
}

const triggersByFunction = oncePerProject((project) =>
  groupBy(
    project.resources.filter(isInvoker).flatMap((source) => triggersOf(project, source)),
    ({ lambda }) => lambda,
  ),
);

/** What invokes the function, besides APIs, in the order of the file. */
export function triggersTo(project: Project, lambda: LambdaFunction): readonly Trigger[] {
  return triggersByFunction(project).get(lambda) ?? [];
}

/** A data resource that a function can use. */
export interface DataAccess {
  readonly resource: DataResource;
  readonly level: AccessLevel;
  readonly via: Connection;
}

/**
 * The data resources that the function connects to, in order. Several connections to one resource add up their access.
 */
export function dataAccess(project: Project, lambda: LambdaFunction): readonly DataAccess[] {
  const found = new Map<DataResource, DataAccess>();
  for (const via of lambda.connections) {
    const resource = project.find(via.target.value);
    if (!resource || !isDataResource(resource) || !via.access) continue;
    const known = found.get(resource);
    const level = !known || known.level === via.access.value ? via.access.value : 'read-write';
    found.set(resource, known ? { ...known, level } : { resource, level, via });
  }
  return [...found.values()];
}

export function isDataResource(resource: Resource): resource is DataResource {
  return resource.type !== undefined && resource.type in dataResources;
}

/** Whether functions that connect to the resource find it by an environment variable. */
export function hasVariable(resource: Resource): resource is WebSocketApi | DataResource {
  return resource.type === 'websocket-api' || isDataResource(resource);
}

export function isInvoker(resource: Resource): resource is Invoker {
  return resource.type !== undefined && resource.type in invokers;
}

/** Whether API Gateway writes logs about the API, for which the account needs a role. */
export function writesLogs({ logging, accessLogs }: WebSocketApi): boolean {
  return accessLogs?.value === true || (logging !== undefined && logging.value !== 'off');
}

/** The longest timeout of the functions that the queue invokes and the project deploys, in seconds; 0 if there are none. */
export function longestTimeout(project: Finder, queue: DataResource): number {
  const timeouts = triggersOf(project, queue).map(({ lambda: { arn, timeout } }) =>
    arn ? 0 : (timeout?.value ?? Number(defaultOf('lambda-function', 'timeout'))),
  );
  return Math.max(0, ...timeouts);
}

/**
 * Six times that, as AWS recommends, so that no message becomes visible again while a function still works on it. Undefined
 * if there are no such functions.
 */
export function usualVisibilityTimeout(project: Finder, queue: DataResource): number | undefined {
  const longest = longestTimeout(project, queue);
  return longest === 0 ? undefined : visibilityFactor * longest;
}

const visibilityFactor = 6;

/** The name of the stage, or its default; that of a parameter if it is one. */
export function stageName(project: Project, { stage }: WebSocketApi): string {
  return stage ? usualText(project, stage) : String(defaultOf('websocket-api', 'stage'));
}

/** A variable by which a function finds a resource that it connects to. */
export interface ConnectionVariable {
  readonly name: string;
  readonly resource: WebSocketApi | DataResource;
  readonly via: Connection;
}

/** The variables by which the function finds what it connects to, in the order of the template. */
export function variablesOf(project: Project, lambda: LambdaFunction): readonly ConnectionVariable[] {
  const connected = [
    ...sendTargets(project, lambda).map(({ api, via }) => ({ resource: api, via })),
    ...dataAccess(project, lambda),
  ];
  return connected.map(({ resource, via }) => ({ name: variableName(resource, via), resource, via }));
}

/** The environment variable by which a function finds the resource that it connects to. */
export function variableName(resource: WebSocketApi | DataResource, via: Connection): string {
  return via.as?.value ?? environmentName(resource);
}

/** The names of all variables of the function. */
export function allVariables(project: Project, lambda: LambdaFunction): ReadonlySet<string> {
  return takenVariables(project, lambda, undefined);
}

/** The names of all other variables of the function, so that the connection's cannot have them. */
export function takenVariables(
  project: Project,
  lambda: LambdaFunction,
  connection: Connection | undefined,
): ReadonlySet<string> {
  const others = variablesOf(project, lambda).filter(({ via }) => via !== connection);
  return new Set([...lambda.environment.map(({ name }) => name.value), ...others.map(({ name }) => name)]);
}

/** Common names of such variables, the generated one last. */
export function usualVariables(resource: WebSocketApi | DataResource): readonly string[] {
  const generated = environmentName(resource);
  if (!isDataResource(resource)) return ['CALLBACK_URL', 'WEBSOCKET_ENDPOINT', generated];
  const { environmentPrefix, ref } = dataResources[resource.type];
  const what = `${environmentPrefix}_${ref.gives.toUpperCase()}`;
  return [what, `${generated.slice(environmentPrefix.length + 1)}_${what}`, generated];
}

/** The same if the connection does not name it: `TABLE_SESSIONS`. */
export function environmentName({
  type,
  id,
}: {
  readonly type: (WebSocketApi | DataResource)['type'];
  readonly id: { readonly value: string };
}): string {
  return `${resourceRecords[type].environmentPrefix}_${id.value.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_')}`;
}
