// Diagnostics in VS Code: how they are shown, and how they lead to the page of their rule.
import { CodeAction, CodeActionKind, Uri, languages, workspace, type Diagnostic, type Disposable } from 'vscode';
import { vsdiag, type DiagnosticProviderMiddleware } from 'vscode-languageclient/node';
import { languageId } from '../../server/src/protocol.ts';

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

export const showRulePageCommand = 'websocketProject.showRulePage';

/** The server leads to the file, which VS Code would open as text; the command shows it as a page. */
export function linkToPage(diagnostic: Diagnostic): Diagnostic {
  const { code } = diagnostic;
  if (typeof code !== 'object') return diagnostic;
  diagnostic.code = { value: code.value, target: pageLink(String(code.value)) };
  return diagnostic;
}

/** Offers the page among the quick fixes as well, for whoever has no mouse. */
export function rulePageActions(): Disposable {
  return languages.registerCodeActionsProvider(
    { language: languageId },
    {
      provideCodeActions: (_document, _range, { diagnostics }) => {
        const rules = new Set(diagnostics.flatMap(({ code }) => ruleOf(code) ?? []));
        return [...rules].map((rule) => {
          const title = `Show documentation for \`${rule}\``;
          const action = new CodeAction(title, CodeActionKind.QuickFix);
          action.command = { title, command: showRulePageCommand, arguments: [rule] };
          return action;
        });
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );
}

function pageLink(rule: string): Uri {
  return Uri.from({ scheme: 'command', path: showRulePageCommand, query: JSON.stringify([rule]) });
}

/** Undefined for the diagnostics of others. */
function ruleOf(code: Diagnostic['code']): string | undefined {
  const isOurs = typeof code === 'object' && code.target.path === showRulePageCommand;
  return isOurs ? String(code.value) : undefined;
}
