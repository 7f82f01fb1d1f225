// A window with several folders that have files of the same names: each has its own settings, and what is about one of them
// says which.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, expectRules } from '../editor';
import { eventually, exampleUri, inSecondFolder } from '../example';
import { hearMessages } from '../messages';

const first = exampleUri('websocket.yaml');
const second = inSecondFolder('websocket.yaml');

async function writeTo(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function titles(): readonly string[] {
  const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
  return labels.filter((label) => label.startsWith('Preview '));
}

async function expectTitle(title: string): Promise<void> {
  await eventually(`the title ${title}`, () => titles().join() === title || undefined);
}

describe('two folders with a websocket.yaml each', () => {
  beforeEach(async () => {
    // The extension starts with the first project file in an editor.
    await vscode.window.showTextDocument(first);
    await writeTo(second, 'resources:\n  Box: { type: sqs-queue, name: box-1 }\n');
    await expectRules(second, 'non-alphanumeric-name');
  });

  it('each file is checked with the settings of its folder', async () => {
    await writeTo(first, 'resources:\n  Box: { type: sqs-queue, name: box-1 }\n');
    await expectRules(first, 'non-alphanumeric-name');
    const severity = (uri: vscode.Uri): unknown => vscode.languages.getDiagnostics(uri)[0]?.severity;
    assert.equal(severity(first), vscode.DiagnosticSeverity.Warning);
    assert.equal(severity(second), vscode.DiagnosticSeverity.Error);
  });

  it('the title of the preview has the folder while files of the same name are open', async () => {
    await vscode.window.showTextDocument(first, { preview: false });
    await ask('websocketProject.openPreview');
    await expectTitle('Preview websocket.yaml');

    await vscode.window.showTextDocument(second, { preview: false, viewColumn: vscode.ViewColumn.One });
    await expectTitle('Preview websocket.yaml (second)');
    await vscode.window.showTextDocument(first, { viewColumn: vscode.ViewColumn.One });
    await expectTitle('Preview websocket.yaml (chat)');

    const other = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputText && input.uri.path === second.path);
    await vscode.window.tabGroups.close(other);
    await expectTitle('Preview websocket.yaml');
  });

  it('the title of the preview has as many folders as it takes', async () => {
    const [one, other] = [inSecondFolder('one/api/websocket.yaml'), inSecondFolder('other/api/websocket.yaml')];
    for (const uri of [one, other]) {
      await writeTo(uri, '');
      await vscode.window.showTextDocument(uri, { preview: false });
    }
    await ask('websocketProject.openPreview', one);
    await expectTitle('Preview websocket.yaml (one/api)');
  });

  it('the commands of the preview are about the file that it shows', async () => {
    await writeTo(second, 'resources:\n  Box: { type: sqs-queue, name: Box }\n');
    await expectRules(second);
    await vscode.window.showTextDocument(first, { preview: false });
    await ask('websocketProject.openPreview', second);
    await expectTitle('Preview websocket.yaml (second)');
    await ask('workbench.action.focusSecondEditorGroup');
    await eventually('the focus of the preview', () => !vscode.window.activeTextEditor || undefined);
    const written = await ask('websocketProject.generateTemplate');
    assert.equal(String(written), String(inSecondFolder('websocket.template.yaml')));
    assert.equal(await exists(exampleUri('websocket.template.yaml')), false);
  });

  it('a command asks which file it is about, and does nothing if the user cancels', async () => {
    const heard = hearMessages();
    let offered: readonly vscode.QuickPickItem[] = [];
    let wanted: string | undefined;
    const pick = async (items: readonly vscode.QuickPickItem[]): Promise<unknown> => {
      offered = items;
      return items.find(({ description }) => description === wanted);
    };
    Object.assign(vscode.window, { showQuickPick: pick });
    await vscode.window.showTextDocument(first, { preview: false });
    await vscode.window.showTextDocument(second, { preview: false });
    await vscode.window.showTextDocument(exampleUri('README.md'), { preview: false });

    assert.equal(await ask('websocketProject.showTemplate'), undefined);
    const labels = offered.map(({ label, description = '' }) => `${label}: ${description}`);
    assert.deepEqual(labels.sort(), ['websocket.yaml: chat/websocket.yaml', 'websocket.yaml: second/websocket.yaml']);
    assert.deepEqual(heard.said, []);

    wanted = 'second/websocket.yaml';
    const shown = await ask('websocketProject.showTemplate');
    assert.ok(shown instanceof vscode.Uri);
    assert.equal(shown.query, String(second));
  });
});
