// The language server's process and the connection to it: started with the extension, started afresh on demand.
import { join } from 'node:path';
import { EventEmitter, type CancellationToken, type Event, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type ErrorHandler,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { languageId, type InitializationOptions, type Requests } from '../../server/src/protocol.ts';
import { diagnosticsMiddleware } from './diagnostics.ts';
import { Refusal, reasonOf, tell } from './messages.ts';

export interface LanguageServer {
  /** Starts it, or starts it afresh. Does not throw: should it fail, that is told. */
  start(): Promise<boolean>;
  dispose(): Promise<void>;
  /** It runs; documents that were open before are known to it. */
  readonly onDidStart: Event<void>;
  /** Null where the server does not know the document, or has nothing to say. Rejects where it is cancelled. */
  ask<Name extends keyof Requests>(
    name: Name,
    params: Requests[Name]['params'],
    token?: CancellationToken,
  ): Promise<Requests[Name]['result']>;
}

/** Names the server and the output channel. */
export const productName = 'Websocket Project';
/** A server that ends by itself is started again, but not for ever: so many times in so many milliseconds. */
const maximumRestarts = 4;
const restartPeriod = 3 * 60_000;

/** Says that a completion may have the editor ask for the next one: a key for its values. */
const suggestsOn: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: ['editor.action.triggerSuggest'] } };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

/** The commands of the code lenses are in `commands/`. */
const options: InitializationOptions = { codeLens: true, routeLens: true };

/** @param log shared with the rest of the extension, which outlives the server */
export function languageServer(extensionPath: string, log: LogOutputChannel): LanguageServer {
  const started = new EventEmitter<void>();
  const module = join(extensionPath, 'dist', 'server.js');
  let client: LanguageClient | undefined;
  let restarts: number[] = [];

  const create = (): LanguageClient => {
    const created = new QuietClient(
      'websocketProject',
      productName,
      { module, transport: TransportKind.ipc },
      {
        documentSelector: [{ language: languageId }],
        outputChannel: log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        initializationOptions: options,
        initializationFailedHandler: () => false,
        errorHandler: errorHandler(),
        middleware: diagnosticsMiddleware,
      },
    );
    created.registerFeature(suggestsOn);
    created.onDidChangeState(({ oldState, newState }) => {
      if (created !== client) return; // It is being replaced.
      if (newState === State.Running) started.fire();
      else if (newState === State.StartFailed) tellStopped('could not be started');
      else if (newState === State.Stopped && oldState === State.Running) tellStopped('has stopped');
    });
    return created;
  };

  const errorHandler = (): ErrorHandler => ({
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const now = Date.now();
      restarts = [...restarts.filter((time) => now - time < restartPeriod), now];
      const again = client?.state === State.Running && restarts.length <= maximumRestarts;
      return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
    },
  });

  const tellStopped = (what: string): void => {
    tell(
      'error',
      `The language server of ${productName} ${what}: there are no diagnostics, completions or previews until it runs.`,
      { title: 'Restart', run: start },
      { title: 'Show Log', run: () => log.show() },
    );
  };

  const end = async (ended: LanguageClient): Promise<void> => {
    try {
      await ended.dispose();
    } catch (error) {
      // One that does not run, or has not started yet, cannot be stopped; its process is ended all the same.
      log.debug(`The old server: ${reasonOf(error)}`);
    }
  };

  const start = async (): Promise<boolean> => {
    const old = client;
    restarts = [];
    const created = create();
    client = created;
    if (old) await end(old);
    try {
      await created.start();
      return true;
    } catch (error) {
      log.error(`The server could not be started: ${reasonOf(error)}`);
      return false;
    }
  };

  const running = (): LanguageClient => {
    if (client?.state === State.Running || client?.state === State.Starting) return client;
    throw new Refusal('The language server does not run. The command “WebSocket: Restart Language Server” starts it.');
  };

  return {
    start,
    onDidStart: started.event,
    // A token that is not there would be sent as one more parameter.
    ask: async (name, params, token) =>
      token ? running().sendRequest(name, params, token) : running().sendRequest(name, params),
    async dispose() {
      const last = client;
      client = undefined;
      if (last) await end(last);
      started.dispose();
    },
  };
}

/** Logs what goes wrong and leaves it to us to tell it: its own messages speak of connections, not of what to do. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
