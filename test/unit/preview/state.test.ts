// What the preview shows as the file goes from good to broken and back, and how often it asks.
import { describe, expect, test, vi } from 'vitest';
import { refresher } from '../../../client/src/preview/refresher.ts';
import { nextState } from '../../../client/src/preview/state.ts';
import type { GraphPicture, Preview, TemplateSize } from '../../../server/src/protocol.ts';

const file = { uri: 'file:///websocket.yaml', name: 'websocket.yaml' };
const position = { line: 0, character: 0 };
const error = {
  severity: 'error',
  message: 'Wrong.',
  rule: 'a-rule',
  range: { start: position, end: position },
} as const;

const one = { count: 1, maximum: 2 };
const templateSize: TemplateSize = { resources: one, outputs: one, bytes: one, directBytes: one };
const pictureOf = (label: string): GraphPicture => ({
  frame: { width: 1, height: 1, label, style: '', headings: '', notice: [] },
  parts: [],
});
const good: Preview = {
  version: 1,
  isEmpty: false,
  graph: pictureOf('old'),
  tables: [],
  template: 'Resources:',
  templateSize,
  errors: [],
};
const wrong: Preview = {
  ...good,
  version: 2,
  graph: pictureOf('new'),
  template: undefined,
  templateSize: undefined,
  errors: [error],
};
const broken: Preview = { ...good, graph: undefined, template: undefined, errors: [error] };
const empty: Preview = { ...broken, isEmpty: true };

describe('the state', () => {
  test('is what the server says of a good file', () => {
    expect(nextState(undefined, file, good, 'yaml')).toEqual({
      uri: file.uri,
      file: file.name,
      version: 1,
      isEmpty: false,
      errors: [],
      graph: good.graph,
      tables: [],
      graphIsStale: false,
      template: 'Resources:',
      templateSize,
      templateFormat: 'yaml',
      templateIsStale: false,
    });
  });

  test('says of a template of before what that was written in, and how large it was', () => {
    const first = nextState(undefined, file, good, 'yaml');
    const second = nextState(first, file, wrong, 'json');
    expect(second).toMatchObject({ version: 2, templateFormat: 'yaml', templateSize, templateIsStale: true });
    expect(nextState(second, file, good, 'json')).toMatchObject({ templateFormat: 'json', templateIsStale: false });
  });

  test('keeps the last good template while there are errors, and both while the file cannot be parsed', () => {
    const first = nextState(undefined, file, good, 'yaml');
    const second = nextState(first, file, wrong, 'yaml');
    expect(second).toMatchObject({
      graph: wrong.graph,
      graphIsStale: false,
      template: 'Resources:',
      templateIsStale: true,
    });
    const third = nextState(second, file, broken, 'yaml');
    expect(third).toMatchObject({
      graph: wrong.graph,
      graphIsStale: true,
      template: 'Resources:',
      templateIsStale: true,
    });
    expect(third.errors).toEqual([error]);
    expect(nextState(third, file, good, 'yaml')).toEqual(first);
  });

  test('has nothing to keep where the file was broken from the beginning', () => {
    expect(nextState(undefined, file, broken, 'yaml')).toMatchObject({
      graph: undefined,
      graphIsStale: false,
      template: undefined,
      templateIsStale: false,
    });
  });

  test('keeps nothing once the file is empty', () => {
    expect(nextState(nextState(undefined, file, good, 'yaml'), file, empty, 'yaml')).toMatchObject({
      isEmpty: true,
      graph: undefined,
      graphIsStale: false,
      template: undefined,
      templateIsStale: false,
    });
  });
});

describe('refreshing', () => {
  test('happens once for many changes, and once more for those that come meanwhile', async () => {
    vi.useFakeTimers();
    const ends: (() => void)[] = [];
    let count = 0;
    const { request, dispose } = refresher(() => {
      count++;
      return new Promise((end) => ends.push(end));
    }, 30);
    request();
    request();
    await vi.advanceTimersByTimeAsync(30);
    expect(count).toBe(1);
    request();
    request();
    await vi.advanceTimersByTimeAsync(1000);
    expect(count).toBe(1);
    ends[0]?.();
    await vi.advanceTimersByTimeAsync(30);
    expect(count).toBe(2);
    ends[1]?.();
    request();
    dispose();
    await vi.advanceTimersByTimeAsync(1000);
    expect(count).toBe(2);
    vi.useRealTimers();
  });
});
