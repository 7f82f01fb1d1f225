// The descriptors in the workspace's folders, most of which are not open.
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  CancellationTokenSource,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DocumentDiagnosticRequest,
  DocumentSymbolRequest,
  FileChangeType,
  ProgressType,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
  type ClientCapabilities,
  type ConfigurationParams,
  type PreviousResultId,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { cli } from '../harness/command-line.ts';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const broken = example.replace('operationMode: 2-way', 'operationMode: two-way');

const capabilities: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: {
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};
/** Turns off the rules about source files, which do not matter here. */
const settings = ({ items }: ConfigurationParams): unknown[] =>
  items.map(() => ({ rules: { 'entry-point-not-found': 'off' } }));

async function start(...folders: readonly Folder[]): Promise<LanguageClient> {
  const client = await startLanguageClient(
    { ...capabilities, workspace: { ...capabilities.workspace, configuration: true } },
    settings,
    { workspaceFolders: folders.map(({ uri }) => ({ uri, name: uri })) },
  );
  client.connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
  return client;
}

function ask(
  client: LanguageClient,
  previousResultIds: readonly PreviousResultId[] = [],
): Promise<WorkspaceDiagnosticReport> {
  return client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [...previousResultIds] });
}

/** The report by file: the codes, or that it is unchanged. */
function shown({ items }: WorkspaceDiagnosticReport): unknown {
  return Object.fromEntries(
    items.map((item) => [item.uri, item.kind === 'full' ? item.items.map(({ code }) => code).join(' ') : item.kind]),
  );
}

