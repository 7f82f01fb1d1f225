// The server: its features put together.
import {
  TextDocumentSyncKind,
  type ClientCapabilities,
  type Connection,
  type InitializeResult,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { openDocuments } from './documents.ts';
import type { Context, ServerFeature } from './feature.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { diagnostics } from './features/diagnostics.ts';
import { hover } from './features/hover.ts';
import { preview } from './features/preview.ts';
import { clientSettings } from './settings.ts';

const features: readonly ServerFeature[] = [codeActions, completion, diagnostics, hover, preview];

export function startServer(connection: Connection): void {
  let client: ClientCapabilities = {};
  const settings = clientSettings(connection, () => client);
  const documents = openDocuments(connection, settings);

  connection.onInitialize(({ capabilities }): InitializeResult => {
    client = capabilities;
    return {
      serverInfo: { name: 'websocket-project' },
      capabilities: features.reduce<ServerCapabilities>((all, feature) => ({ ...all, ...feature.capabilities }), {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      }),
    };
  });

  const context: Context = {
    connection,
    documents,
    settings,
    client: () => client,
    answer: (name, respond) => (params) => {
      try {
        const analysis = documents.analysis(params.textDocument.uri);
        return analysis ? respond(analysis, params) : null;
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        connection.console.error(`${name} failed: ${reason}\nThe request: ${JSON.stringify(params).slice(0, 1000)}`);
        return null;
      }
    },
  };
  for (const feature of features) feature.register(context);

  connection.onInitialized(() => settings.start());
  documents.listen();
  connection.listen();
}
