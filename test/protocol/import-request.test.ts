// The import of another tool's project by an editor: the request, what the server reads for it, and the command for editors that
// leave it to the server.
import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  ExecuteCommandRequest,
  ShowDocumentRequest,
  ShowMessageNotification,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { importCommand, readFileMethod, statMethod } from '../../server/src/client-support.ts';
import { importRequest, type ImportParams, type ImportResult } from '../../server/src/protocol.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const resource = (type: string, properties: object): object => ({ Type: `AWS::${type}`, Properties: properties });
const chat = { ApiId: { Ref: 'Chat' } };
const target = { 'Fn::Sub': 'integrations/${Call}' };

/** The second route is one that the API has already, so it cannot be imported. The code of the function becomes a file. */
const resources = {
  Chat: resource('ApiGatewayV2::Api', {
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '$request.body.action',
  }),
  Say: resource('ApiGatewayV2::Route', { ...chat, RouteKey: 'say', Target: target }),
  Again: resource('ApiGatewayV2::Route', { ...chat, RouteKey: 'say', Target: target }),
  Call: resource('ApiGatewayV2::Integration', {
    ...chat,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: { 'Fn::GetAtt': ['OnSay', 'Arn'] },
  }),
  OnSay: resource('Lambda::Function', {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200 });' },
  }),
  Role: resource('IAM::Role', { AssumeRolePolicyDocument: {} }),
};
const template = JSON.stringify({ Resources: resources }, undefined, 2);
/** The line of what is left out, from 0. */
const againAt = template.split('\n').findIndex((line) => line.includes('"Again"'));

const serverless = `service: chat
provider:
  name: aws
  runtime: nodejs22.x
  stage: \${opt:stage, 'dev'}
functions:
  send:
    handler: src/send.handler
    events:
      - websocket: send
      - websocket: other
`;

const start = (capabilities: ClientCapabilities = {}): Promise<SharedClient> => sharedClient(capabilities);

type Accepted = Exclude<ImportResult, { readonly refused: string }>;

async function importWith({ connection }: SharedClient, params: ImportParams): Promise<Accepted> {
  const result = await connection.sendRequest<ImportResult | null>(importRequest, params);
  if (!result || result.refused !== undefined) throw new Error(`Refused: ${result?.refused ?? 'no result'}`);
  return result;
}

async function refusalOf({ connection }: SharedClient, params: ImportParams): Promise<string | undefined> {
  return (await connection.sendRequest<ImportResult | null>(importRequest, params))?.refused;
}

function leftOut({ entries }: Accepted): Accepted['entries'][number] | undefined {
  return entries.find(({ kind }) => kind === 'left out');
}

