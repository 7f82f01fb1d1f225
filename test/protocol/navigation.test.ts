// Navigation over stdio: outline, folding, definition, references, rename, calls, lenses, links.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CompletionRequest,
  CodeLensResolveRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  ImplementationRequest,
  LinkedEditingRangeRequest,
  LSPErrorCodes,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  ShowMessageRequest,
  SelectionRangeRequest,
  SymbolKind,
  TypeDefinitionRequest,
  WorkspaceSymbolRequest,
  type ClientCapabilities,
  type InitializeParams,
  type Position,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { temporaryFolder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';
import { document, positionOf, rangeOf, text, textDocument, uri } from '../harness/one-api.ts';

/** A client that supports all of these features. */
const able: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
  textDocument: {
    definition: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    implementation: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    foldingRange: { lineFoldingOnly: true },
    rename: { prepareSupport: true },
    documentLink: { tooltipSupport: true },
  },
};

let client: LanguageClient;
let opened = false;

async function start(
  capabilities: ClientCapabilities = able,
  initialize: Partial<InitializeParams> = { initializationOptions: { codeLens: true } },
): Promise<void> {
  if (opened) await client.stop();
  client = await startLanguageClient(capabilities, undefined, initialize);
  opened = true;
  client.open(uri, text);
}

beforeEach(() => start());
afterEach(async () => {
  expect(client.log).toEqual([]);
  opened = false;
  expect(await client.stop()).toBe(0);
});

const containing = (words: string): unknown => expect.stringContaining(words);

const sendId = rangeOf('  Send:', 'Send');
const inRoute = rangeOf('[Send]', 'Send', 1);
const inDefault = rangeOf('[Send]', 'Send', 2);

describe('the outline', () => {
  test('is a tree', async () => {
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols).toMatchObject([
      {
        name: 'Chat',
        kind: SymbolKind.Interface,
        selectionRange: rangeOf('  Chat:', 'Chat'),
        children: [
          { name: 'send', detail: '1-way', children: [{ name: 'Send', kind: SymbolKind.Function }] },
          { name: '$default', detail: '2-way', children: [{ name: 'Send' }] },
        ],
      },
      { name: 'Send', range: { start: sendId.start }, children: [{ name: 'Sessions', detail: 'read-write' }] },
      { name: 'Sessions', children: [] },
      { name: 'Old' },
    ]);
  });

  test('is a list for a client without support for trees', async () => {
    await start({});
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(
      symbols?.map((symbol) => [symbol.name, 'containerName' in symbol ? symbol.containerName : undefined]),
    ).toEqual([
      ['Chat', undefined],
      ['send', 'Chat'],
      ['Send', 'send'],
      ['$default', 'Chat'],
      ['Send', '$default'],
      ['Send', undefined],
      ['Sessions', 'Send'],
      ['Sessions', undefined],
      ['Old', undefined],
    ]);
    expect(symbols?.[0]).toMatchObject({ location: { uri, range: { start: positionOf('Chat:') } } });
  });
});

describe('symbols of the workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'symbols-'));
  const closed = pathToFileURL(join(folder, 'other.websocket.yaml')).href;
  writeFileSync(join(folder, 'other.websocket.yaml'), 'resources:\n  Sendings: { type: sqs-queue, name: Sendings }\n');
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('include those of open and closed files', async () => {
    const workspaceFolders = [{ uri: pathToFileURL(folder).href, name: 'project' }];
    await start({ workspace: { workspaceFolders: true } }, { workspaceFolders });
    const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'SEND' });
    expect(symbols?.map(({ name, location, containerName }) => [name, location.uri, containerName])).toEqual([
      ['send', uri, 'Chat'],
      ['Send', uri, undefined],
      ['Sendings', closed, undefined],
    ]);
    expect(symbols?.[1]?.location).toEqual({ uri, range: sendId });
  });
});

test('folding is by lines, or by characters', async () => {
  const lines = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  expect(lines).toEqual([
    { startLine: 0, endLine: 1, kind: 'comment' },
    { startLine: 2, endLine: 21 },
    { startLine: 3, endLine: 13 },
    { startLine: 7, endLine: 13 },
    { startLine: 8, endLine: 10 },
    { startLine: 11, endLine: 13 },
    { startLine: 14, endLine: 19 },
  ]);
  await start({ textDocument: { foldingRange: { rangeLimit: 2 } } });
  const characters = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
  expect(characters).toMatchObject([
    { startLine: 2, startCharacter: 'resources:'.length, endLine: 21 },
    { startLine: 3, startCharacter: '  Chat:'.length, endLine: 13, endCharacter: '        connections: [Send]'.length },
  ]);
});

