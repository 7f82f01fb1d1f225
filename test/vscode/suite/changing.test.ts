// Changes of a descriptor: completion, formatting, fixes and refactorings, by the commands of VS Code's keys.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, changeSetting, expectRules, openText, positionOf, rangeOf, replace, select } from '../editor';
import { eventually, exampleUri, openExample, read } from '../example';

const queue = 'resources:\n  Box:\n    type: sqs-queue\n    name: Box\n';

async function eventuallyText({ document }: vscode.TextEditor, wanted: string | RegExp): Promise<void> {
  const isThere = (): boolean =>
    typeof wanted === 'string' ? document.getText() === wanted : wanted.test(document.getText());
  // On a timeout, the diff below is more helpful than the timeout itself.
  await eventually('the text', () => isThere() || undefined).catch(() => undefined);
  if (typeof wanted === 'string') assert.equal(document.getText(), wanted);
  else assert.match(document.getText(), wanted);
}

/** The code actions in the light bulb for a place. */
async function actionsAt(
  { document }: vscode.TextEditor,
  at: vscode.Range,
  kind = vscode.CodeActionKind.QuickFix,
): Promise<readonly vscode.CodeAction[]> {
  return ask<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, at, kind.value, 30);
}

async function applyAction(editor: vscode.TextEditor, at: vscode.Range, title: string): Promise<vscode.CodeAction> {
  const actions = await actionsAt(editor, at, vscode.CodeActionKind.Empty);
  const action = actions.find((each) => each.title === title);
  assert.ok(action?.edit, `no ${title} in ${actions.map((each) => each.title).join(' | ')}`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
  return action;
}

describe('changing', () => {
  it('Enter indents the next line as YAML requires', async () => {
    const editor = await openText('<|>');
    const lines = [
      'resources:',
      '  Chat:',
      '    type: websocket-api',
      '    endpoints:',
      '      - route: send',
      '        operationMode: 2-way',
      '        ',
    ];
    const { document } = editor;
    let text = '';
    for (const [index, line] of lines.slice(0, -1).entries()) {
      const next = lines[index + 1] ?? '';
      const indentation = next.slice(0, next.length - next.trimStart().length);
      await ask('type', { text: line.trim() });
      text += line;
      await eventuallyText(editor, text);
      // As long as VS Code has not tokenized the lines above, which it does when idle, Enter keeps their indentation.
      await eventually(`the line after \`${line}\``, async () => {
        await ask('type', { text: '\n' });
        await eventually('a new line', () => document.lineCount === index + 2 || undefined);
        if (document.getText() === `${text}\n${indentation}`) return true;
        await ask('undo');
        await eventuallyText(editor, text);
        return undefined;
      });
      text += '\n';
    }
  });

  describe('completion', () => {
    it('an item is accepted with its placeholders, and Tab moves between them', async () => {
      const editor = await openText('resources:\n  sqs<|>\n');
      // A test cannot see whether suggestions are shown; without them, accepting one changes nothing.
      const acceptOrTrigger = async (): Promise<true | undefined> => {
        await ask('acceptSelectedSuggestion');
        if (editor.document.getText().includes('type: sqs-queue')) return true;
        await ask('editor.action.triggerSuggest');
        return undefined;
      };
      await eventually('the accepted item', acceptOrTrigger, 500);
      const first = editor.document.getText(editor.selection);
      await ask('type', { text: 'Outbox' });
      await ask('jumpToNextSnippetPlaceholder');
      await ask('leaveSnippet');
      assert.notEqual(first, '');
      await eventuallyText(editor, /^ {2}Outbox:\n {4}type: sqs-queue\n/m);
    });

    it('a new function is named like the route that is typed, and undone with it', async () => {
      const before = [
        'resources:',
        '  Chat:',
        '    type: websocket-api',
        '    name: Chat',
        '    routeSelectorProperty: action',
        '    endpoints:',
        '      - endwi<|>',
        '  Help: { type: lambda-function, name: Help, runtime: nodejs22.x, entryPoint: src/help.handler }',
        '',
      ].join('\n');
      const after = (route: string, id: string): string =>
        before
          .replace('endwi<|>', `route: ${route}\n        operationMode: 1-way\n        connections: [${id}]`)
          .concat(
            `  ${id}: { type: lambda-function, name: ${id}, runtime: nodejs22.x, entryPoint: src/${route}.handler }\n`,
          );
      const editor = await openText(before);
      await eventually(
        'the accepted item',
        async () => {
          await ask('acceptSelectedSuggestion');
          if (editor.document.getText().includes('route:')) return true;
          await ask('editor.action.triggerSuggest');
          return undefined;
        },
        500,
      );
      await eventuallyText(editor, after('sendMessage', 'SendMessage'));
      for (const letter of 'listRooms') await ask('type', { text: letter });
      await eventuallyText(editor, after('listRooms', 'ListRooms'));
      // The snippet is still active: the next placeholder is the mode.
      await ask('jumpToNextSnippetPlaceholder');
      assert.equal(editor.document.getText(editor.selection), '1-way');
      await ask('leaveSnippet');
      await ask('undo');
      await eventuallyText(editor, after('sendMessage', 'SendMessage'));
      await ask('undo');
      await eventuallyText(editor, before.replace('<|>', ''));
    });

    it('a connection is completed with possible targets, an entry point with existing code', async () => {
      const { document } = await openExample('websocket.yaml');
      const labelsAt = async (position: vscode.Position): Promise<readonly string[]> => {
        const { items } = await ask<vscode.CompletionList>(
          'vscode.executeCompletionItemProvider',
          document.uri,
          position,
        );
        return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      };
      const handlers = await labelsAt(positionOf(document, 'Help', '[Help]'));
      assert.ok(handlers.includes('Authorize') && handlers.includes('Help'), handlers.join());
      assert.ok(!handlers.includes('Sessions') && !handlers.includes('Chat'), handlers.join());
      const entryPoints = await labelsAt(positionOf(document, 'functions/help.handler'));
      assert.ok(entryPoints.includes('functions/send-message.handler'), entryPoints.join());
    });
  });

  describe('formatting', () => {
    it('a document: only whitespace changes', async () => {
      const editor = await openText('resources:\n  Box: # mine\n    type:   sqs-queue\n    name:  "Box"\n');
      await ask('editor.action.formatDocument');
      await eventuallyText(editor, 'resources:\n  Box: # mine\n    type: sqs-queue\n    name: "Box"\n');
    });

    it('a selection: only its lines', async () => {
      const editor = await openText('resources:\n  Box:\n    type:   sqs-queue\n    name:   Box\n');
      select(editor, rangeOf(editor.document, 'type:   sqs-queue'));
      await ask('editor.action.formatSelection');
      await eventuallyText(editor, 'resources:\n  Box:\n    type: sqs-queue\n    name:   Box\n');
    });

    it('a formatted document stays unchanged', async () => {
      const { document } = await openExample('websocket.yaml');
      const options = { tabSize: 2, insertSpaces: true };
      const edits = await ask<unknown[] | undefined>('vscode.executeFormatDocumentProvider', document.uri, options);
      assert.deepEqual(edits ?? [], []);
    });

    it('on type: a dash moves to the column of its list', async () => {
      const list = 'resources:\n  Chat:\n    endpoints:\n      - route: a\n';
      const editor = await openText(`${list}        <|>\n`);
      await ask('type', { text: '-' });
      await eventuallyText(editor, `${list}      -\n`);
    });

    it('an unparseable file is not changed, and the reason is shown', async () => {
      const said: string[] = [];
      const hear = async (message: string): Promise<undefined> => void said.push(message);
      Object.assign(vscode.window, { showInformationMessage: hear });
      const text = 'resources:\n    Box: { type: sqs-queue\n';
      const editor = await openText(text);
      await ask('editor.action.formatDocument');
      await eventually('the reason', () => said[0]);
      assert.match(said[0] ?? '', /^The file was not formatted because it cannot be parsed \(line 2\)\. /);
      assert.equal(editor.document.getText(), text);
    });
  });

  describe('fixes', () => {
    it('Auto Fix applies the preferred fix, and the problem disappears', async () => {
      const editor = await openText(queue.replace('sqs-queue', 'sqs-queu'));
      await expectRules(editor.document.uri, 'unknown-resource-type');
      select(editor, rangeOf(editor.document, 'sqs-queu'));
      await ask('editor.action.autoFix');
      await eventuallyText(editor, queue);
      await expectRules(editor.document.uri);
    });

    it('the likely fix is the preferred one, followed by the page of the rule', async () => {
      const editor = await openText(queue.replace('sqs-queue', 'sqs-queu'));
      await expectRules(editor.document.uri, 'unknown-resource-type');
      const actions = await actionsAt(editor, rangeOf(editor.document, 'sqs-queu'));
      const preferred = actions.filter(({ isPreferred }) => isPreferred === true);
      assert.deepEqual(
        preferred.map(({ title }) => title),
        ['Change to `sqs-queue`'],
      );
      assert.equal(actions.at(-1)?.title, 'Show documentation for `unknown-resource-type`');
    });

    it('a problem is suppressed by a comment', async () => {
      const editor = await openText(queue.replace('name: Box', 'name: box-1'));
      await expectRules(editor.document.uri, 'non-alphanumeric-name');
      const at = rangeOf(editor.document, 'box-1');
      await applyAction(editor, at, 'Ignore `non-alphanumeric-name` on this line');
      assert.match(editor.document.getText(), /# websocket-project-ignore: non-alphanumeric-name/);
      await expectRules(editor.document.uri);
    });

    it('a missing function is created with its file', async () => {
      const api = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Made] }
`;
      const editor = await openText(api);
      await expectRules(editor.document.uri, 'unknown-resource');
      const at = rangeOf(editor.document, 'Made');
      const create = (await actionsAt(editor, at)).find(({ title }) => title.startsWith('Create'));
      assert.ok(create?.edit);
      assert.ok(await vscode.workspace.applyEdit(create.edit));
      const { path } =
        create.edit
          .entries()
          .map(([uri]) => uri)
          .find((uri) => !uri.path.endsWith('.yaml')) ?? exampleUri('');
      assert.match(path, /\/chat\/functions\/made\.mjs$/);
      await eventually('no finding', async () => {
        await vscode.workspace.saveAll();
        return vscode.languages.getDiagnostics(editor.document.uri).length === 0 || undefined;
      });
    });

    it('a missing handler file is created by Auto Fix, with its stub', async () => {
      const editor = await openText(`resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 2-way, connections: [Made] }
  Made: { type: lambda-function, name: Made, runtime: python3.13, entryPoint: made/up.answer }
`);
      const text = editor.document.getText();
      await expectRules(editor.document.uri, 'entry-point-not-found');
      select(editor, rangeOf(editor.document, 'made/up'));
      await ask('editor.action.autoFix');
      const stub = `import json


def answer(event, context):
    """Handles \`$default\`. The body is sent back to the client."""
    return {"statusCode": 200, "body": json.dumps({"received": event.get("body")})}
`;
      await eventually('the file with its stub', async () => {
        await vscode.workspace.saveAll();
        return (await read('made/up.py')) === stub || undefined;
      });
      await expectRules(editor.document.uri);
      assert.equal(editor.document.getText(), text);
    });

    it('all safe problems are fixed on save', async () => {
      const all = { 'source.fixAll.websocketProject': 'explicit' };
      await changeSetting('editor.codeActionsOnSave', all, vscode.ConfigurationTarget.Global);
      const editor = await openText(`${queue}  Team:
    type: websocket-api
    name: Team
    routeSelectorProperty: action
    endpoints:
      - { route: 404, operationMode: 1-way, connections: [] }
`);
      await replace(editor, 'name: Box', 'name:  Box');
      await ask('workbench.action.files.save');
      await eventuallyText(editor, /route: "404"/);
    });
  });

  describe('refactorings', () => {
    const text = `resources:
  Box: { type: sqs-queue, name: Box }
  Fn:
    type: lambda-function
    name: Fn
    runtime: nodejs22.x
    entryPoint: functions/help.handler
`;

    it('braces become a block', async () => {
      const editor = await openText(text);
      const offered = await actionsAt(editor, rangeOf(editor.document, 'sqs-queue'), vscode.CodeActionKind.Refactor);
      const expand = offered.find(({ title }) => title.startsWith('Expand'));
      assert.ok(expand, offered.map(({ title }) => title).join());
      await applyAction(editor, rangeOf(editor.document, 'sqs-queue'), expand.title);
      await eventuallyText(
        editor,
        text.replace(' { type: sqs-queue, name: Box }', '\n    type: sqs-queue\n    name: Box'),
      );
    });

    it('a function is connected to a new target', async () => {
      const editor = await openText(text);
      await applyAction(editor, rangeOf(editor.document, 'Fn', '  Fn:'), 'Connect to `Box` with `read-write` access');
      await eventuallyText(editor, /connections: \[\{ to: Box, access: read-write \}\]/);
    });
  });
});
