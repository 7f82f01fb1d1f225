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

/** The languages of the code beside a descriptor, as clients call them. */
const sourceLanguages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'python', 'ruby'] as const;

/**
 * Has the client send the code beside descriptors, and ask for lenses in it. What they are is answered with the lenses
 * of descriptors, since a client asks for both alike.
 */
export const sourceCode: ServerFeature = {
  capabilities: {},
  register({ connection, documents, workspace, client, initializationOptions, onInitialized, attempt }) {
    const documentSelector = sourceLanguages.map((language) => ({ language, scheme: 'file' }));
    onInitialized(() => {
      const { synchronization, codeLens } = client().textDocument ?? {};
      void attempt('Registering for source files', undefined, async () => {
        if (hasLensCommands(initializationOptions()) && codeLens?.dynamicRegistration) {
          await connection.client.register(CodeLensRequest.type, { documentSelector });
        }
        // Without their texts, what the disk has counts.
        if (!synchronization?.dynamicRegistration) return;
        await connection.client.register(DidOpenTextDocumentNotification.type, { documentSelector });
        await connection.client.register(DidChangeTextDocumentNotification.type, {
          documentSelector,
          syncKind: TextDocumentSyncKind.Incremental,
        });
        await connection.client.register(DidCloseTextDocumentNotification.type, { documentSelector });
      });
    });

    let timer: NodeJS.Timeout | undefined;
    const refresh = (): void => {
      timer = undefined;
      void attempt('Refreshing code lenses', undefined, () => connection.sendRequest(CodeLensRefreshRequest.type));
    };
    const refreshSoon = (): void => {
      if (client().workspace?.codeLens?.refreshSupport) timer ??= setTimeout(refresh, settling);
    };
    documents.onDidChange(refreshSoon);
    workspace.onDidChange(refreshSoon);
  },
};

/** In milliseconds: someone who types changes a descriptor many times in a row. */
const settling = 500;
