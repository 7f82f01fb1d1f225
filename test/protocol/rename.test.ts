// Rename over stdio: the edits, what they ask for and what follows them.
import { describe, expect, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  CompletionRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ShowMessageRequest,
  type ClientCapabilities,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { temporaryFolder } from '../harness/folder.ts';
import { positionOf, rangeOf, text, textDocument, uri } from '../harness/one-api.ts';
import { client, shareClient, startOther } from '../harness/shared-client.ts';

shareClient();

const sendId = rangeOf('  Send:', 'Send');
const inRoute = rangeOf('[Send]', 'Send', 1);
const inDefault = rangeOf('[Send]', 'Send', 2);

const containing = (words: string): unknown => expect.stringContaining(words);

describe('rename', () => {
  const rename = (position: Position, newName: string, { connection } = client): Promise<WorkspaceEdit | null> =>
    connection.sendRequest(RenameRequest.type, { textDocument, position, newName });

  test('is prepared, and edits the version that it was made for', async () => {
    const position = inRoute.end;
    expect(await client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position })).toEqual({
      range: inRoute,
      placeholder: 'Send',
    });
    const edit = await rename(position, 'Post');
    const newText = 'Post';
    expect(edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri, version: 1 },
          edits: [sendId, inRoute, inDefault].map((range) => ({ range, newText })),
        },
      ],
    });
  });

  test('reports its effects beyond the file, and asks for confirmation if code has to change', async () => {
    const ofRoute = await rename(positionOf('send'), 'post');
    expect(Object.values(ofRoute?.changeAnnotations ?? {})).toMatchObject([
      { needsConfirmation: false, description: containing('CloudFormation replaces the route') },
    ]);
    const ofTable = await rename(positionOf('Sessions'), 'Clients');
    const [[id, annotation] = []] = Object.entries(ofTable?.changeAnnotations ?? {});
    expect(annotation).toMatchObject({ needsConfirmation: true });
    const [change] = ofTable?.documentChanges ?? [];
    expect(change && 'edits' in change ? change.edits : []).toMatchObject([{ annotationId: id }, { annotationId: id }]);
  });

  test('is plain for a client without versions and annotations', async () => {
    const other = await startOther({});
    expect(other.initialized.capabilities.renameProvider).toBe(true);
    const edit = await rename(positionOf('send'), 'post', other);
    expect(edit).toEqual({ changes: { [uri]: [{ range: rangeOf('route: send', 'send'), newText: 'post' }] } });
  });

  test('is refused with a reason', async () => {
    const refused = (reason: string): unknown =>
      expect.objectContaining({ code: LSPErrorCodes.RequestFailed, message: containing(reason) });
    await expect(rename(inRoute.start, 'Sessions')).rejects.toEqual(refused('already'));
    await expect(rename(inRoute.start, '1st')).rejects.toEqual(refused('a letter, then'));
    // VS Code shows the reason in a notification, where `[…](command:…)` would be a link that runs the command.
    await expect(rename(inRoute.start, '[a](command:x)')).rejects.toEqual(refused('`[a] (command:x)`'));
    const position = positionOf('1-way');
    await expect(client.connection.sendRequest(PrepareRenameRequest.type, { textDocument, position })).rejects.toEqual(
      refused('Only resource IDs'),
    );
  });
});

