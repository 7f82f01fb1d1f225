// Registers with the client for the texts of source files, and for code lenses in them.
import {
  CodeLensRefreshRequest,
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { ServerFeature } from '../feature.ts';
import { hasLensCommands } from './code-lenses.ts';

/** The language IDs of source files. */
const sourceLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'python', 'ruby'] as const;

/**
 * Registers for the texts of source files and for code lenses in them. The lenses themselves are answered with those of
 * descriptors, since both come as the same request.
 */
export const sourceCode: ServerFeature = {
  capabilities: {},
  register({ connection, documents, workspace, client, fileSchemes, onInitialized, attempt }) {
    onInitialized(() => {
      const documentSelector = fileSchemes().flatMap((scheme) =>
        sourceLanguages.map((language) => ({ language, scheme })),
      );
      const { synchronization, codeLens } = client().textDocument ?? {};
      void attempt('Registering for source files', undefined, async () => {
        if (hasLensCommands(client()) && codeLens?.dynamicRegistration) {
          await connection.client.register(CodeLensRequest.type, { documentSelector });
        }
        // Without their texts, the files on disk count.
        if (!synchronization?.dynamicRegistration) return;
        await connection.client.register(DidOpenTextDocumentNotification.type, { documentSelector });
        await connection.client.register(DidChangeTextDocumentNotification.type, {
          documentSelector,
          syncKind: TextDocumentSyncKind.Incremental,
        });
        await connection.client.register(DidCloseTextDocumentNotification.type, { documentSelector });
      });
    });

    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer = undefined;
      void attempt('Refreshing code lenses', undefined, () => connection.sendRequest(CodeLensRefreshRequest.type));
    };
    const refreshSoon = (): void => {
      if (client().workspace?.codeLens?.refreshSupport) timer ??= setTimeout(refresh, settleDelay);
    };
    documents.onDidChange(refreshSoon);
    workspace.onDidChange(refreshSoon);
  },
};

/** In milliseconds: typing changes a descriptor many times in a row. */
const settleDelay = 500;
