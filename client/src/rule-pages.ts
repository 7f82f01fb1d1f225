// The page of each rule, `docs/rules/<rule>.md` of the extension, to which a diagnostic's code leads.
import { CodeAction, CodeActionKind, languages, Uri, type Diagnostic, type Disposable } from 'vscode';
import { languageId } from '../../server/src/protocol.ts';

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
