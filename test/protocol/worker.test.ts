// The language server's program for web workers, in a worker of Node. It has no disk: what is installed beside it, the client
// reads and gives to it.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import {
  createMessageConnection,
  DocumentDiagnosticRequest,
  InitializeRequest,
  PortMessageReader,
  PortMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver/node';
import { readJson } from '../../scripts/json.mjs';
import { root } from '../../scripts/processes.mjs';
import { toolRequest } from '../../server/src/protocol.ts';

/** What the program uses of a web worker. */
const program = `
const { parentPort } = require('node:worker_threads');
globalThis.self = { addEventListener() {}, postMessage: (message) => parentPort.postMessage(message) };
parentPort.on('message', (data) => self.onmessage({ data }));
require(${JSON.stringify(join(root, 'dist', 'server-worker.js'))});
`;
const uri = 'vscode-vfs://test/websocket.yaml';
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
`;

let end = async (): Promise<unknown> => Promise.resolve();
afterEach(async () => end());

async function startWorker(initializationOptions: object): Promise<MessageConnection> {
  const worker = new Worker(program, { eval: true });
  const connection = createMessageConnection(new PortMessageReader(worker), new PortMessageWriter(worker));
  end = async () => {
    connection.dispose();
    return worker.terminate();
  };
  connection.listen();
  const params = { processId: null, rootUri: null, capabilities: {}, locale: 'de', initializationOptions };
  await connection.sendRequest(InitializeRequest.method, params);
  await connection.sendNotification('initialized', {});
  return connection;
}

/** The message of each problem. */
async function messagesFrom(connection: MessageConnection): Promise<string[]> {
  const textDocument = { uri, languageId: 'websocket-project', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  return report.kind === 'full'
    ? report.items.map(({ message }) => (typeof message === 'string' ? message : message.value))
    : [];
}

const explain = { tool: 'explain_rule', input: { rule: 'no-endpoints' } };

test('has the texts and the pages that the client gives it', async () => {
  const texts = readJson(join(root, 'l10n/server.de.json'));
  const connection = await startWorker({ texts, rulePages: { 'no-endpoints': '# The page\n' } });
  expect((await messagesFrom(connection))[0]).toMatch(/^Die API `Chat` hat keine Endpunkte/);
  expect(await connection.sendRequest(toolRequest, explain)).toMatchObject({ text: '# The page\n' });
});

test.each([
  ['none', {}],
  ['what is not text', { texts: { 'no text': 1 }, rulePages: [1] }],
])('is in English and without pages if the client gives it %s', async (_, options) => {
  const connection = await startWorker(options);
  expect((await messagesFrom(connection))[0]).toMatch(/^The API `Chat` has no endpoints/);
  const failed = 'The pages of the rules are not installed.';
  expect(await connection.sendRequest(toolRequest, explain)).toEqual({ failed });
});
