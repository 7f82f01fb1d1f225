// The pages of the rules, and the command that shows one. All are in one file, so that they take little room.
import { Uri, commands, window, workspace, type Disposable } from 'vscode';
import { t } from '../../server/src/locale.ts';
import { isRecord } from './checks.ts';
import { UserFacingError, type Command } from './messages.ts';

export const showRulePageCommand = 'websocketProject.showRulePage';
const scheme = 'websocket-project-rule';

/** Renders the page of a rule. The codes of diagnostics link to this command. */
export function showRulePage(extensionUri: Uri): Command & Disposable {
  let pages: Promise<ReadonlyMap<string, string>> | undefined;
  const pageOf = async (rule: string): Promise<string | undefined> => {
    pages ??= readPages(Uri.joinPath(extensionUri, 'dist', 'rule-pages.json'));
    return (await pages).get(rule);
  };
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => pageOf(path.slice(1, -'.md'.length)),
  });
  return {
    id: showRulePageCommand,
    async run(rule) {
      if (typeof rule !== 'string' || (await pageOf(rule)) === undefined)
        throw new UserFacingError(t`There is no page for the rule ${String(rule)}.`);
      const page = Uri.from({ scheme, path: `/${rule}.md` });
      try {
        await commands.executeCommand('markdown.showPreview', page);
      } catch {
        // If VS Code's Markdown extension is disabled, the page is opened as text.
        await window.showTextDocument(page);
      }
    },
    dispose() {
      provider.dispose();
    },
  };
}

/** The pages by the IDs of their rules. */
async function readPages(file: Uri): Promise<ReadonlyMap<string, string>> {
  const pages: unknown = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
  return new Map(isRecord(pages) ? Object.entries(pages).map(([rule, page]) => [rule, String(page)]) : []);
}
