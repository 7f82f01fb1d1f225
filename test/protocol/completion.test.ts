// Completion over stdio: as editors with and without snippets see it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  CompletionRequest,
  CompletionResolveRequest,
  CompletionTriggerKind,
  InsertReplaceEdit,
  InsertTextMode,
  type ClientCapabilities,
  type CompletionContext,
  type CompletionItem,
  type CompletionList,
  type Position,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { followRouteCommand, type InitializationOptions } from '../../server/src/client-support.ts';
import { followRouteRequest } from '../../server/src/protocol.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const uri = 'file:///project/websocket.yaml';

let client: SharedClient;
beforeEach(async () => {
  client = await sharedClient();
});

async function restart(capabilities: ClientCapabilities, options: InitializationOptions = {}): Promise<void> {
  client = await sharedClient(capabilities, undefined, { initializationOptions: options });
}

const resource = (rest: string): string => `resources:\n  Sessions:\n    ${rest}`;

/** The items at the `<|>`. */
async function complete(marked: string, context?: CompletionContext, to = uri): Promise<CompletionList> {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  client.open(to, text);
  const position = TextDocument.create(to, '', 1, text).positionAt(offset);
  const result = await client.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri: to },
    position,
    ...(context ? { context } : {}),
  });
  expect(result).not.toBeNull();
  return Array.isArray(result) || result === null ? { isIncomplete: true, items: [] } : result;
}

function find({ items }: CompletionList, label: string): CompletionItem {
  const item = items.find((candidate) => candidate.label === label);
  if (!item) throw new Error(`${label} is not among ${items.map((each) => each.label).join(', ')}.`);
  return item;
}

