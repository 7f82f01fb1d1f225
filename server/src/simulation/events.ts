// The events that functions are called with, with AWS's properties in AWS's order. IDs and times are parameters.
import type { Project, WebSocketApi } from '../model/project.ts';
import { stageName } from '../model/usage.ts';

/** Properties that exist only in a deployment. */
export interface Deployment {
  readonly apiId: string;
  readonly region: string;
  readonly accountId: string;
  readonly domainName: string;
  /** If it is not that of the descriptor. */
  readonly stage?: string | undefined;
}

/** The stage that clients connect to. */
export function stageOf({ project, api, deployment }: Pick<Scene, 'project' | 'api' | 'deployment'>): string {
  return deployment.stage ?? stageName(project, api);
}

/** A header or query parameter. Its name can occur more than once. */
export type Pair = readonly [name: string, value: string];

/** The client's request to connect. */
export interface Handshake {
  readonly headers: readonly Pair[];
  readonly query: readonly Pair[];
  readonly sourceIp: string;
}

/** A connection of a client to an API. */
export interface Client {
  readonly connectionId: string;
  /** In milliseconds since 1970. */
  readonly connectedAt: number;
  readonly handshake: Handshake;
  /** The authorizer's context, which every event contains as strings. */
  readonly authorizer?: Readonly<Record<string, string>> | undefined;
}

/** A request over the connection. */
export interface Occasion {
  readonly requestId: string;
  /** In milliseconds since 1970. */
  readonly time: number;
}

type Headers = Readonly<Record<string, string>>;
type MultiValueHeaders = Readonly<Record<string, readonly string[]>>;

export interface RequestContext {
  readonly routeKey: string;
  readonly authorizer?: Readonly<Record<string, string>>;
  readonly messageId?: string;
  readonly disconnectStatusCode?: number;
  readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
  readonly extendedRequestId: string;
  readonly requestTime: string;
  readonly messageDirection: 'IN';
  readonly disconnectReason?: string;
  readonly stage: string;
  readonly connectedAt: number;
  readonly requestTimeEpoch: number;
  readonly identity: { readonly userAgent?: string; readonly sourceIp: string };
  readonly requestId: string;
  readonly domainName: string;
  readonly connectionId: string;
  readonly apiId: string;
}

interface Received {
  readonly headers: Headers;
  readonly multiValueHeaders: MultiValueHeaders;
  readonly queryStringParameters?: Headers;
  readonly multiValueQueryStringParameters?: MultiValueHeaders;
}

export interface AuthorizerEvent extends Received {
  readonly type: 'REQUEST';
  readonly methodArn: string;
  readonly stageVariables: Headers;
  readonly requestContext: RequestContext;
}

export interface ConnectEvent extends Received {
  readonly requestContext: RequestContext;
  readonly isBase64Encoded: false;
}

export interface MessageEvent {
  readonly requestContext: RequestContext;
  /** The message as it was sent. */
  readonly body: string;
  readonly isBase64Encoded: false;
}

export interface DisconnectEvent {
  readonly headers: Headers;
  readonly multiValueHeaders: MultiValueHeaders;
  readonly requestContext: RequestContext;
  readonly isBase64Encoded: false;
}

export type EndpointEvent = ConnectEvent | MessageEvent | DisconnectEvent;

/** The context of all events of a connection: a deployed API, and its client. */
export interface Scene {
  readonly project: Project;
  readonly api: WebSocketApi;
  readonly deployment: Deployment;
  readonly client: Client;
}

