// Code actions over stdio: by kind, as editors request them, and according to the capabilities of each editor.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  TextDocumentEdit,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type Position,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const uri = 'file:///project/websocket.yaml';
const text = `resources:
  Inbox: { type: sqs-queue, name: 1 }
  Outbox: { type: sqs-queue, name: 2 }
`;

/** All capabilities for code actions, as VS Code has them. */
const capable: ClientCapabilities = {
  workspace: {
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
  textDocument: {
    codeAction: { dataSupport: true, disabledSupport: true, resolveSupport: { properties: ['edit'] } },
  },
};

let client: SharedClient;
beforeEach(async () => {
  client = await sharedClient();
});

async function restart(capabilities: ClientCapabilities): Promise<void> {
  client = await sharedClient(capabilities);
}

function positionOf(document: string, searched: string): Position {
  const offset = document.indexOf(searched);
  expect(offset, searched).toBeGreaterThanOrEqual(0);
  return TextDocument.create(uri, '', 1, document).positionAt(offset);
}

async function actionsAt(
  position: Position,
  context: Partial<CodeActionContext> = {},
  document = uri,
): Promise<CodeAction[]> {
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: document },
    range: { start: position, end: position },
    context: { diagnostics: [], ...context },
  });
  return (found ?? []).filter((one): one is CodeAction => 'kind' in one);
}

async function action(title: string, position: Position, document = uri): Promise<CodeAction> {
  const actions = await actionsAt(position, {}, document);
  const found = actions.find((one) => one.title === title);
  expect(actions.map((one) => one.title)).toContain(title);
  return found ?? { title };
}

const resolve = async (given: CodeAction): Promise<CodeAction> =>
  await client.connection.sendRequest(CodeActionResolveRequest.type, given);

/** The document after the edit. */
function edited(before: string, edit: WorkspaceEdit | undefined): string {
  const document = TextDocument.create(uri, '', 1, before);
  const inPlace = (edit?.documentChanges ?? [])
    .filter((change) => TextDocumentEdit.is(change))
    .filter(({ textDocument }) => textDocument.version !== null)
    .flatMap(({ edits }) => edits.flatMap((one) => ('newText' in one ? one : [])));
  return TextDocument.applyEdits(document, inPlace);
}

const nameOf = { line: 1, character: 34 };
const titles = (actions: readonly CodeAction[]): [string, string | undefined][] =>
  actions.map(({ title, kind }) => [title, kind]);

describe('by kind', () => {
  beforeEach(() => client.open(uri, text));

  test('quick fixes are offered at the cursor, followed by their suppressions', async () => {
    expect(titles(await actionsAt(nameOf, { only: ['quickfix'] }))).toEqual([
      ['Add quotes', 'quickfix'],
      ['Fix all problems of `wrong-type` in this file', 'quickfix'],
      ['Ignore `wrong-type` on this line', 'quickfix'],
      ['Ignore `wrong-type` in this file', 'quickfix'],
    ]);
  });

  test('a request without a kind gets everything for the place', async () => {
    expect(titles(await actionsAt(nameOf))).toEqual([
      ['Add quotes', 'quickfix'],
      ['Fix all problems of `wrong-type` in this file', 'quickfix'],
      ['Expand `Inbox` into lines', 'refactor.extract'],
      ['Ignore `wrong-type` on this line', 'quickfix'],
      ['Ignore `wrong-type` in this file', 'quickfix'],
    ]);
  });

  test.each([
    ['the start', 0],
    ['the end', 37],
  ])('%s of the line has the same quick fixes, as for Neovim', async (_, character) => {
    const atValue = titles(await actionsAt(nameOf, { only: ['quickfix'] }));
    expect(titles(await actionsAt({ line: 1, character }, { only: ['quickfix'] }))).toEqual(atValue);
  });

  test.each([['refactor'], ['refactor.extract']])('%s', async (kind) => {
    expect(titles(await actionsAt(nameOf, { only: [kind] }))).toEqual([
      ['Expand `Inbox` into lines', 'refactor.extract'],
    ]);
  });

  test.each([['source'], ['source.fixAll'], ['source.fixAll.websocketProject']])('%s fixes all', async (kind) => {
    const actions = await actionsAt({ line: 0, character: 0 }, { only: [kind] });
    expect(titles(actions)).toEqual([['Fix all safe problems', 'source.fixAll.websocketProject']]);
    expect(edited(text, actions[0]?.edit)).toBe(text.replace('1', '"1"').replace('2', '"2"'));
  });

  test('without safe fixes, nothing is fixed', async () => {
    client.change(uri, 2, { text: text.replace('1', 'One').replace('2', 'Two') });
    expect(await actionsAt(nameOf, { only: ['source.fixAll'] })).toEqual([]);
  });

  test.each([['source.fixAll.other'], ['source.organizeImports'], ['quickfixes'], ['refactor.inline.other']])(
    '%s matches none of these',
    async (kind) => {
      expect(await actionsAt(nameOf, { only: [kind] })).toEqual([]);
    },
  );
});

