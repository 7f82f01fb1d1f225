// What a feature of the server is: what it can do, and how it answers. One file per feature in `features/`.
import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  InitializeParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { Contain } from './containment.ts';
import type { OpenDocuments } from './documents.ts';
import type { Settings } from './settings.ts';
import type { Snapshots } from './snapshots.ts';
import type { Sources } from './sources.ts';
import type { Workspace } from './workspace.ts';

export interface ServerFeature {
  /** May depend on what the client can do. */
  readonly capabilities: ServerCapabilities | ((params: InitializeParams) => ServerCapabilities);
  register(context: Context): void;
}

/** The parameters of every request about a document. */
export interface DocumentRequest {
  readonly textDocument: { readonly uri: string };
}

export interface Context {
  readonly connection: Connection;
  readonly documents: OpenDocuments;
  readonly snapshots: Snapshots;
  readonly settings: Settings;
  readonly sources: Sources;
  readonly workspace: Workspace;
  /** What the client said of itself when it started; empty before. */
  readonly client: () => ClientCapabilities;
  /** What the client wants of this server beyond the protocol; undefined before it started. */
  readonly initializationOptions: () => unknown;
  /** The URI of the folder with the page of each rule, `<rule>.md`; undefined where the program stands alone. */
  readonly rulePages: string | undefined;
  /** Calls back when client and server have introduced themselves: from then on the client can be asked. */
  readonly onInitialized: (listener: () => void) => void;
  /**
   * Answers a request about a document by its analysis, or null where the document is not open. A request that fails
   * is logged by its name and answered as if there were nothing to say: the others go on.
   */
  readonly answer: <P extends DocumentRequest, R>(
    name: string,
    respond: (analysis: Analysis, params: P, token: CancellationToken) => R | Promise<R>,
  ) => (params: P, token: CancellationToken) => Promise<R | null>;
  /** The same, once what the analysis needs to know has been asked of client and disk: for what leads to source files. */
  readonly answerWhenReady: Context['answer'];
  /** `answer` for requests that name their document in another way. */
  readonly answerAbout: <P, R>(
    name: string,
    uriOf: (params: P) => string,
    respond: (analysis: Analysis, params: P, token: CancellationToken) => R | Promise<R>,
  ) => (params: P, token: CancellationToken) => Promise<R | null>;
  /** For requests of other kinds. */
  readonly contain: Contain;
  /** For what is done unasked. */
  readonly attempt: Contain;
}
