// What a local run reports, and the commands that it accepts: each one a line of JSON, and plain data without functions, so that
// the command line prints it and the editor reads it. A property that is undefined is absent from the line.
import type { Position } from '../syntax/positions.ts';

/** Everything that happens in a local run, with its time in milliseconds since 1970. */
export type SessionEvent = { readonly time: number } & (
  | LifeEvent
  | ConnectionEvent
  | CallEvent
  | ({ readonly event: 'service' } & ServiceCall)
  /** A command or something else that failed, in a sentence. The run continues. */
  | { readonly event: 'problem'; readonly text: string }
);

/** The run itself, and what it takes over while it runs. */
export type LifeEvent =
  /** At the start, and when a saved descriptor changes the addresses. */
  | { readonly event: 'ready'; readonly apis: readonly LocalApi[] }
  | { readonly event: 'stopped'; readonly reason: string }
  /** The descriptor was saved. If it has errors, the last good one stays in use. */
  | { readonly event: 'descriptor'; readonly adopted: boolean; readonly problems: readonly string[] }
  /** Source files were saved. The next calls run them. */
  | { readonly event: 'sources'; readonly files: readonly string[] };

export interface LocalApi {
  /** The resource ID. */
  readonly id: string;
  /** `ws://127.0.0.1:3001/prod` */
  readonly url: string;
  /** Where the descriptor's own page for a browser is served, if there is one beside it. */
  readonly page?: string | undefined;
  /** A command that connects from a terminal, ready to be pasted. */
  readonly command: string;
}

/** What happens to one connection. `connection` is the ID that functions see. */
export type ConnectionEvent = { readonly api: string; readonly connection: string } & (
  | {
      readonly event: 'connecting';
      /** The name of the client that a command opened. */
      readonly client?: string | undefined;
      /** Path and query as requested. */
      readonly path: string;
      readonly origin?: string | undefined;
      readonly request: string;
      readonly steps: readonly SessionStep[];
    }
  | { readonly event: 'opened'; readonly subprotocol?: string | undefined; readonly steps: readonly SessionStep[] }
  /** The client got an HTTP status instead of a connection. */
  | {
      readonly event: 'refused';
      readonly status: number;
      readonly cause?: string | undefined;
      readonly steps: readonly SessionStep[];
    }
  | {
      readonly event: 'closed';
      readonly code: number;
      readonly reason: string;
      readonly by: 'client' | 'gateway' | 'function' | 'stop';
      readonly steps: readonly SessionStep[];
    }
  /** A frame from the client. */
  | {
      readonly event: 'received';
      readonly request: string;
      /** Absent for a binary message. */
      readonly message?: ShortText | undefined;
      /** The route that receives it; absent if none does. */
      readonly route?: string | undefined;
      /** The endpoint in the descriptor. */
      readonly endpoint?: Range | undefined;
      readonly steps: readonly SessionStep[];
    }
  /** A frame to the client. */
  | {
      readonly event: 'sent';
      readonly message: ShortText;
      readonly by: Sender;
      /** For an error of API Gateway: the likely cause, in a sentence. */
      readonly cause?: string | undefined;
    }
);

/**
 * Who sent a frame: API Gateway itself, a function by its response (`response`) to the request, or a call of `@connections`
 * (`post`), whose function is unknown if something else made it.
 */
export type Sender =
  | { readonly kind: 'gateway'; readonly request: string }
  | { readonly kind: 'response'; readonly function: string; readonly request: string }
  | { readonly kind: 'post'; readonly function?: string | undefined };

