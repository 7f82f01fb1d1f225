// A feature of the server: its capabilities and its handlers. The features are in `features/`.
import type {
  CancellationToken,
  ClientCapabilities,
  Connection,
  InitializeParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { Files } from '../files/files.ts';
import type { ClientOptions } from './client-options.ts';
import type { Arrivals, Contain } from './containment.ts';
import type { OpenDocuments } from './documents.ts';
import type { AllSettings } from './settings-files.ts';
import type { Snapshots } from './snapshots.ts';
import type { Sources } from './sources.ts';
import type { Typing } from './typing.ts';
import type { Workspace } from './workspace.ts';

export interface ServerFeature {
  /** A function if they depend on the client. */
  readonly capabilities: ServerCapabilities | ((params: InitializeParams) => ServerCapabilities);
  register(context: Context): void;
}

/** The parameters that requests about a document have in common. */
export interface DocumentRequest {
  readonly textDocument: { readonly uri: string };
}

export interface Context {
  readonly connection: Connection;
  /** The files that the server reads. */
  readonly files: Files;
  readonly documents: OpenDocuments;
  readonly snapshots: Snapshots;
  readonly settings: AllSettings;
  readonly sources: Sources;
  readonly workspace: Workspace;
  readonly typing: Typing;
  readonly arrivals: Arrivals;
  /** The client's capabilities; empty before `initialize`. */
  readonly client: () => ClientCapabilities;
  /** The URI schemes of the files that can be read; empty before `initialize`. */
  readonly fileSchemes: () => readonly string[];
  /** The options that the client has given; the defaults before `initialize`. */
  readonly options: () => ClientOptions;
  /** The URI of the folder with the page of each rule, `<rule>.md`. */
  readonly rulePages: string;
  /** The page of a rule, in Markdown. Undefined if it is not installed. */
  readonly pageOf: (rule: string) => string | undefined;
  /** Calls the listener on `initialized`. From then on the server can send requests. */
  readonly onInitialized: (listener: () => void) => void;
  /**
   * Answers a request about a document from its analysis; null if the document is not open. A request that fails is
   * logged with its name and answered with null.
   */
  readonly answer: <P extends DocumentRequest, R>(
    name: string,
    respond: (analysis: Analysis, params: P, token: CancellationToken) => R | Promise<R>,
  ) => (params: P, token: CancellationToken) => Promise<R | null>;
  /** The same after settings and source files have been read, for answers that depend on source files. */
  readonly answerWhenReady: Context['answer'];
  /** `answer` for requests whose parameters contain the document's URI elsewhere. */
  readonly answerAbout: <P, R>(
    name: string,
    uriOf: (params: P) => string,
    respond: (analysis: Analysis, params: P, token: CancellationToken) => R | Promise<R>,
  ) => (params: P, token: CancellationToken) => Promise<R | null>;
  /** For all other requests. */
  readonly contain: Contain;
  /** For what the server does without a request. */
  readonly attempt: Contain;
}
