// The settings of the user: which code lenses there are, and what the preview follows.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, changeSetting, openText } from '../editor';
import { eventually, exampleUri, openExample } from '../example';

async function set(name: string, value: unknown): Promise<void> {
  await changeSetting(`websocketProject.${name}`, value, vscode.ConfigurationTarget.Workspace);
}

async function lensesOf(path: string): Promise<number> {
  // Another file may have taken its place in the editor, and VS Code closed it.
  await openExample(path);
  const lenses = await ask<readonly vscode.CodeLens[]>('vscode.executeCodeLensProvider', exampleUri(path));
  return lenses.length;
}

function previewed(): string | undefined {
  const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
  return labels.find((label) => label.startsWith('Preview '));
}

describe('settings', () => {
  for (const [setting, path] of [
    ['codeLens.projectFiles', 'websocket.yaml'],
    ['codeLens.sourceFiles', 'functions/help.mjs'],
  ] as const) {
    it(`${setting} turns off the code lenses of ${path}, and no others`, async () => {
      await openExample('websocket.yaml');
      await openExample('functions/help.mjs');
      const other = path === 'websocket.yaml' ? 'functions/help.mjs' : 'websocket.yaml';
      for (const each of [path, other]) {
        await eventually(`the lenses of ${each}`, async () => (await lensesOf(each)) > 0 || undefined);
      }

      await set(setting, false);

      assert.equal(await lensesOf(path), 0);
      assert.ok((await lensesOf(other)) > 0);
    });
  }

  it('the preview follows the active editor, unless a setting says otherwise', async () => {
    await openExample('websocket.yaml');
    await ask('websocketProject.openPreview');
    await eventually('the preview', () => previewed() === 'Preview websocket.yaml' || undefined);

    await set('preview.follow', 'off');
    const { document } = await openText('resources: {}\n');
    await ask('websocketProject.openPreview', document.uri);
    const name = document.uri.path.split('/').at(-1);
    await eventually(
      'the preview of the file that it is opened for',
      () => previewed() === `Preview ${name}` || undefined,
    );
    await openExample('websocket.yaml');
    assert.equal(previewed(), `Preview ${name}`);

    await set('preview.follow', 'editor');
    await vscode.window.showTextDocument(document);
    await openExample('websocket.yaml');
    await eventually('the preview of the active editor', () => previewed() === 'Preview websocket.yaml' || undefined);
  });
});
