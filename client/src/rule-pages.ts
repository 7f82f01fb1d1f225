// The pages of the rules, and the command that shows one. All are in one file, so that they take little room.
import { Uri, commands, window, workspace, type Disposable } from 'vscode';
import { t } from '../../server/src/locale.ts';
import { isRecord, property } from './checks.ts';
import { UserFacingError, type Command } from './messages.ts';

export const showRulePageCommand = 'websocketProject.showRulePage';
const scheme = 'websocket-project-rule';

/** Renders the page of a rule. The codes of diagnostics link to this command. */
export function showRulePage(extensionUri: Uri): Command & Disposable {
  let pages: Promise<Texts> | undefined;
  const pageOf = async (rule: string): Promise<string | undefined> => {
    pages ??= readRulePages(extensionUri);
    const page: unknown = property(await pages, rule);
    return typeof page === 'string' ? page : undefined;
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

/** By the IDs of the rules. */
export async function readRulePages(extension: Uri): Promise<Texts> {
  return readTexts(Uri.joinPath(extension, 'dist', 'rule-pages.json'));
}

type Texts = Readonly<Record<string, string>>;

/** The texts of a JSON file, by their names. */
export async function readTexts(file: Uri): Promise<Texts> {
  const texts: unknown = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
  return isRecord(texts) ? Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, String(text)])) : {};
}
