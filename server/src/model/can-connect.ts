// Decides whether one resource can connect to another, and explains why not. This is the only place that does.
import {
  allowedFrom,
  findAllowed,
  maximumConnections,
  meaningOfConnections,
  sourcesAt,
  type AllowedConnection,
  type ConnectionSource,
} from '../language/connections.ts';
import { findResourceDefinition, resourceTypes, type ResourceType } from '../language/index.ts';
import { endpointObject } from '../language/web-socket-api.ts';
import type { MapNode } from '../syntax/tree.ts';
import { capitalize, listed, quote, sentences } from '../wording.ts';
import {
  oncePerProject,
  ownConnections,
  type Connection,
  type Endpoint,
  type Project,
  type Resource,
} from './project.ts';
import { whyNotDeadLetter } from './dead-letters.ts';
import { connectionsTo } from './references.ts';
import { connectionsByTarget, freeEvent, handlerIn, whyNoTrigger } from './usage.ts';
import { t, translated } from '../locale.ts';

/** The start of connections: a resource, or an endpoint of an API. */
export interface ConnectionStart {
  readonly address: Address;
  readonly resource: Resource;
  /** Absent for the resource itself. */
  readonly endpoint: Endpoint | undefined;
  /** Where its connections start, unless they are dead letters. */
  readonly source: ConnectionSource | undefined;
  readonly map: MapNode | undefined;
  /** That of the dead letters of a queue is the last one. */
  readonly connections: readonly Connection[];
}

/** A position in the file, which stays valid while text changes, unless something before it is added or removed. */
export interface Address {
  readonly resource: number;
  readonly endpoint: number | undefined;
}

const allStarts = oncePerProject((project) => startsAmong(project, () => true));

const startsByPart = oncePerProject(
  (project): ReadonlyMap<Resource | Endpoint, ConnectionStart> =>
    new Map(allStarts(project).map((start) => [start.endpoint ?? start.resource, start])),
);

const startsByConnection = oncePerProject(
  (project): ReadonlyMap<Connection, ConnectionStart> =>
    new Map(allStarts(project).flatMap((start) => start.connections.map((connection) => [connection, start]))),
);

/** Those of the resources and endpoints that are wanted, in the order of the file: each resource, and after an API its endpoints. */
export function startsAmong(
  project: Project,
  isWanted: (part: Resource | Endpoint) => boolean,
): readonly ConnectionStart[] {
  const starts: ConnectionStart[] = [];
  for (const [index, resource] of project.resources.entries()) {
    const { type, map } = resource;
    if (isWanted(resource)) {
      const address = { resource: index, endpoint: undefined };
      const connections = ownConnections(resource);
      starts.push({ address, resource, endpoint: undefined, source: type, map, connections });
    }
    if (type !== 'websocket-api') continue;
    for (const [at, endpoint] of resource.endpoints.entries()) {
      if (!isWanted(endpoint)) continue;
      const address = { resource: index, endpoint: at };
      starts.push({
        address,
        resource,
        endpoint,
        source: 'endpoint',
        map: endpoint.map,
        connections: endpoint.connections,
      });
    }
  }
  return starts;
}

/** All starts in the order of the file: each resource, and after an API its endpoints. */
export function connectionStarts(project: Project): readonly ConnectionStart[] {
  return allStarts(project);
}

/** The resource or endpoint as a start of connections. */
export function startOf(project: Project, part: Resource | Endpoint): ConnectionStart | undefined {
  return startsByPart(project).get(part);
}

/** Where the connection starts. */
export function startOfConnection(project: Project, connection: Connection): ConnectionStart | undefined {
  return startsByConnection(project).get(connection);
}

/** Undefined if there is nothing at that address. */
export function startAt(project: Project, address: Address): ConnectionStart | undefined {
  const resource = project.resources[address.resource];
  if (address.endpoint === undefined) return resource && startOf(project, resource);
  const endpoint = resource?.type === 'websocket-api' ? resource.endpoints[address.endpoint] : undefined;
  return endpoint && startOf(project, endpoint);
}

