import { DocumentDiagnosticReportKind, type DocumentDiagnosticReport } from 'vscode-languageserver';
import { stopIfCancelled } from '../containment.ts';
import { resultIdOf, toDiagnostics } from '../diagnostic.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { foldersOf, hasFolderEvents } from '../workspace.ts';

/** Pulled by clients that can; to the others they are pushed. Never both, lest each be shown twice. */
export const diagnostics: ServerFeature = {
  capabilities: (params) => ({
    diagnosticProvider: {
      identifier: 'websocket-project',
      interFileDependencies: false,
      workspaceDiagnostics: foldersOf(params).length > 0 || hasFolderEvents(params),
      workDoneProgress: true,
    },
  }),
  register(context) {
    const { connection, documents, settings, workspace, client, contain, attempt } = context;
    connection.languages.diagnostics.on(async (params, token): Promise<DocumentDiagnosticReport> => {
      const { textDocument, previousResultId } = params;
      const report = await contain('Diagnostics', params, async () => {
        // A client asks once more when it has closed a document, which shows from then on what is on the disk.
        const file = await workspace.analysis(textDocument.uri);
        stopIfCancelled(token);
        const items = file ? toDiagnostics(file.analysis, textDocument.uri, context) : [];
        const resultId = resultIdOf(items);
        if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId } as const;
        return { kind: DocumentDiagnosticReportKind.Full, resultId, items } as const;
      });
      return report ?? { kind: DocumentDiagnosticReportKind.Full, items: [] };
    });

    const isPulling = (): boolean => client().textDocument?.diagnostic !== undefined;
    documents.onDidChange((uri) => {
      if (!isPulling()) void push(context, uri);
    });
    const refresh = (): void => {
      if (!client().workspace?.diagnostics?.refreshSupport) return;
      void attempt('Refreshing diagnostics', undefined, () => connection.languages.diagnostics.refresh());
    };
    settings.onDidChange(refresh);
    workspace.onDidChange(refresh);
  },
};

async function push(context: Context, uri: string): Promise<void> {
  const { connection, documents, snapshots, attempt } = context;
  await attempt('Diagnostics', { textDocument: { uri } }, async () => {
    await snapshots.ready(uri);
    const version = documents.version(uri);
    const analysis = documents.analysis(uri);
    const found = analysis ? toDiagnostics(analysis, uri, context) : [];
    await connection.sendDiagnostics({ uri, diagnostics: found, ...(version === undefined ? {} : { version }) });
  });
}
