// The messages between page and panel: accepted only in the agreed shape.
import { describe, expect, test } from 'vitest';
import {
  keptState,
  readPageMessage,
  readPanelMessage,
  type PageMessage,
  type PanelMessage,
  type PreviewState,
} from '../../../client/src/preview/preview-messages.ts';
import { analyze } from '../../../server/src/analysis.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
/** A picture with a folded node, an unfolded one, edges and a problem. */
const analysis = analyze(`resources:
  Chat:
    type: websocket-api
    endpoints:
      - { route: a, operationMode: 1-way, connections: [Send] }
      - { route: b, operationMode: 3-way }
  Send: { type: lambda-function }
`);
const graph = analysis.graph({ collapsed: new Set(['resource Chat']) });
const state: PreviewState = {
  uri: 'file:///websocket.yaml',
  file: 'websocket.yaml',
  version: 3,
  isEmpty: false,
  errors: [{ severity: 'error', message: 'It is wrong.', rule: 'some-rule', range }],
  graph,
  pane: 'graph',
  isStale: false,
  looksStale: false,
  offered: { part: 'resource Send', edits: { version: 3, ...analysis.graphEdits('resource Send') } },
  tables: undefined,
  template: undefined,
  templateSize: undefined,
  templateFormat: 'yaml',
  cursor: { graph: ['resource Send'], template: [] },
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
    { type: 'pane', pane: 'template' },
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
    { type: 'arrange', room: { width: 500, height: 700.5 }, arrangement: undefined },
    { type: 'arrange', room: { width: 500, height: 700 }, arrangement: 'tall' },
  ];
  test.each(messages)('$type is understood', (message) => {
    expect(readPageMessage(structuredClone(message))).toEqual(message);
  });

  test.each([
    ...nothing,
    { type: 'pane' },
    { type: 'pane', pane: 'settings' },
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
    { type: 'arrange' },
    { type: 'arrange', room: { width: 500 } },
    { type: 'arrange', room: { width: 500, height: 700 }, arrangement: 'round' },
    { type: 'revealOrigin', offset: -1 },
    { type: 'revealOrigin', offset: '1' },
    { type: 'setTemplateFormat', format: 'toml' },
    Object.create({ type: 'ready' }),
  ])('%j is not', (message: unknown) => {
    expect(readPageMessage(message)).toBeUndefined();
  });

  test("the page's stored state is a URI or undefined", () => {
    expect(keptState({ uri: 'file:///a', tab: 'graph' })).toBe(true);
    for (const kept of [undefined, null, 'file:///a', { uri: 1 }]) expect(keptState(kept)).toBe(false);
  });
});

test('a report says where a message is wrong, and what was expected', () => {
  const faults: string[] = [];
  const report = (fault: string): void => void faults.push(fault);
  readPageMessage({ type: 'gone' }, report);
  readPageMessage({ type: 'revealRange', range: { start: range.start, end: { line: -1, character: 0 } } }, report);
  readPanelMessage({ type: 'show', state: { ...state, errors: [{ ...state.errors[0], severity: 'bad' }] } }, report);
  readPanelMessage({ type: 'unavailable', reason: 'There is no server.' }, report);
  expect(faults).toEqual([
    expect.stringMatching(/^\.type: expected one of ready, /),
    '<revealRange>.range.end.line: expected a count',
    '<show>.state.errors[0].severity: expected one of error, warning, information',
  ]);
});

describe('from the panel', () => {
  const messages: readonly PanelMessage[] = [
    { type: 'show', state },
    { type: 'show', state: { ...state, pane: 'table', graph: undefined, tables: analysis.graphTables() } },
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
    { type: 'show', state: { ...state, graph: '<svg/>' } },
    { type: 'show', state: { ...state, graph: { ...graph, frame: { ...graph?.frame, width: '12' } } } },
    { type: 'show', state: { ...state, graph: { ...graph, parts: [{ part: 'node', id: 'client' }] } } },
    { type: 'show', state: { ...state, graph: { ...graph, parts: [{ ...graph?.parts[0], part: 'script' }] } } },
    { type: 'show', state: { ...state, isEmpty: 'no' } },
    { type: 'show', state: { ...state, errors: [{ message: 'It is wrong.' }] } },
    { type: 'show', state: { ...state, errors: 'none' } },
    { type: 'show', state: { ...state, pane: 'settings' } },
    { type: 'show', state: { ...state, offered: { part: 1, edits: state.offered?.edits } } },
    { type: 'show', state: { ...state, offered: { part: 'resource Send', edits: [] } } },
    { type: 'show', state: { ...state, tables: [{ caption: 'Endpoints' }] } },
    { type: 'show', state: { ...state, cursor: { graph: [], template: [{ start: '1', end: 5 }] } } },
    { type: 'show', state: { ...state, templateFormat: 'toml' } },
    { type: 'show', state: { ...state, templateSize: { resources: 1 } } },
    { type: 'cursor', graph: 'resource Send', template: [] },
    { type: 'cursor', graph: [], template: [{ start: '1', end: 5 }] },
  ])('%j is not', (message: unknown) => {
    expect(readPanelMessage(message)).toBeUndefined();
  });
});
