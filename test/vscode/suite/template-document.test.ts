// *Show CloudFormation Template*: the document that follows a descriptor, and the navigation between the two.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { change, eventually, exampleUri, openExample, write } from '../example';
import { hearMessages, type Heard } from '../messages';

const hostile = 'a #%20&?=é.websocket.yaml';
const queue = 'resources:\n  Jobs: { type: sqs-queue, name: Jobs }\n';

function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`websocketProject.${command}`, ...args);
}

/** Shows the template, and returns its document. */
async function show(descriptor?: vscode.Uri): Promise<vscode.TextDocument> {
  const uri = await run('showTemplate', descriptor);
  assert.ok(uri instanceof vscode.Uri, 'no template was shown');
  return vscode.workspace.openTextDocument(uri);
}

function says(document: vscode.TextDocument, text: string): Promise<true> {
  return eventually(`“${text}” in the template`, () => document.getText().includes(text) || undefined);
}

/** Our lenses: a YAML extension may add others that name its schema. */
async function notices({ uri }: vscode.TextDocument): Promise<string[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return found.map(({ command }) => command?.title ?? '').filter((title) => title.startsWith('$(warning)'));
}

function tabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap(({ input }) => (input instanceof vscode.TabInputText ? input.uri.path.replace(/^.*\//, '') : []));
}

describe('the template as a document', () => {
  let heard: Heard;
  let editor: vscode.TextEditor;

  beforeEach(async () => {
    heard = hearMessages();
    editor = await openExample('websocket.yaml');
  });

  it('is read-only YAML that follows the descriptor', async () => {
    const template = await show();
    assert.equal(template.languageId, 'yaml');
    assert.match(template.uri.path, /\/websocket\.template\.yaml$/);
    await says(template, '\n  Chat:');
    assert.equal(vscode.workspace.fs.isWritableFileSystem(template.uri.scheme) ?? false, false);
    await change(editor.document, 'name: Chat\n', 'name: Talk\n');
    await says(template, '\n  Talk:');
    assert.ok(!template.isDirty);
    assert.deepEqual(heard.said, []);
  });

  it('stays unchanged while there are errors, and says so', async () => {
    const template = await show();
    await says(template, '\n  Chat:');
    assert.deepEqual(await notices(template), []);
    await change(editor.document, 'operationMode: 2-way', 'operationMode: 3-way');
    const notice = (about: string): Promise<string> =>
      eventually('the notice', async () => (await notices(template)).find((title) => title.includes(about)));
    assert.match(await notice('3-way'), /Not up to date: websocket\.yaml has an error\. Line \d+: /);
    // When the second notice appears, the document has handled the first.
    await change(editor.document, 'operationMode: 3-way', 'operationMode: 4-way');
    await notice('4-way');
    assert.match(template.getText(), /\n {2}Chat:/);
    await change(editor.document, 'operationMode: 4-way', 'operationMode: 1-way');
    await eventually('the notice to go', async () => ((await notices(template)).length === 0 ? true : undefined));
  });

  it('says why there is no template', async () => {
    const uri = await write('broken.websocket.yaml', queue.replace('sqs-queue', 'queue'));
    const template = await show(uri);
    await says(template, '# No template yet: broken.websocket.yaml has an error. Line 2: ');
    await write('broken.websocket.yaml', queue);
    await says(template, '\n  Jobs:');
    await vscode.workspace.fs.delete(uri);
  });

  it('outlives the editor of its descriptor, whatever its name', async () => {
    const uri = await write(hostile, queue);
    const template = await show(uri);
    await says(template, '\n  Jobs:');
    assert.equal(tabs().filter((path) => path === hostile).length, 0);
    await write(hostile, queue.replaceAll('Jobs', 'Tasks'));
    await says(template, '\n  Tasks:');
  });

  it('works for an unsaved file until that is closed', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'websocket-project', content: queue });
    await vscode.window.showTextDocument(untitled);
    const template = await show(untitled.uri);
    await says(template, '\n  Jobs:');
    await vscode.window.showTextDocument(untitled);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await eventually('the notice', async () => (await notices(template)).find((title) => title.includes('was closed')));
    assert.match(template.getText(), /\n {2}Jobs:/);
  });

  it('can be open for several descriptors at once', async () => {
    const uri = await write(hostile, queue);
    const [one, other] = [await show(editor.document.uri), await show(uri)];
    await says(one, '\n  Chat:');
    await says(other, '\n  Jobs:');
    await change(editor.document, 'name: Chat\n', 'name: Talk\n');
    await says(one, '\n  Talk:');
    assert.match(other.getText(), /\n {2}Jobs:/);
  });

  it('leads to the descriptor, and back', async () => {
    const template = await show();
    await says(template, 'functions/send-message.handler');
    const at = template.positionAt(template.getText().indexOf('functions/send-message.handler') + 3);
    // None while the template is being generated again, after the change that the test before has undone.
    const found = await eventually('a definition', async () => {
      const [first] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        template.uri,
        at,
      );
      return first && 'range' in first ? first : undefined;
    });
    assert.equal(String(found.uri), String(editor.document.uri));
    assert.equal(editor.document.getText(found.range), 'functions/send-message.handler');

    const back = await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.One });
    back.selection = new vscode.Selection(found.range.start, found.range.start);
    await run('revealInTemplate');
    const shown = vscode.window.activeTextEditor;
    assert.equal(String(shown?.document.uri), String(template.uri));
    assert.match(shown?.document.getText(shown.selection) ?? '', /^Handler: functions\/send-message\.handler$/);
  });

  it('says if a place has no part in the template', async () => {
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await run('revealInTemplate');
    assert.match(heard.said[0]?.message ?? '', /^Nothing in the template comes from line 1 of websocket\.yaml/);
    await change(editor.document, 'operationMode: 2-way', 'operationMode: 3-way');
    await vscode.window.showTextDocument(editor.document, vscode.ViewColumn.One);
    await run('revealInTemplate');
    assert.match(heard.said[1]?.message ?? '', /^websocket\.yaml has errors, so its lines cannot be matched/);
  });

  it('switches to JSON and back, at the same place', async () => {
    const yaml = await show();
    await says(yaml, 'functions/send-message.handler');
    const inYaml = vscode.window.activeTextEditor;
    assert.ok(inYaml);
    const at = yaml.positionAt(yaml.getText().indexOf('functions/send-message.handler'));
    inYaml.selection = new vscode.Selection(at, at);
    await run('switchTemplateFormat');
    const inJson = vscode.window.activeTextEditor;
    assert.equal(inJson?.document.languageId, 'json');
    assert.match(inJson?.document.getText() ?? '', /"Type": "AWS::ApiGatewayV2::Api"/);
    assert.match(inJson?.document.getText(inJson.selection) ?? '', /^"Handler": /);
    assert.deepEqual(
      tabs().filter((path) => path.includes('.template.')),
      ['websocket.template.json'],
    );
    await run('switchTemplateFormat');
    assert.deepEqual(
      tabs().filter((path) => path.includes('.template.')),
      ['websocket.template.yaml'],
    );
  });

  it('works with the other commands too', async () => {
    await show();
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const written = await run('generateTemplate');
    assert.equal(String(written), String(exampleUri('websocket.template.yaml')));
    await vscode.workspace.fs.delete(exampleUri('websocket.template.yaml'));
  });
});