describe('an editor that resolves edits lazily', () => {
  beforeEach(async () => {
    await restart(capable);
    client.open(uri, text);
  });

  test('gets them on resolve', async () => {
    const offered = await action('Fix all problems of `wrong-type` in this file', nameOf);
    expect(offered.edit).toBeUndefined();
    expect(edited(text, (await resolve(offered)).edit)).toBe(text.replace('1', '"1"').replace('2', '"2"'));
    const refactoring = await resolve(await action('Expand `Inbox` into lines', nameOf));
    expect(edited(text, refactoring.edit)).toBe(
      'resources:\n  Inbox:\n    type: sqs-queue\n    name: 1\n  Outbox: { type: sqs-queue, name: 2 }\n',
    );
  });

  test('gets none if the text has changed by then', async () => {
    const offered = await action('Add quotes', nameOf);
    client.change(uri, 2, { text: `# ${text}` });
    await expect(resolve(offered)).rejects.toThrow('The document has changed since');
    client.close(uri);
    await expect(resolve(offered)).rejects.toThrow('The document has changed since');
  });

  test('gets back unchanged what the server did not create', async () => {
    const made: CodeAction = { title: 'Add quotes', data: { uri: 3 } };
    expect(await resolve(made)).toEqual(made);
  });
});

const named = text.replace('1', 'in-box').replace('2', 'out-box');

describe('what is replaced by CloudFormation', () => {
  test('has to be confirmed', async () => {
    await restart(capable);
    client.open(uri, named);
    const offered = await resolve(await action('Change to `inBox`', positionOf(named, 'in-box')));
    const [[id, annotation] = []] = Object.entries(offered.edit?.changeAnnotations ?? {});
    expect(annotation).toMatchObject({ label: 'Replace deployed resources', needsConfirmation: true });
    expect(annotation?.description).toMatch(
      /^If it is deployed: Queue SQSQueue01 is reused, unchanged, for Outbox, .*SQSQueue02 is replaced by SQSQueue01: /,
    );
    expect(offered.edit?.documentChanges).toMatchObject([{ edits: [{ newText: 'inBox', annotationId: id }] }]);
  });

  test('is replaced without confirmation in an editor that does not support it', async () => {
    client.open(uri, named);
    const { edit } = await action('Change to `inBox`', positionOf(named, 'in-box'));
    expect(edit?.changeAnnotations).toBeUndefined();
    expect(edited(named, edit)).toBe(named.replace('in-box', 'inBox'));
  });
});

describe('the consequence of a fix', () => {
  const authorized = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    identitySource: [querystring.token]
    connections: [Guard]
    endpoints: [{ route: $connect, operationMode: 1-way, connections: [Help] }]
  Help: { type: lambda-function, name: Help, runtime: nodejs22.x, entryPoint: functions/help.handler }
`;
  const place = positionOf(authorized, 'Guard');
  const unguarded = authorized.replace(/ {4}(identitySource|connections: \[Guard).*\n/g, '');

  test('is to be confirmed, as when it removes the authorizer', async () => {
    await restart(capable);
    client.open(uri, authorized);
    const { edit } = await resolve(await action('Remove this connection', place));
    const [[id, annotation] = []] = Object.entries(edit?.changeAnnotations ?? {});
    expect(annotation).toMatchObject({ label: 'Remove the authorizer', needsConfirmation: true });
    expect(annotation?.description).toContain('“Chat”');
    expect(edit?.documentChanges).toMatchObject([{ edits: [{ annotationId: id }] }]);
    expect(edited(authorized, edit)).toBe(unguarded);
  });

  test('is not shown in an editor that cannot ask', async () => {
    client.open(uri, authorized);
    const { edit } = await action('Remove this connection', place);
    expect(edit?.changeAnnotations).toBeUndefined();
    expect(edited(authorized, edit)).toBe(unguarded);
  });

  test('is none if another authorizer remains, or none was possible', async () => {
    await restart(capable);
    const queue = authorized.replace('Guard', 'Box') + '  Box: { type: sqs-queue, name: Box }\n';
    const texts = [authorized.replace('[Guard]', '[Guard, Help]'), queue];
    for (const [version, descriptor] of texts.entries()) {
      if (version === 0) client.open(uri, descriptor);
      else client.change(uri, version + 1, { text: descriptor });
      const { edit } = await resolve(await action('Remove this connection', place));
      expect(edit?.documentChanges).toHaveLength(1);
      expect(edit?.changeAnnotations).toBeUndefined();
    }
  });
});

const twoApis = `resources:
  One:
    type: websocket-api
    name: One
    routeSelectorProperty: action
    endpoints: [{ route: a, operationMode: 1-way, connections: [Help] }]
  Two:
    type: websocket-api
    name: Two
    routeSelectorProperty: action
    endpoints: [{ route: a, operationMode: 1-way, connections: [Help] }]
  Help: { type: lambda-function, name: Help, runtime: nodejs22.x, entryPoint: functions/help.handler }
`;

describe('a disabled refactoring', () => {
  test('is shown with the reason', async () => {
    await restart(capable);
    client.open(uri, twoApis);
    const offered = await action('Move `a` to `Two`', positionOf(twoApis, 'route: a'));
    expect(offered.disabled).toEqual({
      reason: '`Two` already has a route `a`, and only one endpoint can handle its messages.',
    });
    expect(offered.edit ?? offered.data).toBeUndefined();
  });

  test('is not shown in an editor that cannot show the reason', async () => {
    client.open(uri, twoApis);
    const actions = await actionsAt(positionOf(twoApis, 'route: a'));
    expect(actions.map(({ title }) => title).join()).not.toContain('Move');
  });
});

describe('a missing function', () => {
  const wanting = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints: [{ route: ask, operationMode: 2-way, connections: [Answer] }]
`;
  const title = 'Create the function `Answer`';
  const place = positionOf(wanting, 'Answer');
  let folder: string;
  let descriptor: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'code actions '));
    descriptor = pathToFileURL(join(folder, 'websocket.yaml')).href;
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function editFor(capabilities: ClientCapabilities): Promise<WorkspaceEdit | undefined> {
    await restart(capabilities);
    client.open(descriptor, wanting);
    const offered = await action(title, place, descriptor);
    return (offered.data === undefined ? offered : await resolve(offered)).edit;
  }

  test('is created with its file', async () => {
    const edit = await editFor(capable);
    const file = pathToFileURL(join(folder, 'functions/answer.mjs')).href;
    const [creation, content, change] = edit?.documentChanges ?? [];
    expect(creation).toEqual({ kind: 'create', uri: file, options: { overwrite: false, ignoreIfExists: false } });
    expect(content).toMatchObject({ textDocument: { uri: file, version: null } });
    expect(JSON.stringify(content)).toContain('export async function handler(event)');
    expect(change).toMatchObject({ textDocument: { uri: descriptor, version: 1 } });
    expect(edited(wanting, edit)).toContain('entryPoint: functions/answer.handler');
  });

  test('does not change its file if that already exists', async () => {
    await mkdir(join(folder, 'functions'));
    await writeFile(join(folder, 'functions/answer.mjs'), '');
    expect((await editFor(capable))?.documentChanges).toHaveLength(1);
  });

  test('is created without its file in an editor that cannot create files', async () => {
    const edit = await editFor({ workspace: { workspaceEdit: { documentChanges: true } } });
    expect(edit?.documentChanges).toHaveLength(1);
    const plain = await editFor({});
    expect(Object.keys(plain?.changes ?? {})).toEqual([descriptor]);
  });
});