describe('an item', () => {
  test('is inserted, or replaces the word that the cursor is in', async () => {
    const list = await complete(resource('type: websocket-api\n    stage: pr<|>-2\n'));
    expect(list.isIncomplete).toBe(false);
    const edit = find(list, 'prod').textEdit;
    expect(edit && InsertReplaceEdit.is(edit)).toBe(true);
    expect(edit).toMatchObject({
      newText: 'prod',
      insert: { start: { line: 3, character: 11 }, end: { line: 3, character: 13 } },
      replace: { start: { line: 3, character: 11 }, end: { line: 3, character: 15 } },
    });
  });

  test('always replaces a known value, which the rest of another one would spoil', async () => {
    const edit = find(
      await complete(resource('type: lambda-function\n    runtime: node<|>js22.x\n')),
      'nodejs24.x',
    ).textEdit;
    const range = { start: { line: 3, character: 13 }, end: { line: 3, character: 23 } };
    expect(edit).toMatchObject({ newText: 'nodejs24.x', insert: range, replace: range });
  });

  test('always replaces the word if its rest would follow a snippet', async () => {
    const { textEdit } = find(await complete(resource('type: sqs<|>-stack\n')), 'sqs-queue');
    const range = { start: { line: 2, character: 10 }, end: { line: 2, character: 19 } };
    expect(textEdit).toMatchObject({ newText: 'sqs-queue\nname: ${1:Sessions}', insert: range, replace: range });
  });

  test('replaces the quotes that it contains, both when inserting and when replacing', async () => {
    const { textEdit, filterText } = find(await complete(resource('type: "sqs<|>"\n')), 'sqs-queue');
    const range = { start: { line: 2, character: 10 }, end: { line: 2, character: 15 } };
    expect(textEdit).toMatchObject({ newText: '"sqs-queue"\nname: ${1:Sessions}', insert: range, replace: range });
    expect(filterText).toBe('"sqs-queue');
  });

  test('has its documentation on resolve, even if its word has grown', async () => {
    const item = find(await complete(resource('ty<|>\n')), 'type');
    expect(item.documentation).toBeUndefined();
    expect(JSON.stringify(item.data).length).toBeLessThan(100);
    client.change(uri, 2, { text: resource('typ\n') });
    const resolved = await client.connection.sendRequest(CompletionResolveRequest.type, item);
    expect(resolved).toMatchObject({ label: 'type', documentation: { kind: 'markdown' } });
    expect(JSON.stringify(resolved.documentation)).toContain('What the resource is.');
  });

  test('that cannot be found again is unchanged', async () => {
    const item = find(await complete(resource('ty<|>\n')), 'type');
    client.change(uri, 2, { text: '' });
    expect(await client.connection.sendRequest(CompletionResolveRequest.type, item)).toEqual(item);
    const stray = { label: 'type', data: { uri: 'file:///elsewhere.yaml', offset: 3 } };
    expect(await client.connection.sendRequest(CompletionResolveRequest.type, stray)).toEqual(stray);
    expect(await client.connection.sendRequest(CompletionResolveRequest.type, { label: 'x' })).toEqual({ label: 'x' });
  });

  test('changes another place as well', async () => {
    const text = example.replace(
      '      - route: $disconnect\n        operationMode: 1-way\n        connections: [Disconnect]\n',
      '      - <|>\n',
    );
    const { additionalTextEdits } = find(await complete(text), '$disconnect with its function');
    expect(additionalTextEdits).toHaveLength(1);
    expect(additionalTextEdits?.[0]?.newText).toContain('Disconnect2:\n    type: lambda-function');
  });

  test('lets the names of a new function follow the route, in a client that has the command', async () => {
    const text = example.replace('      - route: $default\n', '      - <|>\n      - route: $default\n');
    const label = 'endpoint with its function';
    expect(find(await complete(text), label).command).toBeUndefined();
    await restart({ experimental: { commands: { commands: [followRouteCommand] } } });
    const { items } = await complete(text);
    const commands = items.flatMap(({ command }) => command ?? []);
    expect(commands).toMatchObject([{ command: followRouteCommand, arguments: [uri, 'SendMessage2'] }]);
  });

  test('is struck through if it is deprecated', async () => {
    const text = resource('type: lambda-function\n    runtime: <|>\n');
    const { items } = await complete(text);
    const firstStruck = items.findIndex(({ tags }) => tags?.includes(1));
    expect(firstStruck).toBeGreaterThan(0);
    expect(items.slice(firstStruck).every(({ tags }) => tags?.includes(1))).toBe(true);
  });

  test('is accepted by a comma in braces, once something is typed and nothing else matches', async () => {
    const inBraces = (type: string): string => `resources: { Sessions: { type: ${type} } }\n`;
    expect(find(await complete(inBraces('sqs<|>')), 'sqs-queue').commitCharacters).toEqual([',', '}']);
    client.close(uri);
    expect(find(await complete(inBraces('<|>')), 'sqs-queue').commitCharacters).toBeUndefined();
  });
});

