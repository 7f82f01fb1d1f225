// The events of functions, property by property, and the frames of errors, byte for byte, as AWS sends them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import type { RouteQuestion } from '../../../server/src/protocol.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');
const analysis = analyze(example);

function ask(question: RouteQuestion) {
  const answer = analysis.route(question);
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}

const common = {
  extendedRequestId: 'RtO2XFAtDoEFZbA=',
  requestTime: '17/Jan/2024:15:14:12 +0000',
  messageDirection: 'IN',
  stage: 'prod',
  connectedAt: 1705504440000,
  requestTimeEpoch: 1705504452000,
  identity: { sourceIp: '192.0.2.1' },
  requestId: 'RtO2XFAtDoEFZbA=',
  domainName: 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  connectionId: 'RtO0LdHcDoECFkQ=',
  apiId: 'a1b2c3d4e5',
};
const atConnect = {
  ...common,
  extendedRequestId: 'RtO0LEIIjoEFmSQ=',
  requestId: 'RtO0LEIIjoEFmSQ=',
  requestTime: '17/Jan/2024:15:14:00 +0000',
  requestTimeEpoch: 1705504440000,
};
const authorizer = { principalId: 'user' };

test('MESSAGE has no headers, and the message as it was sent', () => {
  const message = ' {"action": "sendMessage", "text": "Grüße 😀"}\n';
  expect(ask({ kind: 'message', message }).handler).toEqual({
    function: 'SendMessage',
    event: {
      requestContext: {
        ...common,
        routeKey: 'sendMessage',
        authorizer,
        messageId: 'RtO2XcJzjoECFkQ=',
        eventType: 'MESSAGE',
      },
      body: message,
      isBase64Encoded: false,
    },
  });
});

test('DISCONNECT has the code and the reason', () => {
  const event = {
    headers: { Host: common.domainName, 'x-api-key': '', 'X-Forwarded-For': '', 'x-restapi': '' },
    multiValueHeaders: { Host: [common.domainName], 'x-api-key': [''], 'X-Forwarded-For': [''], 'x-restapi': [''] },
    requestContext: {
      ...common,
      routeKey: '$disconnect',
      authorizer,
      disconnectStatusCode: 1005,
      disconnectReason: 'Client-side close frame status not set',
      eventType: 'DISCONNECT',
    },
    isBase64Encoded: false,
  };
  expect(ask({ kind: 'disconnect' }).handler).toEqual({ function: 'Disconnect', event });
});

describe('CONNECT, and the event of the authorizer', () => {
  const connect = {
    kind: 'connect',
    query: [
      ['token', 'first'],
      ['token', 'open-sesame'],
      ['name', 'Ada'],
    ],
    headers: [
      ['user-agent', 'curl/8'],
      ['host', 'chat.example'],
      ['X-Two', '1'],
      ['x-two', '2'],
    ],
  } as const;
  const headers = {
    host: 'chat.example',
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    'X-Amzn-Trace-Id': 'Root=1-65a7ef58-0123456789abcdef01234567',
    'X-Forwarded-For': '192.0.2.1',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    'user-agent': 'curl/8',
    'X-Two': '2',
  };
  const received = {
    headers,
    multiValueHeaders: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      'X-Two': ['1', '2'],
    },
    queryStringParameters: { token: 'open-sesame', name: 'Ada' },
    multiValueQueryStringParameters: { token: ['first', 'open-sesame'], name: ['Ada'] },
  };
  const identity = { sourceIp: '192.0.2.1', userAgent: 'curl/8' };
  const requestContext = { ...atConnect, identity, routeKey: '$connect', eventType: 'CONNECT' };

  test('the function of $connect', () => {
    expect(ask(connect).handler).toEqual({
      function: 'Connect',
      event: { ...received, requestContext: { ...requestContext, authorizer }, isBase64Encoded: false },
    });
  });

  test('the authorizer', () => {
    const event = {
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/prod/$connect',
      ...received,
      stageVariables: {},
      requestContext,
    };
    expect(ask(connect).authorizer).toEqual({ function: 'Authorize', event });
  });

  test('without a query string there are no parameters', () => {
    const open = analyze(example.replace('identitySource: [querystring.token]', 'identitySource: [header.X-Two]'));
    const answer = open.route({ ...connect, query: [] });
    expect(Object.keys(('handler' in answer && answer.handler?.event) || {})).toEqual([
      'headers',
      'multiValueHeaders',
      'requestContext',
      'isBase64Encoded',
    ]);
  });

  test.each([
    [{}, { kind: 'accepted' }, true],
    [{ authorizer: 'deny' }, { kind: 'refused', status: 403 }, false],
    [{ authorizer: 'unauthorized' }, { kind: 'refused', status: 401 }, false],
    [{ authorizer: 'failure' }, { kind: 'refused', status: 500 }, false],
    [{ handler: { statusCode: 204 } }, { kind: 'accepted' }, true],
    [{ handler: { statusCode: 300 } }, { kind: 'refused', status: 300 }, true],
    [{ handler: 'failure' }, { kind: 'refused', status: 502 }, true],
    [{ query: [] }, { kind: 'refused', status: 401 }, false],
  ] as const)('%j: %j', (changed, reply, isCalled) => {
    const answer = ask({ ...connect, ...changed });
    expect([answer.reply, answer.handler !== undefined]).toEqual([reply, isCalled]);
  });
});