describe('a handler file that does not exist', () => {
  const lacking = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: 1-way, connections: [Send] }
      - { route: ask, operationMode: 2-way, connections: [Answer] }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: functions/send.handler }
  Answer: { type: lambda-function, name: Answer, runtime: python3.13, entryPoint: code.answers.reply }
`;
  const title = 'Create `functions/send.mjs`';
  const place = positionOf(lacking, 'functions/send');
  let folder: string;
  let descriptor: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handler files '));
    descriptor = pathToFileURL(join(folder, 'websocket.yaml')).href;
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is created with its stub, and nothing else changes', async () => {
    await restart(capable);
    client.open(descriptor, lacking);
    const offered = await action(title, place, descriptor);
    expect(offered.isPreferred).toBe(true);
    const file = pathToFileURL(join(folder, 'functions/send.mjs')).href;
    const content =
      '/** Handles `send`. */\nexport async function handler(event) {\n  return { statusCode: 200 };\n}\n';
    const start = { line: 0, character: 0 };
    expect((await resolve(offered)).edit).toEqual({
      documentChanges: [
        { kind: 'create', uri: file, options: { overwrite: false, ignoreIfExists: false } },
        { textDocument: { uri: file, version: null }, edits: [{ range: { start, end: start }, newText: content }] },
      ],
    });
  });

  test('is created in the language of its function', async () => {
    await restart(capable);
    client.open(descriptor, lacking);
    const offered = await action('Create `code/answers.py`', positionOf(lacking, 'code.answers'), descriptor);
    expect(JSON.stringify((await resolve(offered)).edit)).toContain('def reply(event, context):');
  });

  test.each([
    ['creates no files', { workspace: { workspaceEdit: { documentChanges: true } } }],
    ['cannot change documents', { workspace: { workspaceEdit: { resourceOperations: ['create' as const] } } }],
  ])('is not offered in an editor that %s', async (_, capabilities) => {
    await restart(capabilities);
    client.open(descriptor, lacking);
    const offered = (await actionsAt(place, {}, descriptor)).map((one) => one.title);
    expect(offered).toContain('Ignore `entry-point-not-found` on this line');
    expect(offered).not.toContain(title);
  });

  test('is not created by fixing all problems', async () => {
    await restart(capable);
    client.open(descriptor, lacking);
    const offered = (await actionsAt(place, {}, descriptor)).map((one) => one.title);
    expect(offered).toContain(title);
    expect(offered.filter((one) => one.startsWith('Fix all'))).toEqual([]);
    expect(await actionsAt(place, { only: ['source.fixAll'] }, descriptor)).toEqual([]);
  });
});
