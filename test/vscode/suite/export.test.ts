// *WebSocket: Export Graph*, as the palette and as another extension run it.
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { isExported } from '../../../server/src/export';
import { exampleUri, openExample } from '../example';

const target = exampleUri('exported');

function exportGraph(...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand('websocketProject.exportGraph', ...args);
}

async function bytes(): Promise<Buffer> {
  return Buffer.from(await vscode.workspace.fs.readFile(target));
}

async function written(): Promise<string> {
  return (await bytes()).toString('latin1');
}

function previews(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ label }) => label === 'Preview websocket.yaml');
}

describe('export', () => {
  const said: string[] = [];

  beforeEach(() => {
    said.length = 0;
    Object.assign(vscode.window, { showErrorMessage: async (message: string) => void said.push(message) });
  });

  it('asks for the format and the location, next to the project file, and writes', async () => {
    await openExample('websocket.yaml');
    const suggested: (string | undefined)[] = [];
    Object.assign(vscode.window, {
      showQuickPick: async (items: readonly { label: string }[]) => items.find(({ label }) => label === 'PNG, dark'),
      showSaveDialog: async ({ defaultUri }: vscode.SaveDialogOptions) => {
        suggested.push(defaultUri?.path);
        return target;
      },
    });
    assert.equal(String(await exportGraph()), target.toString());
    assert.deepEqual(suggested, [exampleUri('websocket.png').path]);
    assert.match(await written(), /^.PNG/);
  });

  it('opens the preview to draw a PNG at twice the size, and draws the next one in it', async () => {
    const { document } = await openExample('websocket.yaml');
    await exportGraph(document.uri, 'svg', 'light', target);
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(await written()) ?? [];
    assert.deepEqual(previews(), []);
    const drawn: Buffer[] = [];
    for (const theme of ['light', 'dark']) {
      await vscode.workspace.fs.delete(target);
      await exportGraph(document.uri, 'png', theme, target);
      const png = await bytes();
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [2 * Number(width), 2 * Number(height)]);
      assert.ok(isExported(png));
      assert.equal(previews().length, 1);
      drawn.push(png);
    }
    assert.notDeepEqual(drawn[0], drawn[1]);
    // The text keeps the focus.
    assert.equal(vscode.window.activeTextEditor?.document, document);
  });

  it('says so if the preview is closed before it has drawn a PNG', async () => {
    const { document } = await openExample('websocket.yaml');
    const closing = vscode.window.tabGroups.onDidChangeTabs(() => void vscode.window.tabGroups.close(previews()));
    try {
      assert.equal(await exportGraph(document.uri, 'png', 'light', target), undefined);
    } finally {
      closing.dispose();
    }
    assert.match(said.join(), /^The image was not drawn\. The preview, which draws it, was closed\. /);
    await assert.rejects(written());
  });

  for (const [format, start] of [
    ['svg', /^<svg /],
    ['mermaid', /^flowchart LR/],
    ['markdown', /^# WebSocket routes/],
  ] as const) {
    it(`writes ${format} to a given location without a question`, async () => {
      const { document } = await openExample('websocket.yaml');
      await exportGraph(document.uri, format, 'light', target);
      assert.match(await written(), start);
    });
  }

  it('asks before it overwrites a given file', async () => {
    const { document } = await openExample('websocket.yaml');
    await vscode.workspace.fs.writeFile(target, Buffer.from('mine'));
    let answer: string | undefined;
    Object.assign(vscode.window, {
      showWarningMessage: async (message: string) => {
        said.push(message);
        return answer;
      },
    });
    assert.equal(await exportGraph(document.uri, 'svg', 'light', target), undefined);
    assert.deepEqual(said, ['exported already exists. Overwrite it?']);
    assert.equal(await written(), 'mine');
    answer = 'Overwrite';
    await exportGraph(document.uri, 'svg', 'light', target);
    assert.match(await written(), /^<svg /);
  });

  it('does not write through a symbolic link', async () => {
    const { document } = await openExample('websocket.yaml');
    const linked = exampleUri('linked');
    await vscode.workspace.fs.writeFile(linked, Buffer.from('mine'));
    await symlink(linked.fsPath, target.fsPath);
    await exportGraph(document.uri, 'svg', 'light', target);
    assert.match(said.join(), /^exported is a symbolic link, so it was not overwritten/);
    assert.equal(await written(), 'mine');
  });

  it('writes nothing if the user cancels', async () => {
    await openExample('websocket.yaml');
    Object.assign(vscode.window, { showQuickPick: async () => undefined });
    assert.equal(await exportGraph(), undefined);
    await assert.rejects(written());
  });

  it('says why a file that cannot be parsed has no graph', async () => {
    const { document } = await openExample('websocket.yaml');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(document.lineCount, 0), '\n  - [');
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(await exportGraph(document.uri, 'svg', 'light', target), undefined);
    assert.match(said.join(), /websocket\.yaml has no graph/);
  });
});