test('with IAM, the explanation says that the client must sign its request, and how many requests are accepted', () => {
  const text = example
    .replace(/ {4}connections: \[Authorize\]\n/, '    authorization: iam\n    throttling: { rate: 500, burst: 100 }\n')
    .replace(/ {4}identitySource: .*\n/, '');
  const answer = analyze(text).route({ kind: 'connect', query: [], headers: [] });
  if ('reason' in answer) throw new Error(answer.reason);
  expect([answer.reply, answer.authorizer]).toEqual([{ kind: 'accepted' }, undefined]);
  expect(answer.steps.map((step) => step.text)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('must sign the request with AWS credentials'),
      'The route accepts 500 requests a second, and 100 at once. Clients that send more get 429.',
    ]),
  );
});

describe('what the client gets', () => {
  const ids = '"connectionId":"RtO0LdHcDoECFkQ=", "requestId":"RtO2XFAtDoEFZbA="';

  test('Forbidden, if no endpoint receives its message', () => {
    const answer = analyze(example.replace('route: $default', 'route: help')).route({ kind: 'message', message: 'x' });
    expect(answer).toMatchObject({
      route: undefined,
      reply: { kind: 'error', frame: `{"message": "Forbidden", ${ids}}` },
    });
  });

  test('an error, if the function fails, in either mode', () => {
    const failing = { kind: 'message', message: '{"action":"sendMessage"}', handler: 'failure' } as const;
    const frame = `{"message": "Internal server error", ${ids}}`;
    expect(ask(failing).reply).toEqual({ kind: 'error', frame });
    const oneWay = analyze(example.replaceAll('2-way', '1-way')).route(failing);
    expect(oneWay).toMatchObject({ reply: { kind: 'error', frame } });
  });

  test('an error, if the function takes too long, in either mode', () => {
    const slow = { kind: 'message', message: '{"action":"sendMessage"}', handler: 'timeout' } as const;
    const reply = { kind: 'error', frame: `{"message": "Endpoint request timed out", ${ids}}` };
    expect(ask(slow).reply).toEqual(reply);
    expect(analyze(example.replaceAll('2-way', '1-way')).route(slow)).toMatchObject({ reply });
  });

  test('the body in 2-way, and nothing in 1-way', () => {
    const message = '{"action":"sendMessage"}';
    expect(ask({ kind: 'message', message }).reply).toEqual({ kind: 'body', function: 'SendMessage' });
    const oneWay = analyze(example.replaceAll('2-way', '1-way')).route({ kind: 'message', message });
    expect(oneWay).toMatchObject({ reply: undefined, outcome: 'The client gets nothing.' });
  });
});
