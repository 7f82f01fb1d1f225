// Formatting as any editor requests it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import {
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  MessageType,
  ShowMessageNotification,
  type FormattingOptions,
  type ShowMessageParams,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const uri = 'file:///project/websocket.yaml';
const options: FormattingOptions = { tabSize: 2, insertSpaces: true };
const wide = example.replaceAll(/^ +/gm, (indent) => indent.repeat(2)).replaceAll('- ', '-   ');
const broken = `${example}  Broken: {\n`;

let client: SharedClient;
let messages: ShowMessageParams[];
beforeEach(async () => {
  client = await sharedClient();
  messages = [];
  client.connection.onNotification(ShowMessageNotification.type, (params) => void messages.push(params));
});

async function format(text: string, chosen: FormattingOptions = options): Promise<string> {
  const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, {
    textDocument: { uri },
    options: chosen,
  });
  return TextDocument.applyEdits(TextDocument.create(uri, '', 1, text), edits ?? []);
}

test('a document', async () => {
  client.open(uri, wide);
  expect(await format(wide)).toBe(example);
  expect(messages).toEqual([]);
});

test('a formatted document is not edited', async () => {
  client.open(uri, example);
  const edits = await client.connection.sendRequest(DocumentFormattingRequest.type, { textDocument: { uri }, options });
  expect(edits).toEqual([]);
});

test("the client's options for whitespace", async () => {
  const text = 'resources:  \n  Outbox: { type: sqs-queue, name: Outbox }\n\n\n';
  client.open(uri, text);
  const none = { trimTrailingWhitespace: false, insertFinalNewline: false, trimFinalNewlines: false };
  expect(await format(text, { ...options, ...none })).toBe(text);
  expect(await format(text, { ...options, ...none, trimFinalNewlines: true })).toBe(text.slice(0, -2));
  expect(await format(text, { ...options, ...none, trimTrailingWhitespace: true })).toBe(text.replace(':  ', ':'));
  expect(await format(text, { tabSize: 4, insertSpaces: true })).toBe(
    'resources:\n    Outbox: { type: sqs-queue, name: Outbox }\n',
  );
});

test('a range', async () => {
  client.open(uri, wide);
  const lines = wide.split('\n');
  const line = lines.findIndex((text) => text.trim() === 'Sessions:');
  const range = { start: { line, character: 3 }, end: { line: lines.length - 1, character: 0 } };
  const edits = await client.connection.sendRequest(DocumentRangeFormattingRequest.type, {
    textDocument: { uri },
    range,
    options,
  });
  const after = TextDocument.applyEdits(TextDocument.create(uri, '', 1, wide), edits ?? []).split('\n');
  expect(after.slice(0, line)).toEqual(lines.slice(0, line));
  expect(after.slice(line)).toEqual([
    '    Sessions:',
    '      type: dynamodb-table',
    '      name: Sessions',
    '      key:',
    '        hash: { name: connectionId, type: STRING }',
    '',
  ]);
});

test('an unparseable file is not edited, which is logged each time and shown in a message once', async () => {
  client.open(uri, broken);
  expect(await format(broken)).toBe(broken);
  expect(await format(broken)).toBe(broken);
  expect(messages.map(({ type }) => type)).toEqual([MessageType.Info]);
  expect(messages[0]?.message).toMatch(/not formatted.*line 93.*`\{`/);
  client.change(uri, 2, { text: wide });
  expect(await format(wide)).toBe(example);
  const other = broken.replace('{', '[');
  client.change(uri, 3, { text: other });
  expect(await format(other)).toBe(other);
  expect(messages).toHaveLength(1);
  expect(client.log.filter((line) => line.includes('not formatted'))).toHaveLength(3);
  client.close(uri);
  client.open(uri, broken);
  await format(broken);
  expect(messages).toHaveLength(2);
});

test('on type', async () => {
  const text = 'resources:\n  Outbox:\n\n';
  client.open(uri, text);
  const type = (ch: string, line: number, character: number): Promise<unknown> =>
    client.connection.sendRequest(DocumentOnTypeFormattingRequest.type, {
      textDocument: { uri },
      position: { line, character },
      ch,
      options,
    });
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
  expect(await type('\n', 2, 0)).toEqual([{ range, newText: '    ' }]);
  client.change(uri, 2, { text: broken });
  expect(await type('\n', 93, 0)).toEqual([]);
  expect(messages).toEqual([]);
});
