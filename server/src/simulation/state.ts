// The states, inputs and effects of a connection, and how the function of an endpoint is called.
import type { Endpoint, LambdaFunction, Project, WebSocketApi, Connection } from '../model/project.ts';
import type { AuthorizerEvent, Client, Deployment, EndpointEvent, Handshake, Occasion } from './events.ts';
import type { Span } from '../syntax/tree.ts';
import { handlerOf } from '../model/usage.ts';
import { t } from '../locale.ts';
import { quote, sentences } from '../wording.ts';

export type ConnectionState =
  | { readonly phase: 'new' }
  | { readonly phase: 'authorizing' | 'connecting'; readonly client: Client }
  | {
      readonly phase: 'open';
      readonly client: Client;
      /** The requests that functions have not responded to yet, and the endpoints that received them. */
      readonly waiting: ReadonlyMap<string, Endpoint>;
      /** When a message was last received or sent, in milliseconds since 1970. */
      readonly lastActiveAt: number;
    }
  | { readonly phase: 'closed' };

/** The response of an authorizer. `unauthorized`: it throws `Unauthorized`. `failure`: it fails in any other way. */
export type AuthorizerAnswer = 'allow' | 'deny' | 'unauthorized' | 'failure';

/**
 * What a function returned; `failure` if it threw, or returned something invalid; `timeout` if API Gateway stopped
 * waiting for it.
 */
export type FunctionAnswer =
  | 'failure'
  | 'timeout'
  | 'throttled'
  | {
      readonly statusCode: number;
      readonly body?: string;
      /** The value of the header `Sec-WebSocket-Protocol`. */
      readonly subprotocol?: string;
    };

/** A request to `@connections`. */
export type ManagementAction =
  { readonly kind: 'post'; readonly text: string } | { readonly kind: 'get' } | { readonly kind: 'delete' };

export type ManagementResponse =
  | { readonly status: 200; readonly body: object | undefined }
  | { readonly status: 204 }
  | {
      readonly status: 400 | 403 | 410 | 413 | 429;
      readonly error:
        | 'BadRequestException'
        | 'ForbiddenException'
        | 'GoneException'
        | 'PayloadTooLargeException'
        | 'LimitExceededException';
      readonly message: string;
    };

export type Input = { readonly occasion: Occasion } & InputKind;

type InputKind =
  | {
      readonly kind: 'connect';
      readonly handshake: Handshake;
      readonly connectionId: string;
    }
  | {
      readonly kind: 'authorized';
      readonly answer: AuthorizerAnswer;
      /** The authorizer's `principalId` and context. */
      readonly context: Readonly<Record<string, string>>;
    }
  /** The function of an endpoint has responded to the request. */
  | { readonly kind: 'answered'; readonly answer: FunctionAnswer }
  | { readonly kind: 'message'; readonly text: string; readonly messageId: string }
  | { readonly kind: 'binary' }
  /** A frame or a message over the limit, which was not read to its end. */
  | { readonly kind: 'oversized'; readonly what: 'frame' | 'message' }
  | { readonly kind: 'manage'; readonly action: ManagementAction }
  /** Time has passed. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'disconnect'; readonly code: number; readonly reason: string };

export type Effect =
  | { readonly kind: 'ask-authorizer'; readonly lambda: LambdaFunction; readonly event: AuthorizerEvent }
  | {
      readonly kind: 'call';
      readonly endpoint: Endpoint;
      readonly lambda: LambdaFunction;
      readonly requestId: string;
      readonly event: EndpointEvent;
    }
  | { readonly kind: 'accept'; readonly subprotocol: string | undefined }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
  /** Answers a request to `@connections`. */
  | { readonly kind: 'respond'; readonly response: ManagementResponse };

export interface Advance {
  readonly state: ConnectionState;
  readonly effects: readonly Effect[];
  /** The endpoint that receives the input. */
  readonly endpoint?: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
  /** True if the outcome depends on an error in the file. */
  readonly isUndecided?: boolean;
}

/** The API that a connection belongs to. */
export interface ApiContext {
  readonly project: Project;
  readonly api: WebSocketApi;
  readonly deployment: Deployment;
}

export type OpenState = Extract<ConnectionState, { phase: 'open' }>;

/** A step of the explanation. The user's texts are in backticks. */
export interface SimulationStep {
  /** A sentence or two. */
  readonly text: string;
  /** The text of the descriptor that it refers to. */
  readonly span: Span | undefined;
}

/** What clients get that send too much. */
export function throttlingSteps({ throttling }: WebSocketApi, isMessage = false): SimulationStep[] {
  if (!throttling?.rate || !throttling.burst) return [];
  const { rate, burst } = throttling;
  const limit = t`The route accepts ${rate.value} requests a second, and ${burst.value} at once.`;
  const beyond = isMessage
    ? t`Clients that send more get \`Too Many Requests\`, and the connection stays open.`
    : t`Clients that send more get 429.`;
  return [step(sentences(limit, beyond), rate)];
}

export function step(text: string, at?: { readonly node: { readonly span: Span } }): SimulationStep {
  return { text, span: at?.node.span };
}

interface Call {
  readonly effects: readonly Effect[];
  readonly steps: readonly SimulationStep[];
  /** True if the endpoint has no handler, which can be deployed. */
  readonly isUnconnected: boolean;
}

/** Calls the endpoint's function, or explains why it cannot be called. */
export function call(
  { project }: ApiContext,
  endpoint: Endpoint,
  { requestId }: Occasion,
  words: (lambda: LambdaFunction) => string,
  event: EndpointEvent,
): Call {
  const [connection] = endpoint.connections;
  if (!connection) {
    const text = t`This endpoint has no handler, so its requests end in an error.`;
    return { effects: [], steps: [step(text, endpoint.route ?? { node: endpoint.map })], isUnconnected: true };
  }
  const lambda = handlerOf(project, endpoint);
  if (!lambda)
    return { effects: [], steps: [step(whyNoFunction(project, connection), connection.target)], isUnconnected: false };
  const called = step(words(lambda), connection.target);
  return { effects: [{ kind: 'call', endpoint, lambda, requestId, event }], steps: [called], isUnconnected: false };
}

export function whyNoFunction(project: Project, { target: { value } }: Connection): string {
  const resource = project.find(value);
  return sentences(
    resource ? t`${quote(value)} is not a function.` : t`There is no resource ${quote(value)}.`,
    t`This is an error, and the project cannot be deployed until it is fixed.`,
  );
}
