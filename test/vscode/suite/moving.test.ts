// Navigation and renaming, by the commands of VS Code's keys.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, changeSetting, openText, positionOf, select, targetOf } from '../editor';
import { eventually, exampleUri, openExample } from '../example';

type Target = vscode.Location | vscode.LocationLink;

describe('moving', () => {
  let editor: vscode.TextEditor;
  let document: vscode.TextDocument;
  beforeEach(async () => {
    editor = await openExample('websocket.yaml');
    ({ document } = editor);
  });
  it('definition: from a connection to its resource', async () => {
    select(editor, positionOf(document, 'SendMessage', '[SendMessage]'));
    await ask('editor.action.revealDefinition');
    const { line } = document.positionAt(document.getText().indexOf('  SendMessage:'));
    await eventually('the resource', () => (editor.selection.active.line === line ? true : undefined));
  });

  it('definition: from an entry point to the export', async () => {
    const from = positionOf(document, 'functions/send-message.handler');
    const [found] = await ask<Target[]>('vscode.executeDefinitionProvider', document.uri, from);
    const { uri, range } = targetOf(found);
    assert.equal(uri.path, exampleUri('functions/send-message.mjs').path);
    const source = await vscode.workspace.openTextDocument(uri);
    assert.equal(source.getText(range), 'handler');
  });

  it('type definition: from a connection to the type of its resource', async () => {
    const from = positionOf(document, 'Sessions', '{ to: Sessions');
    const [found] = await ask<Target[]>('vscode.executeTypeDefinitionProvider', document.uri, from.translate(0, 6));
    assert.equal(document.getText(targetOf(found).range), 'dynamodb-table');
  });

  it('implementation: from an API to the functions that handle its endpoints', async () => {
    const from = positionOf(document, 'Chat', '  Chat:');
    const found = await ask<Target[]>('vscode.executeImplementationProvider', document.uri, from.translate(0, 2));
    const names = found.map((each) => document.getText(targetOf(each).range)).sort();
    assert.deepEqual(names, ['Connect', 'Disconnect', 'Help', 'SendMessage', 'SetNickname']);
  });

  it('references: a resource with its connections', async () => {
    const at = positionOf(document, 'Sessions', '  Sessions:').translate(0, 2);
    const found = await ask<vscode.Location[]>('vscode.executeReferenceProvider', document.uri, at);
    assert.equal(found.length, 5);
  });

  it('call hierarchy: which routes call a function, and what it uses', async () => {
    const at = positionOf(document, 'SendMessage', '  SendMessage:').translate(0, 2);
    const [item] = await ask<vscode.CallHierarchyItem[]>('vscode.prepareCallHierarchy', document.uri, at);
    const incoming = await ask<vscode.CallHierarchyIncomingCall[]>('vscode.provideIncomingCalls', item);
    assert.deepEqual(
      incoming.map(({ from }) => from.name),
      ['sendMessage'],
    );
    const outgoing = await ask<vscode.CallHierarchyOutgoingCall[]>('vscode.provideOutgoingCalls', item);
    assert.deepEqual(
      outgoing.map(({ to }) => to.name),
      ['Chat', 'Sessions'],
    );
  });

  describe('rename', () => {
    let questions: string[];
    let agrees: boolean;
    beforeEach(() => {
      questions = [];
      const hear = async (message: string, ...items: unknown[]): Promise<unknown> => {
        questions.push(message);
        return agrees ? items.at(-1) : undefined;
      };
      Object.assign(vscode.window, { showInformationMessage: hear });
    });

    /** Ends with the question, so that none is left for the next test. */
    async function rename(at: vscode.Position, newName: string): Promise<void> {
      const edit = await ask<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', document.uri, at, newName);
      assert.ok(await vscode.workspace.applyEdit(edit));
      await eventually('the question', () => questions[0]);
    }

    it('a resource ID with every connection, but not its name unless the user agrees', async () => {
      agrees = false;
      await rename(positionOf(document, 'Help', '[Help]').translate(0, 1), 'Usage');
      const text = document.getText();
      assert.ok(text.includes('connections: [Usage]') && text.includes('  Usage:\n') && text.includes('name: Help'));
      assert.equal(questions.length, 1, questions.join('\n'));
    });

    it('then what has the same name, if the user agrees', async () => {
      agrees = true;
      await rename(positionOf(document, 'setNickname', 'route: setNickname').translate(0, 8), 'setAlias');
      await eventually('the new names', () => document.getText().includes('  SetAlias:\n') || undefined);
      const text = document.getText();
      assert.ok(
        text.includes('[SetAlias]') && text.includes('name: SetAlias') && text.includes('functions/set-alias.'),
      );
      const file = exampleUri('functions/set-alias.mjs');
      await eventually('the renamed file', async () => vscode.workspace.fs.stat(file).then(undefined, () => undefined));
      assert.equal(questions.length, 1, questions.join('\n'));
    });
  });

  it('rename: refused with a message if there is nothing to rename', async () => {
    const at = positionOf(document, 'routeSelectorProperty');
    await assert.rejects(
      async () => ask('vscode.prepareRename', document.uri, at),
      /`routeSelectorProperty` is a predefined property and cannot be renamed/,
    );
  });

  it('rename: refused with a message if the name is taken', async () => {
    const at = positionOf(document, 'Help', '[Help]').translate(0, 1);
    await assert.rejects(async () => ask('vscode.executeDocumentRenameProvider', document.uri, at, 'Chat'), /Chat/);
  });

  it('renaming a source file or its folder: the entry point follows', async () => {
    const rename = async (from: string, to: string): Promise<void> => {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(exampleUri(from), exampleUri(to));
      assert.ok(await vscode.workspace.applyEdit(edit));
    };
    const follows = (entryPoint: string): Promise<true> =>
      eventually(entryPoint, () => (document.getText().includes(`entryPoint: ${entryPoint}\n`) ? true : undefined));
    await rename('functions/help.mjs', 'functions/usage.mjs');
    await follows('functions/usage.handler');
    await rename('functions', 'handlers');
    await follows('handlers/usage.handler');
    await follows('handlers/connect.handler');
    await rename('handlers', 'functions');
    await rename('functions/usage.mjs', 'functions/help.mjs');
    await follows('functions/help.handler');
    await document.save();
  });

  it('linked editing: connections change while an ID is typed', async () => {
    await changeSetting('editor.linkedEditing', true, vscode.ConfigurationTarget.Global);
    const text =
      'resources:\n  Box<|>:\n    type: sqs-queue\n    name: Box\n  Fn:\n    connections:\n      - { to: Box }\n';
    const linked = await openText(text);
    const idAndTarget = (): readonly (string | undefined)[] =>
      /^ {2}(\w+):[^]*to: (\w+)/m.exec(linked.document.getText())?.slice(1) ?? [];
    // VS Code requests linked ranges asynchronously after each change; earlier typing only changes one place.
    const typeOrTakeBack = async (): Promise<true | undefined> => {
      const [id, target] = idAndTarget();
      if (id === 'Boxx' && target === 'Boxx') return true;
      await (id === 'Boxx' ? ask('deleteLeft') : ask('type', { text: 'x' }));
      return undefined;
    };
    await eventually('the linked connection', typeOrTakeBack, 500);
  });

  it('code lenses: handlers of a route, users of a resource', async () => {
    const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
    const titles = lenses.map(({ command }) => command?.title);
    for (const title of ['Open preview', 'Handled by SendMessage', 'Used by SetNickname, SendMessage']) {
      assert.ok(titles.includes(title), `${title} is not in ${titles.join()}`);
    }
  });

  it('code lenses: from a source file back to its routes', async () => {
    const source = await openExample('functions/send-message.mjs');
    const lens = await eventually('a lens', async () => {
      const lenses = await ask<vscode.CodeLens[]>('vscode.executeCodeLensProvider', source.document.uri, 10);
      return lenses.find(({ command }) => command?.title.includes('sendMessage'));
    });
    const passed: unknown[] = lens.command?.arguments ?? [];
    await ask(lens.command?.command ?? '', ...passed);
    await eventually('the descriptor', () =>
      vscode.window.activeTextEditor?.document.uri.path === document.uri.path ? true : undefined,
    );
  });
});
