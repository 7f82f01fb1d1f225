// The built server over stdio, as any editor sees it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CompletionRequest,
  DidChangeConfigurationNotification,
  ErrorCodes,
  HoverRequest,
  InitializeRequest,
  InsertReplaceEdit,
  ShowMessageNotification,
  type CodeAction,
  type Command,
  type CompletionItem,
  type Position,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { projectText } from '../../scripts/bench/bench-project.ts';
import { composeSvg } from '../../server/src/graph/picture.ts';
import { previewRequest, templateRequest, type Preview, type TemplateResult } from '../../server/src/protocol.ts';
import { ownClient, shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const uri = 'file:///project/websocket.yaml';
const broken = example.replace('operationMode: 2-way', 'operationMode: two-way');

let client: SharedClient;
beforeEach(async () => {
  client = await sharedClient();
});

/** The position of the text in the document, plus that many characters. */
function positionOf(text: string, searched: string, plus = 0): Position {
  const offset = text.indexOf(searched);
  expect(offset, searched).toBeGreaterThanOrEqual(0);
  return TextDocument.create(uri, '', 1, text).positionAt(offset + plus);
}

function isCodeAction(action: Command | CodeAction): action is CodeAction {
  return 'kind' in action;
}

describe('diagnostics', () => {
  test('none for the example', async () => {
    client.open(uri, example);
    expect((await client.diagnostics(uri, 1)).diagnostics).toEqual([]);
  });

  test('one for one problem, on the text at fault; none once it is fixed', async () => {
    client.open(uri, broken);
    const { diagnostics } = await client.diagnostics(uri, 1);
    const start = positionOf(broken, 'two-way');
    const range = { start, end: { line: start.line, character: start.character + 'two-way'.length } };
    expect(diagnostics).toMatchObject([
      { code: 'invalid-operation-mode', severity: 1, source: 'websocket-project', range },
    ]);
    client.change(uri, 2, { range, text: '2-way' });
    expect((await client.diagnostics(uri, 2)).diagnostics).toEqual([]);
  });

  test('are cleared when the document is closed', async () => {
    client.open(uri, broken);
    await client.diagnostics(uri, 1);
    client.close(uri);
    expect((await client.diagnostics(uri)).diagnostics).toEqual([]);
  });

  test('have the other place as related information', async () => {
    const text = example.replace('route: setNickname', 'route: sendMessage');
    expect(text).not.toBe(example);
    client.open(uri, text);
    const { diagnostics } = await client.diagnostics(uri, 1);
    expect(diagnostics.map(({ code }) => code)).toEqual(['duplicate-route']);
    expect(diagnostics[0]?.relatedInformation?.[0]?.location).toMatchObject({
      uri,
      range: { start: positionOf(text, 'route: sendMessage', 'route: '.length) },
    });
  });
});

test('a quick fix edits the version that it was made for, and fixes the problem', async () => {
  client.open(uri, broken);
  const { diagnostics } = await client.diagnostics(uri, 1);
  const [diagnostic] = diagnostics;
  expect(diagnostic).toBeDefined();
  if (!diagnostic) return;
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: diagnostic.range,
    context: { diagnostics },
  });
  const fixes = (actions ?? []).filter(isCodeAction).filter(({ title }) => title.startsWith('Change to'));
  expect(fixes.map(({ title, isPreferred }) => [title, isPreferred])).toEqual([
    ['Change to `2-way`', true],
    ['Change to `1-way`', false],
  ]);
  expect(fixes[0]?.diagnostics).toEqual([diagnostic]);
  const [change] = fixes[0]?.edit?.documentChanges ?? [];
  expect(change).toMatchObject({ textDocument: { uri, version: 1 } });
  const edits = change && 'edits' in change ? change.edits.flatMap((edit) => ('newText' in edit ? edit : [])) : [];
  expect(TextDocument.applyEdits(TextDocument.create(uri, '', 1, broken), edits)).toBe(example);
});

test('hover describes a property', async () => {
  client.open(uri, example);
  const position = positionOf(example, 'routeSelectorProperty', 3);
  const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  expect(hover?.range?.start).toEqual(positionOf(example, 'routeSelectorProperty'));
  expect(JSON.stringify(hover?.contents)).toContain('whose value selects the endpoint');
});

test('a second initialize is refused, and the client keeps its capabilities', async () => {
  const again = client.connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  await expect(again).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  client.open(uri, 'resources:\n  A:\n    type: sqs-queue\n    \n');
  const position = { line: 3, character: 4 };
  const result = await client.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
  const items = Array.isArray(result) ? result : (result?.items ?? []);
  expect(items.some(({ insertTextFormat }) => insertTextFormat === 2)).toBe(true);
});

test('a burst of edits is checked and published once', async () => {
  client = await ownClient();
  client.open(uri, example);
  await client.diagnostics(uri, 1);
  const last = 30;
  for (let version = 2; version <= last; version++) client.change(uri, version, { text: `${example}# ${version}\n` });
  await client.diagnostics(uri, last);
  expect(client.published.map(({ version }) => version)).toEqual([1, last]);
});

