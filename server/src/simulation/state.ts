// What a connection can be, what can come in, and what comes of it; and how an endpoint's function is called.
import type { Endpoint, LambdaFunction, Project, WebSocketApi, Connection } from '../model/project.ts';
import type { AuthorizerEvent, Client, Deployment, EndpointEvent, Handshake, Occasion } from './events.ts';
import type { Span } from '../syntax/tree.ts';
import { handlerOf } from '../model/usage.ts';
import { quote } from '../wording.ts';

export type ConnectionState =
  | { readonly phase: 'new' }
  | { readonly phase: 'authorizing' | 'connecting'; readonly client: Client }
  /** `waiting`: the requests that functions have not answered yet, and the endpoints that took them. */
  | { readonly phase: 'open'; readonly client: Client; readonly waiting: ReadonlyMap<string, Endpoint> }
  | { readonly phase: 'closed' };

/** What an authorizer does; `unauthorized`: it throws `Unauthorized`. `failure`: it fails in any other way. */
export type AuthorizerAnswer = 'allow' | 'deny' | 'unauthorized' | 'failure';

/** What a function returned; `failure` where it threw, or returned nothing valid. */
export type FunctionAnswer = 'failure' | { readonly statusCode: number; readonly body?: string };

export type Input =
  | {
      readonly kind: 'connect';
      readonly handshake: Handshake;
      readonly connectionId: string;
      readonly occasion: Occasion;
    }
  | {
      readonly kind: 'authorized';
      readonly answer: AuthorizerAnswer;
      /** Its `principalId`, and the context that it gives. */
      readonly context: Readonly<Record<string, string>>;
      readonly occasion: Occasion;
    }
  /** The function of an endpoint has answered the request of that id. */
  | { readonly kind: 'answered'; readonly requestId: string; readonly answer: FunctionAnswer }
  | { readonly kind: 'message'; readonly text: string; readonly messageId: string; readonly occasion: Occasion }
  | { readonly kind: 'binary' }
  | { readonly kind: 'disconnect'; readonly code: number; readonly reason: string; readonly occasion: Occasion };

export type Effect =
  | { readonly kind: 'ask-authorizer'; readonly lambda: LambdaFunction; readonly event: AuthorizerEvent }
  | {
      readonly kind: 'call';
      readonly endpoint: Endpoint;
      readonly lambda: LambdaFunction;
      readonly requestId: string;
      readonly event: EndpointEvent;
    }
  | { readonly kind: 'accept' }
  | { readonly kind: 'refuse'; readonly status: number }
  | { readonly kind: 'send'; readonly text: string }
  | { readonly kind: 'close'; readonly code: number };

export interface Advance {
  readonly state: ConnectionState;
  readonly effects: readonly Effect[];
  /** The endpoint that takes what came in. */
  readonly endpoint?: Endpoint | undefined;
  readonly steps: readonly SimulationStep[];
  /** True where it depends on what is wrong in the file what becomes of it. */
  readonly isUndecided?: boolean;
}

/** Where a connection leads to an API. */
export interface ApiContext {
  readonly project: Project;
  readonly api: WebSocketApi;
  readonly deployment: Deployment;
}

export type OpenState = Extract<ConnectionState, { phase: 'open' }>;

/** A reason of what comes of an input: texts of the user's are in backticks. */
export interface SimulationStep {
  /** A sentence or two. */
  readonly text: string;
  /** What in the descriptor it speaks of. */
  readonly span: Span | undefined;
}

export function step(text: string, at?: { readonly node: { readonly span: Span } }): SimulationStep {
  return { text, span: at?.node.span };
}

interface Call {
  readonly effects: readonly Effect[];
  readonly steps: readonly SimulationStep[];
  /** True where the endpoint deploys without a function. */
  readonly isUnconnected: boolean;
}

/** Calls the endpoint's function, or says why it cannot be called. */
export function call(
  { project }: ApiContext,
  endpoint: Endpoint,
  { requestId }: Occasion,
  words: (lambda: LambdaFunction) => string,
  event: EndpointEvent,
): Call {
  const [connection] = endpoint.connections;
  if (!connection) {
    const text = 'No function handles this endpoint: its requests end in an error.';
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
  const what = resource ? `${quote(value)} is no function` : `There is no resource ${quote(value)}`;
  return `${what}, which is an error: until it is mended, nothing can be deployed.`;
}
