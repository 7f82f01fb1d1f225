// What a feature of the server is: what it can do, and how it answers. One file per feature in `features/`.
import type { ClientCapabilities, Connection, ServerCapabilities } from 'vscode-languageserver';
import type { Analysis } from '../analysis.ts';
import type { OpenDocuments } from './documents.ts';
import type { Settings } from './settings.ts';

export interface ServerFeature {
  readonly capabilities: ServerCapabilities;
  register(context: Context): void;
}

/** The parameters of every request about a document. */
export interface DocumentRequest {
  readonly textDocument: { readonly uri: string };
}

export interface Context {
  readonly connection: Connection;
  readonly documents: OpenDocuments;
  readonly settings: Settings;
  /** What the client said of itself when it started; empty before. */
  readonly client: () => ClientCapabilities;
  /**
   * Answers a request about a document by its analysis, or null where the document is not open. A request that fails
   * is logged by its name and answered as if there were nothing to say: the others go on.
   */
  readonly answer: <P extends DocumentRequest, R>(
    name: string,
    respond: (analysis: Analysis, params: P) => R,
  ) => (params: P) => R | null;
}
