// The code next to a descriptor: from entry points to it, and back.
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CodeLensRequest,
  DefinitionRequest,
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  DocumentLinkRequest,
  FileChangeType,
  HoverRequest,
  Location,
  type ClientCapabilities,
  type Position,
} from 'vscode-languageserver/node';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { lensCommands, startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const descriptor = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $connect, operationMode: 1-way, connections: [Send] }
      - { route: $disconnect, operationMode: 1-way, connections: [Send] }
      - { route: $default, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: functions/send.handler }
`;
const source = `// 😀 here\nconst other = 1;\nexport const handler = async () => ({ statusCode: 200 });\n`;

const capabilities: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    codeLens: { dynamicRegistration: true },
    synchronization: { dynamicRegistration: true },
  },
  workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, diagnostics: { refreshSupport: true } },
  experimental: lensCommands,
};

async function start(folder: Folder): Promise<LanguageClient> {
  return startLanguageClient(capabilities, undefined, {
    workspaceFolders: [{ uri: folder.uri, name: 'folder' }],
  });
}

async function codes(client: LanguageClient, uri: string): Promise<unknown> {
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  return report.kind === 'full' ? report.items.map(({ code, severity }) => `${severity} ${code}`) : report.kind;
}

const entryPoint: Position = { line: 9, character: descriptor.split('\n')[9]?.indexOf('functions/send') ?? 0 };

describe('an entry point', () => {
  test('leads to the export in its file, and links to it', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/send.mjs': source });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    client.open(uri, descriptor);
    expect(await codes(client, uri)).toEqual([]);
    const found = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri },
      position: entryPoint,
    });
    const range = { start: { line: 2, character: 13 }, end: { line: 2, character: 20 } };
    expect(found).toEqual([{ uri: folder.uriOf('functions/send.mjs'), range }]);
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    expect(links).toMatchObject([{ target: folder.uriOf('functions/send.mjs'), range: { start: entryPoint } }]);
    expect(await client.stop()).toBe(0);
  });

  test.each([
    [DefinitionRequest.method, { position: entryPoint }],
    [DocumentLinkRequest.method, {}],
    [HoverRequest.method, { position: entryPoint }],
  ])('is followed as soon as the descriptor is open: %s', async (method, params) => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/send.mjs': source });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    client.open(uri, descriptor);
    const found = await client.connection.sendRequest(method, { textDocument: { uri }, ...params });
    expect(JSON.stringify(found)).toContain('functions/send.mjs');
    expect(await client.stop()).toBe(0);
  });

  test('does not lead through a link out of the folder', async () => {
    const outside = temporaryFolder({ 'send.mjs': source });
    const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/send.mjs': source });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    client.open(uri, descriptor);
    const request = { textDocument: { uri }, position: entryPoint };
    expect(await client.connection.sendRequest(DefinitionRequest.type, request)).toHaveLength(1);
    folder.remove('functions');
    symlinkSync(outside.path, folder.pathOf('functions'));
    expect(await client.connection.sendRequest(DefinitionRequest.type, request)).toBeNull();
    await client.stop();
  });

  test.each([
    ['is created', (): void => undefined, 1],
    ['is not created in a linked folder', (folder, other) => symlinkSync(other.path, folder.pathOf('functions')), 0],
    [
      'is not created where a link leads',
      (folder, other) => {
        mkdirSync(folder.pathOf('functions'));
        symlinkSync(other.pathOf('new.mjs'), folder.pathOf('functions/send.mjs'));
      },
      0,
    ],
  ] satisfies [string, (folder: Folder, other: Folder) => void, number][])('%s', async (_, link, count) => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor });
    link(folder, temporaryFolder());
    const client = await startLanguageClient({
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
    });
    const uri = folder.uriOf('websocket.yaml');
    client.open(uri, descriptor);
    const range = { start: entryPoint, end: entryPoint };
    const request = { textDocument: { uri }, range, context: { diagnostics: [] } };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, request);
    expect(JSON.stringify(actions).match(/"kind":"create"/g) ?? []).toHaveLength(count);
    await client.stop();
  });

  test('whose file is open is checked against the editor, not the disk', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/send.mjs': source });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    const file = folder.uriOf('functions/send.mjs');
    let refreshed = 0;
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshed++);
    client.open(uri, descriptor);
    client.open(file, source, 'javascript');
    expect(await codes(client, uri)).toEqual([]);
    client.change(file, 2, { text: `// Nothing that counts.\n${source}` });
    client.change(file, 3, { text: source.replace('handler', 'handle') });
    expect(await codes(client, uri)).toEqual(['3 entry-point-not-found']);
    await expect.poll(() => refreshed).toBe(1);
    client.close(file);
    expect(await codes(client, uri)).toEqual([]);
    await expect.poll(() => refreshed).toBe(2);
    // An unsaved new file counts too.
    folder.remove('functions');
    client.open(file, source, 'javascript');
    expect(await codes(client, uri)).toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  test('is reported while its open file sends to the client that is connecting', async () => {
    const ofConnect = descriptor.replaceAll(/\$(?:disconnect|default).*\[Send\]/g, (line) =>
      line.replace('Send', 'Other'),
    );
    const text = `${ofConnect}  Other: { type: lambda-function, name: Other, runtime: java25, entryPoint: "chat.Send::handle" }\n`;
    const folder = temporaryFolder({ 'websocket.yaml': text, 'functions/send.mjs': source });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    const file = folder.uriOf('functions/send.mjs');
    client.open(uri, text);
    client.open(file, source, 'javascript');
    expect(await codes(client, uri)).toEqual([]);
    const input = '{ ConnectionId: event.requestContext.connectionId }';
    client.change(file, 2, {
      text: `export const handler = async (event) => { await api.postToConnection(${input}); };\n`,
    });
    await expect.poll(() => codes(client, uri)).toEqual(['2 send-before-connected']);
    client.change(file, 3, { text: source });
    await expect.poll(() => codes(client, uri)).toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  test('is checked again when its file is written, loses its export or is deleted', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor });
    const client = await start(folder);
    const uri = folder.uriOf('websocket.yaml');
    const file = folder.uriOf('functions/send.mjs');
    const tell = async (type: FileChangeType, changed = file): Promise<void> =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: [{ uri: changed, type }] });
    const becomes = (wanted: readonly string[]): Promise<void> => expect.poll(() => codes(client, uri)).toEqual(wanted);
    let refreshed = 0;
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshed++);
    client.open(uri, descriptor);
    expect(await codes(client, uri)).toEqual(['3 entry-point-not-found']);
    folder.write('functions/send.mjs', source);
    await tell(FileChangeType.Created);
    await becomes([]);
    await expect.poll(() => refreshed).toBe(1);
    folder.write('functions/send.mjs', 'export const handle = 1;\n');
    await tell(FileChangeType.Changed);
    await becomes(['3 entry-point-not-found']);
    folder.write('functions/send.mjs', source);
    await tell(FileChangeType.Changed);
    await becomes([]);
    folder.remove('functions');
    // Clients do not report the files in it.
    await tell(FileChangeType.Deleted, folder.uriOf('functions'));
    await becomes(['3 entry-point-not-found']);
    expect(await client.stop()).toBe(0);
  });

  test('whose file is written is found even if the client does not report changed files', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor });
    const client = await startLanguageClient({ textDocument: { diagnostic: {} } });
    const uri = folder.uriOf('websocket.yaml');
    client.open(uri, descriptor);
    expect(await codes(client, uri)).toEqual(['3 entry-point-not-found']);
    folder.write('functions/send.mjs', source);
    await expect.poll(() => codes(client, uri)).toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  test.each(['untitled:Untitled-1', 'vscode-vfs://github/o/r/websocket.yaml', 'file:///%00/websocket.yaml'])(
    'in %s, without known files, is not checked',
    async (uri) => {
      const client = await start(temporaryFolder());
      client.open(uri, descriptor);
      expect(await codes(client, uri)).toEqual([]);
      const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
      expect(links).toEqual([]);
      expect(await client.stop()).toBe(0);
    },
  );
});

