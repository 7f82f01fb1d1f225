// Stands in for Red Hat's YAML extension: claims the same files by the same selector, and says something everywhere.
import * as vscode from 'vscode';

const selector = [{ language: 'yaml' }, { language: 'dockercompose' }, { pattern: '*.y(a)ml' }];

export function activate({ subscriptions }: vscode.ExtensionContext): void {
  const diagnostics = vscode.languages.createDiagnosticCollection('other-yaml');
  const check = (document: vscode.TextDocument): void => {
    if (vscode.languages.match(selector, document) === 0) return;
    const diagnostic = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 1), 'of the other extension');
    diagnostic.source = 'other-yaml';
    diagnostics.set(document.uri, [diagnostic]);
  };
  vscode.workspace.textDocuments.forEach(check);
  subscriptions.push(
    diagnostics,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => diagnostics.delete(uri)),
    vscode.languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: () => [new vscode.CompletionItem('other-yaml')],
    }),
    vscode.languages.registerHoverProvider(selector, { provideHover: () => new vscode.Hover('other-yaml') }),
    vscode.languages.registerDocumentFormattingEditProvider(selector, { provideDocumentFormattingEdits: () => [] }),
  );
}
