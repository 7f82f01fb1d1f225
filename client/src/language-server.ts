// The language server's process, the connection to it, and the command that restarts it.
import { join } from 'node:path';
import { EventEmitter, window, type CancellationToken, type Event, type LogOutputChannel } from 'vscode';
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
import { UserFacingError, notify, reasonOf, type Command } from './messages.ts';

export interface LanguageServer {
  /** Starts or restarts the server. Does not throw: a message reports the failure, and the result is false. */
  start(): Promise<boolean>;
  dispose(): Promise<void>;
  /** Fires when the server runs and knows the open documents. */
  readonly onDidStart: Event<void>;
  /** Resolves to null if the document is not open in the server, or there is no answer. Rejects if it is cancelled. */
  request<Name extends keyof Requests>(
    name: Name,
    params: Requests[Name]['params'],
    token?: CancellationToken,
  ): Promise<Requests[Name]['result']>;
}

/** The name of the server and of the output channel. */
export const productName = 'WebSocket Project';
/** A server that stops unexpectedly is restarted, but at most this many times in this many milliseconds. */
const maximumRestarts = 4;
const restartPeriod = 3 * 60_000;

/** Declares that accepting a completion can trigger the next one: a key, then its values. */
const suggestCommandSupport: StaticFeature = {
  fillClientCapabilities(capabilities) {
    capabilities.experimental = { commands: { commands: ['editor.action.triggerSuggest'] } };
  },
  initialize() {},
  getState: () => ({ kind: 'static' }),
  clear() {},
};

/** The commands of the code lenses are in `commands/`, so the server can send them. */
const options: InitializationOptions = { codeLens: true, routeLens: true };

/** @param log shared with the rest of the extension, and disposed of after the server */
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
    created.registerFeature(suggestCommandSupport);
    created.onDidChangeState(({ oldState, newState }) => {
      if (created !== client) return; // This client is being replaced.
      if (newState === State.Running) started.fire();
      else if (newState === State.StartFailed) notifyStopped('could not be started');
      else if (newState === State.Stopped && oldState === State.Running) notifyStopped('has stopped');
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

  const notifyStopped = (event: string): void => {
    notify(
      'error',
      `The ${productName} language server ${event}. Diagnostics, completions and previews are unavailable until it runs.`,
      { title: 'Restart', run: start },
      { title: 'Show Log', run: () => log.show() },
    );
  };

  const end = async (ended: LanguageClient): Promise<void> => {
    try {
      await ended.dispose();
    } catch (error) {
      // A server that is not running, or is still starting, cannot be stopped. Its process ends anyway.
      log.debug(`Could not stop the old server: ${reasonOf(error)}`);
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
    throw new UserFacingError(
      'The language server is not running. Start it with the command “WebSocket: Restart Language Server”.',
    );
  };

  return {
    start,
    onDidStart: started.event,
    // An undefined token would be sent as another parameter.
    request: async (name, params, token) =>
      token ? running().sendRequest(name, params, token) : running().sendRequest(name, params),
    async dispose() {
      const last = client;
      client = undefined;
      if (last) await end(last);
      started.dispose();
    },
  };
}

/** Logs errors without showing them: the library's messages are about connections and do not say what to do. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** How long the status bar shows that the server was restarted, in milliseconds. */
const statusDuration = 3000;

/** *WebSocket: Restart Language Server*. */
export function restartServer(server: LanguageServer): Command {
  return {
    id: 'websocketProject.restartServer',
    async run() {
      if (await server.start()) window.setStatusBarMessage('$(check) Language server restarted', statusDuration);
    },
  };
}
