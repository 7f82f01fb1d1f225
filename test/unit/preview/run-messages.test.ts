// The messages about a local run between page and panel: accepted only in the agreed shape.
import { describe, expect, test } from 'vitest';
import {
  readPageMessage,
  readPanelMessage,
  type PageMessage,
  type PanelMessage,
} from '../../../client/src/preview/preview-messages.ts';

describe('from the page', () => {
  const messages: readonly PageMessage[] = [
    { type: 'startRun', isDebugged: true },
    { type: 'stopRun' },
    { type: 'openClientPage' },
    { type: 'openHandler', function: 'Send' },
    { type: 'openPlace', place: { file: '/code/send.js', line: 6, column: 38 } },
    { type: 'runCommand', command: { command: 'connect', client: 'Client 1', api: 'Chat', query: [['a', 'b']] } },
    { type: 'runCommand', command: { command: 'send', client: 'Client 1', text: '<script>' } },
    { type: 'runCommand', command: { command: 'close', client: 'Client 1' } },
  ];
  test.each(messages)('%j is understood', (message) => {
    expect(readPageMessage(structuredClone(message))).toEqual(message);
  });

  test.each([
    { type: 'startRun' },
    { type: 'openHandler', function: 1 },
    { type: 'openPlace', place: { file: '/code/send.js', line: -1, column: 1 } },
    { type: 'runCommand', command: { command: 'stop' } },
    { type: 'runCommand', command: { command: 'connect', client: 'Client 1' } },
    { type: 'runCommand', command: { command: 'connect', client: 'Client 1', api: 'Chat', query: ['a=b'] } },
    { type: 'runCommand', command: { command: 'send', client: 'Client 1', text: 1 } },
    { type: 'runCommand', command: { command: 'close', client: 'Client 1', code: -1 } },
  ])('%j is not', (message: unknown) => {
    expect(readPageMessage(message)).toBeUndefined();
  });
});

describe('from the panel', () => {
  const run = { uri: 'file:///websocket.yaml', apis: [], refused: undefined };
  const messages: readonly PanelMessage[] = [
    { type: 'run', ...run, state: { phase: 'running', isDebugged: false, ended: undefined } },
    { type: 'runEvents', uri: run.uri, isStart: true, events: [{ event: 'ready', time: 0, apis: [] }] },
    { type: 'showRun', uri: run.uri },
  ];
  test.each(messages)('$type is understood', (message) => {
    expect(readPanelMessage(structuredClone(message))).toEqual(message);
  });

  test.each([
    { type: 'run', ...run, state: { phase: 'on', isDebugged: false } },
    { type: 'runEvents', uri: run.uri, isStart: false, events: [{ event: 'ready', apis: [] }] },
    { type: 'runEvents', uri: run.uri, isStart: false, events: [{ event: 'exec', time: 0 }] },
  ])('%j is not', (message: unknown) => {
    expect(readPanelMessage(message)).toBeUndefined();
  });
});