export type ConnectionAnswer =
  | { readonly kind: 'allowed'; readonly allowed: AllowedConnection }
  /** By its own connection, or because the function handles an endpoint of the API, so it can send messages anyway. */
  | { readonly kind: 'already-connected'; readonly allowed: AllowedConnection; readonly by: Connection }
  /** No more connections may start there, so this one would replace the other. */
  | { readonly kind: 'occupied'; readonly allowed: AllowedConnection; readonly by: Connection }
  /** Something else in the file is against it. */
  | { readonly kind: 'impossible'; readonly allowed: AllowedConnection; readonly reason: string }
  | {
      readonly kind: 'not-allowed';
      readonly source: ConnectionSource;
      readonly target: Resource;
      /** Whether a resource would connect to itself, or an endpoint to its own API. */
      readonly toItself: boolean;
    }
  /** The resource at the start exists already, and cannot invoke functions. */
  | { readonly kind: 'cannot-invoke'; readonly source: Resource; readonly why: string }
  /** The type of the resource at the start is missing or unknown. */
  | { readonly kind: 'unknown-source' }
  | { readonly kind: 'unknown-target'; readonly id: string; readonly reason: 'missing' | 'untyped' | 'shadowed' };

type Finder = Pick<Project, 'find'>;

/** The properties of a start that the answer depends on. The position in the file is not among them. */
export type Connecting = Pick<ConnectionStart, 'resource' | 'endpoint' | 'source' | 'connections'>;

/**
 * Whether another connection to the resource can be added there.
 * @param to a resource ID, or a resource, which may differ from the one in the file
 */
export function canConnect(project: Project, from: Connecting, to: Resource | string): ConnectionAnswer {
  const target = typeof to === 'string' ? project.find(to) : to;
  const answer = canConnectIgnoringOthers(project, { ...from, source: sourceTo(from, target) }, to);
  if (answer.kind !== 'allowed') return answer;
  const { allowed } = answer;
  const id = typeof to === 'string' ? to : to.id.value;
  const same = connectionsByTarget(from).get(id) ?? sendsBy(project, from, id, allowed);
  if (same) return { kind: 'already-connected', allowed, by: same };
  const reason = whyImpossible(project, from, allowed, target);
  if (reason !== undefined) return { kind: 'impossible', allowed, reason };
  const by = replacedFrom(from, allowed.from);
  return by ? { kind: 'occupied', allowed, by } : answer;
}

/** Where a new connection to the resource would start. */
function sourceTo(from: Connecting, target: Resource | undefined): ConnectionSource | undefined {
  const type = target?.type;
  return (type && sourcesOf(from).find((one) => findAllowed(one, type))) ?? from.source;
}

/** Where its connections can start. An existing queue keeps its own dead-letter queue. */
function sourcesOf({ source, resource, endpoint }: Connecting): readonly ConnectionSource[] {
  if (!source) return [];
  const isExisting = resource.type === 'sqs-queue' && resource.arn !== undefined;
  return endpoint || isExisting ? [source] : sourcesAt(source);
}

function whyImpossible(
  project: Project,
  { source, resource, connections }: Connecting,
  { role }: AllowedConnection,
  target: Resource | undefined,
): string | undefined {
  if (source === 's3-bucket' && freeEvent(connections) === undefined)
    return t`S3 allows one function for each event of a bucket, and each has one.`;
  return role === 'dead-letter' ? whyNotDeadLetter(project, resource, target) : undefined;
}

/** The connection that another one from that source would replace; undefined if more may start there. */
export function replacedFrom(
  { connections }: Pick<Connecting, 'connections'>,
  source: ConnectionSource | undefined,
): Connection | undefined {
  const [first, last] = [connections[0], connections.at(-1)];
  if (source === 'dead-letter') return last?.source === source ? last : undefined;
  return connections.length >= maximumOf(source) ? first : undefined;
}

