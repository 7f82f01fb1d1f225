import {
  DocumentDiagnosticReportKind,
  LSPErrorCodes,
  ResponseError,
  type DiagnosticServerCancellationData,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { resultIdOf, toDiagnostics } from '../diagnostic.ts';
import type { Context, ServerFeature } from '../feature.ts';
import { nameOf, pathOf } from '../paths.ts';
import type { AnalyzedFile } from '../workspace.ts';

/** Diagnostics of all descriptors of the workspace, file by file. That it can be asked stands with `diagnostics`. */
export const workspaceDiagnostics: ServerFeature = {
  capabilities: {},
  register(context) {
    const { connection, workspace, settings, contain } = context;
    let changes = 0;
    settings.onDidChange(() => changes++);

    connection.languages.diagnostics.onWorkspace(async (params, token, progress, partialResult) => {
      const asked = changes;
      const report = await contain('Workspace diagnostics', params, async (): Promise<WorkspaceDiagnosticReport> => {
        const previous = new Map(params.previousResultIds.map(({ uri, value }) => [keyOf(uri), { uri, value }]));
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        const add = (item: WorkspaceDocumentDiagnosticReport): void => {
          if (partialResult) partialResult.report({ items: [item] });
          else items.push(item);
        };
        progress.begin('Checking websocket project files', undefined, undefined, true);
        try {
          const failed = await workspace.forEach(token, (file) => {
            if (asked !== changes) throw overtaken();
            progress.report(nameOf(file.uri));
            const key = keyOf(file.uri);
            add(reportOf(file, previous.get(key)?.value, context));
            previous.delete(key);
          });
          // Of those nothing is known: what was last reported of them stays.
          for (const uri of failed) previous.delete(keyOf(uri));
        } finally {
          progress.done();
        }
        // The others are gone.
        for (const { uri } of previous.values()) {
          add({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
        }
        return { items };
      });
      return report ?? { items: [] };
    });
  },
};

/** A client may write the URI of the same file in several ways. */
function keyOf(uri: string): string {
  return pathOf(uri) ?? uri;
}

function reportOf(
  file: AnalyzedFile,
  previousResultId: string | undefined,
  context: Context,
): WorkspaceDocumentDiagnosticReport {
  const { uri, analysis } = file;
  const version = file.version ?? null;
  const items = toDiagnostics(analysis, uri, context);
  const resultId = resultIdOf(items);
  return resultId === previousResultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items };
}

/** What was found by the old settings is not to be shown. */
function overtaken(): ResponseError<DiagnosticServerCancellationData> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'The settings have changed.', { retriggerRequest: true });
}
