// Each diagnostic links to the page of its rule, if the client can show links.
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DocumentDiagnosticRequest, type ClientCapabilities, type Diagnostic } from 'vscode-languageserver/node';
import { version } from '../../package.json';
import { temporaryFolder } from '../harness/folder.ts';
import { startLanguageClient } from '../harness/language-client.ts';

const uri = 'file:///project/websocket.yaml';
const text = 'resources:\n  Chat: { type: websocket-api, name: chat-api, routeSelectorProperty: action }\n';

async function pushed(capabilities: ClientCapabilities, program?: string): Promise<readonly Diagnostic[]> {
  const client = await startLanguageClient(capabilities, undefined, undefined, { program });
  client.open(uri, text);
  const { diagnostics } = await client.diagnostics(uri, 1);
  expect(await client.stop()).toBe(0);
  return diagnostics;
}

async function pulled(capabilities: ClientCapabilities): Promise<readonly Diagnostic[]> {
  const client = await startLanguageClient(capabilities);
  client.open(uri, text);
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
  expect(await client.stop()).toBe(0);
  return report.kind === 'full' ? report.items : [];
}

test.each([
  ['pushed', () => pushed({ textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } })],
  ['pulled', () => pulled({ textDocument: { diagnostic: { codeDescriptionSupport: true } } })],
])('%s diagnostics lead to pages that are there', async (_way, diagnostics) => {
  const pages = (await diagnostics()).map(({ code, codeDescription }) => ({ code, href: codeDescription?.href ?? '' }));
  expect(pages.map(({ code }) => code)).toEqual(['no-endpoints', 'non-alphanumeric-name']);
  for (const { code, href } of pages) {
    expect(href).toMatch(new RegExp(`/docs/rules/${code}\\.md$`));
    expect(existsSync(fileURLToPath(href))).toBe(true);
  }
});

test('a client that shows no links gets none', async () => {
  const diagnostics = await pushed({ textDocument: { publishDiagnostics: {} } });
  expect(diagnostics.map(({ codeDescription }) => codeDescription)).toEqual([undefined, undefined]);
});

test('a server without the pages links to those of the repository', async () => {
  const folder = temporaryFolder();
  cpSync(join(import.meta.dirname, '../../dist'), folder.pathOf('dist'), { recursive: true });
  const program = folder.pathOf('dist/server.js');
  const diagnostics = await pushed({ textDocument: { publishDiagnostics: { codeDescriptionSupport: true } } }, program);
  const pages = `https://github.com/websocket-project/websocket-project/blob/v${version}/docs/rules`;
  expect(diagnostics.map(({ codeDescription }) => codeDescription?.href)).toEqual([
    `${pages}/no-endpoints.md`,
    `${pages}/non-alphanumeric-name.md`,
  ]);
});
