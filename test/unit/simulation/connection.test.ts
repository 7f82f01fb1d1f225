// One connection from start to end: inputs, effects, and inputs that come too late.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { chooseApi } from '../../../server/src/simulation/ask.ts';
import { advance } from '../../../server/src/simulation/connection.ts';
import type { ConnectionState, Input, ApiContext } from '../../../server/src/simulation/state.ts';

const { project } = analyze(readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8'));
const deployment = { apiId: 'api', region: 'eu-west-1', accountId: '1', domainName: 'api.example' };

function placeOf(): ApiContext {
  const api = chooseApi(project, 'Chat');
  if ('reason' in api) throw new Error(api.reason);
  return { project, api, deployment };
}

let state: ConnectionState;
beforeEach(() => {
  state = { phase: 'new' };
});

/** The effects, each as its kind and its details. */
function put(input: Input): string[] {
  const next = advance(placeOf(), state, input);
  state = next.state;
  return next.effects.map((effect) => {
    switch (effect.kind) {
      case 'ask-authorizer':
        return `ask ${effect.lambda.id.value}`;
      case 'call':
        return `call ${effect.lambda.id.value} ${effect.requestId} ${JSON.stringify(effect.event.requestContext.authorizer)}`;
      case 'accept':
        return 'accept';
      case 'refuse':
        return `refuse ${effect.status}`;
      case 'send':
        return `send ${effect.text}`;
      case 'close':
        return `close ${effect.code}`;
    }
  });
}

const at = (requestId: string) => ({ requestId, time: 0 });
const handshake = { headers: [], query: [['token', 'x']], sourceIp: '192.0.2.1' } as const;
const connect: Input = { kind: 'connect', handshake, connectionId: 'C', occasion: at('r1') };
const allow: Input = { kind: 'authorized', answer: 'allow', context: { principalId: 'ada' }, occasion: at('r1') };
const accept: Input = { kind: 'answered', requestId: 'r1', answer: { statusCode: 200 } };
const say = (text: string, requestId: string): Input => ({
  kind: 'message',
  text,
  messageId: 'm',
  occasion: at(requestId),
});
const leave: Input = { kind: 'disconnect', code: 1000, reason: '', occasion: at('r9') };
const ada = '{"principalId":"ada"}';

test('a connection is authorized, accepted, answered in any order and closed', () => {
  expect(put(connect)).toEqual(['ask Authorize']);
  expect(put(say('{}', 'r2'))).toEqual([]);
  expect(put(allow)).toEqual([`call Connect r1 ${ada}`]);
  expect(put(accept)).toEqual(['accept']);
  expect(put(connect)).toEqual([]);
  expect(put(say('{"action":"sendMessage"}', 'r2'))).toEqual([`call SendMessage r2 ${ada}`]);
  expect(put(say('Hello', 'r3'))).toEqual([`call Help r3 ${ada}`]);
  expect(put({ kind: 'answered', requestId: 'r3', answer: { statusCode: 500, body: 'Help' } })).toEqual(['send Help']);
  expect(put({ kind: 'answered', requestId: 'r3', answer: { statusCode: 200, body: 'again' } })).toEqual([]);
  expect(put({ kind: 'answered', requestId: 'r2', answer: { statusCode: 200 } })).toEqual([]);
  expect(put(leave)).toEqual([`call Disconnect r9 ${ada}`]);
  for (const late of [leave, say('Hello', 'r4'), accept, allow, connect]) expect(put(late)).toEqual([]);
});

test('a function that fails leaves the socket open', () => {
  for (const input of [connect, allow, accept, say('Hello', 'r2')]) put(input);
  const error = '{"message": "Internal server error", "connectionId":"C", "requestId":"r2"}';
  expect(put({ kind: 'answered', requestId: 'r2', answer: 'failure' })).toEqual([`send ${error}`]);
  expect(put(say('Hello', 'r3'))).toEqual([`call Help r3 ${ada}`]);
});

test('a function that takes too long leaves the socket open', () => {
  for (const input of [connect, allow, accept, say('Hello', 'r2')]) put(input);
  const error = '{"message": "Endpoint request timed out", "connectionId":"C", "requestId":"r2"}';
  expect(put({ kind: 'answered', requestId: 'r2', answer: 'timeout' })).toEqual([`send ${error}`]);
  expect(put({ kind: 'answered', requestId: 'r2', answer: { statusCode: 200, body: 'late' } })).toEqual([]);
});

test('a function of $connect that takes too long refuses the client', () => {
  for (const input of [connect, allow]) put(input);
  expect(put({ ...accept, answer: 'timeout' })).toEqual(['refuse 504']);
});

test('a refused or closed connection ignores further inputs', () => {
  expect(put({ ...connect, handshake: { ...handshake, query: [] } })).toEqual(['refuse 401']);
  expect(put(allow)).toEqual([]);
  state = { phase: 'new' };
  for (const input of [connect, allow, accept]) put(input);
  expect(put({ kind: 'binary' })).toEqual(['close 1003']);
  expect(put(leave)).toEqual([]);
});
