// Keeps what goes wrong with one request from the others, and lets long ones be called off.
import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type RemoteConsole,
} from 'vscode-languageserver';

/** Undefined where it failed, which is logged with what was asked. What is called off is told to the client. */
export type Contain = <R>(name: string, request: unknown, run: () => R | Promise<R>) => Promise<R | undefined>;

export function containment(console: Pick<RemoteConsole, 'error'>): Contain {
  return async (name, request, run) => {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      console.error(`${name} failed: ${reasonOf(error)}\nThe request: ${written(request)}`);
      return undefined;
    }
  };
}

/** Between what a client starts with and what it ends with. */
export type Phase = 'starting' | 'running' | 'ending';

/** The same for requests, which a client may send only while the server runs. */
export function whileRunning(contain: Contain, phase: () => Phase): Contain {
  return (name, request, run) =>
    contain(name, request, () => {
      if (phase() === 'starting') throw new ResponseError(ErrorCodes.ServerNotInitialized, 'Not initialized yet.');
      if (phase() === 'ending') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
      return run();
    });
}

/** With its stack, for those who mend it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function written(request: unknown): string {
  try {
    return JSON.stringify(request).slice(0, 1000);
  } catch (error) {
    return `(cannot be written: ${String(error)})`;
  }
}

/** To be asked wherever something long can stop: it throws what the client is then answered. */
export function stopIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The client called it off.');
}

/** Lets other requests be answered, and a cancellation be heard of, before what is long goes on. */
export async function yieldToEventLoop(token: CancellationToken): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  stopIfCancelled(token);
}
