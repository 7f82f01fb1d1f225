// The commands, as the palette runs them: what they write, ask and say, and what they leave alone.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ruleOf } from '../editor';
import { eventually, exampleUri, openExample } from '../example';

interface Said {
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly isQuestion: boolean;
}

/** What the extension has said since the test began. */
let said: Said[] = [];
/** The button that is pressed in the next question. */
let answer: string | undefined;
let restore: () => void = () => {};

/** Hears the messages, which nobody would answer here. */
function listen(): void {
  const { showErrorMessage, showWarningMessage, showInformationMessage } = vscode.window;
  const hear =
    (severity: Said['severity']) =>
    async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
      const isQuestion = rest.some((one) => typeof one === 'object' && one !== null && 'modal' in one);
      said.push({ severity, message, isQuestion });
      return isQuestion && rest.includes(answer) ? answer : undefined;
    };
  Object.assign(vscode.window, {
    showErrorMessage: hear('error'),
    showWarningMessage: hear('warning'),
    showInformationMessage: hear('information'),
  });
  restore = () => void Object.assign(vscode.window, { showErrorMessage, showWarningMessage, showInformationMessage });
}

function run(command: string, ...args: readonly unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(`websocketProject.${command}`, ...args);
}

async function read(name: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(exampleUri(name)));
  } catch {
    return undefined;
  }
}

async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(exampleUri(name), new TextEncoder().encode(text));
  return exampleUri(name);
}

/** Replaces a text of the document, as typing does: nothing is saved. */
async function change({ document }: vscode.TextEditor, old: string, replacement: string): Promise<void> {
  const start = document.getText().indexOf(old);
  assert.ok(start >= 0, `the document has no ${old}`);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + old.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function previews(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('websocketProject.preview'),
    );
}

const created = ['websocket.template.yaml', 'a.websocket.json', 'a.websocket.template.yaml', 'new.websocket.yaml'];

