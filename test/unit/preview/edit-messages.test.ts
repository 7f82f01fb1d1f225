// Messages about edits, in both directions: anything else is rejected.
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import {
  readPageMessage,
  readPanelMessage,
  type PageMessage,
  type PanelMessage,
} from '../../../client/src/preview/preview-messages.ts';

const analysis = analyze(`resources:
  Chat: { type: websocket-api, name: Chat, routeSelectorProperty: action, endpoints: [{ route: a, operationMode: 1-way }] }
  Send: { type: lambda-function, name: Send, runtime: python3.13, entryPoint: a.b }
`);

/** The value after a JSON round trip. */
const sent = (message: unknown): unknown => JSON.parse(JSON.stringify(message));

describe('from the page', () => {
  const edit = { kind: 'connect', part: 'resource Chat', to: 'resource Send', access: 'read-only' } as const;
  test.each<PageMessage>([
    { type: 'askEdits', number: 1, part: 'resource Chat' },
    { type: 'askEdits', number: 2, part: undefined },
    { type: 'undo' },
    { type: 'redo' },
    { type: 'edit', number: 3, edit, version: 4, isTrial: true },
  ])('%j', (message) => expect(readPageMessage(sent(message))).toEqual(message));

  test.each([
    { type: 'askEdits', part: 'x' },
    { type: 'askEdits', number: 1, part: 7 },
    { type: 'edit', number: 3, edit: { ...edit, kind: 'format' }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { ...edit, kind: '__proto__' }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { ...edit, to: {} }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { ...edit, access: 'none' }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { kind: 'delete' }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { ...edit, kind: 'rename', name: 1 }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { ...edit, kind: 'setMode', mode: '3-way' }, version: 4, isTrial: true },
    { type: 'edit', number: 3, edit: { kind: 'addResource', name: 'A', type: null }, version: 4, isTrial: true },
    {
      type: 'edit',
      number: 3,
      edit: { kind: 'addResource', name: 'A', type: 'constructor' },
      version: 4,
      isTrial: true,
    },
    { type: 'edit', number: 3, edit, version: '4', isTrial: true },
    { type: 'edit', number: 3, edit, version: 4 },
    { type: 'edit', number: 3, version: 4, isTrial: true },
  ])('not %j', (message) => expect(readPageMessage(message)).toBeUndefined());
});

describe('from the panel', () => {
  const edits = { version: 3, ...analysis.graphEdits('resource Chat endpoint a') };
  test.each<PanelMessage>([
    { type: 'focus' },
    { type: 'noSource', reason: 'No.' },
    { type: 'edits', number: 1, edits },
    { type: 'edits', number: 1, edits: { version: 1, ...analysis.graphEdits(undefined) } },
    { type: 'edits', number: 1, edits: { version: 1, ...analyze('a: [').graphEdits('x') } },
    { type: 'edited', number: 2, refused: 'No.', done: undefined },
    {
      type: 'edited',
      number: 2,
      refused: undefined,
      done: { version: 4, select: 'resource Chat', created: undefined },
    },
    { type: 'edited', number: 2, refused: undefined, done: { version: 4, select: undefined, created: 'a.mjs' } },
  ])('%j', (message) => expect(readPanelMessage(sent(message))).toEqual(sent(message)));

  test.each([
    { type: 'edits', number: 1 },
    { type: 'edits', edits },
    { type: 'edits', number: 1, edits: { ...edits, offers: [{ title: 'x' }] } },
    { type: 'edits', number: 1, edits: { ...edits, offers: [{ title: 'x', kind: 'x' }] } },
    { type: 'edits', number: 1, edits: { ...edits, offers: [{ title: 'x', kind: 'delete', proposal: {} }] } },
    { type: 'edits', number: 1, edits: { ...edits, targets: [{ part: 'x' }] } },
    { type: 'edits', number: 1, edits: { ...edits, version: undefined } },
    { type: 'edited', number: 1, refused: 7 },
    { type: 'edited', refused: 'No.' },
    { type: 'edited', number: 1, done: {} },
    { type: 'edited', number: 1, done: { version: 4, created: 7 } },
    { type: 'noSource' },
  ])('not %j', (message) => expect(readPanelMessage(message)).toBeUndefined());
});