/** The same for an existing connection: only those beyond the maximum are surplus. */
export function judgeConnection(project: Finder, from: ConnectionStart, connection: Connection): ConnectionAnswer {
  const { source } = connection;
  const answer = canConnectIgnoringOthers(project, { ...from, source }, connection.target.value);
  // There is only one `deadLetter`.
  if (answer.kind !== 'allowed' || source === 'dead-letter') return answer;
  const { connections } = from;
  const [by] = connections;
  const most = maximumOf(source);
  if (!by || connections.length <= most || connections.slice(0, most).includes(connection)) return answer;
  return { kind: 'occupied', allowed: answer.allowed, by };
}

/** How many of the connections from and to the resource would not be allowed if it had that type. */
export function connectionConflicts(project: Project, resource: Resource, type: ResourceType): number {
  const fits = (from: ConnectionSource, to: ResourceType | undefined, { access }: Connection): boolean =>
    to ? findAllowed(from, to)?.access === (access !== undefined) : allowedFrom(from).length > 0;
  const { connections, id } = resource;
  const leaving = connections.filter((one) => !fits(type, project.find(one.target.value)?.type, one));
  const arriving = connectionsTo(project, id.value).filter(
    ({ connection }) => connection.source && !fits(connection.source, type, connection),
  );
  return leaving.length + arriving.length + (connections.length > maximumOf(type) ? 1 : 0);
}

/** The types that a resource with that ID can have: those that all connections to it allow. */
export function typesFor(project: Project, id: string): readonly ResourceType[] {
  const uses = connectionsTo(project, id);
  return resourceTypes.filter((type) =>
    uses.every(({ connection: { source, access } }) => {
      const allowed = source && findAllowed(source, type);
      return !source || allowed?.access === (access !== undefined);
    }),
  );
}

/** Whether a connection from that source could lead to that resource, however many there are. */
export function couldLeadTo(
  project: Project,
  from: Connecting,
  source: ConnectionSource | undefined,
  target: Resource,
): boolean {
  const answer = canConnectIgnoringOthers(project, { ...from, source }, target);
  return (
    answer.kind === 'allowed' &&
    (answer.allowed.role !== 'dead-letter' || whyNotDeadLetter(project, from.resource, target) === undefined)
  );
}

/** Whether the connection is allowed, however many there are. */
export function isAllowed(project: Finder, from: Connecting, { source, target }: Connection): boolean {
  return canConnectIgnoringOthers(project, { ...from, source }, target.value).kind === 'allowed';
}

/** The same, ignoring other connections. */
export function canConnectIgnoringOthers(
  project: Finder,
  { source, resource }: Connecting,
  to: Resource | string,
): ConnectionAnswer {
  const target = typeof to === 'string' ? project.find(to) : to;
  if (!target) return { kind: 'unknown-target', id: typeof to === 'string' ? to : to.id.value, reason: 'missing' };
  if (!source) return { kind: 'unknown-source' };
  const id = target.id.value;
  if (!target.type) return { kind: 'unknown-target', id, reason: 'untyped' };
  if (project.find(id)?.id.node !== target.id.node) return { kind: 'unknown-target', id, reason: 'shadowed' };
  const allowed = findAllowed(source, target.type);
  const why = allowed?.role === 'trigger' ? whyNoTrigger(resource) : undefined;
  if (why !== undefined) return { kind: 'cannot-invoke', source: resource, why };
  if (allowed) return { kind: 'allowed', allowed };
  return { kind: 'not-allowed', source, target, toItself: target === resource };
}

/** The connection of an endpoint that already lets a function send messages to the API's clients. */
function sendsBy(
  project: Project,
  { resource }: Connecting,
  id: string,
  { role }: AllowedConnection,
): Connection | undefined {
  if (role !== 'send' || resource.type !== 'lambda-function') return undefined;
  const api = project.find(id);
  return api?.type === 'websocket-api' ? handlerIn(project, api, resource)?.via : undefined;
}

/** All connections that may start at the resource or endpoint. */
export function allowedAt(from: Connecting): readonly AllowedConnection[] {
  return sourcesOf(from).flatMap(allowedFrom);
}