describe('an editor', () => {
  test('without snippets gets plain text that is valid as it is', async () => {
    await restart({});
    const item = find(await complete(resource('type: <|>\n')), 'dynamodb-table');
    expect(item.insertTextFormat).toBe(1);
    expect(item.textEdit?.newText).toBe(
      'dynamodb-table\n    name: Sessions\n    key:\n      hash: { name: connectionId, type: STRING }',
    );
  });

  test.each([
    ['that puts in text as it is gets it indented', InsertTextMode.asIs, 'sqs-queue\n    name: ${1:Sessions}'],
    ['that indents text itself gets it without', InsertTextMode.adjustIndentation, 'sqs-queue\nname: ${1:Sessions}'],
  ])('%s', async (_, insertTextMode, newText) => {
    const completionItem = { snippetSupport: true, insertTextModeSupport: { valueSet: [insertTextMode] } };
    await restart({ textDocument: { completion: { completionItem } } });
    const item = find(await complete(resource('type: <|>\n')), 'sqs-queue');
    expect(item).toMatchObject({ textEdit: { newText }, insertTextMode });
  });

  test('that does not indent text itself, whatever its capabilities say, gets it indented', async () => {
    const completionItem = {
      snippetSupport: true,
      insertTextModeSupport: { valueSet: [InsertTextMode.asIs, InsertTextMode.adjustIndentation] },
    };
    await restart({ textDocument: { completion: { completionItem } } }, { indentsCompletion: false });
    const item = find(await complete(resource('type: <|>\n')), 'sqs-queue');
    expect(item).toMatchObject({ textEdit: { newText: 'sqs-queue\n    name: ${1:Sessions}' }, insertTextMode: 1 });
  });

  test('that inserts choices as text gets a placeholder for the first', async () => {
    const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
    const all = example.replace('      - route: $default\n', '      - <|>\n      - route: $default\n');
    const textOf = async (): Promise<string> => find(await complete(all), 'endpoint').textEdit?.newText ?? '';
    await restart(snippets);
    const choices = /\$\{(\d)\|([^,|]+),[^|]*\|\}/g;
    const withChoices = await textOf();
    expect(withChoices).toMatch(choices);
    await restart(snippets, { snippetChoices: false });
    expect(await textOf()).toBe(withChoices.replaceAll(choices, '${$1:$2}'));
  });

  test('that can only insert one line gets plain text of one line, and nothing that would be empty', async () => {
    const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };
    const places = [resource('type: <|>\n'), resource('type:<|>\n'), resource('<|>\n'), 'resources:<|>\n', '<|>'];
    const all = async (): Promise<CompletionItem[]> => {
      const items: CompletionItem[] = [];
      for (const place of places) {
        items.push(...(await complete(place)).items);
        client.close(uri);
      }
      return items;
    };
    await restart(snippets);
    expect((await all()).filter(({ textEdit }) => textEdit?.newText.includes('\n'))).not.toEqual([]);
    await restart(snippets, { multilineCompletion: false });
    const items = await all();
    expect(find({ isIncomplete: false, items }, 'dynamodb-table').textEdit?.newText).toBe('dynamodb-table');
    for (const { insertTextFormat, textEdit, label } of items) {
      expect(insertTextFormat, label).toBe(1);
      expect(textEdit?.newText, label).toMatch(/^.*\S$/);
    }
  });

  test('without Markdown gets plain text', async () => {
    await restart({ textDocument: { completion: { completionItem: { documentationFormat: ['plaintext'] } } } });
    const item = find(await complete(resource('na<|>\n')), 'name');
    const resolved = await client.connection.sendRequest(CompletionResolveRequest.type, item);
    expect(resolved.documentation).toMatchObject({ kind: 'plaintext' });
    expect(JSON.stringify(resolved.documentation)).not.toMatch(/\*\*|`|\]\(/);
  });

  test('with these capabilities gets labels with details, indentation and a follow-up suggestion', async () => {
    await restart({
      experimental: { commands: { commands: ['editor.action.triggerSuggest'] } },
      textDocument: {
        completion: {
          completionItem: {
            snippetSupport: true,
            labelDetailsSupport: true,
            insertTextModeSupport: { valueSet: [1, 2] },
          },
        },
      },
    });
    const list = await complete(resource('<|>\n'));
    expect(find(list, 'type')).toMatchObject({
      labelDetails: { description: 'required' },
      command: { command: 'editor.action.triggerSuggest' },
    });
    client.close(uri);
    expect(find(await complete(resource('type: <|>\n')), 'sqs-queue')).toMatchObject({ insertTextMode: 2 });
  });
});

describe('a typed trigger character', () => {
  const typed = (triggerCharacter: string): CompletionContext => ({
    triggerKind: CompletionTriggerKind.TriggerCharacter,
    triggerCharacter,
  });

  test.each([
    ['behind a colon', 'type: <|>\n', true],
    ['behind a comma', 'connections: [Chat, <|>]\n    type: lambda-function\n  Other: { type: websocket-api }\n', true],
    ['as indentation', ' <|>\n    type: sqs-queue\n', false],
    ['a second time', 'type:  <|>\n', false],
    ['behind a value', 'type: sqs-queue <|>\n', false],
  ])('a space %s', async (_, text, isOffered) => {
    const { items } = await complete(resource(text), typed(' '));
    expect(items.length > 0).toBe(isOffered);
  });

  test.each([
    [',', 'connections: [Chat,<|>\n'],
    ['[', 'connections: [<|>\n'],
  ])('%s at the end of the line offers nothing, so that Enter starts the next line', async (character, text) => {
    const others = '    type: lambda-function\n  Chat: { type: websocket-api }\n';
    expect((await complete(resource(text + others), typed(character))).items).toEqual([]);
  });

  test('a bracket that was closed automatically offers items in YAML, but not in JSON', async () => {
    const others = '    type: lambda-function\n  Chat: { type: websocket-api }\n';
    expect(find(await complete(resource(`connections: [<|>]\n${others}`), typed('[')), 'Chat')).toBeDefined();
    const text = '{ "resources": { "A": { "type": "sqs-queue",<|> } } }';
    const json = 'file:///project/chat.websocket.json';
    expect((await complete(text, typed(','), json)).items).toEqual([]);
  });

  test('is not required', async () => {
    expect((await complete(resource('<|>\n'), { triggerKind: CompletionTriggerKind.Invoked })).items).not.toEqual([]);
  });
});

test('a JSON file gets JSON, even if it is empty', async () => {
  const list = await complete('<|>', undefined, 'file:///project/chat.websocket.json');
  const text = find(list, 'WebSocket project').textEdit?.newText ?? '';
  expect(text).toMatch(/^\{\n {2}"resources": \{/);
});

test('CRLF stays', async () => {
  const text = resource('type: <|>\n').replaceAll('\n', '\r\n');
  expect(find(await complete(text), 'sqs-queue').textEdit?.newText).toBe('sqs-queue\r\nname: ${1:Sessions}');
});

test('common properties of all items are sent once, to clients that support defaults', async () => {
  const completionItem = { snippetSupport: true, insertReplaceSupport: true };
  const marked = resource('type: sqs<|>-stack\n');
  const alone = await complete(marked);
  await restart({
    textDocument: {
      completion: { completionItem, completionList: { itemDefaults: ['editRange', 'insertTextFormat'] } },
    },
  });
  const { items, itemDefaults } = await complete(marked);
  expect(items.map(({ label }) => label)).toEqual(alone.items.map(({ label }) => label));
  for (const [index, { textEdit, insertTextFormat, textEditText }] of items.entries()) {
    expect(textEdit).toBeUndefined();
    expect(insertTextFormat).toBeUndefined();
    const { editRange } = itemDefaults ?? {};
    const same = alone.items[index];
    expect({ newText: textEditText, ...editRange }).toEqual(same?.textEdit);
    expect(itemDefaults?.insertTextFormat).toBe(same?.insertTextFormat);
  }
});

describe('the names of a function', () => {
  const follow = (position: Position, id: string): Promise<unknown> =>
    client.connection.sendRequest(followRouteRequest, { textDocument: { uri }, position, function: id });

  test('follow the route that is typed', async () => {
    const text = example.replace('route: setNickname', 'route: setName');
    client.open(uri, text);
    const position = TextDocument.create(uri, '', 1, text).positionAt(text.indexOf('setName'));
    expect(await follow(position, 'Help')).toBeNull();
    const followed = await follow(position, 'SetNickname');
    expect(followed).toMatchObject({ version: 1, function: 'SetName' });
    const newTexts = ['SetName', 'SetName', 'SetName', 'functions/set-name.handler'];
    expect(followed).toMatchObject({ edits: newTexts.map((newText) => ({ newText })) });
  });
});
