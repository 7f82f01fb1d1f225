// Diagnostics in VS Code: which ones are shown, and how their codes and quick fixes open the page of their rule.
import {
  CodeAction,
  CodeActionKind,
  Uri,
  languages,
  tasks,
  workspace,
  type Diagnostic,
  type DiagnosticCollection,
  type Disposable,
} from 'vscode';
import { vsdiag, type DiagnosticCollectionProvider, type DiagnosticProviderMiddleware } from 'vscode-languageclient';
import { isReadOnly } from './documents.ts';
import { languageId } from '../../server/src/protocol.ts';
import { showRulePageCommand } from './rule-pages.ts';
import { t } from '../../server/src/locale.ts';

/** In milliseconds. VS Code cleans up 100 after the end of a task. */
const cleanUpTime = 500;

/**
 * The collections of the client. At the end of a task with our problem matcher, VS Code removes the problems of closed files
 * that the task has not printed, also those that come from the server. So all are shown again.
 */
export function collectionsBesideTasks(): Disposable & { readonly provider: DiagnosticCollectionProvider } {
  const collections = new Set<DiagnosticCollection>();
  const ends = tasks.onDidEndTask(() => {
    setTimeout(() => {
      for (const collection of collections) collection.set([...collection]);
    }, cleanUpTime);
  });
  const provider: DiagnosticCollectionProvider = {
    create(name) {
      const collection = languages.createDiagnosticCollection(name);
      collections.add(collection);
      return collection;
    },
    dispose(collection) {
      collections.delete(collection);
      collection.dispose();
    },
  };
  return { provider, dispose: () => void ends.dispose() };
}

/** Diagnostics are pulled, for each document and for the whole workspace. None are pushed. */
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

function shown(uri: Uri, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  // An earlier version of a file in a diff editor would show problems that are fixed by now.
  const isEarlier = isReadOnly(uri) && !workspace.getWorkspaceFolder(uri);
  return isEarlier ? [] : diagnostics.map(linkToPage);
}

/** Replaces the server's link to the page's file, which VS Code would open as text, by the command that renders it. */
function linkToPage(diagnostic: Diagnostic): Diagnostic {
  const { code } = diagnostic;
  if (typeof code !== 'object') return diagnostic;
  diagnostic.code = { value: code.value, target: pageLink(String(code.value)) };
  return diagnostic;
}

/** Offers the page among the quick fixes too, for keyboard users. */
export function rulePageActions(): Disposable {
  return languages.registerCodeActionsProvider(
    { language: languageId },
    {
      provideCodeActions: (_document, _range, { diagnostics }) => {
        const rules = new Set(diagnostics.flatMap(({ code }) => ruleOf(code) ?? []));
        return [...rules].map((rule) => {
          const title = t`Show documentation for \`${rule}\``;
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

/** Undefined for diagnostics of other extensions. */
function ruleOf(code: Diagnostic['code']): string | undefined {
  const isOurs = typeof code === 'object' && code.target.path === showRulePageCommand;
  return isOurs ? String(code.value) : undefined;
}
