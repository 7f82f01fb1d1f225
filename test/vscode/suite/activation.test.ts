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
  });
});
