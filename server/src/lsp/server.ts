// The server: creates its parts, and registers its features and their capabilities.
import {
  ErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Files } from '../files/files.ts';
import { allFiles, fileSchemes, readsFiles } from './all-files.ts';
import { clientOptions } from './client-options.ts';
import { containment, countArrivals, stopIfCancelled, whileRunning, type Contain, type Phase } from './containment.ts';
import { positionEncodingOf } from './convert.ts';
import { openDocuments } from './documents.ts';
import type { Context, ServerFeature } from './feature.ts';
import { agentTools } from './features/agent-tools.ts';
import { codeActions } from './features/code-actions.ts';
import { codeLenses } from './features/code-lenses.ts';
import { completion } from './features/completion.ts';
import { diagnostics, workspaceDiagnostics } from './features/diagnostics.ts';
import { executeCommand } from './features/execute-command.ts';
import { formatting } from './features/formatting.ts';
import { importing } from './features/importing.ts';
import { movedFiles } from './features/moved-files.ts';
import { definition, documentLinks, highlights, references } from './features/navigation.ts';
import { ownRequests } from './features/own-requests.ts';
import { folding, hover, inlayHints, selectionRanges, semanticTokens } from './features/reading.ts';
import { linkedEditing, rename } from './features/renaming.ts';
import { sourceCode } from './features/source-code.ts';
import { callHierarchy, documentSymbols, workspaceSymbols } from './features/symbols.ts';
import { translateWith, type Catalogue } from '../locale.ts';
import type { PositionEncoding } from '../syntax/positions.ts';
import { withSettingsFiles } from './settings-files.ts';
import { clientSettings } from './settings.ts';
import { snapshotStore } from './snapshots.ts';
import { knownSources } from './sources.ts';
import { openTexts } from './text-sync.ts';
import { typingIn } from './typing.ts';
import { watchedFiles } from './watched-files.ts';
import { workspaceOf } from './workspace.ts';

const features: readonly ServerFeature[] = [
  agentTools,
  callHierarchy,
  codeActions,
  codeLenses,
  completion,
  definition,
  diagnostics,
  documentLinks,
  documentSymbols,
  executeCommand,
  folding,
  formatting,
  highlights,
  hover,
  importing,
  inlayHints,
  linkedEditing,
  movedFiles,
  ownRequests,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  sourceCode,
  workspaceDiagnostics,
  workspaceSymbols,
];

/** What depends on where the server runs. */
export interface Surroundings extends Pick<Context, 'rulePages'> {
  /** Undefined if the server has none. */
  readonly disk: Files | undefined;
  /** Today's date, as YYYY-MM-DD. */
  readonly today: () => string;
  /** What is installed beside the server. Without it, the server has what the client gives it in `initializationOptions`. */
  readonly installed?: {
    /** The texts in a language, a language tag; undefined for English. */
    readonly texts: (locale: string) => Catalogue | undefined;
    readonly page: Context['pageOf'];
  };
}

export function startServer(connection: Connection, surroundings: Surroundings): void {
  const { disk, today, rulePages, installed } = surroundings;
  let client: ClientCapabilities = {};
  let options = clientOptions(undefined);
  let schemes: readonly string[] = [];
  const encoding = (): PositionEncoding => positionEncodingOf(client);
  let phase: Phase = 'starting';
  const attempt = containment(connection.console);
  const arrivals = countArrivals();
  const containRunning = whileRunning(attempt, () => phase);
  const contain: Contain = (...request) => {
    arrivals.add();
    return containRunning(...request);
  };
  const files = allFiles(connection, disk, () => readsFiles(client));
  const watched = watchedFiles(connection, () => client);
  const settings = withSettingsFiles(
    connection,
    files,
    clientSettings(connection, () => client),
    watched,
  );
  const texts = openTexts(encoding, (message) => connection.console.warn(message));
  texts.onDidChangeContent(arrivals.add);
  const sources = knownSources(files, watched, texts);
  const snapshots = snapshotStore(settings, sources, { encoding, today });
  const documents = openDocuments(texts, snapshots, settings, sources);
  const workspace = workspaceOf(connection, files, documents, snapshots, sources, watched, attempt);

  connection.onInitialize((params): InitializeResult => {
    if (phase !== 'starting') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server is already initialized.');
    phase = 'running';
    client = params.capabilities;
    options = clientOptions(params.initializationOptions);
    translateWith(installed ? installed.texts(params.locale ?? 'en') : options.texts);
    schemes = fileSchemes(params);
    workspace.initialize(params);
    const all = features.map(({ capabilities }) =>
      typeof capabilities === 'function' ? capabilities(params) : capabilities,
    );
    const merged = all.reduce<ServerCapabilities>((before, one) => ({ ...before, ...one }), {});
    return {
      serverInfo: { name: 'websocket-project' },
      capabilities: {
        ...merged,
        positionEncoding: encoding(),
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { ...merged.workspace, workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onShutdown(() => {
    phase = 'ending';
  });

  const starts: (() => void)[] = [() => settings.start(), () => watched.start(), () => workspace.start()];
  const context: Context = {
    connection,
    files,
    documents,
    snapshots,
    settings,
    sources,
    workspace,
    typing: typingIn(texts),
    arrivals,
    client: () => client,
    fileSchemes: () => schemes,
    options: () => options,
    rulePages,
    pageOf: (rule) => (installed ? installed.page(rule) : options.rulePages?.[rule]),
    onInitialized: (listener) => void starts.push(listener),
    contain,
    attempt,
    answer: (name, respond) => context.answerAbout(name, ({ textDocument }) => textDocument.uri, respond),
    answerAbout: (name, uriOf, respond) => async (params, token) => {
      const answered = await contain(name, params, () => {
        stopIfCancelled(token);
        const analysis = documents.analysis(uriOf(params));
        return analysis ? respond(analysis, params, token) : null;
      });
      return answered ?? null;
    },
    answerWhenReady: (name, respond) => async (params, token) => {
      const answered = await contain(name, params, async () => {
        const { uri } = params.textDocument;
        await snapshots.ready(uri);
        stopIfCancelled(token);
        const analysis = documents.analysis(uri);
        return analysis ? respond(analysis, params, token) : null;
      });
      return answered ?? null;
    },
  };
  for (const feature of features) feature.register(context);

  connection.onInitialized(() => {
    for (const start of starts) start();
  });
  texts.listen(connection);
  connection.listen();
}
