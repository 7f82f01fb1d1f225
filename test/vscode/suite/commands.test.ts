// The commands, as the palette runs them: what they write, ask and report, and what they do not change.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { expectRules } from '../editor';
import { change, eventually, exampleUri, openExample, read, write } from '../example';
import { hearMessages, type Heard } from '../messages';
import { allProcesses } from '../processes';

function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`websocketProject.${command}`, ...args);
}

function previews(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('websocketProject.preview'),
    );
}

/** The ID of the language server's process, which the extension host has started. */
function serverProcess(): number {
  const found = allProcesses().find(
    ({ parent, command }) => parent === process.pid && command.includes('dist/server.js'),
  );
  assert.ok(found, 'the server has no process');
  return found.id;
}

describe('commands', () => {
  let heard: Heard;

  beforeEach(() => {
    heard = hearMessages();
  });

  it('Report a Problem copies versions and settings, without what else could be in them', async () => {
    const { showQuickPick } = vscode.window;
    const settings = vscode.workspace.getConfiguration('websocketProject');
    const choose = async (choices: readonly { label: string }[]): Promise<unknown> =>
      choices.find(({ label }) => label === 'Copy Versions and Settings');
    Object.assign(vscode.window, { showQuickPick: choose });
    const rules = { 'no-endpoints': 'off', 'duplicate-route': '/home/someone', 'my-secret': 'off' };
    await settings.update('rules', rules, vscode.ConfigurationTarget.Workspace);
    try {
      const report = await run('reportProblem');
      assert.equal(await vscode.env.clipboard.readText(), report);
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? '';
      for (const hidden of ['someone', 'secret', folder]) assert.ok(!String(report).includes(hidden), String(report));
      const facts = [`WebSocket Project ${manifest.version}`, vscode.version, process.platform];
      const setting = 'websocketProject.rules (workspace): {"no-endpoints":"off","duplicate-route":"…"}';
      for (const fact of [...facts, setting]) assert.ok(String(report).includes(fact), String(report));
    } finally {
      Object.assign(vscode.window, { showQuickPick });
      await settings.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('Report a Problem writes an issue in the browser, with the text of the report and no more', async () => {
    const { showQuickPick } = vscode.window;
    const { openExternal } = vscode.env;
    // The manifest of the packed extension has the address.
    const id = `${manifest.publisher}.${manifest.name}`;
    const extension: { readonly packageJSON: object } | undefined = vscode.extensions.getExtension(id);
    assert.ok(extension);
    const opened: vscode.Uri[] = [];
    const choose = async (choices: readonly { label: string }[]): Promise<unknown> =>
      choices.find(({ label }) => label === 'Write an Issue in the Browser');
    const bugs = { url: 'https://example.com/project/issues' };
    Object.assign(extension.packageJSON, { bugs, version: `${manifest.version}+a&b#c%d?e` });
    Object.assign(vscode.window, { showQuickPick: choose });
    Object.assign(vscode.env, { openExternal: async (uri: vscode.Uri) => opened.push(uri) > 0 });
    try {
      const report = String(await run('reportProblem'));
      // As VS Code encodes it.
      const [address = ''] = opened.map((uri) => encodeURI(uri.toString(true)));
      const { origin, pathname, searchParams, hash } = new URL(address);
      assert.equal(`${origin}${pathname}${hash}`, 'https://example.com/project/issues/new');
      assert.deepEqual([...searchParams], [['body', report.replaceAll(/[+&#%?]/g, ' ')]]);
      assert.ok(report.includes('+a&b#c%d?e'), report);
      assert.match(report, /^\*\*What happens\*\*\n/);
      for (const folder of vscode.workspace.workspaceFolders ?? [])
        assert.ok(!report.includes(folder.uri.path), report);
    } finally {
      Object.assign(extension.packageJSON, { bugs: undefined, version: manifest.version });
      Object.assign(vscode.window, { showQuickPick });
      Object.assign(vscode.env, { openExternal });
    }
  });

  describe('New Project File', () => {
    let options: vscode.InputBoxOptions | undefined;
    let name: string | undefined;

    beforeEach(() => {
      const give = async (asked: vscode.InputBoxOptions): Promise<string | undefined> => {
        options = asked;
        return name;
      };
      const pick = async (): Promise<unknown> => vscode.workspace.workspaceFolders?.[0];
      Object.assign(vscode.window, { showInputBox: give, showWorkspaceFolderPick: pick });
    });

    it('writes a file without problems and the source file of its function, and opens it', async () => {
      name = 'new.websocket.yaml';
      await run('newProjectFile');
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(String(document?.uri), String(exampleUri(name)));
      assert.equal(document?.languageId, 'websocket-project');
      assert.deepEqual(heard.said, []);
      // The problems arrive with the first diagnostics, before which no template is generated.
      assert.ok(await run('generateTemplate'));
      await expectRules(exampleUri(name));
      // It is what the fix for a missing file creates.
      const handler = await read('functions/hello.mjs');
      await vscode.workspace.fs.delete(exampleUri('functions/hello.mjs'));
      await expectRules(exampleUri(name), 'entry-point-not-found');
      const [missing] = vscode.languages.getDiagnostics(exampleUri(name));
      assert.ok(missing);
      const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        exampleUri(name),
        missing.range,
        vscode.CodeActionKind.QuickFix.value,
        10,
      );
      const fix = fixes.find(({ title }) => title.startsWith('Create `functions/hello.mjs`'));
      assert.ok(fix?.edit, fixes.map(({ title }) => title).join());
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      const created = await vscode.workspace.openTextDocument(exampleUri('functions/hello.mjs'));
      assert.equal(created.getText(), handler);
      await created.save();
      await vscode.workspace.fs.delete(exampleUri('functions/hello.mjs'));
      await vscode.workspace.fs.delete(exampleUri('new.websocket.template.yaml'));
    });

    it('offers a name that is free, and accepts no other', async () => {
      name = undefined;
      assert.equal(await run('newProjectFile'), undefined);
      assert.equal(options?.value, 'new.websocket.yaml');
      const complaint = async (input: string): Promise<unknown> => options?.validateInput?.(input);
      assert.equal(await complaint('other.websocket.yml'), undefined);
      assert.equal(await complaint('deep/down/x.websocket.json'), undefined);
      assert.match(String(await complaint('websocket.yaml')), /already exists/);
      for (const wrong of ['', 'x.yaml', 'websocket.json', '.yaml', 'x.websocket.yaml.txt']) {
        assert.match(String(await complaint(wrong)), /^The name must be websocket\.yaml/);
      }
      assert.match(String(await complaint('../x.websocket.yaml')), /inside the folder/);
    });

    it('never overwrites, even if the file has been created meanwhile', async () => {
      const before = await read('websocket.yaml');
      name = 'websocket.yaml';
      await run('newProjectFile');
      assert.equal(await read('websocket.yaml'), before);
      assert.match(heard.said[0]?.message ?? '', /could not be created/);
    });
  });

  describe('Restart Language Server', () => {
    it('starts a server that knows the open documents', async () => {
      const editor = await openExample('websocket.yaml');
      await change(editor.document, 'operationMode: 2-way', 'operationMode: 3-way');
      const { uri } = editor.document;
      const found = (): number => vscode.languages.getDiagnostics(uri).length;
      await eventually('a diagnostic', () => found() === 1 || undefined);
      const counts: number[] = [];
      const listener = vscode.languages.onDidChangeDiagnostics(() => counts.push(found()));
      await run('restartServer');
      await eventually('the diagnostic, gone and back', () => (counts.includes(0) && found() === 1) || undefined);
      listener.dispose();
      // Only the new server can clear it.
      await change(editor.document, 'operationMode: 3-way', 'operationMode: 2-way');
      await eventually('no diagnostic', () => found() === 0 || undefined);
      assert.ok(await run('generateTemplate'));
    });

    it('replaces a server that hangs, which is noticed', async () => {
      const { document } = await openExample('websocket.yaml');
      const position = document.positionAt(document.getText().indexOf('routeSelectorProperty') + 1);
      const hover = (): Thenable<readonly vscode.Hover[]> =>
        vscode.commands.executeCommand('vscode.executeHoverProvider', document.uri, position);
      assert.notDeepEqual(await hover(), []);
      process.kill(serverProcess(), 'SIGSTOP');
      const unanswered = hover();
      const warning = (): boolean => heard.said.some(({ message }) => /has not answered for 15 seconds/.test(message));
      await eventually('the warning', () => warning() || undefined, 500);
      await run('restartServer');
      await unanswered;
      await eventually('a hover of the new server', async () => ((await hover()).length > 0 ? true : undefined));
    });
  });

  describe('Open Preview', () => {
    it('opens one preview next to the editor, which keeps the focus', async () => {
      await openExample('websocket.yaml');
      await run('openPreview');
      await eventually('the preview', () => previews()[0]);
      await run('openPreview');
      const [tab, ...others] = previews();
      assert.deepEqual(others, []);
      assert.equal(tab?.label, 'Preview websocket.yaml');
      assert.equal(tab?.group.viewColumn, vscode.ViewColumn.Two);
      assert.equal(vscode.window.activeTextEditor?.document.languageId, 'websocket-project');
    });

    it('follows the active project file, and stays when another kind of file is active', async () => {
      await openExample('websocket.yaml');
      await run('openPreview');
      await vscode.window.showTextDocument(await write('a.websocket.json', '{}'), {
        viewColumn: vscode.ViewColumn.One,
      });
      await eventually('the other file', () => previews().find(({ label }) => label === 'Preview a.websocket.json'));
      await vscode.window.showTextDocument(exampleUri('README.md'), { viewColumn: vscode.ViewColumn.One });
      assert.equal(previews()[0]?.label, 'Preview a.websocket.json');
    });
  });
});
