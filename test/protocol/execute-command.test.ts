// The commands that the server runs for clients that have no such command.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  ExecuteCommandRequest,
  ShowDocumentRequest,
  ShowMessageNotification,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { generateTemplateCommand, importCommand, routeMessageCommand } from '../../server/src/client-support.ts';
import { templateRequest } from '../../server/src/protocol.ts';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');

interface Commanded {
  readonly client: LanguageClient;
  readonly folder: Folder;
  /** The edits that the server has asked for. */
  readonly edits: WorkspaceEdit[];
  readonly messages: string[];
  /** The URIs of the documents that it has shown. */
  readonly shown: string[];
  readonly run: (command: string, ...args: readonly unknown[]) => Promise<unknown>;
}

async function start(
  files: Readonly<Record<string, string>>,
  capabilities: ClientCapabilities = {},
): Promise<Commanded> {
  const folder = temporaryFolder(files);
  const client = await startLanguageClient(capabilities, undefined, {
    workspaceFolders: [{ uri: folder.uri, name: 'folder' }],
  });
  onTestFinished(async () => void (await client.stop()));
  const { connection } = client;
  const [edits, messages, shown]: [WorkspaceEdit[], string[], string[]] = [[], [], []];
  connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
    edits.push(edit);
    return { applied: true };
  });
  connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
    shown.push(uri);
    return { success: true };
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
  client.open(folder.uriOf('websocket.yaml'), files['websocket.yaml'] ?? '');
  const run = (command: string, ...args: readonly unknown[]): Promise<unknown> =>
    connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...args] });
  return { client, folder, edits, messages, shown, run };
}

const atStart = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const everything = { start: { line: 0, character: 0 }, end: { line: 2 ** 31 - 1, character: 0 } };

describe('the template', () => {
  const template = async ({ client, folder }: Commanded): Promise<string> => {
    const textDocument = { uri: folder.uriOf('websocket.yaml') };
    const result = await client.connection.sendRequest(templateRequest, { textDocument, format: 'yaml' });
    return String(Object.entries(result ?? {}).find(([key]) => key === 'template')?.[1]);
  };

  test('is written to a new file by an edit, and shown', async () => {
    const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const] };
    const able = { workspace: { workspaceEdit }, window: { showDocument: { support: true } } };
    const commanded = await start({ 'websocket.yaml': example }, able);
    const { run, folder, edits, shown, messages } = commanded;
    const uri = folder.uriOf('websocket.template.yaml');
    expect(await run(generateTemplateCommand, folder.uriOf('websocket.yaml'))).toBe(uri);
    const newText = await template(commanded);
    expect(edits).toEqual([
      {
        documentChanges: [
          { kind: 'create', uri, options: { ignoreIfExists: true } },
          { textDocument: { uri, version: null }, edits: [{ range: atStart, newText }] },
        ],
      },
    ]);
    expect(shown).toEqual([uri]);
    expect(messages).toEqual(['Generated websocket.template.yaml. Save it.']);
  });

  test('is written by a plain edit if the client can do no other, for the only open project file', async () => {
    const commanded = await start({ 'websocket.yaml': example });
    const { run, folder, edits, shown } = commanded;
    const uri = folder.uriOf('websocket.template.yaml');
    expect(await run(generateTemplateCommand)).toBe(uri);
    const newText = await template(commanded);
    expect(edits).toEqual([{ changes: { [uri]: [{ range: atStart, newText }] } }]);
    expect(shown).toEqual([]);
  });

  test('replaces an older one, and says what deploying it does', async () => {
    const commanded = await start({ 'websocket.yaml': example });
    const { run, folder, edits, messages, client } = commanded;
    folder.write('websocket.template.yaml', await template(commanded));
    const uri = folder.uriOf('websocket.template.yaml');
    expect(await run(generateTemplateCommand)).toBe(uri);
    expect({ edits, messages }).toEqual({ edits: [], messages: ['websocket.template.yaml is up to date.'] });
    const changed = example.replace('name: Sessions', 'name: People');
    client.change(folder.uriOf('websocket.yaml'), 2, { text: changed });
    expect(await run(generateTemplateCommand)).toBe(uri);
    const newText = await template(commanded);
    expect(edits).toEqual([{ changes: { [uri]: [{ range: everything, newText }] } }]);
    expect(messages[1]).toMatch(
      /^Generated websocket\.template\.yaml\. Save it\.\nDeploying it will have these effects:\n.*Sessions/,
    );
  });

  test.each([
    ['a file that was not generated', { 'websocket.template.yaml': 'Resources: {}\n' }, 'because it was not generated'],
    ['a file that cannot be parsed', { 'websocket.template.yaml': '{' }, 'because it cannot be parsed'],
    [
      'anything in place of errors',
      { 'websocket.yaml': 'resources: { A: { type: x } }\n' },
      'websocket.yaml has 1 error. ',
    ],
  ])('does not replace %s', async (_, files, reason) => {
    const { run, edits } = await start({ 'websocket.yaml': example, ...files });
    await expect(run(generateTemplateCommand)).rejects.toThrow(reason);
    expect(edits).toEqual([]);
  });
});

