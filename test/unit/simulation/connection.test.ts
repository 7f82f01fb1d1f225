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
      case 'respond':
        return `respond ${effect.response.status}`;
    }
  });
}

const at = (requestId: string) => ({ requestId, time: 0 });
const handshake = { headers: [], query: [['token', 'x']], sourceIp: '192.0.2.1' } as const;
const connect: Input = { kind: 'connect', handshake, connectionId: 'C', occasion: at('r1') };
const allow: Input = { kind: 'authorized', answer: 'allow', context: { principalId: 'ada' }, occasion: at('r1') };
const accept: Input = { kind: 'answered', occasion: at('r1'), answer: { statusCode: 200 } };
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
  expect(put({ kind: 'answered', occasion: at('r3'), answer: { statusCode: 500, body: 'Help' } })).toEqual([
    'send Help',
  ]);
  expect(put({ kind: 'answered', occasion: at('r3'), answer: { statusCode: 200, body: 'again' } })).toEqual([]);
  expect(put({ kind: 'answered', occasion: at('r2'), answer: { statusCode: 200 } })).toEqual([]);
  expect(put(leave)).toEqual([`call Disconnect r9 ${ada}`]);
  for (const late of [leave, say('Hello', 'r4'), accept, allow, connect]) expect(put(late)).toEqual([]);
});

test('a function that fails leaves the socket open', () => {
  for (const input of [connect, allow, accept, say('Hello', 'r2')]) put(input);
  const error = '{"message": "Internal server error", "connectionId":"C", "requestId":"r2"}';
  expect(put({ kind: 'answered', occasion: at('r2'), answer: 'failure' })).toEqual([`send ${error}`]);
  expect(put(say('Hello', 'r3'))).toEqual([`call Help r3 ${ada}`]);
});

test('a function that takes too long leaves the socket open', () => {
  for (const input of [connect, allow, accept, say('Hello', 'r2')]) put(input);
  const error = '{"message": "Endpoint request timed out", "connectionId":"C", "requestId":"r2"}';
  expect(put({ kind: 'answered', occasion: at('r2'), answer: 'timeout' })).toEqual([`send ${error}`]);
  expect(put({ kind: 'answered', occasion: at('r2'), answer: { statusCode: 200, body: 'late' } })).toEqual([]);
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
  expect(put({ kind: 'binary', occasion: at('r2') })).toEqual(['close 1003', `call Disconnect r2 ${ada}`]);
  expect(put(leave)).toEqual([]);
});

const tickAt = (time: number): Input => ({ kind: 'tick', occasion: { requestId: 'r8', time } });
const manage = (action: Extract<Input, { kind: 'manage' }>['action'], time = 0): Input => ({
  kind: 'manage',
  action,
  occasion: { requestId: 'r7', time },
});
const minutes = 60_000;

test('a connection that is idle for ten minutes is closed, and whatever is sent keeps it open', () => {
  for (const input of [connect, allow, accept]) put(input);
  expect(put(tickAt(10 * minutes - 1))).toEqual([]);
  expect(put(manage({ kind: 'post', text: 'Hi' }, 9 * minutes))).toEqual(['send Hi', 'respond 200']);
  expect(put(tickAt(10 * minutes))).toEqual([]);
  // Looking it up is no activity.
  expect(put(manage({ kind: 'get' }, 15 * minutes))).toEqual(['respond 200']);
  expect(
    put({ kind: 'message', text: 'Hello', messageId: 'm', occasion: { requestId: 'r2', time: 18 * minutes } }),
  ).toEqual([`call Help r2 ${ada}`]);
  expect(put(tickAt(28 * minutes - 1))).toEqual([]);
  expect(put(tickAt(28 * minutes))).toEqual(['close 1001', `call Disconnect r8 ${ada}`]);
  expect(put(tickAt(60 * minutes))).toEqual([]);
});

test('a connection is closed after two hours, however active it is', () => {
  for (const input of [connect, allow, accept]) put(input);
  for (let time = 0; time < 120; time += 9) put(manage({ kind: 'post', text: '' }, time * minutes));
  expect(put(tickAt(120 * minutes - 1))).toEqual([]);
  expect(put(tickAt(120 * minutes))).toEqual(['close 1001', `call Disconnect r8 ${ada}`]);
});

test('@connections answers 410 before the connection is open and after it is closed', () => {
  put(connect);
  expect(put(manage({ kind: 'post', text: 'Hi' }))).toEqual(['respond 410']);
  put(allow);
  for (const kind of ['get', 'delete'] as const) expect(put(manage({ kind }))).toEqual(['respond 410']);
  put(accept);
  expect(put(manage({ kind: 'post', text: 'x'.repeat(128 * 1024 + 1) }))).toEqual(['respond 413']);
  expect(put(manage({ kind: 'delete' }))).toEqual(['close 1000', `call Disconnect r7 ${ada}`, 'respond 204']);
  expect(put(manage({ kind: 'delete' }))).toEqual(['respond 410']);
});

test('a frame or message that is too large closes the connection', () => {
  for (const what of ['frame', 'message'] as const) {
    state = { phase: 'new' };
    for (const input of [connect, allow, accept]) put(input);
    expect(put({ kind: 'oversized', what, occasion: at('r2') })).toEqual(['close 1009', `call Disconnect r2 ${ada}`]);
  }
});
