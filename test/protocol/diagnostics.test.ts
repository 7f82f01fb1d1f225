// Diagnostics, pulled or pushed to a client that cannot pull; and failed requests, which must not affect others.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CancellationTokenSource,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  type ClientCapabilities,
  type DocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { previewRequest, templateRequest, type Preview, type TemplateResult } from '../../server/src/protocol.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const broken = example.replace('operationMode: 2-way', 'operationMode: two-way');
const uri = 'file:///project/websocket.yaml';
const pulling: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};

let client: SharedClient;
let rules: Record<string, string> = {};
let refreshed = 0;
beforeEach(async () => {
  rules = {};
  refreshed = 0;
  client = await sharedClient(pulling, ({ items }) => items.map(() => ({ rules })));
  client.connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshed++);
});

function pull(document = uri, previousResultId?: string): Promise<DocumentDiagnosticReport> {
  const previous = previousResultId === undefined ? {} : { previousResultId };
  return client.connection.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: document },
    ...previous,
  });
}

function codesOf(report: DocumentDiagnosticReport): unknown {
  return report.kind === 'full' ? report.items.map(({ code }) => code) : report.kind;
}

describe('pulled', () => {
  test('of a file whose name promises JSON', async () => {
    const text = '{"resources": {"Outbox": {"type": "sqs-queue", "name": "Outbox",}}}';
    const json = 'file:///project/chat.websocket.json';
    client.open(uri, text);
    client.open(json, text);
    expect(codesOf(await pull(uri))).toEqual([]);
    expect(codesOf(await pull(json))).toEqual(['json-syntax']);
  });

  test('the server announces that it supports pulling', () => {
    expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({
      interFileDependencies: false,
      workspaceDiagnostics: false,
    });
  });

  test('are full at first, unchanged while they are the same, and full again when they differ', async () => {
    client.open(uri, broken);
    const first = await pull();
    expect(codesOf(first)).toEqual(['invalid-operation-mode']);
    expect(first.resultId).toBeTruthy();
    expect(await pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
    client.change(uri, 2, { text: `${broken}# nothing that is reported\n` });
    expect(codesOf(await pull(uri, first.resultId))).toBe('unchanged');
    client.change(uri, 3, { text: `# one line down\n${broken}` });
    expect(codesOf(await pull(uri, first.resultId))).toEqual(['invalid-operation-mode']);
    client.change(uri, 4, { text: example });
    const last = await pull(uri, first.resultId);
    expect(codesOf(last)).toEqual([]);
    expect(last.resultId).not.toBe(first.resultId);
  });

  test('are not pushed too', async () => {
    client.open(uri, broken);
    await pull();
    client.change(uri, 2, { text: example });
    await pull();
    expect(client.published).toEqual([]);
  });

  test('are pulled again after a change of settings, which applies to them', async () => {
    client.open(uri, broken);
    const before = await pull();
    rules = { 'invalid-operation-mode': 'off' };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    expect(codesOf(await pull(uri, before.resultId))).toEqual([]);
    expect(refreshed).toBe(1);
  });

  test('are empty for a document that is not open', async () => {
    expect(codesOf(await pull('file:///nowhere/websocket.yaml'))).toEqual([]);
    client.open(uri, broken);
    client.close(uri);
    expect(codesOf(await pull())).toEqual([]);
  });

  test.each(['untitled:Untitled-1', 'vscode-vfs://github/owner/repository/websocket.yaml', 'vscode-remote://x/a.yaml'])(
    'work for %s, which is not on the disk',
    async (elsewhere) => {
      client.open(elsewhere, broken);
      expect(codesOf(await pull(elsewhere))).toEqual(['invalid-operation-mode']);
    },
  );
});

/** Writes the text at the end of a line. */
function atEndOf(line: number, text: string) {
  const position = { line, character: 1000 };
  return { range: { start: position, end: position }, text };
}

const endpoint = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - route: $default
        operationMode: 1-way
        connections: [Send]
      - route: send
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: functions/send.handler }
`;

describe('while typing', () => {
  test('what is missing in the endpoint is withheld until a pause, and then pulled', async () => {
    client.open(uri, endpoint);
    expect(codesOf(await pull())).toEqual(expect.arrayContaining(['missing-property', 'endpoint-without-handler']));
    client.change(uri, 2, atEndOf(9, '\n        operationMode: 1'));
    const ask = (): Promise<Preview> =>
      client.connection.sendRequest<Preview>(previewRequest, { textDocument: { uri } });
    // Both at once, so that the server answers them before it takes a slow test for a pause.
    const [report, preview] = await Promise.all([pull(), ask()]);
    expect(codesOf(report)).toEqual([]);
    expect(preview).toMatchObject({ errors: [], hasWithheldProblems: true });
    await vi.waitFor(() => expect(refreshed).toBe(1), { timeout: 10_000 });
    expect(codesOf(await pull())).toEqual(expect.arrayContaining(['invalid-operation-mode']));
    const later = await ask();
    expect(later).toMatchObject({ hasWithheldProblems: false });
    expect(later.errors.map(({ rule }) => rule)).toContain('invalid-operation-mode');
  });

  test('the preview and the template say no more than the diagnostics do', async () => {
    /** The marked parts of the graph, and the rows of the tables with problems. */
    const marksOf = ({ graph, tables }: Preview): number[] => [
      graph?.parts.filter(({ severity }) => severity !== undefined).length ?? 0,
      tables?.flatMap(({ rows }) => rows).filter((row) => row.at(-1)?.length !== 0).length ?? 0,
    ];
    const request = { textDocument: { uri }, format: 'yaml' };
    const preview = (): Promise<Preview> => client.connection.sendRequest<Preview>(previewRequest, request);
    client.open(uri, endpoint);
    expect(codesOf(await pull())).toContain('missing-property');
    expect(marksOf(await preview())).toEqual([1, 1]);
    client.change(uri, 2, atEndOf(9, '\n        operationMode: 1'));
    // All at once, so that the server answers them before it takes a slow test for a pause.
    const [report, shown, template] = await Promise.all([
      pull(),
      preview(),
      client.connection.sendRequest<TemplateResult>(templateRequest, request),
    ]);
    expect(codesOf(report)).toEqual([]);
    expect(marksOf(shown)).toEqual([0, 0]);
    // Somebody may have asked for the template.
    expect(template.hasWithheldProblems).toBe(true);
    expect(template.errors.map(({ rule }) => rule)).toContain('invalid-operation-mode');
    await vi.waitFor(async () => expect((await preview()).hasWithheldProblems).toBe(false), { timeout: 10_000 });
    expect(marksOf(await preview())).toEqual([1, 1]);
  });

  test('what is wrong elsewhere is reported at once', async () => {
    client.open(uri, endpoint);
    client.change(uri, 2, atEndOf(0, ' # typed'), atEndOf(7, 'x'));
    client.change(uri, 3, atEndOf(10, ' # typed'));
    expect(codesOf(await pull())).toEqual(expect.arrayContaining(['invalid-operation-mode']));
  });

  test('nothing is withheld from a client that cannot pull again later', async () => {
    client = await sharedClient({ textDocument: { diagnostic: {} } });
    client.open(uri, endpoint);
    client.change(uri, 2, atEndOf(9, '\n        operationMode: 1'));
    expect(codesOf(await pull())).toEqual(expect.arrayContaining(['invalid-operation-mode']));
  });

  test('what was withheld is pushed after the pause', async () => {
    client = await sharedClient({});
    client.open(uri, endpoint);
    client.change(uri, 2, atEndOf(9, '\n        operationMode: 1'));
    expect((await client.diagnostics(uri, 2)).diagnostics).toEqual([]);
    await vi.waitFor(() => expect(client.published.at(-1)?.diagnostics).not.toEqual([]), { timeout: 10_000 });
  });
});

describe('pushed', () => {
  test('to a client that cannot pull, and only there', async () => {
    client = await sharedClient({});
    client.open(uri, broken);
    expect((await client.diagnostics(uri, 1)).diagnostics).toMatchObject([{ code: 'invalid-operation-mode' }]);
  });
});

describe('settings by folder', () => {
  test('each document has its own, and changes apply without a restart', async () => {
    const byFolder = new Map([
      ['file:///one/websocket.yaml', 'off'],
      ['file:///two/websocket.yaml', 'warning'],
    ]);
    client = await sharedClient(pulling, ({ items }) =>
      items.map(({ scopeUri = '' }) => ({ rules: { 'invalid-operation-mode': byFolder.get(scopeUri) } })),
    );
    const severities = async (): Promise<unknown> =>
      Promise.all(
        [...byFolder.keys()].map(async (document) => {
          const report = await pull(document);
          return report.kind === 'full' ? report.items.map(({ severity }) => severity) : report.kind;
        }),
      );
    for (const document of byFolder.keys()) client.open(document, broken);
    expect(await severities()).toEqual([[], [2]]);
    byFolder.set('file:///one/websocket.yaml', 'information');
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    expect(await severities()).toEqual([[3], [2]]);
  });
});

describe('a request', () => {
  test('that is canceled is answered as such, and the next one as usual', async () => {
    client.open(uri, broken);
    const source = new CancellationTokenSource();
    const called = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri } },
      source.token,
    );
    source.cancel();
    await expect(called).rejects.toMatchObject({ code: -32800 });
    expect(codesOf(await pull())).toEqual(['invalid-operation-mode']);
  });

  test.each(['textDocument/diagnostic', 'textDocument/hover', 'textDocument/codeAction', 'textDocument/completion'])(
    '%s that is malformed is logged with its parameters, and the next one is answered',
    async (method) => {
      client.open(uri, broken);
      await client.connection.sendRequest(method, { textDocument: null, unheard: 'of' });
      expect(client.log.join('\n')).toContain('"unheard":"of"');
      expect(codesOf(await pull())).toEqual(['invalid-operation-mode']);
    },
  );

  test('without parameters or with an unknown method does no harm', async () => {
    client.open(uri, example);
    await expect(client.connection.sendRequest('textDocument/unheardOf', {})).rejects.toMatchObject({ code: -32601 });
    await client.connection.sendRequest('textDocument/hover').catch(() => undefined);
    await client.connection.sendNotification('textDocument/didChange', { textDocument: null });
    await client.connection.sendNotification('textDocument/didOpen', {});
    const position = { line: 0, character: 0 };
    await expect(
      client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }),
    ).resolves.toBeNull();
    expect(codesOf(await pull())).toEqual([]);
  });
});
