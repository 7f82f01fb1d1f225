// Where messages go: the server's request, its code lenses, and the verb of the command line.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CodeLensRequest, CodeLensResolveRequest } from 'vscode-languageserver/node';
import { routeMessageCommand } from '../../server/src/client-support.ts';
import { routeRequest, type RouteParams, type RouteResult } from '../../server/src/protocol.ts';
import { commandLine, example } from '../harness/command-line.ts';
import { lensCommands } from '../harness/language-client.ts';
import { shareServers, type SharedClient } from '../harness/shared-servers.ts';

const sharedClient = shareServers();
const text = readFileSync(example, 'utf8');
const uri = 'file:///project/websocket.yaml';
const feed = `  Feed:
    type: websocket-api
    name: Feed
    routeSelectorProperty: type
    endpoints:
      - { route: watch, operationMode: 1-way, connections: [Help] }
      - { route: idle, operationMode: 1-way }
`;

describe('the request', () => {
  let client: SharedClient;

  async function ask(params: Omit<RouteParams, 'textDocument'>, opened = text): Promise<RouteResult | null> {
    client = await sharedClient();
    client.open(uri, opened);
    return client.connection.sendRequest<RouteResult | null>(routeRequest, { textDocument: { uri }, ...params });
  }

  test('returns the steps, their places, the event and the reply', async () => {
    const message = '{"action": "sendMessage"}';
    const result = await ask({ question: { kind: 'message', message } });
    expect(result?.apis).toMatchObject([
      { id: 'Chat', authorizer: 'Authorize', identitySource: ['querystring.token'] },
    ]);
    expect(result?.answer).toMatchObject({
      api: 'Chat',
      route: 'sendMessage',
      reply: { kind: 'body', function: 'SendMessage' },
      handler: { function: 'SendMessage' },
    });
    expect(result?.answer?.handler?.event).toMatchObject({ body: message });
    const line = text.split('\n').findIndex((each) => each.includes('route: sendMessage'));
    const start = text.split('\n')[line]?.indexOf('sendMessage');
    expect(result?.answer?.steps[1]?.range).toMatchObject({ start: { line, character: start } });
  });

  test('requires an API if there are several', async () => {
    const result = await ask({ question: { kind: 'disconnect' } }, text + feed);
    expect(result?.answer).toBeUndefined();
    expect(result?.refused).toBe('The file has several APIs: `Chat` and `Feed`. Choose one of them.');
    expect(result?.apis.map(({ id }) => id)).toEqual(['Chat', 'Feed']);
  });

  test('is null for a document that is not open', async () => {
    await ask({ question: { kind: 'disconnect' } });
    const other = { textDocument: { uri: 'file:///other.yaml' }, question: { kind: 'disconnect' } };
    expect(await client.connection.sendRequest(routeRequest, other)).toBeNull();
  });
});

describe('code lenses', () => {
  async function lenses(experimental: object): Promise<(string | undefined)[]> {
    const client = await sharedClient({ experimental });
    client.open(uri, text);
    const found = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    const resolved = await Promise.all(
      (found ?? []).map((lens) => client.connection.sendRequest(CodeLensResolveRequest.type, lens)),
    );
    return resolved.flatMap(({ command }) =>
      command?.command === 'websocketProject.routeMessage' ? [JSON.stringify([command.title, command.arguments])] : [],
    );
  }

  test.each([
    ['has their command', { commands: { commands: [routeMessageCommand] } }],
    ['has the other commands, so that the server runs it', lensCommands],
  ])('are on each route, for a client that %s', async (_, experimental) => {
    expect(await lenses(experimental)).toEqual(
      [
        ['▷ Connect', [uri, { api: 'Chat', kind: 'connect' }]],
        ['▷ Disconnect', [uri, { api: 'Chat', kind: 'disconnect' }]],
        ['▷ Try a message', [uri, { api: 'Chat', kind: 'message', message: '{"action": "setNickname"}' }]],
        ['▷ Try a message', [uri, { api: 'Chat', kind: 'message', message: '{"action": "sendMessage"}' }]],
        ['▷ Try a message', [uri, { api: 'Chat', kind: 'message', message: 'Hello' }]],
      ].map((lens) => JSON.stringify(lens)),
    );
  });
});

