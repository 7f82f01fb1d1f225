// Contains failures: one request that fails does not affect the others. Also phases, cancellation and order of requests.
import {
  ErrorCodes,
  LSPErrorCodes,
  RAL,
  ResponseError,
  type CancellationToken,
  type RemoteConsole,
} from 'vscode-languageserver';
import { inert, stackOf } from '../wording.ts';

/**
 * Runs a request. A failure is logged with the request, and the result is undefined. A `ResponseError`, as cancellation
 * throws, is passed on to the client, which may show its message.
 */
export type Contain = <R>(name: string, request: unknown, run: () => R | Promise<R>) => Promise<R | undefined>;

export function containment(console: Pick<RemoteConsole, 'error'>): Contain {
  return async (name, request, run) => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError) throw new ResponseError(error.code, inert(error.message), error.data);
      console.error(`${name} failed: ${stackOf(error)}\nThe request: ${serialize(request)}`);
      return undefined;
    }
  };
}

/** For a request that cannot be done, with a message for the user. */
export function refusal(reason: string): ResponseError<undefined> {
  return new ResponseError(LSPErrorCodes.RequestFailed, reason);
}

/** The server runs from the client's `initialize` to its `shutdown`. */
export type Phase = 'starting' | 'running' | 'ending';

/** Rejects requests outside the running phase, as the protocol demands. */
export function whileRunning(contain: Contain, phase: () => Phase): Contain {
  return (name, request, run) =>
    contain(name, request, () => {
      if (phase() === 'starting')
        throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server is not initialized.');
      if (phase() === 'ending') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
      return run();
    });
}

function serialize(request: unknown): string {
  try {
    return JSON.stringify(request).slice(0, 1000);
  } catch (error) {
    return `(not serializable: ${String(error)})`;
  }
}

/** @throws {ResponseError} if the request was cancelled; long computations call this where they can stop */
export function stopIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The client cancelled the request.');
}

/** Lets other requests and a cancellation be handled before a long computation continues. */
export async function yieldToEventLoop(token: CancellationToken): Promise<void> {
  await new Promise((resolve) => {
    RAL().timer.setImmediate(resolve);
  });
  stopIfCancelled(token);
}

export interface Arrivals {
  /** Called for each request and edit that is handled. */
  readonly add: () => void;
  /**
   * Resolves once everything that has already arrived is handled. What a person does not wait for waits for this, so that
   * a burst of edits is answered once, with the latest text, and a completion or hover behind it comes first.
   */
  readonly handled: (token: CancellationToken) => Promise<void>;
}

export function countArrivals(): Arrivals {
  let count = 0;
  return {
    add: () => void count++,
    async handled(token) {
      let before: number;
      do {
        before = count;
        // The library handles one message in each turn, but this turn may come before that one.
        await yieldToEventLoop(token);
        await yieldToEventLoop(token);
      } while (count !== before);
    },
  };
}
