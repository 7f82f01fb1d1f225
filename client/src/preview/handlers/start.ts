// An empty file begins with what a new one has, as one step to undo.
import { WorkspaceEdit, workspace } from 'vscode';
import { fileName } from '../../documents.ts';
import { Refusal } from '../../messages.ts';
import { showStarter, starterFor } from '../../starter.ts';
import { columnFor } from '../reveal.ts';
import type { Handlers } from './handler.ts';

export const start: Handlers<'startFile'> = {
  async startFile(_, { uri, state, webviewPanel }) {
    const shown = uri();
    if (!shown || state()?.isEmpty !== true) return;
    const document = await workspace.openTextDocument(shown);
    const end = document.lineAt(document.lineCount - 1).range.end;
    const edit = new WorkspaceEdit();
    // Comments that stand there already stay above.
    const separator = document.getText().trim() === '' || end.character === 0 ? '' : '\n';
    edit.insert(shown, end, `${separator}${starterFor(shown)}`);
    if (!(await workspace.applyEdit(edit))) throw new Refusal(`${fileName(shown)} cannot be written to.`);
    await showStarter(shown, columnFor(shown, webviewPanel.viewColumn));
  },
};
