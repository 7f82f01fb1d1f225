// The language of the client, over stdio: what people read is in it, and what programs read stays as it is.
import { afterEach, expect, test } from 'vitest';
import { CodeActionRequest, ExecuteCommandRequest, HoverRequest } from 'vscode-languageserver/node';
import { startLanguageClient, type LanguageClient } from '../harness/language-client.ts';

const uri = 'file:///project/websocket.yaml';
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    stage: "a b"
`;

let client: LanguageClient;
afterEach(async () => {
  expect(await client.stop()).toBe(0);
});

interface Shown {
  /** The code, the line, the character and the message of each. */
  readonly problems: readonly (readonly (string | number)[])[];
  readonly fixes: readonly string[];
  readonly hover: string;
  /** Where a message goes. */
  readonly route: string;
}

const english: Shown = {
  problems: [
    ['no-endpoints', 1, 2, 'The API `Chat` has no endpoints, and AWS rejects an API without routes. Add an endpoint.'],
    [
      'invalid-format',
      5,
      11,
      '`a b` is not a stage name. Expected 1 to 128 letters, digits, `_` or `-`. Did you mean `a-b`?',
    ],
  ],
  fixes: ['Change to `a-b`'],
  hover: '**name** · string · required',
  route: [
    'Chat → no endpoint',
    '  1. In the message, `action` is `send`.',
    '  2. No endpoint has the route `send`. The API has no routes for messages.',
    '  3. There is no `$default` endpoint to receive it instead.',
    '  4. No function receives the message. The client gets an error, and the connection stays open.',
    'The client gets an error from API Gateway.',
  ].join('\n'),
};
const german: Shown = {
  problems: [
    [
      'no-endpoints',
      1,
      2,
      'Die API `Chat` hat keine Endpunkte, und AWS lehnt eine API ohne Routen ab. Fügen Sie einen Endpunkt hinzu.',
    ],
    [
      'invalid-format',
      5,
      11,
      '`a b` ist ungültig. Benötigt wird ein Stage-Name, und zwar: 1 bis 128 Buchstaben, Ziffern, `_` oder `-`. Meinten Sie `a-b`?',
    ],
  ],
  fixes: ['In `a-b` ändern'],
  hover: '**name** · Zeichenfolge · erforderlich',
  route: [
    'Chat → kein Endpunkt',
    '  1. In der Nachricht hat `action` den Wert `send`.',
    '  2. Kein Endpunkt hat die Route `send`. Die API hat keine Routen für Nachrichten.',
    '  3. Es gibt keinen Endpunkt für `$default`, der sie stattdessen erhält.',
    '  4. Keine Funktion erhält die Nachricht. Der Client erhält einen Fehler, und die Verbindung bleibt geöffnet.',
    'Der Client erhält einen Fehler von API Gateway.',
  ].join('\n'),
};

test.each([
  ['de', german],
  ['de-AT', german],
  ['en', english],
  ['tlh', english],
  ['../../package', english],
  [undefined, english],
])('of a client in %s', async (locale, expected) => {
  client = await startLanguageClient(undefined, undefined, locale === undefined ? {} : { locale });
  client.open(uri, text);
  const { diagnostics } = await client.diagnostics(uri, 1);
  const stage = diagnostics.find(({ code }) => code === 'invalid-format');
  const actions = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: stage?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: stage ? [stage] : [], only: ['quickfix'] },
  });
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 3, character: 6 },
  });
  const route: unknown = await client.connection.sendRequest(ExecuteCommandRequest.type, {
    command: 'websocketProject.routeMessage',
    arguments: [uri, '{"action": "send"}'],
  });
  expect({
    problems: diagnostics.map(({ code, range: { start }, message }) => [code, start.line, start.character, message]),
    hover: JSON.stringify(hover?.contents)
      .split('\\n')[0]
      ?.replace(/.*"value":"/, ''),
    route,
    fixes: (actions ?? []).map(({ title }) => title).filter((title) => title.includes('a-b')),
  }).toEqual(expected);
});
