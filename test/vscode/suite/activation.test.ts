// The extension starts when a descriptor is opened.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, openExample } from '../example';

describe('activation', () => {
  it('starts with a websocket.yaml', async () => {
    const extension = vscode.extensions.getExtension('websocket-project.websocket-project');
    assert.ok(extension, 'the extension is not installed');

    const { document } = await openExample('websocket.yaml');

    assert.equal(document.languageId, 'websocket-project');
    await eventually('the activation', () => extension.isActive || undefined);
    // In a remote window, where the files are.
    const { UI, Workspace } = vscode.ExtensionKind;
    assert.equal(extension.extensionKind, vscode.env.remoteName === undefined ? UI : Workspace);
  });

  // Without the TypeScript that VS Code brings, it warns of a virus scanner when a handler is opened.
  it("finds VS Code's own support for JavaScript when a handler is opened", async () => {
    const { document } = await openExample('functions/help.mjs');
    const symbols = async (): Promise<readonly vscode.DocumentSymbol[] | undefined> =>
      vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
    const found = await eventually('the outline of the handler', async () => {
      const all = (await symbols()) ?? [];
      return all.length > 0 ? all : undefined;
    });
    assert.ok(found.some(({ name }) => name.includes('handler')));
  });
});
