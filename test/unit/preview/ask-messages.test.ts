// The messages of the Ask pane between page and panel: accepted only in the agreed shape.
import { describe, expect, test } from 'vitest';
import { readFields, noFields, questionOf } from '../../../client/webview/ask/fields.ts';
import type { RouteAnswer } from '../../../server/src/protocol.ts';
import {
  readPageMessage,
  readPanelMessage,
  savedSamples,
  type PageMessage,
  type PanelMessage,
} from '../../../client/src/preview/preview-messages.ts';
import { askRequest } from '../../../client/src/protocol-checks.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('from the page', () => {
  const messages: readonly PageMessage[] = [
    { type: 'ask', number: 1, api: undefined, question: { kind: 'disconnect' } },
    { type: 'ask', number: 2, api: 'Chat', question: { kind: 'message', message: '', handler: 'failure' } },
    {
      type: 'ask',
      number: 3,
      api: 'Chat',
      question: {
        kind: 'connect',
        query: [['a', 'b']],
        headers: [],
        authorizer: 'deny',
        handler: { statusCode: 403 },
      },
    },
    { type: 'loadSamples' },
    { type: 'saveSamples', samples: [{ name: 'a', message: 'b' }] },
    { type: 'copyText', text: '' },
  ];
  test.each(messages)('%j is understood', (message) => {
    expect(readPageMessage(structuredClone(message))).toEqual(message);
  });

  const question = { kind: 'disconnect' };
  test.each([
    { type: 'ask' },
    { type: 'ask', number: -1, question },
    { type: 'ask', number: 1, api: 7, question },
    { type: 'ask', number: 1, question: { kind: 'delete' } },
    { type: 'ask', number: 1, question: { kind: 'message', message: 1 } },
    { type: 'ask', number: 1, question: { kind: 'connect', query: [['a']], headers: [] } },
    { type: 'ask', number: 1, question: { kind: 'connect', query: 'a=b', headers: [] } },
    { type: 'saveSamples', samples: [{ name: 'a' }] },
    { type: 'saveSamples' },
    { type: 'copyText' },
  ])('%j is not', (message: unknown) => {
    expect(readPageMessage(message)).toBeUndefined();
  });
});

test("the argument of a code lens's command is a request or undefined", () => {
  const request = { api: 'Chat', kind: 'message', message: '{}' };
  expect(askRequest(request)).toBe(true);
  expect(askRequest({ api: 'Chat', kind: 'connect' })).toBe(true);
  for (const other of [undefined, 'Chat', { api: 'Chat' }, { kind: 'message' }, { api: 1, kind: 'message' }]) {
    expect(askRequest(other)).toBe(false);
  }
});

test("the workspace's stored state is a list of samples or empty", () => {
  expect(savedSamples([])).toBe(true);
  for (const other of [undefined, {}, [1], [{ name: 1, message: '' }]]) expect(savedSamples(other)).toBe(false);
});

describe('from the panel', () => {
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
  const answer: RouteAnswer = {
    api: 'Chat',
    route: undefined,
    steps: [
      { text: 'a', range },
      { text: 'b', range: undefined },
    ],
    authorizer: undefined,
    handler: { function: 'Send', event: {} },
    reply: { kind: 'error', frame: '{}' },
    outcome: '',
    parts: ['client'],
  };
  const result = { apis: [{ id: 'Chat', authorizer: undefined, identitySource: ['header.A'], samples: [] }] };
  const messages: readonly PanelMessage[] = [
    { type: 'startAsking', uri: 'file:///a', request: undefined },
    { type: 'startAsking', uri: 'file:///a', request: { api: 'Chat', kind: 'message', message: '{}' } },
    { type: 'samples', uri: 'file:///a', samples: [{ name: 'a', message: 'b' }] },
    { type: 'answer', number: 1, result: null },
    { type: 'answer', number: 2, result: { ...result, answer: undefined, refused: 'Choose one.' } },
    { type: 'answer', number: 3, result: { ...result, answer, refused: undefined } },
  ];
  test.each(messages)('%j is understood', (message) => {
    expect(plain(readPanelMessage(plain(message)))).toEqual(plain(message));
  });

  test.each([
    { type: 'startAsking' },
    { type: 'startAsking', uri: 'file:///a', request: { api: 'Chat', kind: 'all' } },
    { type: 'samples', uri: 'file:///a', samples: [{}] },
    { type: 'answer', number: 1 },
    { type: 'answer', result: null },
    { type: 'answer', number: 1, result: { answer } },
    { type: 'answer', number: 1, result: { ...result, answer: { ...answer, reply: { kind: 'gift' } } } },
    { type: 'answer', number: 1, result: { ...result, answer: { ...answer, steps: [{}] } } },
  ])('%j is not', (message: unknown) => {
    expect(readPanelMessage(message)).toBeUndefined();
  });
});

describe('the fields', () => {
  test('are restored as they were stored, or empty', () => {
    const fields = {
      ...noFields,
      api: 'Chat',
      kind: 'connect',
      identity: [['header.A', 'b']],
      connect: '403',
    } as const;
    expect(readFields(plain(fields))).toEqual(fields);
    for (const kept of [undefined, 'x', { kind: 'all', identity: [['a']], authorizer: 1 }]) {
      expect(readFields(kept)).toEqual(noFields);
    }
  });

  test('become a request with what the API needs now, and what else is sent', () => {
    const identity = [
      ['querystring.token', 'a'],
      ['header.X-Gone', 'b'],
      ['header.X-Empty', ''],
    ] as const;
    const headers = 'Origin: https://a.example\r\nnonsense\n: none\n X-Two :  2 ';
    const fields = { ...noFields, kind: 'connect', identity, query: 'name=A%20B&x', headers } as const;
    expect(questionOf(fields, ['querystring.token', 'header.X-Empty'])).toMatchObject({
      query: [
        ['token', 'a'],
        ['name', 'A B'],
        ['x', ''],
      ],
      headers: [
        ['Origin', 'https://a.example'],
        ['X-Two', '2'],
      ],
    });
  });
});