test.skipIf(process.platform === 'win32')('a link out of the folder is not followed', async () => {
  const { run, folder, edits } = await start({ 'websocket.yaml': example });
  const other = temporaryFolder({ 'other.yaml': '' });
  symlinkSync(other.pathOf('other.yaml'), folder.pathOf('websocket.template.yaml'));
  await expect(run(generateTemplateCommand)).rejects.toThrow('because it is a link out of its folder');
  expect(edits).toEqual([]);
});

test('where a message goes is shown and returned', async () => {
  const { run, folder, messages } = await start({ 'websocket.yaml': example });
  const uri = folder.uriOf('websocket.yaml');
  const said = await run(routeMessageCommand, uri, {
    api: 'Chat',
    kind: 'message',
    message: '{"action":"sendMessage"}',
  });
  expect(said).toMatch(/^Chat → sendMessage\n {2}1\. .*\n.*SendMessage/s);
  expect(await run(routeMessageCommand, uri, '{"action":"sendMessage"}')).toBe(said);
  expect(messages).toEqual([said, said]);
  expect(await run(routeMessageCommand, uri, { kind: 'disconnect' })).toMatch(/^Chat → \$disconnect\n/);
  expect(await run(routeMessageCommand, uri, { kind: 'connect' })).toMatch(/^Chat → \$connect\n/);
});

const refused: readonly (readonly [string, readonly [string, ...unknown[]], string])[] = [
  ['no file', [generateTemplateCommand, 'file:///nowhere/websocket.yaml'], 'websocket.yaml is not a project file that'],
  ['no URI', [generateTemplateCommand, 5], 'The first argument must be the URI of a project file.'],
  ['no command', ['constructor'], 'The server has no command "constructor".'],
  ['no API', [routeMessageCommand, undefined, { api: 'None' }], 'None'],
];

test.each(refused)('a request with %s is refused', async (_, [command, ...args], reason) => {
  const { run, folder } = await start({ 'websocket.yaml': example });
  const uri = folder.uriOf('websocket.yaml');
  await expect(run(command, ...args.map((arg) => arg ?? uri))).rejects.toThrow(reason);
});

test('the commands are those that the client does not have', async () => {
  const offered = async (commands: readonly string[]): Promise<unknown> => {
    const { client } = await start({}, { experimental: { commands: { commands } } });
    return client.initialized.capabilities.executeCommandProvider?.commands;
  };
  expect(await offered([])).toEqual([generateTemplateCommand, routeMessageCommand, importCommand]);
  expect(await offered([routeMessageCommand])).toEqual([generateTemplateCommand, importCommand]);
});