test('a change whose version does not rise is ignored and logged', async () => {
  client.open(uri, example);
  client.change(uri, 3, { text: broken });
  client.change(uri, 3, { text: example });
  client.change(uri, 2, { text: example });
  expect((await client.diagnostics(uri, 3)).diagnostics).toHaveLength(1);
  const ignored = (version: number): string => `Ignored a change of ${uri}: its version ${version} is not above 3.`;
  expect(client.log).toEqual([ignored(3), ignored(2)]);
  client.change(uri, 4, { text: example });
  expect((await client.diagnostics(uri, 4)).diagnostics).toEqual([]);
});

test('a document that is opened again starts anew, whatever its version', async () => {
  client.open(uri, example);
  await client.diagnostics(uri, 1);
  client.open(uri, broken);
  await expect.poll(() => client.published.at(-1)?.diagnostics.length).toBe(1);
});

describe('completion', () => {
  const text = example.replace('operationMode: 2-way', 'operationMode: 2');
  const position = positionOf(text, 'operationMode: 2\n', 'operationMode: 2'.length);

  async function complete(): Promise<CompletionItem[]> {
    client.open(uri, text);
    const result = await client.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position });
    return Array.isArray(result) ? result : (result?.items ?? []);
  }

  test('offers the values at the cursor', async () => {
    const items = await complete();
    expect(items.map(({ label }) => label)).toEqual(['1-way', '2-way']);
    const edit = items[1]?.textEdit;
    expect(edit && InsertReplaceEdit.is(edit) && edit.replace.end).toEqual(position);
  });

  test('is plain text for a client without snippets', async () => {
    client = await sharedClient({});
    const items = await complete();
    expect(items.map(({ textEdit }) => textEdit?.newText)).toEqual(['1-way', '2-way']);
    expect(items.every(({ insertTextFormat }) => insertTextFormat === 1)).toBe(true);
  });
});

describe('the preview', () => {
  /** Its picture as the page assembles it. */
  const svgOf = ({ graph }: Preview): string => (graph ? composeSvg(graph) : '');

  test('has graph and template', async () => {
    client.open(uri, example);
    const params = { textDocument: { uri }, format: 'yaml' };
    const preview = await client.connection.sendRequest<Preview>(previewRequest, params);
    expect(preview.errors).toEqual([]);
    expect(svgOf(preview)).toMatch(/^<svg .*<\/svg>$/s);
    expect(preview.template).toContain('AWS::ApiGatewayV2::Api');
  });

  test('has no template while the file has errors, and says which', async () => {
    client.open(uri, broken);
    const preview = await client.connection.sendRequest<Preview>(previewRequest, { textDocument: { uri } });
    expect(preview.template ?? null).toBeNull();
    expect(svgOf(preview)).toMatch(/^<svg .*<\/svg>$/s);
    expect(preview.errors).toMatchObject([{ rule: 'invalid-operation-mode', severity: 'error' }]);
  });

  test('shows a collapsed part as one node', async () => {
    client.open(uri, example);
    const params = { textDocument: { uri }, format: 'yaml', collapsed: ['resource Chat'] };
    const preview = await client.connection.sendRequest<Preview>(previewRequest, params);
    expect(svgOf(preview)).toContain('data-id="resource Chat endpoints"');
    expect(svgOf(preview)).not.toContain('data-id="resource Chat endpoint $connect"');
  });

  test('folds a large graph by its APIs, unless the client says what is collapsed', async () => {
    client.open(uri, projectText(61));
    const graphOf = async (options: object): Promise<string> => {
      const params = { textDocument: { uri }, format: 'yaml', ...options };
      return svgOf(await client.connection.sendRequest<Preview>(previewRequest, params));
    };
    expect(await graphOf({})).toContain('data-collapsed="resource Orders"');
    expect(await graphOf({ collapsed: [] })).not.toContain('data-collapsed');
  });

  test('has the template as JSON too', async () => {
    client.open(uri, example);
    const params = { textDocument: { uri }, format: 'json' };
    const result = await client.connection.sendRequest<TemplateResult>(templateRequest, params);
    expect(JSON.parse(result.template ?? '')).toMatchObject({ AWSTemplateFormatVersion: '2010-09-09' });
  });

  test('is null for a document that is not open', async () => {
    expect(await client.connection.sendRequest(previewRequest, { textDocument: { uri } })).toBeNull();
  });
});

test('a malformed request is logged, and the next one works as usual', async () => {
  client.open(uri, example);
  await expect(client.connection.sendRequest('textDocument/hover', { nothing: true })).resolves.toBeNull();
  expect(client.log.join()).toContain('Hover failed');
  const position = positionOf(example, 'routeSelectorProperty', 3);
  expect(await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position })).not.toBeNull();
});

