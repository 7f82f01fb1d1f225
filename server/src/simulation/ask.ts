// Asks what becomes of a message, a connection or its end: one connection, advanced as far as the question goes.
import {
  resourcesOfType,
  type Endpoint,
  type LambdaFunction,
  type Project,
  type WebSocketApi,
} from '../model/project.ts';
import { functionAt, findEndpoint } from '../model/usage.ts';
import { advance } from './connection.ts';
import type { AuthorizerEvent, Client, Deployment, EndpointEvent, Occasion } from './events.ts';
import type { Advance, AuthorizerAnswer, ConnectionState, Effect, Input, ApiContext, SimulationStep } from './state.ts';
import { allOf, quote } from '../wording.ts';

/** Names and values, in their order; a name may come again. */
export type NamedValues = readonly (readonly [name: string, value: string])[];

/** What a client sends or does, and how the functions take it. */
export type RouteQuestion =
  | {
      readonly kind: 'message';
      /** Absent for a binary one. */
      readonly message?: string | undefined;
      /** `failure` where the function throws, or returns nothing valid. */
      readonly handler?: 'failure' | undefined;
    }
  | {
      readonly kind: 'connect';
      readonly query: NamedValues;
      readonly headers: NamedValues;
      /** `allow` when left out. */
      readonly authorizer?: AuthorizerAnswer | undefined;
      /** What the function of `$connect` does; status 200 when left out. */
      readonly handler?: 'failure' | { readonly statusCode: number } | undefined;
    }
  | { readonly kind: 'disconnect' };

/** A question to begin with, which a person then goes on from. */
export interface AskRequest {
  /** The API's id. */
  readonly api: string;
  readonly kind: RouteQuestion['kind'];
  /** The text to begin with, for a message. */
  readonly message?: string | undefined;
}

/** What the client gets. */
export type RouteReply =
  /** The `body` that the function returns. */
  | { readonly kind: 'body'; readonly function: string }
  /** API Gateway's own error, to the byte; the socket stays open. */
  | { readonly kind: 'error'; readonly frame: string }
  | { readonly kind: 'accepted' }
  /** An HTTP status instead of a socket. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The socket is closed with the WebSocket protocol's code. */
  | { readonly kind: 'closed'; readonly code: number };

export interface Answer {
  readonly api: WebSocketApi;
  /** Undefined where nothing takes what is asked about. */
  readonly endpoint: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
  readonly authorizer: Called<AuthorizerEvent> | undefined;
  readonly handler: Called<EndpointEvent> | undefined;
  /** What the client gets; undefined for nothing. */
  readonly reply: RouteReply | undefined;
  /** True where it depends on what is wrong in the file what the client gets. */
  readonly isUndecided: boolean;
}

export interface Called<E> {
  readonly lambda: LambdaFunction;
  readonly event: E;
}

/** Why there is no answer. */
export interface Unanswered {
  readonly reason: string;
  /** The APIs, one of which has to be chosen; empty where that is not the matter. */
  readonly apis: readonly string[];
}

/** What stands for what only AWS knows: the same each time, so that the same question has the same answer. */
const deployment: Deployment = {
  apiId: 'a1b2c3d4e5',
  region: 'eu-west-1',
  accountId: '123456789012',
  domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
};
const connectionId = 'RtO0LdHcDoECFkQ=';
const messageId = 'RtO2XcJzjoECFkQ=';
const sourceIp = '192.0.2.1';
/** 17 January 2024, 15:14:00 UTC. */
const connecting: Occasion = { requestId: 'RtO0LEIIjoEFmSQ=', time: 1_705_504_440_000 };
const later: Occasion = { requestId: 'RtO2XFAtDoEFZbA=', time: connecting.time + 12_000 };
const principal = { principalId: 'user' };

