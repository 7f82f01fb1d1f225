import { describe, expect, test } from 'vitest';
import { bind } from '../../../server/src/model/bind.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { generate } from '../../../server/src/template/index.ts';
import { partsFrom, sourceMap, sourceOf, type TemplatePath } from '../../../server/src/template/source-map.ts';

const text = `description: A chat
resources:
  Chat:
    type: websocket-api
    name: ChatApi
    routeSelectorProperty: action
    connections: [Authorize]
    identitySource: [querystring.token]
    endpoints:
      - route: $connect
        operationMode: 1-way
        connections: [Send]
      - route: send
        operationMode: 2-way
        connections: [Send]
  Authorize: { type: lambda-function, name: Authorize, runtime: nodejs22.x, entryPoint: authorize.handler }
  Send:
    type: lambda-function
    name: Send
    runtime: python3.13
    entryPoint: send.handler
    timeout: 20
    environment: { LOG_LEVEL: debug }
    connections: [{ to: Sessions, access: read-only }]
  Sessions: { type: dynamodb-table, name: Sessions, key: { hash: { name: sessionId, type: STRING } } }
`;
const map = sourceMap(generate(bind(parse(text))));

function sourceText(...path: TemplatePath): string | undefined {
  const source = sourceOf(map, path);
  return source && text.slice(source.start, source.end);
}

describe('where a part of the template comes from', () => {
  test.each([
    [['Description'], 'A chat'],
    [['Resources', 'ChatApi'], 'Chat'],
    [['Resources', 'ChatApi', 'Properties', 'Name'], 'ChatApi'],
    [['Resources', 'ChatApi', 'Properties', 'RouteSelectionExpression'], 'action'],
    [['Resources', 'ChatApi', 'Properties', 'ProtocolType'], 'Chat'],
    [['Resources', 'ChatApiAuthorizer'], 'Authorize'],
    [['Resources', 'ChatApiAuthorizer', 'Properties', 'IdentitySource', 0], 'querystring.token'],
    [['Resources', 'ChatApiRouteSend', 'Properties', 'RouteKey'], 'send'],
    [['Resources', 'ChatApiRouteSend', 'Properties', 'Target'], 'Send'],
    [['Resources', 'ChatApiRouteSend', 'Properties', 'RouteResponseSelectionExpression'], '2-way'],
    [['Resources', 'ChatApiRouteSendResponse'], '2-way'],
    [['Resources', 'ChatApiSendIntegration', 'Properties', 'IntegrationUri'], 'Send'],
    [['Resources', 'Send', 'Properties', 'Handler'], 'send.handler'],
    [['Resources', 'Send', 'Properties', 'Runtime'], 'python3.13'],
    [['Resources', 'Send', 'Properties', 'Timeout'], '20'],
    [['Resources', 'Send', 'Properties', 'Environment', 'Variables', 'LOG_LEVEL'], 'debug'],
    [
      ['Resources', 'Send', 'Properties', 'Environment', 'Variables', 'TABLE_SESSIONS'],
      '{ to: Sessions, access: read-only }',
    ],
    [
      ['Resources', 'SendRole', 'Properties', 'Policies', 0, 'PolicyDocument', 'Statement', 2, 'Action'],
      '{ to: Sessions, access: read-only }',
    ],
    [['Resources', 'Sessions', 'Properties', 'KeySchema', 0], 'sessionId'],
    [['Outputs', 'ChatApiWebSocketUrl', 'Value'], 'Chat'],
  ] as const)('%j', (path, expected) => {
    expect(sourceText(...path)).toBe(expected);
  });

  test('nothing is said of what no descriptor decides', () => {
    expect(sourceText('AWSTemplateFormatVersion')).toBeUndefined();
    expect(sourceText('Resources')).toBeUndefined();
    expect(sourceText('Resources', 'Nothing')).toBeUndefined();
  });
});

describe('what comes from a place of the descriptor', () => {
  const partsAt = (needle: string): readonly TemplatePath[] => partsFrom(map, text.indexOf(needle));

  test('a route', () => {
    expect(partsAt('send\n')).toEqual([
      ['Resources', 'ChatApiRouteSend'],
      ['Resources', 'ChatApiRouteSend', 'Properties', 'RouteKey'],
    ]);
  });

  test('an operation mode', () => {
    expect(partsAt('2-way')).toEqual([
      ['Resources', 'ChatApiRouteSend', 'Properties', 'RouteResponseSelectionExpression'],
      ['Resources', 'ChatApiRouteSendResponse'],
    ]);
  });

  test('nothing', () => {
    expect(partsAt('routeSelectorProperty')).toEqual([]);
  });
});
