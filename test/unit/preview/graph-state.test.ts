// The user's actions in the graph, without a browser: inputs in, states and effects out.
import { describe, expect, test } from 'vitest';
import {
  advanceGraph,
  chosenPart,
  focusOf,
  foldingOf,
  initialGraph,
  marksOf,
  searchProgress,
  type GraphAdvance,
  type GraphInput,
  type GraphState,
} from '../../../client/webview/graph/graph-state.ts';
import { walk, type Direction } from '../../../client/webview/graph-parts.ts';
import { analyze } from '../../../server/src/analysis.ts';
import type { GraphPicture } from '../../../server/src/protocol.ts';

const file = 'file:///websocket.yaml';
const text = `resources:
  Chat:
    type: websocket-api
    name: Chat
    routeSelectorProperty: action
    endpoints:
      - { route: join, operationMode: 1-way, connections: [Send] }
      - { route: send, operationMode: 1-way, connections: [Send] }
  Send: { type: lambda-function, name: Send, runtime: python3.13, entryPoint: a.b, connections: [Store] }
  Store: { type: dynamodb-table, name: Store }
`;

function pictureOf(text: string, ...collapsed: readonly string[]): GraphPicture {
  const picture = analyze(text).graph({ collapsed: new Set(collapsed) });
  if (!picture) throw new Error('There is no picture.');
  return picture;
}

const show = (picture: GraphPicture | undefined, of = file): GraphInput => ({ kind: 'picture', file: of, picture });
const choose = (...parts: readonly string[]): GraphInput => ({ kind: 'choose', parts, focused: undefined });

/** The state after the inputs, and the effects of the last. */
function after(inputs: readonly GraphInput[], from: GraphState = initialGraph()): GraphAdvance {
  return inputs.reduce<GraphAdvance>(({ state }, input) => advanceGraph(state, input), {
    state: from,
    effects: [],
    isTaken: true,
  });
}

const shown = after([show(pictureOf(text))]).state;
const chosen = (state: GraphState): string | undefined => chosenPart(state)?.id;

describe('a picture', () => {
  test('of another file is shown from its start; a changed picture stays where it is', () => {
    expect(after([show(pictureOf(text))]).effects).toContainEqual({
      kind: 'resetView',
      isOther: true,
      view: undefined,
    });
    expect(after([show(pictureOf(text.replace('join', 'enter')))], shown).effects).toEqual([{ kind: 'focusAgain' }]);
    const tall = analyze(text).graph({ arrangement: 'tall' });
    expect(after([show(tall)], shown).effects).toContainEqual({ kind: 'resetView', isOther: false, view: undefined });
    expect(after([show(pictureOf(text), 'file:///other.yaml')], shown).effects).toContainEqual({
      kind: 'resetView',
      isOther: true,
      view: undefined,
    });
  });

  test('is restored to its stored view, if it is of the same file', () => {
    const view = { x: 1, y: 2, k: 1, isOwn: true };
    const kept = initialGraph(file, undefined, view);
    expect(after([show(pictureOf(text))], kept).effects).toContainEqual({ kind: 'resetView', isOther: true, view });
    expect(after([show(pictureOf(text), 'file:///other.yaml')], kept).effects).toContainEqual({
      kind: 'resetView',
      isOther: true,
      view: undefined,
    });
  });

  test('keeps the Tab key on the same node, or on the one that replaces it', () => {
    const at = after([{ kind: 'focused', node: 'resource Chat endpoint join', isVisible: false }], shown).state;
    expect(at.reachable).toBe('resource Chat endpoint join');
    const renamed = after([show(pictureOf(text.replace('join', 'enter')))], at).state;
    expect(renamed.reachable).toBe('resource Chat endpoint enter');
  });

  test('does not fold by itself while the user is typing', () => {
    const { state, effects } = after([show(pictureOf(text, 'resource Chat'))], shown);
    expect(state.picture).toBe(shown.picture);
    expect(effects).toContainEqual({ kind: 'collapse', collapsed: [] });
    // Now the user has decided what is collapsed.
    expect(after([show(pictureOf(text, 'resource Chat'))], state).state.picture).not.toBe(shown.picture);
  });

  test('that is gone has no parts, and nothing is selected', () => {
    const { state, effects } = after([choose('resource Send'), show(undefined)], shown);
    expect([state.parts.nodes, chosen(state)]).toEqual([[], undefined]);
    expect(effects).toEqual([{ kind: 'chosen' }]);
    expect(chosen(after([show(pictureOf(text))], state).state)).toBe('resource Send');
  });
});

