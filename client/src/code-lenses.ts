// Which files have code lenses, as the user's settings say.
import { window, workspace, type Disposable, type TextDocument } from 'vscode';
import { CodeLensRequest, type CodeLensMiddleware, type BaseLanguageClient } from 'vscode-languageclient';
import { isDescriptor } from './documents.ts';

const section = 'websocketProject.codeLens';

export const codeLensMiddleware: CodeLensMiddleware = {
  provideCodeLenses: (document, token, next) => (hasLenses(document) ? next(document, token) : []),
};

function hasLenses(document: TextDocument): boolean {
  const key = isDescriptor(document) ? 'projectFiles' : 'sourceFiles';
  return workspace.getConfiguration(section, document).get(key, true);
}

/** Asks for the lenses of the visible editors again when a setting has changed. */
export function refreshLenses(client: () => BaseLanguageClient | undefined): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (!event.affectsConfiguration(section)) return;
    const lenses = client()?.getFeature(CodeLensRequest.method);
    for (const { document } of window.visibleTextEditors) {
      lenses?.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    }
  });
}