describe('the command line', () => {
  const { runWith, file } = commandLine();
  const two = file('two.websocket.yaml', text + feed);
  const broken = file('broken.websocket.yaml', text.replace('operationMode: 2-way', 'operationMode: two-way'));

  const run = (parameters: readonly string[], input: string | Uint8Array = '') =>
    runWith({ input }, 'route', ...parameters);

  async function json(...parameters: string[]): Promise<unknown> {
    const { status, out, err } = await run([...parameters, '--json']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    return JSON.parse(out);
  }

  test('as JSON: the API, the route, why, the event and the reply, and nothing else', async () => {
    const answer = await json(example, '{"action": "sendMessage"}');
    expect(Object.keys(answer ?? {})).toEqual(['api', 'route', 'why', 'event', 'reply']);
    expect(answer).toMatchObject({
      api: 'Chat',
      route: 'sendMessage',
      why: [
        'In the message, `action` is `sendMessage`.',
        'The endpoint `sendMessage` matches.',
        '`SendMessage` handles it.',
        '2-way: the `body` that it returns is sent back to the client, whatever its status.',
      ],
      event: { body: '{"action": "sendMessage"}', requestContext: { routeKey: 'sendMessage', stage: 'prod' } },
      reply: { kind: 'body', function: 'SendMessage' },
    });
  });

  test('null for absent values', async () => {
    const name = file('none.websocket.yaml', text.replace('route: $default', 'route: help'));
    expect(await json(name, 'Hello')).toMatchObject({ route: null, event: null, reply: { kind: 'error' } });
    expect(await json(two, '{"type": "watch"}', '--api', 'Feed')).toMatchObject({ route: 'watch', reply: null });
    expect(await json(two, '{"type": "idle"}', '--api', 'Feed')).toMatchObject({ route: 'idle', event: null });
  });

  test('as text for people', async () => {
    const { status, out, err } = await run([example, '{"action": "sendMessage"}']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(out).toMatch(/^Chat → sendMessage\n\n {2}1\. In the message, `action` is `sendMessage`\.\n/);
    expect(out).toMatch(/\nEvent passed to `SendMessage`:\n\{\n {2}"requestContext": \{\n/);
    expect(out).toMatch(/\n\nThe client gets the `body` that `SendMessage` returns\.\n$/);
  });

  test('a message from standard input, without the trailing line break', async () => {
    const { out } = await run([example, '-', '--json'], '{"action": "sendMessage"}\r\n');
    expect(JSON.parse(out)).toMatchObject({ route: 'sendMessage', event: { body: '{"action": "sendMessage"}' } });
    const { out: marked } = await run([example, '-', '--json'], '\ufeff{"action": "sendMessage"}');
    expect(JSON.parse(marked)).toMatchObject({ route: '$default' });
  });

  test('bytes that are not valid text are a binary message, after which $disconnect is called', async () => {
    const { status, out } = await run([example, '-', '--json'], Uint8Array.of(0xff, 0xfe));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      route: null,
      event: { requestContext: { routeKey: '$disconnect', disconnectStatusCode: 1003 } },
      reply: { kind: 'closed', code: 1003 },
    });
  });

  test('connecting, with what the authorizer needs and without', async () => {
    expect(await json(example, '--connect')).toMatchObject({
      route: '$connect',
      event: null,
      authorizer: null,
      reply: { kind: 'refused', status: 401 },
    });
    expect(await json(example, '--connect', '--query', 'token=a&name=A%20B', '--header', 'Origin: x:y')).toMatchObject({
      event: { queryStringParameters: { token: 'a', name: 'A B' }, headers: { Origin: 'x:y' } },
      authorizer: { type: 'REQUEST' },
      reply: { kind: 'accepted' },
    });
    expect(await json(example, '--connect', '--query', 'token=a', '--authorizer', 'deny')).toMatchObject({
      event: null,
      reply: { kind: 'refused', status: 403 },
    });
  });

  test('disconnecting', async () => {
    expect(await json(example, '--disconnect')).toMatchObject({
      route: '$disconnect',
      event: { requestContext: { eventType: 'DISCONNECT' } },
      reply: null,
    });
  });

  test('a file with errors: prints them, and no answer', async () => {
    const { status, out, err } = await run([broken, 'Hello']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(/^broken\.websocket\.yaml:\d+:\d+: error: .* \[invalid-operation-mode\]\n$/);
  });

  test('an ambiguous call names the APIs', async () => {
    const { status, out, err } = await run([two, 'Hello']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('The file has several APIs: `Chat` and `Feed`. Choose one of them. (--api ID)');
    expect((await run([two, 'Hello', '--api', 'Send'])).err).toContain('There is no API `Send` in the file.');
  });

  test.each([
    [[]],
    [[example]],
    [[example, 'a', 'b']],
    [[example, 'a', '--connect']],
    [[example, '--connect', '--disconnect']],
    [[example, 'a', '--query', 'b=c']],
    [[example, '--connect', '--header', 'none']],
    [[example, '--connect', '--authorizer', 'maybe']],
    [['missing.yaml', 'a']],
  ])('%j is not understood', async (parameters) => {
    const { status, out, err } = await run(parameters);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^websocket-project: /);
    expect(err).not.toMatch(/^ +at /m);
  });
});
