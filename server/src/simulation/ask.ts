// Answers what happens to a message, a connection or a disconnection, by advancing one connection as far as needed.
import {
  resourcesOfType,
  type Endpoint,
  type LambdaFunction,
  type Project,
  type WebSocketApi,
} from '../model/project.ts';
import { calledAuthorizer } from '../model/usage.ts';
import { closes } from './closing.ts';
import { advance } from './connection.ts';
import type { AuthorizerEvent, Client, Deployment, EndpointEvent, Occasion } from './events.ts';
import type {
  Advance,
  AuthorizerAnswer,
  ConnectionState,
  Effect,
  Input,
  ApiContext,
  FunctionAnswer,
  SimulationStep,
} from './state.ts';
import { t } from '../locale.ts';
import { allOf, quote } from '../wording.ts';

/** Names and values, in order. A name can occur more than once. */
export type NamedValues = readonly (readonly [name: string, value: string])[];

/** An action of a client, and how the functions respond. */
export type RouteQuestion =
  | {
      readonly kind: 'message';
      /** Absent for a binary message. */
      readonly message?: string | undefined;
      /** Undefined if the function returns a response. */
      readonly handler?: Extract<FunctionAnswer, string> | undefined;
    }
  | {
      readonly kind: 'connect';
      readonly query: NamedValues;
      readonly headers: NamedValues;
      /** `allow` by default. */
      readonly authorizer?: AuthorizerAnswer | undefined;
      /** The response of the handler of `$connect`; status 200 by default. */
      readonly handler?: 'failure' | { readonly statusCode: number } | undefined;
    }
  | { readonly kind: 'disconnect' };

/** An initial question, which the user then edits. */
export interface AskRequest {
  /** The ID of the API. */
  readonly api: string;
  readonly kind: RouteQuestion['kind'];
  /** The initial text of a message. */
  readonly message?: string | undefined;
}

/** The reply to the client. */
export type RouteReply =
  /** The `body` that the function returns. */
  | { readonly kind: 'body'; readonly function: string }
  /** API Gateway's own error, byte for byte. The connection stays open. */
  | { readonly kind: 'error'; readonly frame: string }
  | { readonly kind: 'accepted' }
  /** An HTTP status instead of a connection. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The connection is closed with a code of the WebSocket protocol. */
  | { readonly kind: 'closed'; readonly code: number };

export interface Answer {
  readonly api: WebSocketApi;
  /** Undefined if no endpoint receives it. */
  readonly endpoint: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
  readonly authorizer: Called<AuthorizerEvent> | undefined;
  readonly handler: Called<EndpointEvent> | undefined;
  /** The reply to the client; undefined if there is none. */
  readonly reply: RouteReply | undefined;
  /** True if the reply depends on an error in the file. */
  readonly isUndecided: boolean;
}

export interface Called<E> {
  readonly lambda: LambdaFunction;
  readonly event: E;
}

/** Why there is no answer. */
export interface Unanswered {
  readonly reason: string;
  /** The APIs to choose from; empty if that is not the reason. */
  readonly apis: readonly string[];
}

/** Placeholders for values that only AWS knows. They are constant, so that the same question has the same answer. */
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

/** The API with that ID, or the only one in the file. */
export function chooseApi(project: Project, id: string | undefined): WebSocketApi | Unanswered {
  const apis = resourcesOfType(project, 'websocket-api').filter((api) => project.find(api.id.value) === api);
  const ids = apis.map((api) => api.id.value);
  const [first, ...others] = apis;
  if (!first) return { reason: t`The file has no WebSocket API.`, apis: [] };
  if (id === undefined && others.length === 0) return first;
  const chosen = apis.find((api) => api.id.value === id);
  if (chosen) return chosen;
  const reason =
    id === undefined
      ? t`The file has several APIs: ${allOf(ids)}. Choose one of them.`
      : t`There is no API ${quote(id)} in the file. It has ${allOf(ids)}.`;
  return { reason, apis: ids };
}

export function ask(project: Project, api: WebSocketApi, question: RouteQuestion): Answer {
  const run = new Run({ project, api, deployment });
  switch (question.kind) {
    case 'connect': {
      const { query, headers, authorizer = 'allow', handler = { statusCode: 200 } } = question;
      run.advance({ kind: 'connect', handshake: { query, headers, sourceIp }, connectionId, occasion: connecting });
      run.advance({ kind: 'authorized', answer: authorizer, context: principal, occasion: connecting });
      run.advance({ kind: 'answered', occasion: connecting, answer: handler });
      return run.answer();
    }
    case 'message': {
      const { message, handler } = question;
      run.open();
      run.advance(
        message === undefined
          ? { kind: 'binary', occasion: later }
          : { kind: 'message', text: message, messageId, occasion: later },
      );
      if (handler) run.advance({ kind: 'answered', occasion: later, answer: handler });
      return run.answer();
    }
    case 'disconnect':
      run.open();
      run.advance({ kind: 'disconnect', ...closes.noCode, occasion: later });
      return run.answer();
  }
}

class Run {
  private readonly apiContext: ApiContext;
  private readonly done: Advance[] = [];
  private state: ConnectionState = { phase: 'new' };

  constructor(apiContext: ApiContext) {
    this.apiContext = apiContext;
  }

  /** An open connection, as if the client had connected before. */
  open(): void {
    const { project, api } = this.apiContext;
    const client: Client = {
      connectionId,
      connectedAt: connecting.time,
      handshake: { headers: [], query: [], sourceIp },
      authorizer: calledAuthorizer(project, api) && principal,
    };
    this.state = { phase: 'open', client, waiting: new Map(), lastActiveAt: connecting.time };
  }

  advance(input: Input): void {
    const next = advance(this.apiContext, this.state, input);
    this.state = next.state;
    this.done.push(next);
  }

  answer(): Answer {
    const effects = this.done.flatMap((one) => one.effects);
    const authorizer = effects.find((effect) => effect.kind === 'ask-authorizer');
    const handler = effects.find((effect) => effect.kind === 'call');
    return {
      api: this.apiContext.api,
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
      case 'respond':
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