test('selections grow, for each position', async () => {
  const positions = [positionOf('1-way'), positionOf('Sessions')];
  const ranges = await client.connection.sendRequest(SelectionRangeRequest.type, { textDocument, positions });
  expect(ranges?.map(({ range }) => document.getText(range))).toEqual(['1-way', 'Sessions']);
  expect(document.getText(ranges?.[0]?.parent?.range)).toBe('operationMode: 1-way');
});

describe('definition', () => {
  const position = inRoute.start;

  test('leads to the resource, its type, its code', async () => {
    const definition = await client.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    expect(definition).toMatchObject([
      {
        originSelectionRange: inRoute,
        targetUri: uri,
        targetRange: { start: sendId.start },
        targetSelectionRange: sendId,
      },
    ]);
    const type = await client.connection.sendRequest(TypeDefinitionRequest.type, { textDocument, position });
    expect(type).toMatchObject([{ targetSelectionRange: rangeOf('type: lambda-function', 'lambda-function') }]);
    const code = await client.connection.sendRequest(ImplementationRequest.type, { textDocument, position });
    expect(code).toMatchObject([{ targetSelectionRange: { start: positionOf('functions/send') } }]);
    const route = { textDocument, position: positionOf('$default') };
    expect(await client.connection.sendRequest(ImplementationRequest.type, route)).toMatchObject([
      { targetSelectionRange: sendId },
    ]);
  });

  test('is a location for a client without support for links', async () => {
    await start({});
    const definition = await client.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
    expect(definition).toEqual([{ uri, range: sendId }]);
  });

  test('is nothing where no name stands', async () => {
    const nowhere = { textDocument, position: positionOf('1-way') };
    expect(await client.connection.sendRequest(DefinitionRequest.type, nowhere)).toBeNull();
  });
});

test('references include the declaration or not; highlights distinguish them', async () => {
  const ask = (includeDeclaration: boolean): Promise<{ range: Range }[] | null> =>
    client.connection.sendRequest(ReferencesRequest.type, {
      textDocument,
      position: sendId.end,
      context: { includeDeclaration },
    });
  expect(await ask(false)).toEqual([
    { uri, range: inRoute },
    { uri, range: inDefault },
  ]);
  expect((await ask(true))?.map(({ range }) => range)).toEqual([sendId, inRoute, inDefault]);
  const highlights = await client.connection.sendRequest(DocumentHighlightRequest.type, {
    textDocument,
    position: inRoute.start,
  });
  expect(highlights).toEqual([
    { range: sendId, kind: 3 },
    { range: inRoute, kind: 2 },
    { range: inDefault, kind: 2 },
  ]);
});

test('linked editing covers the ID and its connections', async () => {
  const position = sendId.start;
  const linked = await client.connection.sendRequest(LinkedEditingRangeRequest.type, { textDocument, position });
  expect(linked?.ranges).toEqual([sendId, inRoute, inDefault]);
  expect(linked?.wordPattern).toBeDefined();
});

describe('rename', () => {
  const rename = (position: Position, newName: string): Promise<WorkspaceEdit | null> =>
    client.connection.sendRequest(RenameRequest.type, { textDocument, position, newName });

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
    await start({});
    expect(client.initialized.capabilities.renameProvider).toBe(true);
    const edit = await rename(positionOf('send'), 'post');
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
    await start(capabilities);
    const folder = temporaryFolder({ 'websocket.yaml': text, 'functions/send.mjs': 'export const handler = 1;\n' });
    const there = folder.uriOf('websocket.yaml');
    const got: unknown[] = [];
    client.connection.onRequest(ShowMessageRequest.type, ({ message, actions = [] }) => {
      got.push(message);
      return actions.find(({ title }) => title === answer) ?? null;
    });
    const applied = new Promise<void>((done) => {
      client.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
        got.push(JSON.parse(JSON.stringify(edit.documentChanges ?? edit.changes).replaceAll(folder.uri, '')));
        done();
        return { applied: true };
      });
    });
    client.open(there, text);
    const ask = { textDocument: { uri: there }, position: positionOf('send') };
    // Its answer waits until the source files have been read.
    await client.connection.sendRequest(CompletionRequest.type, ask);
    await client.connection.sendRequest(RenameRequest.type, { ...ask, newName: 'post' });
    expect(got).toEqual([]);
    client.change(there, 2, { range: rangeOf('route: send', 'send'), text: 'post' });
    if (answer === undefined) await client.connection.sendRequest(CompletionRequest.type, ask);
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

