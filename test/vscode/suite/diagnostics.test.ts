// Which diagnostics are in the Problems panel, when, and where they link to.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, expectRules, openText, replace, rulesReported } from '../editor';
import { eventually, exampleUri, inSecondFolder } from '../example';
import { Past } from '../past-files';

const dashed = 'resources:\n  Box: { type: sqs-queue, name: box-1 }\n';

describe('diagnostics', () => {
  it('follow the text', async () => {
    const editor = await openText(dashed);
    await expectRules(editor.document.uri, 'non-alphanumeric-name');
    await replace(editor, 'box-1', 'Box');
    await expectRules(editor.document.uri);
  });

  it('link to the page of their rule', async () => {
    const { document } = await openText(dashed);
    await expectRules(document.uri, 'non-alphanumeric-name');
    const code = vscode.languages.getDiagnostics(document.uri)[0]?.code;
    assert.ok(typeof code === 'object', 'the code leads nowhere');
    assert.equal(code.target.scheme, 'command');
    const passed: unknown = JSON.parse(code.target.query);
    assert.deepEqual(passed, ['non-alphanumeric-name']);
    await ask(code.target.path, 'non-alphanumeric-name');
    await eventually('the page', () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.label === 'Preview non-alphanumeric-name.md' ? true : undefined,
    );
  });

  it('link to its text if VS Code cannot show it as a page', async () => {
    const { executeCommand } = vscode.commands;
    const withoutMarkdown = async (command: string, ...args: readonly unknown[]): Promise<unknown> => {
      if (command === 'markdown.showPreview') throw new Error(`command '${command}' not found`);
      return executeCommand(command, ...args);
    };
    Object.assign(vscode.commands, { executeCommand: withoutMarkdown });
    try {
      await executeCommand('websocketProject.showRulePage', 'non-alphanumeric-name');
    } finally {
      Object.assign(vscode.commands, { executeCommand });
    }
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /^# non-alphanumeric-name\n/);
  });

  it('open nothing else, whatever the arguments of the command', async () => {
    const rules = ['no-such-rule', '../../package', '__proto__', undefined];
    const said: string[] = [];
    const { showErrorMessage } = vscode.window;
    const hear = async (message: string): Promise<undefined> => void said.push(message);
    Object.assign(vscode.window, { showErrorMessage: hear });
    try {
      for (const rule of rules) {
        await ask('websocketProject.showRulePage', rule);
      }
    } finally {
      Object.assign(vscode.window, { showErrorMessage });
    }
    assert.deepEqual(
      said,
      rules.map((rule) => `There is no page for the rule ${String(rule)}.`),
    );
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 0);
  });

  it('have related locations', async () => {
    const twice = 'resources:\n  A: { type: sqs-queue, name: Box }\n  B: { type: sqs-queue, name: Box }\n';
    const { document } = await openText(twice);
    await expectRules(document.uri, 'duplicate-logical-id', 'duplicate-logical-id');
    const related = vscode.languages.getDiagnostics(document.uri).map((each) => each.relatedInformation?.length);
    assert.deepEqual(related, [1, 1]);
  });

  it('mark what is unnecessary', async () => {
    const idle = `resources:
  Idle: { type: lambda-function, name: Idle, runtime: nodejs22.x, entryPoint: functions/help.handler }
`;
    const { document } = await openText(idle);
    await expectRules(document.uri, 'unused-function');
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri)[0]?.tags, [vscode.DiagnosticTag.Unnecessary]);
  });

  it("are reported for closed files too, by their folder's settings", async () => {
    const uri = inSecondFolder('team.websocket.yaml');
    assert.ok(!vscode.workspace.textDocuments.some((document) => document.uri.path === uri.path));
    await expectRules(uri, 'non-alphanumeric-name');
    assert.equal(vscode.languages.getDiagnostics(uri)[0]?.severity, vscode.DiagnosticSeverity.Error);
  });

  it('change with the settings of a folder at once, and only there', async () => {
    const { document } = await openText(dashed);
    const other = inSecondFolder('team.websocket.yaml');
    await expectRules(document.uri, 'non-alphanumeric-name');
    const config = vscode.workspace.getConfiguration('websocketProject', document.uri);
    const folder = vscode.ConfigurationTarget.WorkspaceFolder;
    await config.update('rules', { 'non-alphanumeric-name': 'off' }, folder);
    await expectRules(document.uri);
    assert.deepEqual(rulesReported(other), ['non-alphanumeric-name']);
    await config.update('rules', undefined, folder);
    await expectRules(document.uri, 'non-alphanumeric-name');
  });

  it('follow the disk: a descriptor that is created and deleted, and a handler', async () => {
    const uri = exampleUri('other.websocket.yaml');
    const handler = exampleUri('functions/late.mjs');
    const text = `resources:
  Late: { type: lambda-function, name: Late, runtime: nodejs22.x, entryPoint: functions/late.handler }
`;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    await expectRules(uri, 'entry-point-not-found', 'unused-function');
    await vscode.workspace.fs.writeFile(handler, new TextEncoder().encode('export async function handler() {}\n'));
    await expectRules(uri, 'unused-function');
    await vscode.workspace.fs.delete(handler);
    await vscode.workspace.fs.delete(uri);
    await expectRules(uri);
  });

  it('are not shown for read-only documents, such as an old version of a file', async () => {
    const provider = vscode.workspace.registerFileSystemProvider('past', new Past(dashed), { isReadonly: true });
    const uri = vscode.Uri.parse('past:/old.websocket.yaml');
    const editor = await vscode.window.showTextDocument(uri);
    assert.equal(editor.document.languageId, 'websocket-project');
    // Symbols come from the same server, after the request for diagnostics.
    await eventually('symbols', async () => {
      const found = await ask<unknown[] | undefined>('vscode.executeDocumentSymbolProvider', uri);
      return found && found.length > 0 ? true : undefined;
    });
    const { document } = await openText(dashed);
    await expectRules(document.uri, 'non-alphanumeric-name');
    assert.deepEqual(rulesReported(uri), []);
    provider.dispose();
  });
});