test('a variable is renamed in the file, and the lines of the code that read it are reported', async () => {
  const project = `${text.trimEnd()}\n  Work: { type: lambda-function, name: Work, runtime: nodejs22.x, entryPoint: functions/work.handler, environment: { LEVEL: info } }\n`;
  const code = 'const level = process.env.LEVEL;\n\nexport const handler = () => [level, process.env.LEVEL];\n';
  const folder = temporaryFolder({ 'websocket.yaml': project, 'functions/work.mjs': code });
  const there = folder.uriOf('websocket.yaml');
  const capabilities = { workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } };
  const other = await startOther(capabilities);
  other.open(there, project);
  const before = project.slice(0, project.indexOf('LEVEL'));
  const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  const ask = { textDocument: { uri: there }, position };
  const found = await other.connection.sendRequest(ReferencesRequest.type, {
    ...ask,
    context: { includeDeclaration: true },
  });
  const inCode = folder.uriOf('functions/work.mjs');
  expect(found).toMatchObject([
    { uri: there, range: { start: position } },
    { uri: inCode, range: { start: { line: 0, character: 26 }, end: { line: 0, character: 31 } } },
    { uri: inCode, range: { start: { line: 2 } } },
  ]);
  const edit = await other.connection.sendRequest(RenameRequest.type, { ...ask, newName: 'LOG_LEVEL' });
  expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri: there }, edits: [{ newText: 'LOG_LEVEL' }] }]);
  const annotations = Object.values(edit?.changeAnnotations ?? {});
  expect(annotations).toEqual([
    {
      label: 'Rename the environment variable LEVEL',
      description: 'Update the code of “Work”, which reads it. functions/work.mjs reads it on lines 1 and 3.',
      needsConfirmation: true,
    },
  ]);
});

describe('after a rename', () => {
  const renamesFiles: ClientCapabilities = {
    window: { showMessage: {} },
    workspace: { applyEdit: true, workspaceEdit: { documentChanges: true, resourceOperations: ['rename'] } },
  };

  /**
   * The questions of the server and the edits that it then makes, once the client has renamed the route `send`. The text
   * is in a folder with the function's source file.
   */
  async function renameRoute(capabilities: ClientCapabilities, answer: string | undefined): Promise<unknown[]> {
    const other = await startOther(capabilities);
    const folder = temporaryFolder({ 'websocket.yaml': text, 'functions/send.mjs': 'export const handler = 1;\n' });
    const there = folder.uriOf('websocket.yaml');
    const got: unknown[] = [];
    other.connection.onRequest(ShowMessageRequest.type, ({ message, actions = [] }) => {
      got.push(message);
      return actions.find(({ title }) => title === answer) ?? null;
    });
    const applied = new Promise<void>((done) => {
      other.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
        got.push(JSON.parse(JSON.stringify(edit.documentChanges ?? edit.changes).replaceAll(folder.uri, '')));
        done();
        return { applied: true };
      });
    });
    other.open(there, text);
    const ask = { textDocument: { uri: there }, position: positionOf('send') };
    // Its answer waits until the source files have been read.
    await other.connection.sendRequest(CompletionRequest.type, ask);
    await other.connection.sendRequest(RenameRequest.type, { ...ask, newName: 'post' });
    expect(got).toEqual([]);
    other.change(there, 2, { range: rangeOf('route: send', 'send'), text: 'post' });
    if (answer === undefined) await other.connection.sendRequest(CompletionRequest.type, ask);
    else await applied;
    return got;
  }

  test('what has the same name is renamed if the user agrees, with the source file', async () => {
    const [question, changes] = await renameRoute(renamesFiles, 'Rename');
    expect(question).toEqual(containing('The resource ID “Send” becomes “Post”, the name “Send” becomes “Post”'));
    expect(question).toEqual(containing('Function Send is replaced by Post'));
    const newTexts = ['Post', 'Post', 'Post', 'Post', 'functions/post.handler'];
    expect(changes).toMatchObject([
      {
        textDocument: { uri: '/websocket.yaml', version: 2 },
        edits: newTexts.map((newText) => ({ newText })),
      },
      { kind: 'rename', oldUri: '/functions/send.mjs', newUri: '/functions/post.mjs', options: { overwrite: false } },
    ]);
  });

  test('nothing else is renamed if the user does not agree, or cannot be asked', async () => {
    expect(await renameRoute(renamesFiles, undefined)).toEqual([containing('the entry point')]);
    expect(await renameRoute({ workspace: { applyEdit: true } }, undefined)).toEqual([]);
  });

  test('an entry point keeps its file if the client cannot rename it', async () => {
    const [question, changes] = await renameRoute({ ...renamesFiles, workspace: { applyEdit: true } }, 'Rename');
    expect(question).not.toEqual(containing('entry point'));
    expect(changes).toMatchObject({
      '/websocket.yaml': ['Post', 'Post', 'Post', 'Post'].map((newText) => ({ newText })),
    });
  });
});