describe('a source file', () => {
  test('has a lens above the export that leads back to the routes', async () => {
    const folder = temporaryFolder({ 'api/websocket.yaml': descriptor, 'api/functions/send.mjs': source });
    const client = await start(folder);
    await expect.poll(() => client.registrations.map(({ method }) => method)).toContain('textDocument/didClose');
    const registered = client.registrations.find(({ method }) => method === 'textDocument/codeLens');
    expect(JSON.stringify(registered?.registerOptions)).toContain('"language":"typescript"');
    const uri = folder.uriOf('api/functions/send.mjs');
    const lenses = async (): Promise<unknown> =>
      client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    const routes = [6, 7, 8].map((line) => ({
      uri: folder.uriOf('api/websocket.yaml'),
      range: { start: { line, character: 17 } },
    }));
    const start2 = { line: 2, character: 13 };
    expect(await lenses()).toMatchObject([
      {
        range: { start: start2 },
        command: {
          title: 'Handles $connect, $disconnect, $default of Chat',
          command: 'websocketProject.showReferences',
          arguments: [uri, start2, routes],
        },
      },
    ]);
    // The client's text, which may differ from the disk.
    client.open(uri, `\n\n${source}`, 'javascript');
    expect(await lenses()).toMatchObject([{ range: { start: { line: 4, character: 13 } } }]);
    expect(client.published).toEqual([]);
    expect(await client.stop()).toBe(0);
  });

  test('has none if no descriptor names it or it is deleted', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/other.mjs': source });
    const client = await start(folder);
    for (const file of ['functions/other.mjs', 'functions/gone.mjs', '../outside.mjs']) {
      const textDocument = { uri: folder.uriOf(file) };
      expect(await client.connection.sendRequest(CodeLensRequest.type, { textDocument })).toEqual([]);
    }
    expect(await client.stop()).toBe(0);
  });
});

test('positions in a source file use the negotiated encoding', async () => {
  const folder = temporaryFolder({
    'websocket.yaml': descriptor,
    'functions/send.mjs': `/* 😀é */ export const handler = 1;\n`,
  });
  const client = await startLanguageClient({ ...capabilities, general: { positionEncodings: ['utf-8'] } });
  const uri = folder.uriOf('websocket.yaml');
  client.open(uri, descriptor);
  await codes(client, uri);
  const found = await client.connection.sendRequest(DefinitionRequest.type, {
    textDocument: { uri },
    position: entryPoint,
  });
  const [location] = Array.isArray(found) ? found : [];
  expect(Location.is(location) && location.range.start).toEqual({ line: 0, character: 26 });
  expect(await client.stop()).toBe(0);
});