describe('settings', () => {
  const named = example.replace('name: Chat\n', 'name: chat-api\n');

  test('turn a rule off or change its severity, and apply without a restart', async () => {
    let rules: Record<string, string> = { 'non-alphanumeric-name': 'off' };
    client = await ownClient({ workspace: { configuration: true } }, (params) => {
      expect(params.items).toEqual([{ scopeUri: uri, section: 'websocketProject' }]);
      return [{ rules }];
    });
    client.open(uri, named);
    expect((await client.diagnostics(uri, 1)).diagnostics).toEqual([]);
    rules = { 'non-alphanumeric-name': 'error' };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
    client.change(uri, 2, { text: `${named}\n` });
    expect((await client.diagnostics(uri, 2)).diagnostics).toMatchObject([
      { code: 'non-alphanumeric-name', severity: 1 },
    ]);
  });

  test('may be sent by a client without workspace/configuration', async () => {
    client = await ownClient();
    const settings = { websocketProject: { rules: { 'non-alphanumeric-name': 'information', 'wrong-type': 'loud' } } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    client.open(uri, named);
    expect((await client.diagnostics(uri, 1)).diagnostics).toMatchObject([
      { code: 'non-alphanumeric-name', severity: 3 },
    ]);
  });

  test('that no rule or level has are reported once', async () => {
    client = await ownClient();
    const messages: string[] = [];
    client.connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
    const rules = {
      'duplicate-rout': 'off',
      'wrong-type': 'loud',
      'missing-property': 3,
      'non-alphanumeric-name': 'error',
    };
    const settings = { websocketProject: { rules } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    client.open(uri, named);
    expect((await client.diagnostics(uri, 1)).diagnostics).toMatchObject([{ severity: 1 }]);
    client.open('file:///project/b.websocket.yaml', named);
    await client.diagnostics('file:///project/b.websocket.yaml', 1);
    const levels = 'Use `off`, `information`, `warning` or `error`.';
    expect(messages).toEqual([
      'There is no rule `duplicate-rout`, which `websocketProject.rules` names. Did you mean `duplicate-route`?',
      `\`loud\` is not a level of the rule \`wrong-type\` in \`websocketProject.rules\`. ${levels}`,
      `\`3\` is not a level of the rule \`missing-property\` in \`websocketProject.rules\`. ${levels}`,
    ]);
  });

  test('are registered for with a client that supports dynamic registration', async () => {
    const registered = (): unknown[] =>
      client.registrations.map(({ method, registerOptions }): unknown[] => [method, registerOptions]);
    expect(registered()).toEqual([]);
    client = await ownClient({ workspace: { didChangeConfiguration: { dynamicRegistration: true } } });
    await expect.poll(registered).toEqual([['workspace/didChangeConfiguration', { section: 'websocketProject' }]]);
  });

  test('a client that rejects the registration is still served', async () => {
    const capabilities = { workspace: { didChangeConfiguration: { dynamicRegistration: true } } };
    client = await ownClient(capabilities, undefined, undefined, { refusesRegistrations: true });
    await expect.poll(() => client.log.join()).toContain('Changes of the settings will not be noticed');
    client.open(uri, broken);
    expect((await client.diagnostics(uri, 1)).diagnostics).toHaveLength(1);
  });

  test('a client that does not send them gets the defaults, and its own once it does', async () => {
    let send = (): void => {};
    const sent = new Promise<unknown[]>((resolve) => {
      send = () => resolve([{ rules: { 'non-alphanumeric-name': 'error' } }]);
    });
    client = await ownClient({ workspace: { configuration: true } }, () => sent);
    client.open(uri, named);
    const severities = async (): Promise<unknown[]> =>
      (await client.diagnostics(uri, 1)).diagnostics.map(({ severity }) => severity);
    expect(await severities()).toEqual([2]);
    client.open('file:///project/b.websocket.yaml', named);
    await client.diagnostics('file:///project/b.websocket.yaml', 1);
    // The server says so when it has waited, and does not wait again for the next document.
    expect(client.log.filter((line) => line.includes('did not send the settings for'))).toHaveLength(1);
    send();
    await expect.poll(severities).toEqual([1]);
  });

  test('that arrive late are checked once, and only in the documents whose settings differ', async () => {
    const answers = new Map<string | undefined, () => void>();
    client = await ownClient({ workspace: { configuration: true } }, async ({ items: [item] }) => {
      await new Promise<void>((resolve) => answers.set(item?.scopeUri, resolve));
      return [item?.scopeUri === uri ? { rules: { 'non-alphanumeric-name': 'error' } } : null];
    });
    const others = ['b', 'c', 'd'].map((name) => `file:///project/${name}.websocket.yaml`);
    for (const one of [uri, ...others]) client.open(one, named);
    for (const one of [uri, ...others]) await client.diagnostics(one, 1);
    for (const answer of answers.values()) answer();
    await expect.poll(() => client.published.filter((one) => one.uri === uri)).toHaveLength(2);
    expect(client.published).toHaveLength(5);
  });

  test('do not allow a template of a file with errors', async () => {
    client = await ownClient();
    const settings = { websocketProject: { rules: { 'invalid-operation-mode': 'off' } } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    client.open(uri, broken);
    expect((await client.diagnostics(uri, 1)).diagnostics).toEqual([]);
    const preview = await client.connection.sendRequest<Preview>(previewRequest, { textDocument: { uri } });
    expect(preview.template ?? null).toBeNull();
    expect(preview.errors).toMatchObject([{ rule: 'invalid-operation-mode' }]);
  });
});
