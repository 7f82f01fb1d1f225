// What a reader searches, folds and selects, over stdio: outline, symbols of the workspace, folding, selections.
import { describe, expect, test } from 'vitest';
import {
  DocumentSymbolRequest,
  FoldingRangeRequest,
  SelectionRangeRequest,
  SymbolKind,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { temporaryFolder } from '../harness/folder.ts';
import { document, positionOf, rangeOf, textDocument, uri } from '../harness/one-api.ts';
import { client, shareClient, startOther } from '../harness/shared-client.ts';

shareClient();

const sendId = rangeOf('  Send:', 'Send');

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
    const other = await startOther({});
    const symbols = await other.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
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

test('symbols of the workspace include those of open and closed files', async () => {
  const folder = temporaryFolder({
    'other.websocket.yaml': 'resources:\n  Sendings: { type: sqs-queue, name: Sendings }\n',
  });
  const workspaceFolders = [{ uri: folder.uri, name: 'project' }];
  const other = await startOther({ workspace: { workspaceFolders: true } }, { workspaceFolders });
  const symbols = await other.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'SEND' });
  expect(symbols?.map(({ name, location, containerName }) => [name, location.uri, containerName])).toEqual([
    ['send', uri, 'Chat'],
    ['Send', uri, undefined],
    ['Sendings', folder.uriOf('other.websocket.yaml'), undefined],
  ]);
  expect(symbols?.[1]?.location).toEqual({ uri, range: sendId });
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
  const other = await startOther({ textDocument: { foldingRange: { rangeLimit: 2 } } });
  const characters = await other.connection.sendRequest(FoldingRangeRequest.type, { textDocument });
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
