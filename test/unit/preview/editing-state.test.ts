// Editing from the graph, without a browser: inputs in, states and effects out.
import { describe, expect, test } from 'vitest';
import { advanceEditing } from '../../../client/webview/edit/advance-editing.ts';
import {
  initialEditing,
  menuOf,
  isBusy,
  objectionOf,
  type EditingAdvance,
  type EditingEffect,
  type EditingInput,
  type EditingState,
} from '../../../client/webview/edit/editing-state.ts';
import { graphParts } from '../../../client/webview/graph-parts.ts';
import { analyze } from '../../../server/src/analysis.ts';
import type { PageMessage } from '../../../client/src/preview/preview-messages.ts';

const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: 1-way, connections: [Send] }
      - { route: idle, operationMode: 1-way }
  Send: { type: lambda-function, name: Send, runtime: nodejs22.x, entryPoint: send.handler }
  Store: { type: dynamodb-table, name: Store, partitionKey: id }
  Later: { name: Later }
`;
const send = 'resource Send';
const store = 'resource Store';
const idle = 'resource Chat endpoint idle';

/** The panel: it answers posted messages for the current text. */
function answer(text: string, message: PageMessage, version: number): EditingInput | undefined {
  const analysis = analyze(text);
  if (message.type === 'askEdits') {
    return { kind: 'edits', number: message.number, edits: { version, ...analysis.graphEdits(message.part) } };
  }
  if (message.type !== 'edit') return undefined;
  const { refused } = analysis.graphEdit(message.edit);
  if (refused !== undefined || message.isTrial) {
    return { kind: 'edited', number: message.number, refused, done: undefined };
  }
  const done = { version: version + 1, select: undefined, created: undefined };
  return { kind: 'edited', number: message.number, refused: undefined, done };
}

interface Run {
  readonly state: EditingState;
  /** All effects in order, including those of the answers. */
  readonly effects: readonly EditingEffect[];
}

/** Performs the effects as the page does: parts are selected, and the panel answers at once. */
function run(from: EditingState, ...inputs: readonly EditingInput[]): Run {
  let state = from;
  const effects: EditingEffect[] = [];
  const feed = (input: EditingInput): void => {
    const advance: EditingAdvance = advanceEditing(state, input);
    state = advance.state;
    effects.push(...advance.effects);
    for (const effect of advance.effects) {
      if (effect.kind === 'choose') feed({ kind: 'chosen', part: effect.parts[0] });
      const next = effect.kind === 'post' ? answer(text, effect.message, state.version) : undefined;
      if (next) feed(next);
    }
  };
  for (const input of inputs) feed(input);
  return { state, effects };
}

/** @param part the one whose edits come with the picture: usually the selected one */
function pictureOf(text: string, version: number, chosen: string | undefined, part = chosen): EditingInput {
  const analysis = analyze(text);
  const offered = { part, edits: { version, ...analysis.graphEdits(part) } };
  return { kind: 'picture', parts: graphParts(analysis.graph()?.parts ?? []), version, chosen, offered };
}

const chosen = (part: string | undefined): EditingInput => ({ kind: 'chosen', part });
const key = (command: Extract<EditingInput, { kind: 'key' }>['command']): EditingInput => ({ kind: 'key', command });
const start = run(initialEditing, pictureOf(text, 1, undefined)).state;
const onSend = run(start, chosen(send)).state;

const posted = (effects: readonly EditingEffect[], type: PageMessage['type']): PageMessage[] =>
  effects.flatMap((effect) => (effect.kind === 'post' && effect.message.type === type ? [effect.message] : []));

describe('the edits on offer', () => {
  test('are requested for each selected part, and shown if it is still selected', () => {
    expect(onSend.offered).toMatchObject({ part: send, edits: { title: 'Send' } });
    const asked = advanceEditing(onSend, chosen(store));
    const moved = advanceEditing(asked.state, chosen('client')).state;
    const [message] = posted(asked.effects, 'askEdits');
    const late = message && answer(text, message, 1);
    expect(late && advanceEditing(moved, late).state.offered?.part).toBe(send);
  });

  test('come with each picture, and are only requested if they are about another part', () => {
    const shown = run(onSend, pictureOf(text, 2, send));
    expect(posted(shown.effects, 'askEdits')).toEqual([]);
    expect(shown.state.offered).toMatchObject({ part: send, edits: { title: 'Send', version: 2 } });
    expect(posted(run(start, pictureOf(text, 2, undefined)).effects, 'askEdits')).toEqual([]);
    const late = run(onSend, pictureOf(text, 2, send, store));
    expect(posted(late.effects, 'askEdits')).toMatchObject([{ part: send }]);
    expect(late.state.offered).toMatchObject({ part: send, edits: { title: 'Send', version: 2 } });
  });

  test('are in the menu, with the entry that opens the code', () => {
    const at = { x: 1, y: 2 };
    const opened = run(onSend, { kind: 'contextMenu', part: send, at });
    const menu = { title: 'Send', part: send, hasCode: true };
    expect(opened.effects.find(({ kind }) => kind === 'openMenu')).toMatchObject({ at, menu });
    expect(menuOf(onSend)).toMatchObject(menu);
    expect(menuOf(start)).toMatchObject({ title: 'the project', hasCode: false });
  });
});

describe('keys', () => {
  test('do nothing if nothing is selected', () => {
    expect(advanceEditing(start, key('rename'))).toMatchObject({ state: start, effects: [], isTaken: false });
  });

  test('make an edit, whose outcome is shown until the next action', () => {
    const endpoint = run(start, chosen('resource Chat endpoint send')).state;
    const { state, effects } = run(endpoint, key('setMode'));
    expect(posted(effects, 'edit')).toMatchObject([{ edit: { kind: 'setMode' }, version: 1, isTrial: false }]);
    expect(state.status).toBe('Done. Ctrl+Z to undo.');
    expect(run(state, pictureOf(text, 2, endpoint.chosen)).state.status).toBe(state.status);
    expect(run(state, { kind: 'somethingElse' }).state.status).toBe('');
    expect(run(state, pictureOf(text, 2, endpoint.chosen), pictureOf(text, 3, endpoint.chosen)).state.status).toBe('');
  });

  test('say why there is no such edit', () => {
    expect(run(onSend, key('setMode')).state.status).toBe('This is not possible here.');
  });

  test('say so until the next change of the text, even if the picture of an earlier change is still to come', () => {
    // The panel has answered for version 2 of the text, which the picture does not show yet.
    const asked = advanceEditing(onSend, key('setMode')).state;
    const number = asked.lastNumber;
    const edits = { version: 2, ...analyze(text).graphEdits(send) };
    const refused = run(asked, { kind: 'edits', number, edits }).state;
    expect(refused.status).toBe('This is not possible here.');
    expect(run(refused, pictureOf(text, 2, send)).state.status).toBe('This is not possible here.');
    expect(run(refused, pictureOf(text, 3, send)).state.status).toBe('');
  });

  test('open the code of a function, and of an endpoint that has one', () => {
    expect(posted(run(onSend, key('openCode')).effects, 'openSource')).toEqual([{ type: 'openSource', part: send }]);
    const without = run(start, chosen(idle), key('openCode'));
    expect(posted(without.effects, 'openSource')).toEqual([]);
    expect(without.state.status).toMatch(/^No code to open/);
    expect(advanceEditing(run(start, chosen(store)).state, key('openCode')).isTaken).toBe(false);
  });
});

describe('a form', () => {
  const renaming = run(onSend, key('rename')).state;
  const edit = (name: string) => ({ kind: 'rename', part: send, name }) as const;

  test('opens for an edit that needs input', () => {
    expect(run(onSend, key('rename')).effects.at(-1)).toMatchObject({ kind: 'openForm', request: { title: 'Rename' } });
  });

  test('validates while the user types, and is not closed by a refusal', () => {
    const wrong = run(renaming, { kind: 'typed', edit: edit('Store') }).state;
    expect(objectionOf(wrong)).toMatch(/Store/);
    const refused = run(wrong, { kind: 'submitted', edit: edit('Store') });
    expect(refused.effects).not.toContainEqual({ kind: 'closePopup' });
    expect([objectionOf(refused.state), refused.state.status]).toEqual([objectionOf(wrong), '']);
    expect(objectionOf(run(wrong, { kind: 'typed', edit: edit('Advise') }).state)).toBeUndefined();
  });

  test('ignores the answer to earlier input', () => {
    const first = advanceEditing(renaming, { kind: 'typed', edit: edit('Store') });
    const second = advanceEditing(first.state, { kind: 'typed', edit: edit('Advise') }).state;
    const [message] = posted(first.effects, 'edit');
    const late = message && answer(text, message, 1);
    expect(late && objectionOf(advanceEditing(second, late).state)).toBeUndefined();
  });

  test('is closed by the edit, and by an unchanged name', () => {
    expect(run(renaming, { kind: 'submitted', edit: edit('Advise') }).effects).toContainEqual({ kind: 'closePopup' });
    const same = run(renaming, { kind: 'submitted', edit: edit('Send') }).effects;
    expect(same).toEqual([{ kind: 'closePopup' }]);
  });
});

describe('drawing a connection', () => {
  const connecting = run(onSend, key('connect')).state;
  const accept = (focused: string): EditingInput => ({ kind: 'connectingKey', command: 'accept', focused });

  test('starts at the selected node, and moves between the targets', () => {
    expect(connecting.connecting).toMatchObject({ from: send });
    const { state, effects } = run(connecting, { kind: 'connectingKey', command: 'next', focused: send });
    expect(effects).toEqual([{ kind: 'focusNode', node: state.connecting?.pointed }]);
    expect(state.connecting?.targets.get(state.connecting.pointed ?? '')?.refused).toBeUndefined();
  });

  test('asks for the options if there are any, or connects', () => {
    const { state, effects } = run(connecting, accept(store));
    expect(effects).toMatchObject([{ kind: 'openForm', request: { title: 'Connect to Store' } }]);
    expect(state.connecting).toBeUndefined();
    const handler = run(start, chosen(idle), key('connect'), accept(send));
    expect(posted(handler.effects, 'edit')).toMatchObject([{ edit: { kind: 'connect', part: idle, to: send } }]);
  });

  test('continues if the target refuses, and says why', () => {
    const { state } = run(connecting, accept(idle));
    expect(state.connecting).toBe(connecting.connecting);
    expect(state.status).toMatch(/^idle: /);
  });

  test('is canceled by Escape and by a new picture, and the focus returns', () => {
    for (const input of [
      { kind: 'connectingKey', command: 'cancel', focused: store } as const,
      pictureOf(text, 2, send),
    ]) {
      const { state, effects } = run(connecting, input);
      expect([state.connecting, state.status]).toEqual([undefined, 'Nothing connected.']);
      expect(effects).toContainEqual({ kind: 'focusNode', node: send });
    }
  });
});

describe('a drag', () => {
  const drag: EditingInput = { kind: 'startDrag', node: idle };
  const drop = (node: string | undefined): EditingInput => ({ kind: 'drop', node });

  test('connects to the node that it ends at, even if it ends before the panel has answered', () => {
    const slow = advanceEditing(start, drag);
    const chosenFirst = advanceEditing(slow.state, chosen(idle)).state;
    const dropped = advanceEditing(chosenFirst, drop(send));
    expect(dropped.effects).toEqual([]);
    const [message] = posted(slow.effects, 'askEdits');
    const answered = message && answer(text, message, 1);
    const late = answered && advanceEditing(dropped.state, answered);
    for (const effects of [late?.effects ?? [], run(start, drag, drop(send)).effects]) {
      expect(posted(effects, 'edit')).toMatchObject([{ edit: { kind: 'connect', part: idle, to: send } }]);
    }
  });

  test('from a node that cannot be connected ends at once, and says why', () => {
    const { state, effects } = run(start, { kind: 'startDrag', node: 'resource Later' });
    expect(effects).toContainEqual({ kind: 'cancelDrag' });
    expect(state.status).toMatch(/The type of this resource is not known/);
    expect(state.connecting).toBeUndefined();
  });

  test('to a node that refuses says why; to nothing, that nothing was connected', () => {
    const refused = run(start, drag, drop(store)).state;
    expect(refused.connecting).toBeUndefined();
    expect(refused.status).toMatch(/^Store: /);
    expect(run(start, drag, drop(undefined)).state).toMatchObject({
      connecting: undefined,
      status: 'Nothing connected.',
    });
  });
});

describe('a part that an edit has added', () => {
  const made = (select: string): EditingState => {
    const asked = advanceEditing(onSend, { kind: 'perform', offer: offer('delete'), part: send });
    const [message] = posted(asked.effects, 'edit');
    if (message?.type !== 'edit') throw new Error('Nothing was posted.');
    expect(isBusy(asked.state)).toBe(true);
    const done = { version: 2, select, created: 'send.mjs' };
    return advanceEditing(asked.state, { kind: 'edited', number: message.number, refused: undefined, done }).state;
  };
  const offer = (kind: 'delete') =>
    ({ title: 'x', kind, part: send, proposal: { edit: { kind, part: send } } }) as const;

  test('is selected as soon as the picture shows it', () => {
    const state = made('resource Other');
    expect(state.status).toBe('Done. Created `send.mjs`. Ctrl+Z to undo.');
    const { effects } = run(state, pictureOf(text.replace('Store:', 'Other:'), 2, send));
    expect(effects.slice(0, 1)).toEqual([{ kind: 'choose', parts: ['resource Other'] }]);
    expect(effects).toContainEqual({ kind: 'focusGraph' });
  });

  test('an edge is marked with the node that it starts from', () => {
    const edge = `${idle} to ${send}`;
    const connected = text.replace('idle, operationMode: 1-way', 'idle, operationMode: 1-way, connections: [Send]');
    const { effects } = run(made(edge), pictureOf(connected, 2, send));
    expect(effects).toContainEqual({ kind: 'choose', parts: [idle, edge] });
  });
});

describe('undo and redo', () => {
  test('ignore the cursor until the page has the focus again, and select what comes back', () => {
    const stepping = run(onSend, { kind: 'step', step: 'undo' });
    expect(stepping.effects).toEqual([{ kind: 'post', message: { type: 'undo' } }]);
    expect(isBusy(stepping.state)).toBe(true);
    const back = run(stepping.state, pictureOf(`${text}  Letters: { type: sqs-queue, name: Letters }\n`, 2, send));
    expect(back.effects).toContainEqual({ kind: 'choose', parts: ['resource Letters'] });
    expect(isBusy(run(back.state, { kind: 'windowFocused' }).state)).toBe(false);
  });
});

describe('the cursor in the text', () => {
  const cursor = (part: string, isFollowed: boolean): EditingInput => ({ kind: 'cursor', part, isFollowed });
  const said = run(onSend, cursor(send, true), { kind: 'noSource', reason: 'There is none.' }).state;

  test('clears the message when it moves to another part, not when it is reported again after a change', () => {
    expect(run(said, cursor(store, true)).state.status).toBe('');
    expect(run(said, cursor(send, true)).state.status).toBe('There is none.');
    expect(run(said, cursor(store, false)).state.status).toBe('There is none.');
    const changed = run(said, pictureOf(text, 1, send)).state;
    expect(run(changed, cursor(store, true)).state.status).toBe('There is none.');
  });
});
