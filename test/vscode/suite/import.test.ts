// The import of other tools' projects, as a user runs it: what is written and undone, what the report leads to, what is asked, and
// what is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ask, replace } from '../editor';
import { eventually, exampleUri, openExample, read, write } from '../example';
import { hearMessages, type Heard } from '../messages';
import { Past } from '../past-files';

/** A small project of each kind is in this folder of the repository. */
const projects = join(__dirname, '../../test/imports');
const serverless = readFileSync(join(projects, 'serverless/serverless.yml'), 'utf8');
const template = readFileSync(join(projects, 'cloudformation/template.yaml'), 'utf8');

/** With a route that the API has already, which cannot be imported. */
const withLoss = template.replace(
  '  SayAnswer:',
  `  SayAgain:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: say, Target: !Sub 'integrations/\${SayCall}' }

  SayAnswer:`,
);

/** With the code of a function in the template, so that a file is created for it. */
const withCode = template.replace(
  'Handler: app.say\n      Code: src\n',
  `Handler: index.say
      Code:
        ZipFile: |
          def say(event, context):
              return {}
`,
);

async function folderFiles(folder: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(exampleUri(folder));
  const inside = await Promise.all(
    entries.map(async ([name, type]) =>
      type === vscode.FileType.Directory ? folderFiles(`${folder}/${name}`) : [`${folder}/${name}`],
    ),
  );
  return inside.flat().sort();
}

function tabLabels(): readonly string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
}

describe('the hint', () => {
  it('offers to import a project that has a WebSocket API, once, and no other file', async () => {
    const heard = hearMessages();
    const hints = (): readonly string[] =>
      heard.said.flatMap(({ message }) => (message.includes('has a WebSocket API') ? [message] : []));
    // The extension is active.
    await openExample('websocket.yaml');
    const open = async (path: string, text: string): Promise<void> => {
      await vscode.window.showTextDocument(await write(path, text));
      // What an editor shows is handled before this is answered.
      await ask('vscode.executeWorkspaceSymbolProvider', '');
    };
    await open('other/serverless.yml', serverless.replaceAll('- websocket:', '- http:'));
    await open('other/docker-compose.yml', serverless);
    // Beside a project file.
    await open('template.yaml', template);
    assert.deepEqual(hints(), []);
    await open('old/serverless.yml', serverless);
    await eventually('the hint', () => hints()[0]);
    await open('another/template.yaml', template);
    assert.deepEqual(hints(), [
      'serverless.yml has a WebSocket API. It can be imported into a project file, which you can check, preview and run.',
    ]);
  });
});

