// *Generate CloudFormation Template*: what it writes, asks and reports, and what it does not change.
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { change, eventually, exampleUri, openExample, read, write } from '../example';
import { hearMessages, type Heard } from '../messages';

const name = 'websocket.template.yaml';
const linked = 'linked.txt';
function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`websocketProject.${command}`, ...args);
}

/** The comparison of the file with the generated template, if it is open. */
function comparison(): vscode.TabInputTextDiff | undefined {
  const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input);
  return inputs.find((input) => input instanceof vscode.TabInputTextDiff);
}

describe('Generate CloudFormation Template', () => {
  let heard: Heard;

  beforeEach(() => {
    heard = hearMessages();
  });

  it('writes the template next to the descriptor', async () => {
    await openExample('websocket.yaml');
    const uri = await run('generateTemplate');
    assert.equal(String(uri), String(exampleUri('websocket.template.yaml')));
    assert.match((await read('websocket.template.yaml')) ?? '', /AWS::ApiGatewayV2::Api/);
    assert.deepEqual(heard.said, [
      { severity: 'information', message: 'Generated websocket.template.yaml.', isQuestion: false },
    ]);
  });

  it("uses the editor's text, saved or not, and supports JSON", async () => {
    const uri = await write('a.websocket.json', '{}');
    const editor = await vscode.window.showTextDocument(uri);
    await change(editor.document, '{}', JSON.stringify({ resources: { Queue: { type: 'sqs-queue', name: 'Queue' } } }));
    await run('generateTemplate', uri);
    assert.match((await read('a.websocket.template.yaml')) ?? '', /AWS::SQS::Queue/);
    assert.equal(await read('a.websocket.json'), '{}');
  });

  it('follows the settings file as soon as it is there', async () => {
    const settings = await write('websocket-project.config.yaml', `template: { path: 'cdk.out/{name}.json' }\n`);
    await openExample('websocket.yaml');
    const written = await eventually('the path from the settings', async () => {
      const uri = String(await run('generateTemplate'));
      return uri === String(exampleUri('cdk.out/websocket.json')) ? read('cdk.out/websocket.json') : undefined;
    });
    assert.match(written, /^\{\n.*"AWS::ApiGatewayV2::Api"/s);
    await vscode.workspace.fs.delete(settings);
    await eventually('the path without settings', async () => {
      const uri = String(await run('generateTemplate'));
      return uri === String(exampleUri(name)) || undefined;
    });
  });

  it("uses the user's path and format, but no path of a workspace, and shows the template in that format", async () => {
    const { Global, Workspace } = vscode.ConfigurationTarget;
    const config = vscode.workspace.getConfiguration('websocketProject.template');
    await openExample('websocket.yaml');
    await config.update('path', 'cdk.out/{name}.json', Global);
    try {
      assert.equal(String(await run('generateTemplate')), String(exampleUri('cdk.out/websocket.json')));
      assert.match((await read('cdk.out/websocket.json')) ?? '', /^\{\n/);
      assert.match(String(await run('showTemplate', exampleUri('websocket.yaml'))), /websocket\.template\.json/);
      await assert.rejects(async () => config.update('path', 'workspace.yaml', Workspace));
    } finally {
      await config.update('path', undefined, Global);
    }
    await config.update('format', 'json', Workspace);
    try {
      assert.match(String(await run('showTemplate', exampleUri('websocket.yaml'))), /websocket\.template\.json/);
    } finally {
      await config.update('format', undefined, Workspace);
    }
  });

  it('asks nothing if the template is up to date, whatever its line endings', async () => {
    await openExample('websocket.yaml');
    await run('generateTemplate');
    const template = (await read('websocket.template.yaml')) ?? '';
    await write('websocket.template.yaml', template.replaceAll('\n', '\r\n'));
    heard.said.length = 0;
    await run('generateTemplate');
    assert.deepEqual(
      heard.said.map(({ message }) => message),
      ['websocket.template.yaml is up to date.'],
    );
    assert.match((await read('websocket.template.yaml')) ?? '', /\r\n/);
  });

  it('asks before it overwrites, and follows the answer', async () => {
    await openExample('websocket.yaml');
    await write('websocket.template.yaml', 'mine\n');
    assert.equal(await run('generateTemplate'), undefined);
    assert.equal(await read('websocket.template.yaml'), 'mine\n');
    assert.deepEqual(heard.said, [
      { severity: 'warning', message: 'websocket.template.yaml already exists. Overwrite it?', isQuestion: true },
    ]);
    heard.answer = 'Overwrite';
    await run('generateTemplate');
    assert.match((await read('websocket.template.yaml')) ?? '', /AWSTemplateFormatVersion/);
    const project = String(exampleUri('websocket.yaml'));
    await eventually('the project file', () => {
      const shown = vscode.window.activeTextEditor?.document.uri;
      return String(shown) === project || undefined;
    });
  });

  it('never overwrites unsaved changes of an editor', async () => {
    await openExample('websocket.yaml');
    const template = await vscode.window.showTextDocument(await write('websocket.template.yaml', 'mine\n'));
    await change(template.document, 'mine', 'precious');
    heard.answer = 'Overwrite';
    await run('generateTemplate', exampleUri('websocket.yaml'));
    assert.equal(template.document.getText(), 'precious\n');
    assert.equal(await read('websocket.template.yaml'), 'mine\n');
    assert.match(heard.said.at(-1)?.message ?? '', /has unsaved changes, so it was not overwritten/);
  });

  it('refuses while there are errors, and names the first', async () => {
    const editor = await openExample('websocket.yaml');
    await change(editor.document, 'operationMode: 2-way', 'operationMode: 3-way');
    await run('generateTemplate');
    assert.equal(await read('websocket.template.yaml'), undefined);
    assert.equal(heard.said.length, 1);
    assert.equal(heard.said[0]?.severity, 'error');
    assert.match(
      heard.said[0]?.message ?? '',
      /^websocket\.yaml has an error, so no template was generated\. Line \d+: .*3-way/,
    );
  });

  it('makes no link of a name that looks like one', async () => {
    const id = '[Show the error](command:workbench.action.terminal.new)';
    const uri = await write(
      'link.websocket.json',
      JSON.stringify({ resources: { [id]: { type: 'sqs-queue', name: 'A' } } }),
    );
    await run('generateTemplate', uri);
    const shown = heard.said.map(({ message }) => message).join('\n');
    assert.match(shown, /\[Show the error\] \(command:/);
    assert.doesNotMatch(shown, /\]\(/);
  });

  it('says what to do if no project file is open', async () => {
    await run('generateTemplate');
    assert.match(heard.said[0]?.message ?? '', /^Open a WebSocket project file first/);
  });

  it('refuses a file that is not a project file', async () => {
    await run('generateTemplate', exampleUri('README.md'));
    assert.match(heard.said[0]?.message ?? '', /^README\.md is not a WebSocket project file/);
  });

  describe('over another template', () => {
    let editor: vscode.TextEditor;

    /** Generates one, and renames the API. */
    beforeEach(async () => {
      editor = await openExample('websocket.yaml');
      await run('generateTemplate');
      await change(editor.document, 'name: Chat\n', 'name: Talk\n');
      heard.said.length = 0;
    });

    it('compares both, names what is lost, and writes only after confirmation', async () => {
      assert.equal(await run('generateTemplate', editor.document.uri), undefined);
      assert.deepEqual(heard.said, [
        {
          severity: 'warning',
          message: `Overwrite ${name}? Deploying this template will have these effects:`,
          isQuestion: true,
        },
      ]);
      assert.match(heard.detail ?? '', /^• API Chat is replaced by Talk: it gets a new URL/);
      assert.match(heard.detail ?? '', /CloudFormation adds \d+, updates \d+ and deletes \d+ resources\.$/);
      assert.match((await read(name)) ?? '', /\n {2}Chat:/);
      const compared = comparison();
      assert.equal(String(compared?.original), String(exampleUri(name)));
      const generated = compared && (await vscode.workspace.openTextDocument(compared.modified));
      assert.match(generated?.getText() ?? '', /\n {2}Talk:/);
      assert.equal(generated?.languageId, 'yaml');
    });

    it('writes and closes the comparison after confirmation', async () => {
      heard.answer = 'Overwrite';
      assert.equal(String(await run('generateTemplate', editor.document.uri)), String(exampleUri(name)));
      assert.match((await read(name)) ?? '', /\n {2}Talk:/);
      assert.equal(comparison(), undefined);
      assert.equal(heard.said.at(-1)?.message, `Generated ${name}.`);
    });

    it('says if nothing is lost', async () => {
      await change(editor.document, 'name: Talk\n', 'name: Chat\n');
      await change(editor.document, 'description:', '# description:');
      await run('generateTemplate', editor.document.uri);
      assert.match(heard.said[0]?.message ?? '', /deploying this template replaces or deletes nothing/);
    });

    it('does not overwrite a file that changed while it asked', async () => {
      heard.answer = 'Overwrite';
      heard.meanwhile = () => write(name, 'theirs\n');
      assert.equal(await run('generateTemplate', editor.document.uri), undefined);
      assert.equal(await read(name), 'theirs\n');
      assert.match(heard.said.at(-1)?.message ?? '', /changed while you were asked, so it was not overwritten/);
    });

    it('does not overwrite what an editor changed while it asked', async () => {
      heard.answer = 'Overwrite';
      const template = await vscode.workspace.openTextDocument(exampleUri(name));
      heard.meanwhile = () => change(template, 'AWSTemplateFormatVersion', '# mine');
      assert.equal(await run('generateTemplate', editor.document.uri), undefined);
      assert.doesNotMatch((await read(name)) ?? '', /Talk/);
      assert.match(heard.said.at(-1)?.message ?? '', /has unsaved changes, so it was not overwritten/);
      await vscode.window.showTextDocument(template);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.window.showTextDocument(editor.document);
    });

    it('writes a file again that was deleted while it asked', async () => {
      heard.answer = 'Overwrite';
      heard.meanwhile = async () => vscode.workspace.fs.delete(exampleUri(name));
      await run('generateTemplate', editor.document.uri);
      assert.match((await read(name)) ?? '', /\n {2}Talk:/);
    });

    afterEach(() => vscode.window.showTextDocument(editor.document));
  });

  it('does not write through a symbolic link', async () => {
    await openExample('websocket.yaml');
    await write(linked, 'mine\n');
    await symlink(exampleUri(linked).fsPath, exampleUri(name).fsPath);
    heard.answer = 'Overwrite';
    await run('generateTemplate');
    assert.match(heard.said[0]?.message ?? '', /^websocket\.template\.yaml is a symbolic link/);
    assert.equal(await read(linked), 'mine\n');
  });

  it('refuses if a folder has the name', async () => {
    await openExample('websocket.yaml');
    await vscode.workspace.fs.createDirectory(exampleUri(name));
    await run('generateTemplate');
    assert.match(heard.said[0]?.message ?? '', /^websocket\.template\.yaml is a folder/);
  });
});
