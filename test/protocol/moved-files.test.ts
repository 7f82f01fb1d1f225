// Entry points follow source files that are moved or renamed.
import { afterEach, expect, test } from 'vitest';
import { TextDocumentEdit, WillRenameFilesRequest, type WorkspaceEdit } from 'vscode-languageserver/node';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

let client: LanguageClient;
afterEach(async () => {
  expect(await client.stop()).toBe(0);
});

async function start(documentChanges: boolean, ...folders: readonly Folder[]): Promise<void> {
  const capabilities = { workspace: { workspaceFolders: true, workspaceEdit: { documentChanges } } };
  const workspaceFolders = folders.map(({ uri }) => ({ uri, name: uri }));
  client = await startLanguageClient(capabilities, undefined, { workspaceFolders });
}

function move(...files: readonly (readonly [from: string, to: string])[]): Promise<WorkspaceEdit | null> {
  return client.connection.sendRequest(WillRenameFilesRequest.type, {
    files: files.map(([oldUri, newUri]) => ({ oldUri, newUri })),
  });
}

/** The new texts by document, with its version. */
function edited(edit: WorkspaceEdit | null): unknown {
  const changes = edit?.documentChanges?.filter((change) => TextDocumentEdit.is(change)) ?? [];
  return changes
    .sort((one, other) => one.textDocument.uri.localeCompare(other.textDocument.uri))
    .map(({ textDocument: { uri, version }, edits }) => [
      uri,
      version,
      edits.map((one) => ('newText' in one ? one.newText : undefined)),
    ]);
}

function descriptor(...entryPoints: readonly string[]): string {
  const functions = entryPoints.map(
    (entryPoint, index) =>
      `  F${index}: { type: lambda-function, name: F${index}, runtime: nodejs24.x, entryPoint: ${entryPoint} }`,
  );
  return ['resources:', ...functions, ''].join('\n');
}

const source = 'export const handler = async () => ({ statusCode: 200 });\n';

test('in all descriptors of all folders, open or not', async () => {
  const one = temporaryFolder({
    'websocket.yaml': descriptor('functions/send.handler', '"functions/leave.handler"'),
    'functions/send.mjs': source,
    'functions/leave.mjs': source,
    'functions/chat.websocket.yaml': descriptor('send.handler'),
    'other/websocket.yaml': descriptor('send.handler', 'functions/send.handler'),
  });
  const other = temporaryFolder({ 'websocket.yaml': descriptor('functions/send.handler') });
  await start(true, one, other);
  const root = one.uriOf('websocket.yaml');
  const inner = one.uriOf('functions/chat.websocket.yaml');
  client.open(root, descriptor('functions/leave.handler', 'functions/send.other'));
  expect(edited(await move([one.uriOf('functions/send.mjs'), one.uriOf('functions/message.mjs')]))).toEqual([
    [inner, null, ['message.handler']],
    [root, 1, ['functions/message.other']],
  ]);
  client.close(root);
  expect(edited(await move([one.uriOf('functions'), one.uriOf('handlers')]))).toEqual([
    [root, null, ['handlers/send.handler', '"handlers/leave.handler"']],
  ]);
  const several = await move(
    [one.uriOf('functions/send.mjs'), one.uriOf('functions/a.mjs')],
    [one.uriOf('functions/leave.mjs'), one.uriOf('b.mjs')],
  );
  expect(edited(several)).toEqual([
    [inner, null, ['a.handler']],
    [root, null, ['functions/a.handler', '"b.handler"']],
  ]);
});

test('when their descriptor is moved', async () => {
  const folder = temporaryFolder({ 'api/websocket.yaml': descriptor('send.handler'), 'api/send.mjs': source });
  await start(true, folder);
  const [from, to] = [folder.uriOf('api/websocket.yaml'), folder.uriOf('websocket.yaml')];
  expect(edited(await move([from, to]))).toEqual([[from, null, ['api/send.handler']]]);
  expect(await move([folder.uriOf('api'), folder.uriOf('chat')])).toBeNull();
  expect(await move([from, folder.uriOf('elsewhere/websocket.yaml')])).toBeNull();
});

test('for a client without document changes, and not for other files', async () => {
  const folder = temporaryFolder({ 'websocket.yaml': descriptor('send.handler'), 'send.mjs': source });
  await start(false, folder);
  const moved = await move([folder.uriOf('send.mjs'), folder.uriOf('lib/send.mjs')]);
  expect(moved?.changes?.[folder.uriOf('websocket.yaml')]?.map(({ newText }) => newText)).toEqual(['lib/send.handler']);
  expect(await move([folder.uriOf('readme.md'), folder.uriOf('README.md')])).toBeNull();
  expect(await move(['untitled:send.mjs', 'git:send.mjs'])).toBeNull();
});

test('the capabilities say which files matter', async () => {
  await start(true);
  const { filters = [] } = client.initialized.capabilities.workspace?.fileOperations?.willRename ?? {};
  expect(filters.map(({ pattern: { matches } }) => matches)).toEqual([
    'file',
    'file',
    'file',
    'file',
    'file',
    'folder',
  ]);
});
