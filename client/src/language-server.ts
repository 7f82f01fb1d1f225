// The connection to the language server, and the command that restarts it.
import { EventEmitter, window, type CancellationToken, type Event, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  DiagnosticRefreshRequest,
  DiagnosticSeverity,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  ErrorAction,
  ErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  State,
  WorkspaceDiagnosticRequest,
  type BaseLanguageClient,
  type Diagnostic,
  type ErrorHandler,
  type LanguageClientOptions,
  type StaticFeature,
} from 'vscode-languageclient';
import {
  followRouteCommand,
  generateTemplateCommand,
  goToLocationCommand,
  importCommand,
  openPreviewCommand,
  routeMessageCommand,
  runLocallyCommand,
  showReferencesCommand,
  suggestCommand,
} from '../../server/src/client-support.ts';
import { languageId, type Problem, type Requests } from '../../server/src/protocol.ts';
import { codeLensMiddleware, refreshLenses } from './code-lenses.ts';
import { collectionsBesideTasks, diagnosticsMiddleware } from './diagnostics.ts';
import { answerFileRequests } from './file-requests.ts';
import { UserFacingError, notify, type Command } from './messages.ts';
import { maximumSilence, watchdog } from './watchdog.ts';
import { t } from '../../server/src/locale.ts';
import { messageOf } from '../../server/src/wording.ts';

export interface LanguageServer {
  /** Starts or restarts the server. Does not throw: a message reports the failure, and the result is false. */
  start(): Promise<boolean>;
  dispose(): Promise<void>;
  /** Fires when the server runs and knows the open documents. */
  readonly onDidStart: Event<void>;
  /** Fires when its answers may have changed although no text has: after a change of the settings or of other files. */
  readonly onDidRefresh: Event<void>;
  /** Resolves to null if the document is not open in the server, or there is no answer. Rejects if it is cancelled. */
  request<Name extends keyof Requests>(
    name: Name,
    params: Requests[Name]['params'],
    token?: CancellationToken,
  ): Promise<Requests[Name]['result']>;
  /** The problems of all project files of the workspace, as they are now. */
  problems(): Promise<readonly FileProblems[]>;
}

export interface FileProblems {
  readonly uri: string;
  /** Empty if there are none. */
  readonly problems: readonly Problem[];
}

/** The name of the server and of the output channel. */
export const productName = 'WebSocket Project';
/** A server that stops unexpectedly is restarted, but at most this many times in this many milliseconds. */
const maximumRestarts = 4;
const restartPeriod = 3 * 60_000;

/**
 * Declares the commands that code lenses and completion items may run, which are VS Code's, or in `commands/`, and that the
 * server can ask for files. Reports when the server asks the client to ask again.
 */
function ownSupport(client: BaseLanguageClient, canRun: boolean, onRefresh: () => void): StaticFeature {
  return {
    fillClientCapabilities(capabilities) {
      const commands = [
        ...(canRun ? [runLocallyCommand] : []),
        suggestCommand,
        followRouteCommand,
        generateTemplateCommand,
        importCommand,
        openPreviewCommand,
        routeMessageCommand,
        goToLocationCommand,
        showReferencesCommand,
      ];
      capabilities.experimental = { commands: { commands }, fileRequests: true };
    },
    initialize() {
      // In place of the library's handler.
      client.onRequest(DiagnosticRefreshRequest.type, async () => {
        client.getFeature(DocumentDiagnosticRequest.method).refresh();
        onRefresh();
      });
    },
    getState: () => ({ kind: 'static' }),
    clear() {},
  };
}

/** A client for a new server, which is where its program runs. */
export type NewClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** Any request will do: the server answers that it does not know this one. */
const ping = '$/ping';

/**
 * @param log shared with the rest of the extension, and disposed of after the server
 * @param isDebugged whether the server may be paused in a debugger, so that it does not answer
 * @param canRun whether this window can run project files locally, which a code lens offers
 */
