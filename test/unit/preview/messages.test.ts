// What page and panel say to each other: believed only where it has the shape that was agreed on.
import { describe, expect, test } from 'vitest';
import { readKeptUri, readPageMessage } from '../../../client/src/preview/page-message.ts';
import { readPanelMessage } from '../../../client/webview/panel-message.ts';
import type { PageMessage, PanelMessage, PreviewState } from '../../../server/src/protocol.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
const state: PreviewState = {
  uri: 'file:///websocket.yaml',
  file: 'websocket.yaml',
  version: 3,
  isEmpty: false,
  errors: [{ severity: 'error', message: 'It is wrong.', rule: 'some-rule', range }],
  graph: '<svg/>',
  tables: [],
  graphIsStale: false,
  template: undefined,
  templateSize: undefined,
  templateFormat: 'yaml',
  templateIsStale: false,
};

const nothing: readonly unknown[] = [
  undefined,
  null,
  1,
  'ready',
  [],
  {},
  { type: 'delete' },
  { type: 'toString' },
  { type: ['ready'] },
];

describe('from the page', () => {
  const messages: readonly PageMessage[] = [
    { type: 'ready' },
    { type: 'copyTemplate' },
    { type: 'generateTemplate' },
    { type: 'revealPart', part: 'client' },
    { type: 'revealPart', part: 'client', goesThere: true },
    { type: 'revealRange', range },
    { type: 'openSource', part: 'resource Send' },
    { type: 'revealOrigin', offset: 0 },
    { type: 'startFile' },
    { type: 'setTemplateFormat', format: 'json' },
    { type: 'openTemplate' },
    { type: 'collapse', uri: 'file:///chat.yaml', collapsed: ['resource Chat'] },
  ];
  test.each(messages)('$type is understood', (message) => {
    expect(readPageMessage(structuredClone(message))).toEqual(message);
  });

  test.each([
    ...nothing,
    { type: 'revealPart' },
    { type: 'revealPart', part: 7 },
    { type: 'revealPart', part: 'client', goesThere: 1 },
    { type: 'revealRange', range: { start: range.start } },
    { type: 'revealRange', range: { start: { line: -1, character: 0 }, end: range.end } },
    { type: 'revealRange', range: { start: { line: 0.5, character: 0 }, end: range.end } },
    { type: 'openSource' },
    { type: 'collapse', uri: 'file:///chat.yaml', collapsed: 'resource Chat' },
    { type: 'collapse', uri: 'file:///chat.yaml', collapsed: [1] },
    { type: 'collapse', collapsed: ['resource Chat'] },
    { type: 'revealOrigin', offset: -1 },
    { type: 'revealOrigin', offset: '1' },
    { type: 'setTemplateFormat', format: 'toml' },
    Object.create({ type: 'ready' }),
  ])('%j is not', (message: unknown) => {
    expect(readPageMessage(message)).toBeUndefined();
  });

  test('what it kept is a URI or nothing', () => {
    expect(readKeptUri({ uri: 'file:///a', tab: 'graph' })).toBe('file:///a');
    for (const kept of [undefined, null, 'file:///a', { uri: 1 }]) expect(readKeptUri(kept)).toBeUndefined();
  });
});

describe('from the panel', () => {
  const messages: readonly PanelMessage[] = [
    { type: 'show', state },
    { type: 'unavailable', reason: 'There is no server.' },
    { type: 'cursor', graph: ['resource Send'], template: [{ start: 1, end: 5 }] },
    { type: 'copied' },
    { type: 'noOrigin' },
  ];
  test.each(messages)('$type is understood', (message) => {
    expect(readPanelMessage(JSON.parse(JSON.stringify(message)))).toEqual(JSON.parse(JSON.stringify(message)));
  });

  test.each([
    ...nothing,
    { type: 'unavailable' },
    { type: 'show' },
    { type: 'show', state: { ...state, graph: 1 } },
    { type: 'show', state: { ...state, isEmpty: 'no' } },
    { type: 'show', state: { ...state, errors: [{ message: 'It is wrong.' }] } },
    { type: 'show', state: { ...state, errors: 'none' } },
    { type: 'show', state: { ...state, templateFormat: 'toml' } },
    { type: 'show', state: { ...state, templateSize: { resources: 1 } } },
    { type: 'cursor', graph: 'resource Send', template: [] },
    { type: 'cursor', graph: [], template: [{ start: '1', end: 5 }] },
  ])('%j is not', (message: unknown) => {
    expect(readPanelMessage(message)).toBeUndefined();
  });
});
