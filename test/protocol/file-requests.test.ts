// Files that only the client can read: the server asks for them, and follows no link, because it cannot know where it leads.
import { afterEach, expect, test } from 'vitest';
import { DefinitionRequest, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const text = `resources:
  F: { type: lambda-function, name: F, runtime: nodejs24.x, entryPoint: PATH.handler }
`;
const source = '// First.\nexport const handler = async () => ({ statusCode: 200 });\n';

let client: LanguageClient;
afterEach(async () => {
  expect(await client.stop()).toBe(0);
});

/** A client with a folder in its own file system: a file, and a link to another folder. */
async function start(fileRequests: boolean): Promise<void> {
  const workspaceFolders = [{ uri: 'memfs:/w', name: 'w' }];
  client = await startLanguageClient({ experimental: { fileRequests } }, undefined, { workspaceFolders });
  const kinds: Readonly<Record<string, string>> = { '/w': 'folder', '/w/send.mjs': 'file', '/w/linked': 'link' };
  const pathOf = ({ uri }: { readonly uri: string }): string => uri.replace(/^memfs:\/*/, '/');
  client.connection.onRequest('websocketProject/fs/stat', (params: { readonly uri: string }) => {
    const path = pathOf(params);
    const isBehind = path === '/w/linked/send.mjs';
    const kind = isBehind ? 'file' : kinds[path];
    if (kind === undefined) return null;
    return { kind: kind === 'link' ? 'folder' : kind, isLink: kind === 'link', mtime: 1, size: source.length };
  });
  client.connection.onRequest('websocketProject/fs/readDirectory', (params: { readonly uri: string }) =>
    pathOf(params) === '/w'
      ? {
          entries: [
            { name: 'send.mjs', kind: 'file' },
            { name: 'linked', kind: 'link' },
          ],
        }
      : null,
  );
  client.connection.onRequest('websocketProject/fs/readFile', () => ({ text: source }));
}

async function definitionOf(path: string): Promise<unknown> {
  const uri = `memfs:/w/${path.replace('/', '-')}.websocket.yaml`;
  const opened = text.replace('PATH', path);
  client.open(uri, opened);
  const character = (opened.split('\n')[1] ?? '').indexOf(path) + 1;
  return client.connection.sendRequest(DefinitionRequest.type, {
    textDocument: { uri },
    position: { line: 1, character },
  });
}

test('an entry point leads to the export that the client has', async () => {
  await start(true);
  expect(await definitionOf('send')).toMatchObject([{ uri: 'memfs:/w/send.mjs', range: { start: { line: 1 } } }]);
});

test('nothing behind a link is read, and nothing is reported as missing', async () => {
  await start(true);
  expect(await definitionOf('linked/send')).toBeNull();
  const textDocument = { uri: 'memfs:/w/linked-send.websocket.yaml' };
  const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument });
  expect(JSON.stringify(report)).not.toContain('entry-point-not-found');
});

test('a client that does not offer it is not asked', async () => {
  await start(false);
  expect(await definitionOf('send')).toBeNull();
});
