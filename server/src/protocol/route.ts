// Where a message goes.
import type { DocumentParams, Range } from './common.ts';

/** Request: `RouteParams` → `RouteResult`, or null for a document that is not open in the server. */
export const routeRequest = 'websocketProject/route';

export interface RouteParams extends DocumentParams {
  /** The API's id; may be left out where there is only one. */
  readonly api?: string | undefined;
  readonly question: RouteQuestion;
}

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

/** What an authorizer does; `unauthorized`: it throws `Unauthorized`. `failure`: it fails in any other way. */
export type AuthorizerAnswer = 'allow' | 'deny' | 'unauthorized' | 'failure';

export interface RouteResult {
  /** The APIs of the file. */
  readonly apis: readonly AskableApi[];
  readonly answer: RouteAnswer | undefined;
  /** Why there is no answer. */
  readonly refused: string | undefined;
}

/** What can be asked of an API. */
export interface AskableApi {
  readonly id: string;
  /** The authorizer's id, where it is asked. */
  readonly authorizer: string | undefined;
  /** What clients must send for that: `querystring.NAME`, `header.NAME`. */
  readonly identitySource: readonly string[];
  /** A message for each endpoint that a message can select. */
  readonly samples: readonly RouteSample[];
}

export interface RouteSample {
  readonly route: string;
  readonly message: string;
}

export interface RouteAnswer {
  readonly api: string;
  /** Absent where no endpoint takes what is asked about. */
  readonly route: string | undefined;
  readonly steps: readonly RouteStep[];
  /** The function that is asked whether the client may connect, and the event. */
  readonly authorizer: FunctionCall | undefined;
  /** The endpoint's function, and the event that it gets. */
  readonly handler: FunctionCall | undefined;
  /** Absent where the client gets nothing. */
  readonly reply: RouteReply | undefined;
  /** The same in a sentence. */
  readonly outcome: string;
  /** The nodes and edges of the graph that it passes, from the clients on. */
  readonly parts: readonly string[];
}

export interface RouteStep {
  /** A sentence or two, with texts of the file's in backticks. */
  readonly text: string;
  /** What in the document it speaks of. */
  readonly range: Range | undefined;
}

export interface FunctionCall {
  /** The resource id. */
  readonly function: string;
  /** JSON. */
  readonly event: string;
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
