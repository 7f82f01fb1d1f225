// Hovers, inlay hints and semantic tokens over stdio.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  HoverRequest,
  InlayHintRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
  type ClientCapabilities,
  type Hover,
  type SemanticTokens,
  type SemanticTokensDelta,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { editSession } from '../harness/edit-session.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';
import { Dice } from '../harness/messy-yaml.ts';
import { runs, seed } from '../harness/property-runs.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const uri = 'file:///project/websocket.yaml';
const lines = example.split('\n');

let client: SharedClient;
beforeEach(async () => {
  client = await sharedClient();
  client.open(uri, example);
});

async function hoverOver(text: string, capabilities?: ClientCapabilities): Promise<Hover | null> {
  if (capabilities) {
    client = await sharedClient(capabilities);
    client.open(uri, example);
  }
  const position = TextDocument.create(uri, '', 1, example).positionAt(example.indexOf(text) + 1);
  return client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
}

test('a hover describes a resource and its template resources', async () => {
  const hover = await hoverOver('SetNickname:');
  const line = lines.indexOf('  SetNickname:');
  expect(hover?.range).toEqual({ start: { line, character: 2 }, end: { line, character: 13 } });
  expect(hover?.contents).toMatchObject({ kind: 'markdown' });
  const text = JSON.stringify(hover?.contents);
  expect(text).toContain('Handles `setNickname` of `Chat`');
  expect(text).toContain('Uses `Sessions` (read-write)');
  expect(text).toContain('`AWS::Lambda::Function`');
});

test('a hover is plain text if the client shows nothing else', async () => {
  const hover = await hoverOver('$default', { textDocument: { hover: { contentFormat: ['plaintext'] } } });
  expect(hover?.contents).toMatchObject({ kind: 'plaintext' });
  const text = JSON.stringify(hover?.contents);
  expect(text).toContain('$default · predefined route');
  expect(text).not.toMatch(/\*\*|`/);
});

test('there is no hover if there is nothing to show', async () => {
  expect(await hoverOver('# A chat')).toBeNull();
});

test('inlay hints are returned for the requested lines', async () => {
  const line = lines.findIndex((each) => each.includes('type: websocket-api'));
  const range = { start: { line, character: 0 }, end: { line, character: 100 } };
  const hints = await client.connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  expect(hints).toMatchObject([{ position: { line, character: lines[line]?.length }, label: 'stage prod' }]);
  // A double click on it inserts its value.
  expect(hints?.[0]?.textEdits).toMatchObject([{ newText: '\n    stage: prod' }]);
});

test('semantic tokens are from the legend, at their words', async () => {
  const legend = client.initialized.capabilities.semanticTokensProvider?.legend;
  const tokens = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
  const named: string[] = [];
  let [line, character] = [0, 0];
  const data = tokens?.data ?? [];
  for (let index = 0; index < data.length; index += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(index, index + 4);
    character = down > 0 ? right : character + right;
    line += down;
    named.push(`${lines[line]?.slice(character, character + length)} ${legend?.tokenTypes[type]}`);
  }
  expect(named.slice(0, 3)).toEqual(['description property', 'resources property', 'Chat namespace']);
  expect(named).toContain('$connect event');
  expect(named).toContain('Sessions class');
});

test('semantic tokens are returned for a range', async () => {
  const line = lines.findIndex((each) => each.includes('operationMode: 1-way'));
  const range = { start: { line, character: 0 }, end: { line, character: 100 } };
  const tokens = await client.connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument: { uri }, range });
  expect(tokens?.data.length).toBe(2 * 5);
});

test('semantic tokens after an edit are returned as a delta', async () => {
  const { connection } = client;
  const textDocument = { uri };
  const first = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  client.change(uri, 2, { text: example.replace('  SetNickname:', '\n  SetNickname:') });
  const previousResultId = first?.resultId ?? '';
  const delta = await connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
  const edits = delta && 'edits' in delta ? delta.edits : [];
  expect(edits).toMatchObject([{ deleteCount: 1, data: [expect.any(Number)] }]);
  const data = [...(first?.data ?? [])];
  for (const { start, deleteCount, data: added = [] } of edits) data.splice(start, deleteCount, ...added);
  const whole = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  expect(data).toEqual(whole?.data);

  const same = await connection.sendRequest(SemanticTokensDeltaRequest.type, {
    textDocument,
    previousResultId: whole?.resultId ?? '',
  });
  expect(same).toMatchObject({ edits: [] });
  // For a result that the server no longer knows, it returns all tokens.
  const old = await connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
  expect(old).toMatchObject({ data: whole?.data });
});

test('after any edit, the delta and each range agree with all semantic tokens', async () => {
  const { connection } = client;
  const textDocument = { uri };
  const dice = new Dice(seed);
  const first = await connection.sendRequest(SemanticTokensRequest.type, { textDocument });
  let [data, previousResultId = ''] = [first?.data ?? [], first?.resultId];
  let version = 1;
  for (const text of editSession(example, runs, dice)) {
    client.change(uri, ++version, { text });
    const delta = await connection.sendRequest(SemanticTokensDeltaRequest.type, { textDocument, previousResultId });
    expect(delta, text).toHaveProperty('edits');
    const count = text.split(/\r\n?|\n/).length;
    const tokensIn = async (from: number, to: number): Promise<number[]> => {
      // Beyond its end, a position is that of the end of its line.
      const range = { start: { line: from, character: 0 }, end: { line: to - 1, character: 1_000_000 } };
      return (await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument, range }))?.data ?? [];
    };
    data = applied(data, delta);
    previousResultId = delta?.resultId ?? '';
    expect(data, text).toEqual(await tokensIn(0, count));
    const from = dice.below(count);
    const to = from + 1 + dice.below(count - from);
    expect(placesOf(await tokensIn(from, to)), text).toEqual(
      placesOf(data).filter(([line = 0]) => from <= line && line < to),
    );
  }
});

function applied(data: readonly number[], delta: SemanticTokens | SemanticTokensDelta | null): number[] {
  const changed = [...data];
  // The starts are those in the old tokens.
  for (const { start, deleteCount, data: added = [] } of delta && 'edits' in delta ? delta.edits.toReversed() : []) {
    changed.splice(start, deleteCount, ...added);
  }
  return changed;
}

/** The line, character, length, type and modifiers of each token. */
function placesOf(data: readonly number[]): number[][] {
  let [line, character] = [0, 0];
  return Array.from({ length: data.length / 5 }, (_, index) => {
    const [lines = 0, characters = 0, ...rest] = data.slice(5 * index, 5 * index + 5);
    character = lines === 0 ? character + characters : characters;
    line += lines;
    return [line, character, ...rest];
  });
}
