// Edits from the graph over stdio: the edits on offer, and their results for any client.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  graphEditRequest,
  graphEditsRequest,
  previewRequest,
  type GraphEdit,
  type GraphEditResult,
  type GraphEdits,
  type Preview,
} from '../../server/src/protocol.ts';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - route: "😀" # 😀
        operationMode: 1-way
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: functions/send.handler }
`;
const endpoint = 'resource Chat endpoint 😀';

let client: SharedClient;
let folder: Folder;
let uri: string;

async function start(capabilities?: ClientCapabilities): Promise<void> {
  client = await sharedClient(capabilities);
  client.open(uri, text);
}

beforeEach(async () => {
  folder = temporaryFolder();
  uri = `${folder.uri}/websocket.yaml`;
  await start();
});

const offers = (part?: string, document = uri): Promise<GraphEdits | null> =>
  client.connection.sendRequest(graphEditsRequest, { textDocument: { uri: document }, part });

const edit = (wanted: GraphEdit, version = 1): Promise<GraphEditResult | null> =>
  client.connection.sendRequest(graphEditRequest, { textDocument: { uri }, edit: wanted, version });

async function made(wanted: GraphEdit): Promise<Extract<GraphEditResult, { refused?: never }>> {
  const result = await edit(wanted);
  if (!result || result.refused !== undefined) throw new Error(`It was refused: ${result?.refused}`);
  return result;
}

const applied = ({ edits }: { readonly edits: Parameters<typeof TextDocument.applyEdits>[1] }): string =>
  TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), edits);

describe('the edits on offer', () => {
  test('come with the version that they are for', async () => {
    expect(await offers(endpoint)).toMatchObject({ version: 1, title: '😀' });
    client.change(uri, 7, { text: text.replace('1-way', '2-way') });
    const found = await offers(endpoint);
    expect(found?.version).toBe(7);
    expect(found?.offers.map(({ title }) => title)).toContain('Switch to 1-way');
    expect(found?.targets.filter(({ refused }) => refused === undefined).map(({ title }) => title)).toEqual(['Send']);
  });

  test('are none for a missing part and, with the reason, for an unparseable file', async () => {
    const nowhere = await offers('resource Nowhere');
    expect(nowhere?.offers).toEqual([]);
    expect(nowhere?.refused).toContain('no longer exists');
    client.change(uri, 2, { text: `${text}  Broken: [` });
    const broken = await offers(endpoint);
    expect(broken?.offers).toEqual([]);
    expect(broken?.refused).toContain('Fix line 10');
  });

  test('a document that is not open is answered with null', async () => {
    expect(await offers(undefined, `${uri}2`)).toBeNull();
  });
});

describe('an edit', () => {
  test('consists of small text edits, and says what to select and reveal afterwards', async () => {
    const result = await made({ kind: 'connect', part: endpoint, to: 'resource Send' });
    const after = applied({ edits: [...result.edits] });
    expect(after).toBe(text.replace('1-way\n', '1-way\n        connections: [Send]\n'));
    expect(result).toMatchObject({ version: 1, select: `${endpoint} to resource Send` });
    const document = TextDocument.create(uri, '', 2, after);
    expect(document.getText(result.reveal)).toBe('Send');
  });

  test('uses the negotiated position encoding', async () => {
    await start({ general: { positionEncodings: ['utf-8'] } });
    const result = await made({ kind: 'rename', part: endpoint, name: 'x😀y' });
    const character = '      - route: "'.length;
    expect(result.edits.map(({ range }) => range.start.character - character)).toSatisfy((columns: number[]) =>
      columns.every((column) => column <= 0),
    );
    expect(result.reveal).toMatchObject({ start: { line: 6 }, end: { character: character + 'x😀y"'.length + 2 } });
  });

  test('of another version is refused', async () => {
    client.change(uri, 2, { text: `# Changed\n${text}` });
    const late = await edit({ kind: 'delete', part: endpoint });
    expect(late?.refused).toContain('The document has changed in the meantime.');
    expect(await edit({ kind: 'delete', part: endpoint }, 2)).toMatchObject({ version: 2 });
  });

  test('comes with the file that it needs, unless that exists', async () => {
    const wanted: GraphEdit = { kind: 'connectToNew', part: endpoint, type: 'lambda-function', name: 'Smile' };
    const { creates } = await made(wanted);
    expect(creates?.uri).toBe(`${folder.uri}/functions/smile.mjs`);
    expect(creates?.text).toContain('export async function handler');
    folder.write('functions/smile.mjs', '');
    expect((await made(wanted)).creates).toBeUndefined();
  });

  test('is not reported to lack the file that it comes with', async () => {
    const { creates, edits } = await made({
      kind: 'connectToNew',
      part: endpoint,
      type: 'lambda-function',
      name: 'Smile',
    });
    const document = TextDocument.create(uri, 'websocket-project', 1, text);
    const connected = TextDocument.applyEdits(document, [...edits]);
    // The client has created the file, and notifies the server later.
    folder.write('functions/smile.mjs', creates?.text ?? '');
    client.change(uri, 2, { text: connected });
    const { graph } = await client.connection.sendRequest<Preview>(previewRequest, {
      textDocument: { uri },
      format: 'yaml',
    });
    const parts = JSON.stringify(graph?.parts);
    expect(parts).toContain('"id":"resource Smile"');
    expect(parts).toContain('functions/send');
    expect(parts).not.toContain('functions/smile.js');
  });

  test('reports its effects beyond the file', async () => {
    const { consequence } = await made({ kind: 'delete', part: 'resource Chat' });
    expect(consequence).toMatchObject({ label: 'Delete Chat', needsConfirmation: true });
    expect(consequence?.description).toContain('its URL is lost');
  });

  test.each([
    { kind: 'delete' },
    { kind: 'addResource', type: 'constructor', name: 'New' },
    { kind: 'addEndpoint', part: 'resource Chat', name: 'other', mode: '3-way' },
    { kind: 'setMode', part: endpoint, mode: '3-way' },
  ])('with a value that the language does not have is refused: %j', async (wanted) => {
    const params = { textDocument: { uri }, edit: wanted, version: 1 };
    const answer = await client.connection.sendRequest<GraphEditResult | null>(graphEditRequest, params);
    expect(answer?.refused).toMatch(/^.{10,}[.?]$/);
  });

  test.each([{}, { kind: '__proto__' }, { kind: 'delete', part: 7 }, null])(
    'that no page would send is refused or answered with null: %j',
    async (wanted) => {
      const params = { textDocument: { uri }, edit: wanted, version: 1 };
      const answer = await client.connection.sendRequest<GraphEditResult | null>(graphEditRequest, params);
      if (answer) expect(answer.refused).toBeTypeOf('string');
      expect(await offers(endpoint)).toMatchObject({ title: '😀' });
    },
  );
});