describe('workspace diagnostics', () => {
  test('cover all descriptors in all folders, from the disk or from the client', async () => {
    const one = temporaryFolder({
      'websocket.yaml': broken,
      'deep/er/chat.websocket.json': '{"resources": 1}',
      'fine.websocket.yml': example,
      'other.yaml': 'a: [',
      'node_modules/x/websocket.yaml': broken,
    });
    const two = temporaryFolder({ 'a.websocket.yaml': example });
    const client = await start(one, two);
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    const open = two.uriOf('a.websocket.yaml');
    client.open(open, broken);
    const report = await ask(client);
    expect(shown(report)).toEqual({
      [one.uriOf('websocket.yaml')]: 'invalid-operation-mode',
      [one.uriOf('deep/er/chat.websocket.json')]: 'wrong-type',
      [one.uriOf('fine.websocket.yml')]: '',
      [open]: 'invalid-operation-mode',
    });
    expect(report.items.map(({ uri, version }) => (uri === open ? version : null))).toContain(1);
    expect(await client.stop()).toBe(0);
  });

  test('leave out what Git ignores, as `check` does, and follow its files', async () => {
    const names = [
      'websocket.yaml',
      'kept.websocket.yaml',
      'kept.websocket.yml',
      'ignored/a.websocket.yaml',
      'generated/websocket.yaml',
    ];
    const folder = temporaryFolder({
      '.git/config': '',
      '.gitignore': '/app/ignored\nkept.*\n',
      'app/.gitignore': 'generated\n!kept.websocket.yaml\n',
      ...Object.fromEntries(names.map((name) => [`app/${name}`, broken])),
    });
    const app = folder.uriOf('app');
    const client = await start({ ...folder, uri: app });
    const found = async (): Promise<string[]> =>
      (await ask(client)).items.map(({ uri }) => uri.slice(app.length + 1)).sort();
    const { stdout } = spawnSync(process.execPath, [cli, 'check', '--quiet', '--format', 'github'], {
      cwd: folder.pathOf('app'),
      encoding: 'utf8',
    });
    expect(await found()).toEqual(['kept.websocket.yaml', 'websocket.yaml']);
    expect(await found()).toEqual(stdout.match(/(?<=file=)[^,]+/g));
    client.open(`${app}/ignored/a.websocket.yaml`, broken);
    expect(await found()).toEqual(['ignored/a.websocket.yaml', 'kept.websocket.yaml', 'websocket.yaml']);
    folder.write('app/.gitignore', '/websocket.yaml\n');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: `${app}/.gitignore`, type: FileChangeType.Changed }],
    });
    expect(await found()).toEqual(['generated/websocket.yaml', 'ignored/a.websocket.yaml']);
    expect(await client.stop()).toBe(0);
  });

  test('are unchanged until they change, and empty for a deleted file', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': broken, 'b.websocket.yaml': broken });
    const client = await start(folder);
    const [a, b] = [folder.uriOf('websocket.yaml'), folder.uriOf('b.websocket.yaml')];
    const ids = ({ items }: WorkspaceDiagnosticReport): PreviousResultId[] =>
      items.flatMap(({ uri, resultId }) => (resultId === undefined ? [] : { uri, value: resultId }));
    const first = await ask(client);
    expect(shown(await ask(client, ids(first)))).toEqual({ [a]: 'unchanged', [b]: 'unchanged' });
    folder.write('websocket.yaml', example);
    folder.remove('b.websocket.yaml');
    folder.write('c.websocket.yaml', broken);
    const c = folder.uriOf('c.websocket.yaml');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [
        { uri: a, type: FileChangeType.Changed },
        { uri: b, type: FileChangeType.Deleted },
        { uri: c, type: FileChangeType.Created },
      ],
    });
    expect(shown(await ask(client, ids(first)))).toEqual({ [a]: '', [b]: '', [c]: 'invalid-operation-mode' });
    expect(await client.stop()).toBe(0);
  });

  test('agree with those of a document', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': broken });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    const [item] = (await ask(client)).items;
    const pull = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    expect(pull.resultId).toBe(item?.resultId);
    client.open(uri, broken);
    const opened = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    expect(opened.resultId).toBe(item?.resultId);
    expect(await client.stop()).toBe(0);
  });

  test('of a document do not follow a link out of the folder', async () => {
    const outside = temporaryFolder({ 'websocket.yaml': broken, 'more/websocket.yaml': broken });
    const folder = temporaryFolder({ 'inside/websocket.yaml': broken });
    symlinkSync(outside.pathOf('websocket.yaml'), folder.pathOf('websocket.yaml'));
    symlinkSync(outside.pathOf('more'), folder.pathOf('more'));
    symlinkSync(folder.pathOf('inside'), folder.pathOf('link'));
    const client = await start(folder);
    const count = async (file: string): Promise<unknown> => {
      const textDocument = { uri: folder.uriOf(file) };
      const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
      return report.kind === 'full' ? report.items.length : report.kind;
    };
    expect(await Promise.all(['websocket.yaml', 'more/websocket.yaml', 'link/websocket.yaml'].map(count))).toEqual([
      0, 0, 1,
    ]);
    await client.stop();
  });

  test('are sent in parts to a client that requests it, with progress', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': broken, 'b.websocket.yaml': broken });
    const client = await start(folder);
    const parts: WorkspaceDiagnosticReport[] = [];
    const progress: string[] = [];
    client.connection.onProgress(
      new ProgressType<WorkspaceDiagnosticReport>(),
      'part',
      (part) => void parts.push(part),
    );
    client.connection.onProgress(new ProgressType<{ kind: string }>(), 'work', ({ kind }) => void progress.push(kind));
    const report = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: [],
      partialResultToken: 'part',
      workDoneToken: 'work',
    });
    expect(report.items).toEqual([]);
    expect(parts.map(({ items }) => items.length)).toEqual([1, 1]);
    expect(progress).toEqual(['begin', 'report', 'report', 'end']);
    expect(await client.stop()).toBe(0);
  });

  test('can be canceled halfway, and other requests are answered meanwhile', async () => {
    const files = Array.from({ length: 200 }, (_, index) => [`${index}.websocket.yaml`, broken] as const);
    const folder = temporaryFolder(Object.fromEntries(files));
    const client = await start(folder);
    const source = new CancellationTokenSource();
    let parts = 0;
    client.connection.onProgress(new ProgressType<WorkspaceDiagnosticReport>(), 'part', () => {
      if (++parts === 3) source.cancel();
    });
    const params = { previousResultIds: [], partialResultToken: 'part' };
    const asked = client.connection.sendRequest(WorkspaceDiagnosticRequest.type, params, source.token);
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    expect(parts).toBeLessThan(200);
    expect((await ask(client)).items).toHaveLength(200);
    expect(await client.stop()).toBe(0);
  });

  test('have to be requested again if settings have changed meanwhile', async () => {
    const files = Array.from({ length: 50 }, (_, index) => [`${index}.websocket.yaml`, broken] as const);
    const client = await start(temporaryFolder(Object.fromEntries(files)));
    client.connection.onProgress(new ProgressType<WorkspaceDiagnosticReport>(), 'part', () => {
      void client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    });
    const params = { previousResultIds: [], partialResultToken: 'part' };
    const asked = client.connection.sendRequest(WorkspaceDiagnosticRequest.type, params);
    await expect(asked).rejects.toMatchObject({ code: -32802, data: { retriggerRequest: true } });
    expect(await client.stop()).toBe(0);
  });

  test('survive cyclic links, folders named like files, and binary files', async () => {
    const folder = temporaryFolder({ 'a/websocket.yaml': broken, 'b.websocket.yaml/x.txt': '' });
    symlinkSync(folder.path, folder.pathOf('a/up'));
    symlinkSync(folder.pathOf('gone'), folder.pathOf('gone.websocket.yaml'));
    folder.write('c.websocket.yaml', '\uD800\0\u0007: [');
    const client = await start(folder);
    expect(shown(await ask(client))).toMatchObject({
      [folder.uriOf('a/websocket.yaml')]: 'invalid-operation-mode',
      [folder.uriOf('c.websocket.yaml')]: 'yaml-syntax',
    });
    expect(await client.stop()).toBe(0);
  });
});