describe('the selection', () => {
  test('is announced once, and the Tab key leads to it', () => {
    const first = after([choose('resource Send', 'client')], shown);
    expect(first.effects).toEqual([{ kind: 'chosen' }]);
    expect(first.state.reachable).toBe('resource Send');
    expect(after([choose('resource Send')], first.state).effects).toEqual([]);
  });

  test('takes the focus from another node that has it', () => {
    const input = { kind: 'choose', parts: ['resource Send'], focused: 'client' } as const;
    expect(after([input], shown).effects).toEqual([{ kind: 'chosen' }, { kind: 'focus' }]);
    expect(focusOf(after([input], shown).state)).toEqual({ node: 'resource Send' });
  });

  test('is the node that represents it while it is folded', () => {
    const folded = after([choose('resource Chat endpoint send')], {
      ...after([show(pictureOf(text, 'resource Chat'))]).state,
    }).state;
    expect(chosen(folded)).toBe('resource Chat endpoints');
    const node = folded.parts.byId.get('resource Chat endpoints');
    expect(node && marksOf(folded)(node).isSelected).toBe(true);
  });

  test('may be an edge: the focus goes to the picture, the Tab key to its source', () => {
    const { state } = after([choose('resource Send to resource Store')], shown);
    expect(focusOf(state)).toBe('picture');
    expect(state.reachable).toBe('resource Send');
  });
});

describe('the text of a part', () => {
  const click = (part: string, isFirst = true): GraphInput => ({ kind: 'click', part, isFirst, focused: undefined });

  test('is revealed by a click, and focused by a second one', () => {
    const { state, effects } = after([click('resource Send')], shown);
    expect(effects).toEqual([{ kind: 'chosen' }, { kind: 'reveal', part: 'resource Send', goesThere: false }]);
    expect(after([click('resource Send', false)], state).effects).toEqual([]);
    expect(after([{ kind: 'doubleClick', part: 'resource Send' }], state).effects).toEqual([
      { kind: 'reveal', part: 'resource Send', goesThere: true },
    ]);
  });

  test('is revealed by Enter, and focused by another Enter unless the selection has changed', () => {
    const enter: GraphInput = { kind: 'key', command: 'open', node: 'resource Send' };
    const first = after([choose('resource Send'), enter], shown);
    expect(first.effects).toEqual([{ kind: 'reveal', part: 'resource Send', goesThere: false }]);
    expect(after([enter], first.state).effects).toEqual([{ kind: 'reveal', part: 'resource Send', goesThere: true }]);
    expect(after([choose('client'), choose('resource Send'), enter], first.state).effects).toEqual(first.effects);
  });

  test('is not revealed if nothing is selected', () => {
    expect(after([{ kind: 'key', command: 'open', node: 'client' }], shown)).toMatchObject({ isTaken: false });
  });
});

describe('the arrow keys', () => {
  test.each<[string, Direction, string | undefined]>([
    ['client', 'right', 'resource Chat'],
    ['resource Chat endpoint join', 'down', 'resource Chat endpoint send'],
    ['resource Chat endpoint join', 'up', undefined],
    ['resource Chat endpoint join', 'right', 'resource Send'],
    ['resource Send', 'left', 'resource Chat endpoint join'],
    ['resource Store', 'right', undefined],
    ['resource Store', 'first', 'client'],
    ['client', 'last', 'resource Chat endpoint send'],
  ])('lead from %s %s to %s', (from, direction, to) => {
    const node = shown.parts.nodes.find(({ id }) => id === from);
    expect(node && walk(shown.parts, node, direction)?.id).toBe(to);
    const { effects, isTaken } = after([{ kind: 'key', command: direction, node: from }], shown);
    expect([effects, isTaken]).toEqual(to === undefined ? [[], false] : [[{ kind: 'focusNode', node: to }], true]);
  });

  test.each<[string, Direction, string | undefined]>([
    ['resource Chat', 'up', 'client'],
    ['resource Chat', 'down', 'resource Chat endpoint join'],
    ['resource Chat', 'right', 'resource Chat endpoint join'],
    ['resource Chat endpoint join', 'up', 'resource Chat'],
    ['resource Chat endpoint join', 'left', 'resource Chat'],
    ['resource Chat endpoint join', 'right', 'resource Send'],
    ['resource Send', 'right', 'resource Store'],
    ['resource Send', 'down', 'resource Store'],
    ['resource Store', 'left', 'resource Send'],
  ])('lead in the tall arrangement from %s %s to %s', (from, direction, to) => {
    const { parts } = after([show(analyze(text).graph({ arrangement: 'tall' }))]).state;
    const node = parts.nodes.find(({ id }) => id === from);
    expect(node && walk(parts, node, direction)?.id).toBe(to);
  });
});