describe('the call hierarchy', () => {
  test('follows connections in both directions', async () => {
    const position = inDefault.start;
    const items = await client.connection.sendRequest(CallHierarchyPrepareRequest.type, { textDocument, position });
    expect(items).toMatchObject([{ name: 'Send', uri, selectionRange: sendId }]);
    const [item] = items ?? [];
    if (!item) return;
    const incoming = await client.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item });
    expect(incoming).toMatchObject([
      { from: { name: 'send', detail: 'Chat · 1-way' }, fromRanges: [inRoute] },
      { from: { name: '$default' }, fromRanges: [inDefault] },
    ]);
    const outgoing = await client.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item });
    expect(outgoing).toMatchObject([{ to: { name: 'Sessions' }, fromRanges: [rangeOf('to: Sessions', 'Sessions')] }]);
    const [first] = incoming ?? [];
    if (!first) return;
    const upwards = await client.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item: first.from });
    expect(upwards).toMatchObject([{ from: { name: 'Chat' } }]);
  });

  test('is nothing where no name stands', async () => {
    const nowhere = { textDocument, position: positionOf('1-way') };
    expect(await client.connection.sendRequest(CallHierarchyPrepareRequest.type, nowhere)).toBeNull();
  });
});

describe('code lenses', () => {
  test('are resolved to commands of the client', async () => {
    const lenses = (await client.connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
    expect(lenses.every(({ command }) => command === undefined)).toBe(true);
    const resolved = await Promise.all(
      lenses.map((lens) => client.connection.sendRequest(CodeLensResolveRequest.type, lens)),
    );
    expect(resolved.map(({ command }) => [command?.title, command?.command])).toEqual([
      ['Open preview', 'websocketProject.openPreview'],
      ['Handled by Send', 'websocketProject.goToLocation'],
      ['Handled by Send', 'websocketProject.goToLocation'],
      ['Used by send, $default', 'websocketProject.showReferences'],
      ['Used by Send', 'websocketProject.showReferences'],
    ]);
    expect(resolved[0]?.command?.arguments).toEqual([uri]);
    expect(resolved[1]?.command?.arguments).toEqual([uri, positionOf('send'), [{ uri, range: sendId }]]);
    expect(resolved[3]?.command?.arguments?.[2]).toEqual([
      { uri, range: inRoute },
      { uri, range: inDefault },
    ]);
  });

  test('are not offered to a client without those commands', async () => {
    await start(able, {});
    expect(client.initialized.capabilities.codeLensProvider).toBeUndefined();
  });
});

test('a link opens an existing function in the console', async () => {
  const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:old';
  const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument });
  expect(links).toEqual([
    {
      range: rangeOf(`'${arn}'`, arn),
      target: 'https://console.aws.amazon.com/lambda/home?region=eu-west-1#/functions/old',
      tooltip: 'Open the function in the AWS console',
    },
  ]);
});

test('a malformed request is logged and gets an empty answer, and the next one works as usual', async () => {
  const methods = [
    'textDocument/documentSymbol',
    'workspace/symbol',
    'textDocument/foldingRange',
    'textDocument/selectionRange',
    'textDocument/definition',
    'textDocument/typeDefinition',
    'textDocument/implementation',
    'textDocument/references',
    'textDocument/documentHighlight',
    'textDocument/linkedEditingRange',
    'textDocument/prepareRename',
    'textDocument/rename',
    'textDocument/prepareCallHierarchy',
    'callHierarchy/incomingCalls',
    'callHierarchy/outgoingCalls',
    'textDocument/codeLens',
    'textDocument/documentLink',
  ];
  for (const method of methods) {
    expect(await client.connection.sendRequest(method, { nothing: true }), method).toBeNull();
  }
  expect(client.log.filter((message) => message.includes('"nothing":true'))).toHaveLength(methods.length);
  expect(await client.connection.sendRequest(CodeLensResolveRequest.type, { range: sendId })).toEqual({
    range: sendId,
  });
  const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect(symbols).toHaveLength(4);
  await start();
});