/** How many connections may start there. */
export function maximumOf(source: ConnectionSource | undefined): number {
  return (source && maximumConnections[source]) ?? Infinity;
}

/** Why the connection cannot be added, and what to do instead; undefined if it can be. */
export function whyNot(answer: ConnectionAnswer): string | undefined {
  switch (answer.kind) {
    case 'allowed':
    case 'occupied':
      return undefined;
    case 'already-connected':
      return alreadyConnected(answer);
    case 'impossible':
      return answer.reason;
    case 'cannot-invoke':
      return t`${quote(answer.source.id.value)} already exists and cannot invoke functions here, because ${answer.why}. Let it invoke the function where it is created.`;
    case 'not-allowed':
      return whyNotAllowed(answer);
    case 'unknown-source':
      return t`The type of this resource is not known. Choose its type first.`;
    case 'unknown-target':
      return whyUnknown(answer);
  }
}

function alreadyConnected({ allowed, by }: Extract<ConnectionAnswer, { kind: 'already-connected' }>): string {
  if (allowed.role === 'send' && by.source === 'endpoint') {
    return t`It handles an endpoint of this API, so it can already send messages to its clients.`;
  }
  const { access } = by;
  return access
    ? t`Already connected (${access.value}). To change the access, select the connection.`
    : t`Already connected.`;
}

function whyNotAllowed({ source, target, toItself }: Extract<ConnectionAnswer, { kind: 'not-allowed' }>): string {
  const [from, id, meaning] = [
    capitalize(nounOf(source)),
    quote(target.id.value),
    translated(meaningOfConnections(source)),
  ];
  const refusal = !toItself
    ? t`${from} cannot connect to ${nounOf(target.type)} (${id}): ${meaning}.`
    : source === 'endpoint'
      ? t`${from} cannot connect to its own API (${id}): ${meaning}.`
      : t`${from} cannot connect to itself (${id}): ${meaning}.`;
  const allowed = allowedFrom(source).map(({ to }) => nounOf(to));
  const isQueue = source === 'sqs-queue' && target.type === source && !toItself;
  if (allowed.length === 0) return refusal;
  const deadLetters = isQueue ? t`If it is to get the dead letters, use \`deadLetter\`.` : undefined;
  return sentences(refusal, t`It can connect to ${listed(allowed)}.`, deadLetters);
}

function whyUnknown({ id, reason }: Extract<ConnectionAnswer, { kind: 'unknown-target' }>): string {
  switch (reason) {
    case 'missing':
      return t`There is no resource ${quote(id)}.`;
    case 'untyped':
      return t`The type of ${quote(id)} is not known. Choose its type first.`;
    case 'shadowed':
      return t`Another resource ${quote(id)} comes first in the file, and connections refer to that one.`;
  }
}

/** The fault of an existing connection, as a short clause in plain text; undefined if it has none. */
export function faultOf(answer: ConnectionAnswer, source: ConnectionSource | undefined): string | undefined {
  switch (answer.kind) {
    case 'occupied':
      return maximumOf(source) === 1
        ? t`${nounOf(source)} can have at most 1 connection`
        : t`${nounOf(source)} can have at most ${maximumOf(source)} connections`;
    case 'cannot-invoke':
      return t`it already exists and cannot invoke functions, because ${answer.why}`;
    case 'not-allowed':
      return t`${nounOf(source)} cannot connect to ${nounOf(answer.target.type)}`;
    case 'unknown-target':
      return answer.reason === 'missing' ? t`there is no resource ${answer.id}` : undefined;
    case 'allowed':
    case 'already-connected':
    case 'impossible':
    case 'unknown-source':
      return undefined;
  }
}

/** "an endpoint", "a function". */
export function nounOf(source: ConnectionSource | undefined): string {
  if (source === 'endpoint') return translated(endpointObject.noun);
  if (source === 'dead-letter') return t`the \`deadLetter\` of a queue`;
  const noun = source && findResourceDefinition(source)?.noun;
  return noun === undefined ? (source ?? t`a resource`) : translated(noun);
}
