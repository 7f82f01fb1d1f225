// Navigation over stdio: definition, references, calls, lenses, links.
import { describe, expect, test } from 'vitest';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  ImplementationRequest,
  LinkedEditingRangeRequest,
  ReferencesRequest,
  TypeDefinitionRequest,
  type Range,
} from 'vscode-languageserver/node';
import { routeMessageCommand } from '../../server/src/client-support.ts';
import { positionOf, rangeOf, textDocument, uri } from '../harness/one-api.ts';
import { client, shareClient, startOpened, startOther } from '../harness/shared-client.ts';

shareClient();

const sendId = rangeOf('  Send:', 'Send');
const inRoute = rangeOf('[Send]', 'Send', 1);
const inDefault = rangeOf('[Send]', 'Send', 2);

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
    const other = await startOther({});
    const definition = await other.connection.sendRequest(DefinitionRequest.type, { textDocument, position });
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
  test('are resolved to commands of the client, and one that the server runs', async () => {
    const lenses = (await client.connection.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
    expect(lenses.every(({ command }) => command === undefined)).toBe(true);
    const resolved = await Promise.all(
      lenses.map((lens) => client.connection.sendRequest(CodeLensResolveRequest.type, lens)),
    );
    const lensesOf = (own: boolean): typeof resolved =>
      resolved.filter(({ command }) => (command?.command === routeMessageCommand) === own);
    expect(lensesOf(true).map(({ command }) => command?.title)).toEqual(['▷ Try a message', '▷ Try a message']);
    const ofClient = lensesOf(false);
    expect(ofClient.map(({ command }) => [command?.title, command?.command])).toEqual([
      ['Open preview', 'websocketProject.openPreview'],
      ['Handled by Send', 'websocketProject.goToLocation'],
      ['Handled by Send', 'websocketProject.goToLocation'],
      ['Used by send, $default', 'websocketProject.showReferences'],
      ['Used by Send', 'websocketProject.showReferences'],
    ]);
    expect(ofClient[0]?.command?.arguments).toEqual([uri]);
    expect(ofClient[1]?.command?.arguments).toEqual([uri, positionOf('send'), [{ uri, range: sendId }]]);
    expect(ofClient[3]?.command?.arguments?.[2]).toEqual([
      { uri, range: inRoute },
      { uri, range: inDefault },
    ]);
  });

  test('are not offered to a client without those commands', async () => {
    const { initialized } = await startOther({});
    expect(initialized.capabilities.codeLensProvider).toBeUndefined();
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
  const other = await startOpened();
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
    expect(await other.connection.sendRequest(method, { nothing: true }), method).toBeNull();
  }
  expect(other.log.filter((message) => message.includes('"nothing":true'))).toHaveLength(methods.length);
  expect(await other.connection.sendRequest(CodeLensResolveRequest.type, { range: sendId })).toEqual({
    range: sendId,
  });
  const symbols = await other.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect(symbols).toHaveLength(4);
  expect(await other.stop()).toBe(0);
});
