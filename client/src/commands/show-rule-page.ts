import { commands, Uri, window, workspace } from 'vscode';
import { Refusal } from '../messages.ts';
import { showRulePageCommand } from '../diagnostics.ts';
import type { Command } from './command.ts';

/** What the code of a diagnostic leads to: the page of its rule, rendered. */
export function showRulePage(extensionUri: Uri): Command {
  return {
    id: showRulePageCommand,
    async run(rule) {
      const isName = typeof rule === 'string' && /^[a-z]+(-[a-z]+)*$/.test(rule);
      const page = Uri.joinPath(extensionUri, 'docs', 'rules', `${String(rule)}.md`);
      if (!isName || !(await exists(page))) throw new Refusal(`There is no page for the rule ${String(rule)}.`);
      try {
        await commands.executeCommand('markdown.showPreview', page);
      } catch {
        // VS Code's own Markdown extension can be turned off: the text reads well as it is.
        await window.showTextDocument(page);
      }
    },
  };
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