/** Calls of functions, what they log, and what they call themselves. */
export type CallEvent =
  | {
      readonly event: 'called';
      /** The `awsRequestId` of the invocation, which its logs have as well. A request can call the authorizer and a handler. */
      readonly call: string;
      /** The ID of API Gateway's request; absent if something else invokes the function. */
      readonly request?: string | undefined;
      readonly connection?: string | undefined;
      readonly function: string;
      /** What invokes it: a route, `authorizer`, or the resource ID of a queue, a schedule and so on. */
      readonly trigger: string;
      /** The event as JSON. */
      readonly payload: ShortText;
    }
  | {
      readonly event: 'answered';
      readonly call: string;
      readonly request?: string | undefined;
      readonly connection?: string | undefined;
      readonly function: string;
      readonly outcome: ShortOutcome;
      /** What API Gateway makes of it. */
      readonly steps: readonly SessionStep[];
    }
  | ({ readonly event: 'log' } & FunctionLog)
  | {
      /** An instance waits for a debugger. */
      readonly event: 'debugger';
      readonly function: string;
      readonly instance: number;
      /** `ws://…` for the protocol of Node's inspector; `debugpy://HOST:PORT` for debugpy, by the Debug Adapter Protocol. */
      readonly url: string;
    }
  /** A call of `@connections`. */
  | {
      readonly event: 'management';
      readonly api: string;
      readonly method: 'POST' | 'GET' | 'DELETE';
      readonly connection: string;
      /** The HTTP status of the answer. */
      readonly status: number;
      /** The function that made it, if it is known. */
      readonly function?: string | undefined;
      /** The likely cause of an error, in a sentence. */
      readonly cause?: string | undefined;
      /** The right that the function would not have on AWS, and the connection to add. */
      readonly refused?: string | undefined;
    };

/** What became of an invocation. */
export type Outcome =
  /** What the function returned, parsed. */
  (
    | { readonly kind: 'returned'; readonly value: unknown }
    | {
        readonly kind: 'failed';
        readonly errorType: string;
        readonly errorMessage: string;
        readonly stack: readonly string[];
      }
    /** Lambda's own limit. */
    | { readonly kind: 'timeout'; readonly seconds: number }
  ) & {
    readonly durationMs: number;
    /** How long the start of the instance took; undefined for one that was warm. */
    readonly initMs: number | undefined;
    readonly instance: number;
  };

/** An outcome with its value as JSON. */
export type ShortOutcome =
  | (Omit<Extract<Outcome, { kind: 'returned' }>, 'value'> & { readonly value: ShortText })
  | Exclude<Outcome, { kind: 'returned' }>;

/** A line that a function, or the start of one, logs. */
export interface FunctionLog {
  readonly function: string;
  readonly instance: number;
  /** The `call` that it belongs to; absent outside of one. */
  readonly request?: string | undefined;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
  /** The runtime logs why a call or a start has failed, which the outcome has as well. */
  readonly isOutcome?: boolean | undefined;
}

/** A call of a function to another service, as observed. */
export interface ServiceCall {
  readonly service: string;
  readonly operation: string;
  readonly resource?: string | undefined;
  readonly function?: string | undefined;
  /** The IAM action that the function's role would not have on AWS, and the connection to add. */
  readonly refused?: string | undefined;
  /** What failed, and what to do. */
  readonly problem?: string | undefined;
  readonly durationMs: number;
}

/** The beginning of a text, and the length of the whole in bytes. */
export interface ShortText {
  readonly text: string;
  readonly bytes: number;
}

/** A step of the simulator's explanation, with the text of the descriptor that it refers to. */
export interface SessionStep {
  readonly text: string;
  readonly range?: Range | undefined;
}

/** Zero-based, in UTF-16 units, as in the Language Server Protocol. */
interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What the one who started the run can ask for, each a line of JSON on standard input. */
export type SessionCommand =
  /** Opens a real socket inside of the run, under a name of the caller's choice. */
  | {
      readonly command: 'connect';
      readonly client: string;
      readonly api: string;
      readonly query?: readonly (readonly [name: string, value: string])[] | undefined;
      readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
    }
  | { readonly command: 'send'; readonly client: string; readonly text: string }
  | { readonly command: 'close'; readonly client: string; readonly code?: number | undefined }
  | { readonly command: 'stop' };