describe('an open document', () => {
  test.each([
    ['websocket.yaml', 'yaml'],
    ['chat.websocket.json', 'json'],
    ['any.yaml', 'websocket-project'],
  ])('%s, which the client calls %s, is a websocket project file', async (name, languageId) => {
    const client = await start();
    client.open(`file:///project/${name}`, '{}', languageId);
    expect((await ask(client)).items).toMatchObject([{ items: [{ code: 'missing-property' }] }]);
    expect(await client.stop()).toBe(0);
  });

  test.each([
    ['compose.yaml', 'yaml'],
    ['README.md', 'markdown'],
    ['handler.rb', 'ruby'],
  ])('%s is none: nothing is said of it', async (name, languageId) => {
    const client = await start();
    const uri = `file:///project/${name}`;
    client.open(uri, 'a: 1\n', languageId);
    const textDocument = { uri };
    const pulled = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
    expect(pulled).toMatchObject({ items: [] });
    expect((await ask(client)).items).toEqual([]);
    expect(await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument })).toBeNull();
    expect(await client.stop()).toBe(0);
  });
});

describe('folders', () => {
  test('can be added and removed', async () => {
    const one = temporaryFolder({ 'websocket.yaml': broken });
    const two = temporaryFolder({ 'websocket.yaml': broken });
    const client = await start(one);
    expect(shown(await ask(client))).toEqual({ [one.uriOf('websocket.yaml')]: 'invalid-operation-mode' });
    await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [{ uri: two.uri, name: 'two' }], removed: [{ uri: one.uri, name: 'one' }] },
    });
    expect(shown(await ask(client))).toEqual({ [two.uriOf('websocket.yaml')]: 'invalid-operation-mode' });
    expect(await client.stop()).toBe(0);
  });

  test('can be added by a client that starts without any', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': broken });
    const client = await start();
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [{ uri: folder.uri, name: 'folder' }], removed: [] },
    });
    expect(shown(await ask(client))).toEqual({ [folder.uriOf('websocket.yaml')]: 'invalid-operation-mode' });
    expect(await client.stop()).toBe(0);
  });

  test.each(['rootUri', 'rootPath'] as const)('are one for a client that only supports one: its %s', async (root) => {
    const folder = temporaryFolder({ 'websocket.yaml': broken });
    const known = { rootUri: folder.uri, rootPath: folder.path }[root];
    const client = await startLanguageClient({ textDocument: { diagnostic: {} } }, undefined, { [root]: known });
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: true });
    expect((await ask(client)).items).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  test('that are nested have each file once', async () => {
    const outer = temporaryFolder({ 'inner/websocket.yaml': broken });
    const client = await start(outer, { ...outer, uri: outer.uriOf('inner') });
    expect((await ask(client)).items).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  test('are optional: open documents are fully supported without them', async () => {
    const client = await startLanguageClient({ textDocument: { diagnostic: {} } });
    client.open('untitled:Untitled-1', example);
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ workspaceDiagnostics: false });
    const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'Chat' });
    expect(symbols?.map(({ name }) => name)).toContain('Chat');
    expect(await client.stop()).toBe(0);
  });

  test('that are not on the disk have no files, but open documents still work', async () => {
    const client = await startLanguageClient(capabilities, settings, {
      workspaceFolders: [{ uri: 'vscode-vfs://github/o/r', name: 'r' }],
    });
    client.open('vscode-vfs://github/o/r/websocket.yaml', broken);
    expect(shown(await ask(client))).toEqual({
      'vscode-vfs://github/o/r/websocket.yaml': 'invalid-operation-mode',
    });
    expect(await client.stop()).toBe(0);
  });
});

test('symbols are sent in parts and with progress too', async () => {
  const folder = temporaryFolder({ 'websocket.yaml': example, 'b.websocket.yaml': example });
  const client = await start(folder);
  let parts = 0;
  const progress: string[] = [];
  client.connection.onProgress(new ProgressType<unknown>(), 'part', () => void parts++);
  client.connection.onProgress(new ProgressType<{ kind: string }>(), 'work', ({ kind }) => void progress.push(kind));
  const found = await client.connection.sendRequest(WorkspaceSymbolRequest.type, {
    query: 'Chat',
    partialResultToken: 'part',
    workDoneToken: 'work',
  });
  expect(found).toEqual([]);
  expect(parts).toBe(2);
  expect(progress).toEqual(['begin', 'end']);
  expect(await client.stop()).toBe(0);
});

test('files are only searched for at the first request', async () => {
  const folder = temporaryFolder();
  const client = await start(folder);
  folder.write('websocket.yaml', broken);
  expect(shown(await ask(client))).toEqual({ [folder.uriOf('websocket.yaml')]: 'invalid-operation-mode' });
  expect(client.registrations.map(({ method }) => method)).toContain('workspace/didChangeWatchedFiles');
  expect(await client.stop()).toBe(0);
});