export function authorizerEvent(scene: Scene, occasion: Occasion): AuthorizerEvent {
  const { region, accountId, apiId } = scene.deployment;
  const { requestContext, isBase64Encoded: _, ...received } = connectEvent(scene, occasion);
  const methodArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stageOf(scene)}/$connect`;
  return { type: 'REQUEST', methodArn, ...received, stageVariables: {}, requestContext };
}

export function connectEvent(scene: Scene, occasion: Occasion): ConnectEvent {
  const { headers, query } = scene.client.handshake;
  const sent = headers.map(([name]) => name.toLowerCase());
  const usual = usualHeaders(scene).filter(([name]) => !sent.includes(name.toLowerCase()));
  const all = valuesByName([...usual, ...headers], (name) => name.toLowerCase());
  const parameters = valuesByName(query, (name) => name);
  const queryStrings = query.length > 0 && {
    queryStringParameters: lastOfEach(parameters),
    multiValueQueryStringParameters: Object.fromEntries(parameters),
  };
  return {
    headers: lastOfEach(all),
    multiValueHeaders: Object.fromEntries(all),
    ...queryStrings,
    requestContext: requestContext(scene, occasion, { routeKey: '$connect', eventType: 'CONNECT' }),
    isBase64Encoded: false,
  };
}

export function messageEvent(
  scene: Scene,
  occasion: Occasion,
  { routeKey, messageId, body }: { readonly routeKey: string; readonly messageId: string; readonly body: string },
): MessageEvent {
  return {
    requestContext: requestContext(scene, occasion, { routeKey, eventType: 'MESSAGE', messageId }),
    body,
    isBase64Encoded: false,
  };
}

export function disconnectEvent(
  scene: Scene,
  occasion: Occasion,
  { code, reason }: { readonly code: number; readonly reason: string },
): DisconnectEvent {
  const headers = { Host: scene.deployment.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    requestContext: requestContext(scene, occasion, {
      routeKey: '$disconnect',
      eventType: 'DISCONNECT',
      disconnectStatusCode: code,
      disconnectReason: reason,
    }),
    isBase64Encoded: false,
  };
}

function requestContext(
  scene: Scene,
  { requestId, time }: Occasion,
  of: Pick<RequestContext, 'routeKey' | 'eventType' | 'messageId' | 'disconnectStatusCode' | 'disconnectReason'>,
): RequestContext {
  const { apiId, domainName } = scene.deployment;
  const { connectionId, connectedAt, authorizer, handshake } = scene.client;
  const { routeKey, eventType, messageId, disconnectStatusCode, disconnectReason } = of;
  const userAgent = valueOf(handshake.headers, 'User-Agent', true);
  return {
    routeKey,
    ...(authorizer && { authorizer }),
    ...(messageId !== undefined && { messageId }),
    ...(disconnectStatusCode !== undefined && { disconnectStatusCode }),
    eventType,
    extendedRequestId: requestId,
    requestTime: requestTime(time),
    messageDirection: 'IN',
    ...(disconnectReason !== undefined && { disconnectReason }),
    stage: stageOf(scene),
    connectedAt,
    requestTimeEpoch: time,
    identity: { ...(userAgent !== undefined && { userAgent }), sourceIp: handshake.sourceIp },
    requestId,
    domainName,
    connectionId,
    apiId,
  };
}

/** The last value that was sent under the name; undefined if there is none. */
export function valueOf(pairs: readonly Pair[], name: string, anyCase: boolean): string | undefined {
  const same = (other: string): boolean => other === name || (anyCase && other.toLowerCase() === name.toLowerCase());
  return pairs.filter(([other]) => same(other)).at(-1)?.[1];
}

/** Headers that every client sends, or that API Gateway adds. */
function usualHeaders({ deployment, client }: Scene): readonly Pair[] {
  return [
    ['Host', deployment.domainName],
    ['Sec-WebSocket-Extensions', 'permessage-deflate; client_max_window_bits'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Sec-WebSocket-Version', '13'],
    ['X-Amzn-Trace-Id', 'Root=1-65a7ef58-0123456789abcdef01234567'],
    ['X-Forwarded-For', client.handshake.sourceIp],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ];
}

/** All values by name, with each name as it is written first. */
function valuesByName(pairs: readonly Pair[], key: (name: string) => string): [string, readonly string[]][] {
  const found = new Map<string, [string, string[]]>();
  for (const [name, value] of pairs) {
    const known = found.get(key(name));
    if (known) known[1].push(value);
    else found.set(key(name), [name, [value]]);
  }
  return [...found.values()];
}

function lastOfEach(values: readonly (readonly [string, readonly string[]])[]): Headers {
  return Object.fromEntries(values.map(([name, all]) => [name, all.at(-1) ?? '']));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `17/Jan/2024:15:14:00 +0000` */
function requestTime(time: number): string {
  const [, year = '', month = '', day = '', clock = ''] =
    /^(.*)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(new Date(time).toISOString()) ?? [];
  return `${day}/${months[Number(month) - 1] ?? ''}/${year}:${clock} +0000`;
}