describe('commands', () => {
  beforeEach(() => {
    said = [];
    answer = undefined;
    listen();
  });

  afterEach(async () => {
    restore();
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of created) {
      if ((await read(name)) !== undefined) await vscode.workspace.fs.delete(exampleUri(name));
    }
  });

  describe('Generate CloudFormation Template', () => {
    it('writes the template beside the descriptor', async () => {
      await openExample('websocket.yaml');
      const uri = await run('generateTemplate');
      assert.equal(String(uri), String(exampleUri('websocket.template.yaml')));
      assert.match((await read('websocket.template.yaml')) ?? '', /AWS::ApiGatewayV2::Api/);
      assert.deepEqual(said, [
        { severity: 'information', message: 'Generated websocket.template.yaml.', isQuestion: false },
      ]);
    });

    it('takes what the editor shows, saved or not, and knows JSON', async () => {
      const uri = await write('a.websocket.json', '{}');
      const editor = await vscode.window.showTextDocument(uri);
      await change(editor, '{}', JSON.stringify({ resources: { Queue: { type: 'sqs-queue', name: 'Queue' } } }));
      await run('generateTemplate', uri);
      assert.match((await read('a.websocket.template.yaml')) ?? '', /AWS::SQS::Queue/);
      assert.equal(await read('a.websocket.json'), '{}');
    });

    it('asks nothing where the template is up to date, whatever its line ends', async () => {
      await openExample('websocket.yaml');
      await run('generateTemplate');
      const template = (await read('websocket.template.yaml')) ?? '';
      await write('websocket.template.yaml', template.replaceAll('\n', '\r\n'));
      said = [];
      await run('generateTemplate');
      assert.deepEqual(
        said.map(({ message }) => message),
        ['websocket.template.yaml is up to date.'],
      );
      assert.match((await read('websocket.template.yaml')) ?? '', /\r\n/);
    });

    it('asks before it overwrites, and does as it is told', async () => {
      await openExample('websocket.yaml');
      await write('websocket.template.yaml', 'mine\n');
      assert.equal(await run('generateTemplate'), undefined);
      assert.equal(await read('websocket.template.yaml'), 'mine\n');
      assert.deepEqual(said, [
        { severity: 'warning', message: 'websocket.template.yaml exists already. Overwrite it?', isQuestion: true },
      ]);
      answer = 'Overwrite';
      await run('generateTemplate');
      assert.match((await read('websocket.template.yaml')) ?? '', /AWSTemplateFormatVersion/);
    });

    it('never overwrites what an editor has not saved', async () => {
      await openExample('websocket.yaml');
      const template = await vscode.window.showTextDocument(await write('websocket.template.yaml', 'mine\n'));
      await change(template, 'mine', 'precious');
      answer = 'Overwrite';
      await run('generateTemplate', exampleUri('websocket.yaml'));
      assert.equal(template.document.getText(), 'precious\n');
      assert.equal(await read('websocket.template.yaml'), 'mine\n');
      assert.match(said.at(-1)?.message ?? '', /not saved, so it was left alone/);
    });

    it('refuses while there are errors, and names the first', async () => {
      const editor = await openExample('websocket.yaml');
      await change(editor, 'operationMode: 2-way', 'operationMode: 3-way');
      await run('generateTemplate');
      assert.equal(await read('websocket.template.yaml'), undefined);
      assert.equal(said.length, 1);
      assert.equal(said[0]?.severity, 'error');
      assert.match(
        said[0]?.message ?? '',
        /^websocket\.yaml has an error, so no template was generated\. Line \d+: .*3-way/,
      );
    });

    it('says what to do where no project file is open', async () => {
      await run('generateTemplate');
      assert.match(said[0]?.message ?? '', /^Open a websocket project file first/);
    });

    it('refuses a file that is none', async () => {
      await run('generateTemplate', exampleUri('README.md'));
      assert.match(said[0]?.message ?? '', /^README\.md is not a websocket project file/);
    });
  });

  describe('New Project File', () => {
    let options: vscode.InputBoxOptions | undefined;
    let name: string | undefined;
    const { showInputBox, showWorkspaceFolderPick } = vscode.window;

    beforeEach(() => {
      const give = async (asked: vscode.InputBoxOptions): Promise<string | undefined> => {
        options = asked;
        return name;
      };
      const pick = async (): Promise<unknown> => vscode.workspace.workspaceFolders?.[0];
      Object.assign(vscode.window, { showInputBox: give, showWorkspaceFolderPick: pick });
    });
    afterEach(() => void Object.assign(vscode.window, { showInputBox, showWorkspaceFolderPick }));

    it('writes a file whose only finding is that its handler is still to be written, and opens it', async () => {
      name = 'new.websocket.yaml';
      await run('newProjectFile');
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(String(document?.uri), String(exampleUri(name)));
      assert.equal(document?.languageId, 'websocket-project');
      assert.deepEqual(said, []);
      // The findings come with the first diagnostics, which a template is not generated before.
      assert.ok(await run('generateTemplate'));
      const rules = vscode.languages.getDiagnostics(exampleUri(name)).map(ruleOf);
      assert.deepEqual(
        rules.filter((rule) => rule !== 'entry-point-not-found'),
        [],
      );
      await vscode.workspace.fs.delete(exampleUri('new.websocket.template.yaml'));
    });

    it('offers a name that is free, and accepts no other', async () => {
      name = undefined;
      assert.equal(await run('newProjectFile'), undefined);
      assert.equal(options?.value, 'new.websocket.yaml');
      const complaint = async (input: string): Promise<unknown> => options?.validateInput?.(input);
      assert.equal(await complaint('other.websocket.yml'), undefined);
      assert.equal(await complaint('deep/down/x.websocket.json'), undefined);
      assert.match(String(await complaint('websocket.yaml')), /such a file already/);
      for (const wrong of ['', 'x.yaml', 'websocket.json', '.yaml', 'x.websocket.yaml.txt']) {
        assert.match(String(await complaint(wrong)), /^A project file is called/);
      }
      assert.match(String(await complaint('../x.websocket.yaml')), /inside the folder/);
    });

    it('never overwrites, even if the file has come since', async () => {
      const before = await read('websocket.yaml');
      name = 'websocket.yaml';
      await run('newProjectFile');
      assert.equal(await read('websocket.yaml'), before);
      assert.match(said[0]?.message ?? '', /could not be created/);
    });
  });

  describe('Restart Language Server', () => {
    it('starts a server that knows the open documents', async () => {
      const editor = await openExample('websocket.yaml');
      await change(editor, 'operationMode: 2-way', 'operationMode: 3-way');
      const { uri } = editor.document;
      const found = (): number => vscode.languages.getDiagnostics(uri).length;
      await eventually('a diagnostic', () => found() === 1 || undefined);
      const counts: number[] = [];
      const listener = vscode.languages.onDidChangeDiagnostics(() => counts.push(found()));
      await run('restartServer');
      await eventually('the diagnostic, gone and back', () => (counts.includes(0) && found() === 1) || undefined);
      listener.dispose();
      // Only the new server can take it back.
      await change(editor, 'operationMode: 3-way', 'operationMode: 2-way');
      await eventually('no diagnostic', () => found() === 0 || undefined);
      assert.ok(await run('generateTemplate'));
    });
  });

  describe('Open Preview', () => {
    it('opens one preview beside the editor, which keeps the focus', async () => {
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
