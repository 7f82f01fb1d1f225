// Settings files, as the language server follows them while an editor is open, and as the command line does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  DiagnosticRefreshRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  ShowMessageNotification,
  WorkspaceDiagnosticRequest,
  WorkspaceSymbolRequest,
  type ClientCapabilities,
} from 'vscode-languageserver/node';
import {
  previewRequest,
  templateFileRequest,
  type Preview,
  type TemplateFileResult,
} from '../../server/src/protocol.ts';
import { commandLine } from '../harness/command-line.ts';
import { temporaryFolder, type Folder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

/** With a warning and a note. */
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints: [{ route: send, operationMode: 2-way }]
`;
const yaml = 'websocket-project.config.yaml';

const capabilities: ClientCapabilities = {
  textDocument: { diagnostic: {} },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
  },
};

describe('in an editor', () => {
  async function start(folder: Folder, rules: object = {}, template: object = {}): Promise<LanguageClient> {
    const client = await startLanguageClient(capabilities, ({ items }) => items.map(() => ({ rules, template })), {
      workspaceFolders: [{ uri: folder.uri, name: 'folder' }],
    });
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
    return client;
  }

  /** `severity rule`, by the numbers of the protocol. */
  async function problems(client: LanguageClient, uri: string): Promise<string[]> {
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    return report.kind === 'full' ? report.items.map(({ severity, code }) => `${severity} ${code}`) : [];
  }

  test('set the levels of rules, which those of the user override', async () => {
    const folder = temporaryFolder({
      [yaml]: 'rules: { endpoint-without-handler: error, no-default-route: off }\n',
      'a/websocket.yaml': text,
    });
    const uri = folder.uriOf('a/websocket.yaml');
    const client = await start(folder);
    client.open(uri, text);
    expect(await problems(client, uri)).toEqual(['1 endpoint-without-handler']);
    expect(await client.stop()).toBe(0);
    const other = await start(folder, { 'endpoint-without-handler': 'information' });
    other.open(uri, text);
    expect(await problems(other, uri)).toEqual(['3 endpoint-without-handler']);
    expect(await other.stop()).toBe(0);
  });

  test('apply in their own folder only, as the settings of the editor do', async () => {
    const one = temporaryFolder({
      [yaml]: 'rules: { no-default-route: error }\ntemplate: { path: "dist/{name}.json" }\n',
      'websocket.yaml': text,
    });
    const two = temporaryFolder({ 'websocket.yaml': text });
    const client = await startLanguageClient(
      capabilities,
      ({ items }) =>
        items.map(({ scopeUri = '' }) => ({
          rules: scopeUri.startsWith(two.uri) ? { 'endpoint-without-handler': 'error' } : {},
        })),
      { workspaceFolders: [one, two].map(({ uri }) => ({ uri, name: uri })) },
    );
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => undefined);
    const [first, second] = [one.uriOf('websocket.yaml'), two.uriOf('websocket.yaml')];
    const all = async (): Promise<unknown> => {
      const { items } = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
      const levels = (report: (typeof items)[number]): string[] =>
        report.kind === 'full' ? report.items.map(({ severity, code }) => `${severity} ${code}`) : [];
      return Object.fromEntries(items.map((report) => [report.uri, levels(report)]));
    };
    const expected = {
      [first]: ['1 no-default-route', '2 endpoint-without-handler'],
      [second]: ['3 no-default-route', '1 endpoint-without-handler'],
    };
    expect(await all()).toEqual(expected);
    for (const uri of [first, second]) client.open(uri, text);
    expect(await all()).toEqual(expected);

    const templateOf = async (uri: string): Promise<TemplateFileResult | null> =>
      client.connection.sendRequest(templateFileRequest, { textDocument: { uri } });
    expect(await templateOf(first)).toEqual({ uri: one.uriOf('dist/websocket.json'), format: 'json' });
    expect(await templateOf(second)).toEqual({ uri: two.uriOf('websocket.template.yaml'), format: 'yaml' });

    const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'Chat' });
    const apis = symbols?.filter(({ name }) => name === 'Chat').map(({ location }) => location.uri);
    expect(apis?.toSorted()).toEqual([first, second].toSorted());
    expect(await client.stop()).toBe(0);
  });

  test('apply as soon as they change', async () => {
    const folder = temporaryFolder({ 'websocket.yaml': text });
    const uri = folder.uriOf('websocket.yaml');
    const client = await start(folder);
    let refreshes = 0;
    client.connection.onRequest(DiagnosticRefreshRequest.type, () => void refreshes++);
    client.open(uri, text);
    expect(await problems(client, uri)).toEqual(['3 no-default-route', '2 endpoint-without-handler']);
    folder.write(yaml, 'rules: { endpoint-without-handler: off, no-default-route: off }\n');
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: folder.uriOf(yaml), type: FileChangeType.Created }],
    });
    await expect.poll(() => refreshes).toBeGreaterThan(0);
    expect(await problems(client, uri)).toEqual([]);
    folder.remove(yaml);
    await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: folder.uriOf(yaml), type: FileChangeType.Deleted }],
    });
    expect(await problems(client, uri)).toHaveLength(2);
    expect(await client.stop()).toBe(0);
  });

  test('leave out files, open or not', async () => {
    const folder = temporaryFolder({
      [yaml]: 'ignore: [legacy]\n',
      'legacy/websocket.yaml': text,
      'websocket.yaml': text,
    });
    const client = await start(folder);
    client.open(folder.uriOf('legacy/websocket.yaml'), text);
    expect(await problems(client, folder.uriOf('legacy/websocket.yaml'))).toEqual([]);
    const report = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    const counts = report.items.map((item) => [item.uri, item.kind === 'full' ? item.items.length : undefined]);
    expect(Object.fromEntries(counts)).toEqual({
      [folder.uriOf('legacy/websocket.yaml')]: 0,
      [folder.uriOf('websocket.yaml')]: 2,
    });
    expect(await client.stop()).toBe(0);
  });

  test('have their faults shown once, with the line, and what is valid applies', async () => {
    const folder = temporaryFolder({
      [yaml]: 'rules:\n  no-default-rout: off\n  endpoint-without-handler: off\n',
      'websocket.yaml': text,
      'a.websocket.yaml': text,
    });
    const client = await start(folder);
    const messages: string[] = [];
    client.connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
    for (const name of ['websocket.yaml', 'a.websocket.yaml']) {
      client.open(folder.uriOf(name), text);
      expect(await problems(client, folder.uriOf(name))).toEqual(['3 no-default-route']);
    }
    expect(messages).toEqual([
      'websocket-project.config.yaml, line 2: There is no rule `no-default-rout`, which `rules` names. Did you mean `no-default-route`?',
    ]);
    expect(await client.stop()).toBe(0);
  });

  test('say where the template belongs', async () => {
    const folder = temporaryFolder({ 'a b/websocket.yaml': text });
    const client = await start(folder);
    const uri = folder.uriOf('a b/websocket.yaml');
    client.open(uri, text);
    const templateFile = async (settings: string): Promise<TemplateFileResult | null> => {
      folder.write(yaml, settings);
      await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: folder.uriOf(yaml), type: FileChangeType.Changed }],
      });
      return client.connection.sendRequest(templateFileRequest, { textDocument: { uri } });
    };
    expect(await templateFile('{}')).toEqual({ uri: folder.uriOf('a b/websocket.template.yaml'), format: 'yaml' });
    expect(await templateFile('template: { path: "../dist/{name}.json" }')).toEqual({
      uri: folder.uriOf('dist/websocket.json'),
      format: 'json',
    });
    const preview = (options: object): Promise<Preview> =>
      client.connection.sendRequest(previewRequest, { textDocument: { uri }, pane: 'template', ...options });
    const { templateFormat, template } = await preview({});
    expect(`${templateFormat} ${template}`).toMatch(/^json \{\n/);
    expect(await preview({ format: 'yaml' })).toMatchObject({ templateFormat: 'yaml' });
    expect(await templateFile('template: { path: ../../x.yaml }')).toEqual({
      uri: null,
      format: 'yaml',
      refused: `${folder.pathOf('../x.yaml')} cannot be written because it is outside of the folder of ${folder.pathOf(yaml)}, which names it`,
    });
    expect(await client.stop()).toBe(0);
  });

  test('give way to the path and the format of the user', async () => {
    const folder = temporaryFolder({ [yaml]: 'template: { path: mine/x.yaml }\n', 'a/websocket.yaml': text });
    const answer = async (template: object): Promise<unknown> => {
      const client = await start(folder, {}, template);
      const messages: string[] = [];
      client.connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
      const ask = (uri: string): Promise<TemplateFileResult | null> =>
        client.connection.sendRequest(templateFileRequest, { textDocument: { uri } });
      client.open(folder.uriOf('a/websocket.yaml'), text);
      client.open('untitled:Untitled-1', text);
      const found = await ask(folder.uriOf('a/websocket.yaml'));
      const untitled = await ask('untitled:Untitled-1');
      expect(await client.stop()).toBe(0);
      return [found?.uri?.slice(folder.uri.length), found?.format, untitled, ...messages];
    };
    const unsaved = (format: string): object => ({ uri: null, format });
    expect(await answer({ path: '', format: 'auto' })).toEqual(['/a/mine/x.yaml', 'yaml', unsaved('yaml')]);
    expect(await answer({ path: '../{name}.json' })).toEqual(['/websocket.json', 'json', unsaved('json')]);
    expect(await answer({ path: '/x.json', format: 'xml' })).toEqual([
      '/a/mine/x.yaml',
      'yaml',
      unsaved('yaml'),
      'The setting `websocketProject.template.path` must be a relative path of a file, with `/` between folders, such as `dist/{name}.template.yaml`.',
      'The setting `websocketProject.template.format` must be `auto`, `yaml` or `json`.',
    ]);
  });
});

describe('on the command line', () => {
  const { folder, run, runWith, file } = commandLine();
  const rulesOf = (out: string): string[] => out.match(/(?<=: )\w+(?=: )|(?<=\[)[\w-]+(?=\]$)/gm) ?? [];

  test('set the levels of rules, also for standard input', async () => {
    file(`levels/${yaml}`, 'rules: { endpoint-without-handler: error, no-default-route: off }\n');
    const name = file('levels/a/websocket.yaml', text);
    const { status, out } = await run('check', name);
    expect(status).toBe(1);
    expect(rulesOf(out)).toEqual(['error', 'endpoint-without-handler']);
    expect((await runWith({ input: text }, 'check', '-', '--stdin-filename', name)).status).toBe(1);
    expect((await run('build', name)).status).toBe(1);
  });

  test('leave out files, also those that are named', async () => {
    file('left-out/websocket-project.config.json', '{ "ignore": ["legacy"] }');
    const legacy = file('left-out/legacy/websocket.yaml', text);
    file('left-out/websocket.yaml', text);
    expect((await run('check', 'left-out')).out).toMatch(/ in 1 file\.\n$/);
    expect(await run('check', legacy)).toMatchObject({ status: 0, out: '' });
    expect(await runWith({ input: text }, 'check', '-', '--stdin-filename', legacy)).toEqual({
      status: 0,
      out: '',
      err: '',
    });
    expect(await run('format', '--check', legacy)).toMatchObject({ status: 0, out: '' });
  });

  test('with faults are reported once, and the exit status is 2', async () => {
    file(`faulty/${yaml}`, 'rules:\n  no-default-rout: off\n  endpoint-without-handler: off\n');
    for (const name of ['a', 'b']) file(`faulty/${name}/websocket.yaml`, text);
    const { status, out, err } = await run('check', 'faulty');
    expect(status).toBe(2);
    expect(err).toBe(
      `${join('faulty', yaml)}:2:3: error: There is no rule \`no-default-rout\`, which \`rules\` names. Did you mean \`no-default-route\`?\n`,
    );
    expect(rulesOf(out)).toEqual(['information', 'no-default-route', 'information', 'no-default-route']);
    const built = await run('build', 'faulty/a/websocket.yaml');
    expect(built).toMatchObject({ status: 2, out: '' });
    expect(built.err).toContain('has errors');
  });

  test('say where `build` writes the template, and in which format', async () => {
    file(`written/${yaml}`, 'template: { path: "../dist/{name}.json" }\n');
    const name = file('written/a/websocket.yaml', text);
    const { status, out, err } = await run('build', name);
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(err).toMatch(/\nWrote written\/dist\/websocket\.json\n$/);
    const template = readFileSync(join(folder, 'written/dist/websocket.json'), 'utf8');
    expect(JSON.parse(template)).toHaveProperty('Resources.Chat');
    expect((await run('build', name, '--out', '-')).out).toBe(template);
    await run('build', name, '--out', 'named.yaml');
    expect(readFileSync(join(folder, 'named.yaml'), 'utf8')).toContain('AWSTemplateFormatVersion:');
    file(`written/${yaml}`, 'template: { format: json }\n');
    expect((await run('build', name)).out).toBe(template);
    file(`written/${yaml}`, 'template: { path: ../../x.yaml }\n');
    const outside = await run('build', name);
    expect(outside).toMatchObject({ status: 2, out: '' });
    expect(outside.err).toContain('cannot be written because it is outside of the folder of ');
  });
});