describe('the request', () => {
  test('answers with the descriptor, its files, and what has become of each part and where it is', async () => {
    const folder = temporaryFolder({ 'template.json': template });
    const client = await start();
    const result = await importWith(client, { uri: folder.uriOf('template.json') });
    expect(result.source).toBe('cloudformation');
    expect(result.descriptor).toContain('route: say');
    expect(result.files.map(({ text }) => text)).toEqual([
      expect.stringContaining('exports.handler = async () => ({ statusCode: 200 });'),
    ]);
    expect(result.dependsOnStage).toBe(false);
    expect(result.folder).toBe(folder.uri);
    // What a tool has made is in a folder of its own in the project.
    folder.write('cdk.out/Chat.template.json', template);
    const made = await importWith(client, { uri: folder.uriOf('cdk.out/Chat.template.json') });
    expect(made.folder).toBe(folder.uri);
    const { uri, range } = leftOut(result)?.location ?? {};
    expect(uri).toBe(folder.uriOf('template.json'));
    expect(range?.start).toEqual({ line: againAt, character: 4 });
    for (const { location } of result.entries)
      if (location) expect(location.range.start.line).toBeLessThan(template.split('\n').length);
  });

  test('counts columns as the client does', async () => {
    const text = JSON.stringify({ Description: 'é😀', Resources: resources });
    const folder = temporaryFolder({ 'template.json': text });
    const columns = await Promise.all(
      (['utf-8', 'utf-16', 'utf-32'] as const).map(async (encoding) => {
        const client = await start({ general: { positionEncodings: [encoding] } });
        const result = await importWith(client, { uri: folder.uriOf('template.json') });
        return leftOut(result)?.location?.range.start.character ?? Number.NaN;
      }),
    );
    const utf16 = text.indexOf('"Again"');
    // 2 and 4 bytes in place of 1 and 2 units, and 2 code points.
    expect(columns).toEqual([utf16 + 3, utf16, utf16 - 1]);
  });

  test('reads the text of the editor in place of the file', async () => {
    const folder = temporaryFolder({ 'template.json': template });
    const client = await start();
    const text = template.replaceAll('"say"', '"shout"');
    const result = await importWith(client, { uri: folder.uriOf('template.json'), text });
    expect(result.descriptor).toContain('route: shout');
  });

  test('has a report with links to the lines, as URIs or as paths from a folder', async () => {
    const folder = temporaryFolder({ 'api (1)/template.json': template });
    const client = await start();
    const uri = folder.uriOf('api (1)/template.json');
    const descriptor = folder.uriOf('api (1)/websocket.yaml');
    const line = `#L${againAt + 1},5>`;
    const { report, descriptor: written } = await importWith(client, { uri, descriptor });
    expect(report).toContain(`<${uri}${line}`);
    expect(report).toContain(`[websocket.yaml](<${descriptor}>)`);
    // Where the function is in the descriptor.
    const atFunction = written.split('\n').indexOf('  OnSay:') + 1;
    expect(report).toContain(`[OnSay](<${descriptor}#L${atFunction},3>)`);
    const linked = async (linksFrom: string): Promise<string> =>
      (await importWith(client, { uri, descriptor, linksFrom })).report;
    expect(await linked(folder.uri)).toContain(`</api%20(1)/template.json${line}`);
    expect(await linked(folder.uriOf('other/deep'))).toContain(`</../../api%20(1)/template.json${line}`);
    expect(await linked('memfs:/w')).toContain(`<${uri}${line}`);
  });

  test('takes the stage of a Serverless project, and says whether it depends on one', async () => {
    const folder = temporaryFolder({ 'serverless.yml': serverless });
    const client = await start();
    const uri = folder.uriOf('serverless.yml');
    const byDefault = await importWith(client, { uri });
    expect(byDefault.source).toBe('serverless');
    expect(byDefault.dependsOnStage).toBe(true);
    expect(byDefault.descriptor).toContain('stage: dev');
    expect((await importWith(client, { uri, stage: 'test7' })).descriptor).toContain('stage: test7');
    const fixed = serverless.replace("${opt:stage, 'dev'}", 'dev');
    expect((await importWith(client, { uri, text: fixed })).dependsOnStage).toBe(false);
  });

  test('reads what the file refers to, but nothing outside of its folder', async () => {
    const folder = temporaryFolder({
      'api/inside.yml': 'route: inside\n',
      'outside.yml': 'route: outside\n',
    });
    symlinkSync(folder.pathOf('outside.yml'), folder.pathOf('api/linked.yml'));
    const client = await start();
    const routeFrom = async (file: string): Promise<string> => {
      const text = serverless.replace('websocket: send', `websocket: \${file(${file}):route}`);
      folder.write('api/serverless.yml', text);
      const result = await importWith(client, { uri: folder.uriOf('api/serverless.yml') });
      return result.descriptor;
    };
    expect(await routeFrom('./inside.yml')).toContain('route: inside');
    for (const file of ['../outside.yml', 'linked.yml', folder.pathOf('outside.yml'), 'missing.yml'])
      expect(await routeFrom(file)).not.toContain('route: outside');
  });

  test('reads all files through a client that has them', async () => {
    const files: Readonly<Record<string, string>> = {
      '/w/serverless.yml': serverless.replace('websocket: send', 'websocket: ${file(./more.yml):route}'),
      '/w/more.yml': 'route: more\n',
    };
    const client = await start({ experimental: { fileRequests: true } });
    const pathOf = ({ uri }: { readonly uri: string }): string => uri.replace(/^memfs:\/*/, '/');
    client.connection.onRequest(statMethod, (params: { readonly uri: string }) => {
      const text = files[pathOf(params)];
      const isFolder = pathOf(params) === '/w';
      if (text === undefined && !isFolder) return null;
      return { kind: isFolder ? 'folder' : 'file', isLink: false, mtime: 1, size: 100 };
    });
    client.connection.onRequest(readFileMethod, (params: { readonly uri: string }) => {
      const text = files[pathOf(params)];
      return text === undefined ? null : { text };
    });
    const result = await importWith(client, { uri: 'memfs:/w/serverless.yml' });
    expect(result.descriptor).toContain('route: more');
    expect(new Set(result.entries.flatMap(({ location }) => location?.uri ?? []))).toContain('memfs:/w/serverless.yml');
  });

  test('refuses in words what cannot be imported', async () => {
    const folder = temporaryFolder({
      'package.json': '{ "name": "x" }',
      'broken.yml': 'functions: [\n',
      'template.yaml': 'Resources:\n  Bucket: { Type: AWS::S3::Bucket }\n',
      'huge.yml': `# ${'x'.repeat(3_500_000)}\n`,
    });
    const client = await start();
    const of = (name: string): Promise<string | undefined> => refusalOf(client, { uri: folder.uriOf(name) });
    expect(await of('package.json')).toMatch(/^package\.json cannot be imported: [^{}]+\.$/);
    expect(await of('broken.yml')).toMatch(/^broken\.yml cannot be imported: /);
    expect(await of('template.yaml')).toMatch(/^template\.yaml cannot be imported: /);
    expect(await of('huge.yml')).toMatch(/^huge\.yml cannot be imported: /);
    expect(await of('none.yml')).toBe('none.yml cannot be read.');
    expect(await refusalOf(client, { uri: folder.uri })).toMatch(/cannot be read\.$/);
    expect(await refusalOf(client, { uri: 'untitled:Untitled-1' })).toBe(
      'untitled:Untitled-1 is not saved in a folder. Save it first.',
    );
  });
});

describe('the command', () => {
  interface Commanded {
    readonly run: (...args: readonly unknown[]) => Promise<unknown>;
    readonly edits: WorkspaceEdit[];
    readonly messages: string[];
    readonly shown: string[];
  }

  async function commanded(capabilities: ClientCapabilities): Promise<Commanded> {
    const { connection } = await start(capabilities);
    const [edits, messages, shown]: [WorkspaceEdit[], string[], string[]] = [[], [], []];
    connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
      edits.push(edit);
      return { applied: true };
    });
    connection.onRequest(ShowDocumentRequest.type, ({ uri }) => {
      shown.push(uri);
      return { success: true };
    });
    connection.onNotification(ShowMessageNotification.type, ({ message }) => void messages.push(message));
    return {
      run: (...args) =>
        connection.sendRequest(ExecuteCommandRequest.type, { command: importCommand, arguments: [...args] }),
      edits,
      messages,
      shown,
    };
  }

  test('creates the project file and the files of code by an edit, shows it, and says what was left out', async () => {
    const folder = temporaryFolder({ 'template.json': template });
    const workspaceEdit = { documentChanges: true, resourceOperations: ['create' as const] };
    const able = { workspace: { workspaceEdit }, window: { showDocument: { support: true } } };
    const { run, edits, messages, shown } = await commanded(able);
    const uri = folder.uriOf('websocket.yaml');
    expect(await run(folder.uriOf('template.json'))).toBe(uri);
    const changes = edits[0]?.documentChanges ?? [];
    expect(changes).toHaveLength(4);
    expect(changes[0]).toEqual({ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } });
    expect(JSON.stringify(changes[1])).toContain('route: say');
    expect(JSON.stringify(changes[3])).toContain('exports.handler');
    expect(shown).toEqual([uri]);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatch(/^Imported template\.json into websocket\.yaml\. Save it\.\nLeft out:\nRoute say: .+/);
  });

  test('edits the new file if the client can do no other, with the stage', async () => {
    const folder = temporaryFolder({ 'serverless.yml': serverless });
    const { run, edits, shown } = await commanded({});
    await run(folder.uriOf('serverless.yml'), { stage: 'test7' });
    const { changes = {} } = edits[0] ?? {};
    expect(Object.keys(changes)).toEqual([folder.uriOf('websocket.yaml')]);
    expect(JSON.stringify(changes)).toContain('stage: test7');
    expect(shown).toEqual([]);
  });

  test('overwrites nothing', async () => {
    const folder = temporaryFolder({ 'template.json': template, 'websocket.yaml': '' });
    const { run, edits } = await commanded({});
    await expect(run(folder.uriOf('template.json'))).rejects.toThrow('websocket.yaml exists, so nothing was written.');
    await expect(run()).rejects.toThrow('The first argument must be the URI of the file to import.');
    await expect(run(folder.uriOf('none.yml'))).rejects.toThrow('none.yml cannot be read.');
    expect(edits).toEqual([]);
  });
});