export function languageServer(
  newClient: NewClient,
  log: LogOutputChannel,
  isDebugged: boolean,
  canRun: boolean,
): LanguageServer {
  const started = new EventEmitter<void>();
  const refreshed = new EventEmitter<void>();
  const collections = collectionsBesideTasks();
  let client: BaseLanguageClient | undefined;
  /** Called when the client has ended: the library leaves the requests to a server that hangs without an answer. */
  let abandonRequests = (): void => undefined;
  let restarts: number[] = [];
  const lenses = refreshLenses(() => client);

  const create = (): BaseLanguageClient => {
    const { watch, abandon } = watchdog(
      () => void created.sendRequest(ping).catch(() => undefined),
      (methods) => {
        if (created === client && !isDebugged) notifySilent(methods);
      },
    );
    const created = newClient('websocketProject', productName, {
      documentSelector: [{ language: languageId }],
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: errorHandler(),
      diagnosticCollectionProvider: collections.provider,
      middleware: {
        ...diagnosticsMiddleware,
        ...codeLensMiddleware,
        sendRequest: (type, params, token, next) =>
          watch(typeof type === 'string' ? type : type.method, () => next(type, params, token)),
      },
    });
    logQuietly(created);
    abandonRequests = () => abandon(new ResponseError(ErrorCodes.PendingResponseRejected, 'The server was stopped.'));
    created.registerFeature(ownSupport(created, canRun, () => refreshed.fire()));
    answerFileRequests(created);
    created.onDidChangeState(({ oldState, newState }) => {
      if (created !== client) return; // This client is being replaced.
      if (newState === State.Running) started.fire();
      else if (newState === State.StartFailed)
        notifyProblem(
          'error',
          t`The ${productName} language server could not be started. Diagnostics, completions and previews are unavailable until it runs.`,
        );
      else if (newState === State.Stopped && oldState === State.Running)
        notifyProblem(
          'error',
          t`The ${productName} language server has stopped. Diagnostics, completions and previews are unavailable until it runs.`,
        );
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

  const notifyProblem = (severity: 'error' | 'warning', message: string): void => {
    const restart = { title: t`Restart`, run: start };
    notify(severity, message, restart, { title: t`Show Log`, run: () => log.show() });
  };
  const notifySilent = (methods: readonly string[]): void => {
    log.warn(`The server has not answered for ${maximumSilence} seconds: ${methods.join(', ')}`);
    notifyProblem(
      'warning',
      t`The ${productName} language server has not answered for ${maximumSilence} seconds. Restart it, or wait until it has finished.`,
    );
  };

  const end = async (ended: BaseLanguageClient): Promise<void> => {
    try {
      await ended.dispose();
    } catch (error) {
      // A server that is not running, or is still starting, cannot be stopped. Its process ends anyway.
      log.debug(`Could not stop the old server: ${messageOf(error)}`);
    }
  };

  const start = async (): Promise<boolean> => {
    const [old, abandonOld] = [client, abandonRequests];
    restarts = [];
    const created = create();
    client = created;
    if (old) await end(old);
    abandonOld();
    try {
      await created.start();
      return true;
    } catch (error) {
      log.error(`The server could not be started: ${messageOf(error)}`);
      return false;
    }
  };

  const running = (): BaseLanguageClient => {
    if (client?.state === State.Running || client?.state === State.Starting) return client;
    throw new UserFacingError(
      t`The language server is not running. Start it with the command “WebSocket: Restart Language Server”.`,
    );
  };

  return {
    start,
    onDidStart: started.event,
    onDidRefresh: refreshed.event,
    // An undefined token would be sent as another parameter.
    request: async (name, params, token) =>
      token ? running().sendRequest(name, params, token) : running().sendRequest(name, params),
    async problems() {
      const { items } = await running().sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
      return items.map((report) => ({
        uri: report.uri,
        problems: report.kind === DocumentDiagnosticReportKind.Full ? report.items.map(toProblem) : [],
      }));
    },
    async dispose() {
      const last = client;
      client = undefined;
      if (last) await end(last);
      started.dispose();
      refreshed.dispose();
      collections.dispose();
      lenses.dispose();
    },
  };
}

function toProblem({ severity, message, code, range }: Diagnostic): Problem {
  return {
    severity: severities[severity ?? DiagnosticSeverity.Error],
    message: typeof message === 'string' ? message : message.value,
    rule: String(code),
    range,
  };
}

const severities: Readonly<Record<DiagnosticSeverity, Problem['severity']>> = {
  [DiagnosticSeverity.Error]: 'error',
  [DiagnosticSeverity.Warning]: 'warning',
  [DiagnosticSeverity.Information]: 'information',
  [DiagnosticSeverity.Hint]: 'information',
};

/** Logs errors without showing them: the library's messages are about connections and do not say what to do. */
function logQuietly(client: BaseLanguageClient): void {
  const error = client.error.bind(client);
  client.error = (message, data) => error(message, data, false);
}

/** How long the status bar shows that the server was restarted, in milliseconds. */
const statusDuration = 3000;

/** *WebSocket: Restart Language Server*. */
export function restartServer(server: LanguageServer): Command {
  return {
    id: 'websocketProject.restartServer',
    async run() {
      if (await server.start()) window.setStatusBarMessage(`$(check) ${t`Language server restarted`}`, statusDuration);
    },
  };
}
