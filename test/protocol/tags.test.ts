// Tags, for editors that show them: unnecessary text and deprecated values.
import { expect, test } from 'vitest';
import { DiagnosticTag, type ClientCapabilities, type Diagnostic } from 'vscode-languageserver/node';
import { startLanguageClient } from '../harness/language-client.ts';

const uri = 'file:///project/websocket.yaml';
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: nodejs16.x, entryPoint: functions/send.handler }
  Idle: { type: lambda-function, name: Idle, runtime: nodejs22.x, entryPoint: functions/idle.handler }
`;

async function diagnosticsFor(capabilities: ClientCapabilities): Promise<readonly Diagnostic[]> {
  const client = await startLanguageClient(capabilities);
  client.open(uri, text);
  const { diagnostics } = await client.diagnostics(uri, 1);
  expect(await client.stop()).toBe(0);
  return diagnostics;
}

test('a client that shows tags gets them', async () => {
  const valueSet = [DiagnosticTag.Unnecessary, DiagnosticTag.Deprecated];
  const diagnostics = await diagnosticsFor({ textDocument: { publishDiagnostics: { tagSupport: { valueSet } } } });
  expect(diagnostics.map(({ code, tags }) => [code, tags])).toEqual([
    ['deprecated-runtime', [DiagnosticTag.Deprecated]],
    ['unused-function', [DiagnosticTag.Unnecessary]],
  ]);
});

test('a client that shows only some gets those', async () => {
  const valueSet = [DiagnosticTag.Deprecated];
  const diagnostics = await diagnosticsFor({ textDocument: { publishDiagnostics: { tagSupport: { valueSet } } } });
  expect(diagnostics.map(({ tags }) => tags)).toEqual([[DiagnosticTag.Deprecated], undefined]);
});

test('a client that shows none gets none', async () => {
  const diagnostics = await diagnosticsFor({ textDocument: {} });
  expect(diagnostics.map(({ tags }) => tags)).toEqual([undefined, undefined]);
});
