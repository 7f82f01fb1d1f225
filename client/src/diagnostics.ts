// What happens to diagnostics on their way from the server to the editor.
import { Uri, workspace, type Diagnostic } from 'vscode';
import { vsdiag, type DiagnosticProviderMiddleware } from 'vscode-languageclient/node';
import { linkToPage } from './rule-pages.ts';

/** They are pulled, document by document and for the whole workspace; none are pushed. */
export const diagnosticsMiddleware: DiagnosticProviderMiddleware = {
  async provideDiagnostics(document, previousResultId, token, next) {
    const uri = document instanceof Uri ? document : document.uri;
    const report = await next(document, previousResultId, token);
    return report?.kind === vsdiag.DocumentDiagnosticReportKind.full
      ? { ...report, items: shown(uri, report.items) }
      : report;
  },
  provideWorkspaceDiagnostics: (resultIds, token, report, next) =>
    next(resultIds, token, (chunk) => {
      for (const item of chunk?.items ?? []) {
        if (item.kind === vsdiag.DocumentDiagnosticReportKind.full) item.items = shown(item.uri, item.items);
      }
      report(chunk);
    }),
};

function shown({ scheme }: Uri, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  // The past of a file, in a comparison with it, is full of what was mended since.
  return workspace.fs.isWritableFileSystem(scheme) === false ? [] : diagnostics.map(linkToPage);
}
