// Navigation between the text and the preview, over the protocol.
import { expect, test } from 'vitest';
import type { Location } from 'vscode-languageserver/node';
import {
  graphEditsRequest,
  handlerSourceRequest,
  partsAtRequest,
  previewRequest,
  templateOriginRequest,
  type GraphEdits,
  type PartsAt,
  type Preview,
  type PreviewPane,
  type Range,
} from '../../server/src/protocol.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startLanguageClient } from '../harness/language-client.ts';

const descriptor = `# 😀
resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: $default, operationMode: 1-way, connections: [Send] }
  Send:
    type: lambda-function
    name: Send
    runtime: nodejs22.x
    entryPoint: functions/send.handler
    timeout: 7
`;
const source = `// 😀 here\nexport const handler = async () => ({ statusCode: 200 });\n`;

test('a place in the text has parts of the graph and of the template, which lead back to it', async () => {
  const folder = temporaryFolder({ 'websocket.yaml': descriptor, 'functions/send.mjs': source });
  const client = await startLanguageClient({}, undefined, { workspaceFolders: [{ uri: folder.uri, name: 'folder' }] });
  const textDocument = { uri: folder.uriOf('websocket.yaml') };
  client.open(textDocument.uri, descriptor);
  for (const format of ['yaml', 'json'] as const) {
    const { template = '', version } = await client.connection.sendRequest<Preview>(previewRequest, {
      textDocument,
      format,
    });
    const position = { line: 13, character: 13 };
    const parts = await client.connection.sendRequest<PartsAt>(partsAtRequest, { textDocument, format, position });
    expect(parts).toMatchObject({ version, graph: ['resource Send'] });
    const texts = parts.template.map(({ start, end }) => template.slice(start, end));
    expect(texts).toEqual([format === 'yaml' ? 'Timeout: 7' : '"Timeout": 7']);
    const offset = template.indexOf('Timeout');
    const origin = { textDocument, format, offset, version };
    expect(await client.connection.sendRequest<Range>(templateOriginRequest, origin)).toMatchObject({
      start: { line: 13 },
      end: { line: 13, character: 14 },
    });
    // A template of another version may have anything at that place.
    const stale = { ...origin, version: version - 1 };
    expect(await client.connection.sendRequest(templateOriginRequest, stale)).toBeNull();
    expect(await client.connection.sendRequest(templateOriginRequest, { ...origin, offset: 0 })).toBeNull();
  }

  const sourceOf = (part: string): Promise<Location | null> =>
    client.connection.sendRequest<Location | null>(handlerSourceRequest, { textDocument, part });
  const handler = {
    uri: folder.uriOf('functions/send.mjs'),
    range: { start: { line: 1, character: 13 }, end: { line: 1, character: 20 } },
  };
  expect(await sourceOf('resource Send')).toEqual(handler);
  expect(await sourceOf('resource Chat endpoint $default')).toEqual(handler);
  expect(await sourceOf('resource Chat')).toBeNull();

  // With the preview, both come in one response; the parts of the template only for the template's pane.
  const asked = { textDocument, format: 'yaml', position: { line: 13, character: 13 } };
  const inFront = (pane: PreviewPane): Promise<Preview> =>
    client.connection.sendRequest<Preview>(previewRequest, { ...asked, pane });
  const edits = await client.connection.sendRequest<GraphEdits>(graphEditsRequest, {
    textDocument,
    part: 'resource Send',
  });
  expect(edits.title).toBe('Send');
  const [graph, table, template, ask] = await Promise.all([
    inFront('graph'),
    inFront('table'),
    inFront('template'),
    inFront('ask'),
  ]);
  const parts = { version: graph.version, graph: ['resource Send'], template: [] };
  expect(graph).toMatchObject({ offered: { part: 'resource Send', edits }, parts });
  expect(table).toMatchObject({ parts });
  expect(template.parts?.template).toHaveLength(1);
  const contents = ['graph', 'offered', 'tables', 'template', 'templateSize'] as const;
  expect([graph, table, template, ask].map((one) => contents.filter((name) => one[name] !== undefined))).toEqual([
    ['graph', 'offered'],
    ['tables'],
    ['template', 'templateSize'],
    [],
  ]);

  // While the file has errors, there is only the graph.
  client.change(textDocument.uri, 2, { text: descriptor.replace('1-way', '3-way') });
  const position = { line: 7, character: 20 };
  expect(await client.connection.sendRequest(partsAtRequest, { textDocument, format: 'yaml', position })).toEqual({
    version: 2,
    graph: ['resource Chat endpoint $default'],
    template: [],
  });
  folder.remove('functions/send.mjs');
  await client.stop();
});
