// The import of another tool's project by an editor: the request, what the server reads for it, and the command for editors that
// leave it to the server.
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  ExecuteCommandRequest,
  ShowDocumentRequest,
  ShowMessageNotification,
  type ClientCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { importCommand } from '../../server/src/client-support.ts';
import { importRequest, type ImportParams, type ImportResult } from '../../server/src/protocol.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

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

async function start(capabilities: ClientCapabilities = {}): Promise<LanguageClient> {
  const client = await startLanguageClient(capabilities);
  onTestFinished(async () => void (await client.stop()));
  return client;
}

type Accepted = Exclude<ImportResult, { readonly refused: string }>;

async function importWith({ connection }: LanguageClient, params: ImportParams): Promise<Accepted> {
  const result = await connection.sendRequest<ImportResult | null>(importRequest, params);
  if (!result || result.refused !== undefined) throw new Error(`Refused: ${result?.refused ?? 'no result'}`);
  return result;
}

async function refusalOf({ connection }: LanguageClient, params: ImportParams): Promise<string | undefined> {
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

  test('overwrites nothing', async () => {
    const folder = temporaryFolder({ 'template.json': template, 'websocket.yaml': '' });
    const { run, edits } = await commanded({});
    await expect(run(folder.uriOf('template.json'))).rejects.toThrow('websocket.yaml exists, so nothing was written.');
    await expect(run()).rejects.toThrow('The first argument must be the URI of the file to import.');
    await expect(run(folder.uriOf('none.yml'))).rejects.toThrow('none.yml cannot be read.');
    expect(edits).toEqual([]);
  });
});
