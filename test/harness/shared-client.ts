// A client that all tests of a file share, because they only ask about one open API. A test with another client starts a
// server of its own.
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver/node';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { lensCommands, startLanguageClient, type LanguageClient } from './language-client.ts';
import { text, uri } from './one-api.ts';

/** It supports everything that has to do with navigation and rename. */
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
  experimental: lensCommands,
};

/** Of the file that has called `shareClient`. */
export let client: LanguageClient;

/** For a test file. The server logs nothing while it serves this client. */
export function shareClient(): void {
  beforeAll(async () => {
    client = await startOpened();
  });
  afterEach(() => expect(client.log).toEqual([]));
  afterAll(async () => expect(await client.stop()).toBe(0));
}

/** Starts a server for one test, which logs nothing. */
export async function startOther(...how: Parameters<typeof startOpened>): Promise<LanguageClient> {
  const other = await startOpened(...how);
  onTestFinished(async () => {
    expect(other.log).toEqual([]);
    expect(await other.stop()).toBe(0);
  });
  return other;
}

/** Starts a server and opens the API; the caller stops it. */
export async function startOpened(
  capabilities = able,
  initialize: Partial<InitializeParams> = {},
): Promise<LanguageClient> {
  const started = await startLanguageClient(capabilities, undefined, initialize);
  started.open(uri, text);
  return started;
}