/** The API of that id, or the only one of the file. */
export function chooseApi(project: Project, id: string | undefined): WebSocketApi | Unanswered {
  const apis = resourcesOfType(project, 'websocket-api').filter((api) => project.find(api.id.value) === api);
  const ids = apis.map((api) => api.id.value);
  const [first, ...others] = apis;
  if (!first) return { reason: 'The file has no WebSocket API to ask.', apis: [] };
  if (id === undefined && others.length === 0) return first;
  const chosen = apis.find((api) => api.id.value === id);
  if (chosen) return chosen;
  const reason =
    id === undefined
      ? `The file has several APIs, ${allOf(ids)}: choose one of them.`
      : `There is no API ${quote(id)} in the file. It has ${allOf(ids)}.`;
  return { reason, apis: ids };
}

export function ask(project: Project, api: WebSocketApi, question: RouteQuestion): Answer {
  const run = new Run({ project, api, deployment });
  switch (question.kind) {
    case 'connect': {
      const { query, headers, authorizer = 'allow', handler = { statusCode: 200 } } = question;
      run.advance({ kind: 'connect', handshake: { query, headers, sourceIp }, connectionId, occasion: connecting });
      run.advance({ kind: 'authorized', answer: authorizer, context: principal, occasion: connecting });
      run.advance({ kind: 'answered', requestId: connecting.requestId, answer: handler });
      return run.answer();
    }
    case 'message': {
      const { message, handler } = question;
      run.open();
      run.advance(
        message === undefined ? { kind: 'binary' } : { kind: 'message', text: message, messageId, occasion: later },
      );
      if (handler) run.advance({ kind: 'answered', requestId: later.requestId, answer: handler });
      return run.answer();
    }
    case 'disconnect':
      run.open();
      run.advance({
        kind: 'disconnect',
        code: 1005,
        reason: 'Client-side close frame status not set',
        occasion: later,
      });
      return run.answer();
  }
}

class Run {
  private readonly place: ApiContext;
  private readonly done: Advance[] = [];
  private state: ConnectionState = { phase: 'new' };

  constructor(place: ApiContext) {
    this.place = place;
  }

  /** As if the client had connected before. */
  open(): void {
    const { project, api } = this.place;
    const isAuthorized = functionAt(project, api.connections[0]) && findEndpoint(api, '$connect');
    const client: Client = {
      connectionId,
      connectedAt: connecting.time,
      handshake: { headers: [], query: [], sourceIp },
      authorizer: isAuthorized && principal,
    };
    this.state = { phase: 'open', client, waiting: new Map() };
  }

  advance(input: Input): void {
    const next = advance(this.place, this.state, input);
    this.state = next.state;
    this.done.push(next);
  }

  answer(): Answer {
    const effects = this.done.flatMap((one) => one.effects);
    const authorizer = effects.find((effect) => effect.kind === 'ask-authorizer');
    const handler = effects.find((effect) => effect.kind === 'call');
    return {
      api: this.place.api,
      endpoint: this.done.find(({ endpoint }) => endpoint)?.endpoint,
      steps: this.done.flatMap(({ steps }) => steps),
      authorizer,
      handler,
      isUndecided: this.done.some((one) => one.isUndecided),
      reply: replyOf(effects) ?? (handler && bodyOf(handler)),
    };
  }
}

function replyOf(effects: readonly Effect[]): RouteReply | undefined {
  for (const effect of effects) {
    switch (effect.kind) {
      case 'ask-authorizer':
      case 'call':
        break;
      case 'accept':
        return { kind: 'accepted' };
      case 'refuse':
        return { kind: 'refused', status: effect.status };
      case 'send':
        return { kind: 'error', frame: effect.text };
      case 'close':
        return { kind: 'closed', code: effect.code };
    }
  }
  return undefined;
}

function bodyOf({ endpoint, lambda }: Extract<Effect, { kind: 'call' }>): RouteReply | undefined {
  const isSent = endpoint.operationMode?.value === '2-way' && endpoint.route?.value !== '$disconnect';
  return isSent ? { kind: 'body', function: lambda.id.value } : undefined;
}