describe('Import', () => {
  let heard: Heard;
  let asked: vscode.InputBoxOptions[];
  /** The answers to input boxes by how their prompts start; by default, what is proposed. */
  let answers: Readonly<Record<string, string | undefined>>;

  beforeEach(() => {
    heard = hearMessages();
    asked = [];
    answers = {};
    const answer = async (options: vscode.InputBoxOptions): Promise<string | undefined> => {
      asked.push(options);
      const [, given = options.value] =
        Object.entries(answers).find(([start]) => options.prompt?.startsWith(start)) ?? [];
      return given;
    };
    Object.assign(vscode.window, { showInputBox: answer });
  });

  const runOn = (uri: vscode.Uri): Promise<vscode.Uri | undefined> => ask('websocketProject.import', uri);

  it('creates a project file beside the source, opens it, and undo takes it back', async () => {
    const source = await write('old/template.yaml', template);
    const target = await runOn(source);
    assert.equal(target?.toString(), exampleUri('old/websocket.yaml').toString());
    const { activeTextEditor: editor } = vscode.window;
    assert.equal(editor?.document.uri.toString(), target?.toString());
    assert.equal(editor?.document.languageId, 'websocket-project');
    assert.equal(editor?.document.isDirty, false);
    assert.match((await read('old/websocket.yaml')) ?? '', /route: \$connect/);
    assert.equal(heard.said[0]?.severity, 'information');
    assert.match(heard.said[0]?.message ?? '', /^Imported template\.yaml\. Nothing was left out/);

    await ask('undo');
    await eventually(
      'the project file to be gone',
      async () => (await read('old/websocket.yaml')) === undefined || undefined,
    );
    assert.equal(await read('old/template.yaml'), template);
  });

  it('creates the files of inline code with it, and one undo takes back all of them', async () => {
    const source = await write('old/template.yaml', withCode);
    await runOn(source);
    const created = (await folderFiles('old')).filter((path) => path !== 'old/template.yaml');
    assert.ok(created.includes('old/websocket.yaml'), String(created));
    const code = created.filter((path) => path !== 'old/websocket.yaml');
    assert.equal(code.length, 1, String(created));
    assert.equal(await read(code[0] ?? ''), 'def say(event, context):\n    return {}\n');

    await ask('undo');
    await eventually('all of them to be gone', async () => (await folderFiles('old')).length === 1 || undefined);
  });

  it('shows a report whose links lead to the lines of the source and of the project file', async () => {
    const source = await write('old/template.yaml', withLoss);
    await runOn(source);
    // A route was left out, so the report is shown at once, beside the project file.
    assert.equal(heard.said[0]?.severity, 'warning');
    assert.match(heard.said[0]?.message ?? '', /^Imported template\.yaml\. Left out: 1\. Changed: \d+\.$/);
    await eventually('the report', () => tabLabels().find((one) => one.startsWith('Preview Import of template.yaml')));
    const report = await eventually('its text', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'websocket-project-import'),
    );
    assert.equal(report.languageId, 'markdown');

    const links = await ask<vscode.DocumentLink[]>('vscode.executeLinkProvider', report.uri, 1000);
    const followed = new Set<string>();
    for (const { target: address } of links) {
      assert.ok(address);
      await ask('workbench.action.closeAllEditors');
      await ask('vscode.open', address);
      const editor = await eventually('an editor', () => vscode.window.activeTextEditor);
      const { document, selection } = editor;
      followed.add(`${document.uri.path.replace(/^.*\//, '')}: ${document.lineAt(selection.start).text.trim()}`);
    }
    // The routes, what was left out, and the project file.
    for (const line of ['template.yaml: Say:', 'template.yaml: SayAgain:', 'websocket.yaml: description: A chat'])
      assert.ok(followed.has(line), `${line} is not among ${[...followed].join(', ')}`);
  });

  it('overwrites nothing: it proposes another name, and refuses one that is taken', async () => {
    const source = await write('old/template.yaml', template);
    await write('old/websocket.yaml', '# mine\n');
    const target = await runOn(source);
    assert.equal(target?.toString(), exampleUri('old/imported.websocket.yaml').toString());
    assert.equal(await read('old/websocket.yaml'), '# mine\n');
    const fault = await asked
      .find(({ prompt }) => prompt?.startsWith('Name of the new'))
      ?.validateInput?.('websocket.yaml');
    assert.equal(fault, 'A file with this name already exists.');
  });

  it('overwrites no file of code either', async () => {
    const source = await write('old/template.yaml', withCode);
    await runOn(source);
    const code = (await folderFiles('old')).find((path) => !/template\.yaml|websocket\.yaml/.test(path));
    assert.ok(code !== undefined);
    await write(code, '// mine\n');
    await vscode.workspace.fs.delete(exampleUri('old/websocket.yaml'));
    heard.said.length = 0;
    assert.equal(await runOn(source), undefined);
    assert.match(heard.said[0]?.message ?? '', /exists and has other code than .*, so nothing was written\./);
    assert.equal(await read(code), '// mine\n');
    assert.equal(await read('old/websocket.yaml'), undefined);
  });

  it('refuses what is no such project, in words, and asks nothing', async () => {
    const source = await write('old/template.yaml', 'Resources:\n  Bucket: { Type: AWS::S3::Bucket }\n');
    assert.equal(await runOn(source), undefined);
    const [said] = heard.said;
    assert.equal(said?.severity, 'error');
    assert.match(said?.message ?? '', /^template\.yaml cannot be imported: /);
    assert.deepEqual(asked, []);
    assert.deepEqual(await folderFiles('old'), ['old/template.yaml']);
  });

  it('says before it asks for anything that nothing can be written in a read-only folder', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('past', new Past(template), { isReadonly: true });
    assert.equal(await runOn(vscode.Uri.parse('past:/old/template.yaml')), undefined);
    assert.deepEqual(
      heard.said.map(({ severity, message }) => `${severity}: ${message}`),
      [
        'error: websocket.yaml cannot be written because its folder is read-only. Copy the project to a folder that you can write to, and import it there.',
      ],
    );
    assert.deepEqual(asked, []);
    provider.dispose();
  });

  it('refuses a folder and a file that is not there, in words', async () => {
    await write('old/template.yaml', template);
    for (const path of ['old', 'old/missing.yaml']) {
      heard.said.length = 0;
      assert.equal(await runOn(exampleUri(path)), undefined);
      assert.equal(heard.said.length, 1, path);
      assert.equal(heard.said[0]?.severity, 'error');
      assert.match(heard.said[0]?.message ?? '', /^(?:old|missing\.yaml) cannot be read\.$/);
    }
    assert.deepEqual(asked, []);
  });

  it('imports the text of the editor, saved or not', async () => {
    const source = await write('old/template.yaml', template);
    const editor = await vscode.window.showTextDocument(source);
    await replace(editor, 'RouteKey: say', 'RouteKey: shout');
    await runOn(source);
    assert.match((await read('old/websocket.yaml')) ?? '', /route: shout/);
  });

  it('asks for the stage of a project that depends on it, and for no other', async () => {
    const stages = (): number => asked.filter(({ prompt }) => prompt?.startsWith('The stage')).length;
    await runOn(await write('old/template.yaml', template));
    assert.equal(stages(), 0);
    answers = { 'The stage': 'test7' };
    await runOn(await write('new/serverless.yml', serverless));
    assert.equal(stages(), 1);
    assert.match((await read('new/websocket.yaml')) ?? '', /stage: test7/);
  });

  it('finds the projects of the workspace that have a WebSocket API', async () => {
    await write('old/template.yaml', template);
    await write('other/template.yaml', 'Resources:\n  Bucket: { Type: AWS::S3::Bucket }\n');
    await write('other/serverless.yml', serverless.replaceAll('- websocket:', '- http:'));
    let offered: readonly string[] = [];
    const choose = async (items: readonly vscode.QuickPickItem[]): Promise<unknown> => {
      offered = items.map(({ label, description = '' }) => `${label} ${description}`.trim());
      return items[0];
    };
    Object.assign(vscode.window, { showQuickPick: choose });
    const target = await ask<vscode.Uri | undefined>('websocketProject.import');
    assert.equal(offered.length, 2, String(offered));
    assert.match(offered[0] ?? '', /^template\.yaml .*old\/template\.yaml$/);
    assert.equal(offered[1], 'Other File…');
    assert.equal(target?.toString(), exampleUri('old/websocket.yaml').toString());
  });

  it('cancels without a trace', async () => {
    const source = await write('old/template.yaml', template);
    Object.assign(vscode.window, { showInputBox: async () => undefined });
    assert.equal(await runOn(source), undefined);
    assert.deepEqual(heard.said, []);
    assert.deepEqual(await folderFiles('old'), ['old/template.yaml']);
  });
});