describe('folding', () => {
  test('collapses and expands the parts of a node, and is remembered', () => {
    const { state, effects } = after([{ kind: 'clickToggle', node: 'resource Chat' }], shown);
    expect(effects).toEqual([{ kind: 'remember' }, { kind: 'collapse', collapsed: ['resource Chat'] }]);
    const folded = after([show(pictureOf(text, 'resource Chat'))], state);
    expect(folded.effects).toContainEqual({ kind: 'resetView', isOther: false, view: undefined });
    expect(foldingOf(folded.state)).toBe('api');
    const node = 'resource Chat endpoints';
    const expanded = after([{ kind: 'key', command: 'expand', node }], folded.state);
    expect(expanded.effects).toContainEqual({ kind: 'collapse', collapsed: [] });
    // This removes the node: the first one that it represented gets the focus.
    const focused = { ...expanded.state, reachable: node };
    expect(after([show(pictureOf(text))], focused).state.reachable).toBe('resource Chat endpoint join');
  });

  test('does nothing the second time, nor to a node that cannot be folded', () => {
    const key = (command: 'expand' | 'collapse', node: string): GraphInput => ({ kind: 'key', command, node });
    expect(after([key('expand', 'resource Chat')], shown)).toMatchObject({ effects: [], isTaken: false });
    expect(after([key('collapse', 'resource Store')], shown)).toMatchObject({ effects: [], isTaken: false });
  });

  test('applies to all nodes of a kind', () => {
    const fold = (choice: 'all' | 'api' | 'function'): unknown => after([{ kind: 'fold', choice }], shown).effects[1];
    expect(fold('api')).toEqual({ kind: 'collapse', collapsed: ['resource Chat'] });
    expect(fold('function')).toEqual({ kind: 'collapse', collapsed: ['resource Send'] });
    expect(fold('all')).toEqual({ kind: 'collapse', collapsed: [] });
    expect(foldingOf(shown)).toBe('all');
    expect(foldingOf(after([show(pictureOf('resources: {}\n'))]).state)).toBeUndefined();
  });
});

describe('the search', () => {
  const search = (words: string): GraphInput => ({ kind: 'search', words });
  const step = (by: 1 | -1): GraphInput => ({ kind: 'searchStep', by });

  test('visits the matches in order, forward and backward, and wraps around', () => {
    const { state, effects } = after([search(' SEN')], shown);
    expect(effects).toEqual([{ kind: 'bringClose', part: 'resource Send' }]);
    expect(searchProgress(state)).toEqual({ current: 1, count: 2, hidden: [] });
    const visited = [step(1), step(1), step(-1)].map((_, index, all) => {
      const { effects: moves } = after(all.slice(0, index + 1), state);
      return moves[0];
    });
    expect(visited).toEqual(
      ['resource Chat endpoint send', 'resource Send', 'resource Chat endpoint send'].map((part) => ({
        kind: 'bringClose',
        part,
      })),
    );
  });

  test('says which hidden route it has found in a folded node', () => {
    const folded = after([show(pictureOf(text, 'resource Chat'))]).state;
    const { state } = after([search('join')], folded);
    expect(searchProgress(state)).toEqual({ current: 1, count: 1, hidden: ['join'] });
    expect(searchProgress(after([search('routes')], folded).state)).toEqual({ current: 1, count: 1, hidden: [] });
  });

  test('marks the matches and their edges, and the current one', () => {
    const { state } = after([search('store')], shown);
    const marks = (id: string): unknown => {
      const part = state.parts.byId.get(id);
      return part && marksOf(state)(part);
    };
    expect(marks('resource Store')).toEqual({ isSelected: false, isMatch: true, isCurrent: true });
    expect(marks('resource Send to resource Store')).toMatchObject({ isMatch: true, isCurrent: false });
    expect(marks('client')).toMatchObject({ isMatch: false });
  });

  test('ends at the current match, or where it started', () => {
    const { state, effects } = after([search('store'), { kind: 'searchEnd' }], shown);
    expect(effects).toEqual([{ kind: 'focusNode', node: 'resource Store' }]);
    expect(state.search).toEqual({ words: '', current: undefined });
    expect(after([search('nothing'), { kind: 'searchEnd' }], shown).effects).toEqual([
      { kind: 'focusNode', node: 'client' },
    ]);
  });
});
