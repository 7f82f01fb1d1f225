// What the preview shows as the file goes from valid to broken and back, and how often it sends requests.
import { describe, expect, test, vi } from 'vitest';
import { refresher } from '../../../client/src/preview/refresher.ts';
import { nextState, withArrangement } from '../../../client/src/preview/state.ts';
import type { PreviewState } from '../../../client/src/preview/preview-messages.ts';
import type { GraphPicture, Preview, PreviewPane, TemplateSize } from '../../../server/src/protocol.ts';

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
  frame: {
    width: 1,
    height: 1,
    arrangement: 'tall',
    readableScale: 1,
    label,
    style: '',
    headings: '',
    notice: [],
  },
  parts: [],
});
const contentless = { graph: undefined, tables: undefined, template: undefined, templateSize: undefined };
const common = {
  ...contentless,
  offered: undefined,
  templateFormat: 'yaml' as const,
  version: 1,
  isEmpty: false,
  parts: undefined,
  errors: [],
  hasWithheldProblems: false,
};
const edits = { version: 1, title: 'Send', offers: [], targets: [], refused: undefined };
const offered = { part: 'resource Send', edits };
/** The server's response for each pane. */
const good = {
  graph: { ...common, graph: pictureOf('old'), offered },
  table: { ...common, tables: [{ caption: 'Resources', headings: [], rows: [] }] },
  template: { ...common, template: 'Resources:', templateSize },
} satisfies Partial<Record<PreviewPane, Preview>>;
const wrong: Preview = { ...common, version: 2, errors: [error] };
const empty: Preview = { ...wrong, isEmpty: true };
const panes = ['graph', 'table', 'template'] as const;

describe('the state of a pane', () => {
  test("is the server's response for a valid file", () => {
    const shown = {
      uri: file.uri,
      file: file.name,
      version: 1,
      isEmpty: false,
      errors: [],
      isStale: false,
      looksStale: false,
    };
    const without = { ...contentless, templateFormat: 'yaml', offered: undefined, cursor: { graph: [], template: [] } };
    expect(nextState(undefined, file, good.graph, 'graph')).toEqual({
      ...shown,
      ...without,
      pane: 'graph',
      graph: good.graph.graph,
      offered,
    });
    expect(nextState(undefined, file, good.table, 'table')).toEqual({
      ...shown,
      ...without,
      pane: 'table',
      tables: good.table.tables,
    });
    expect(nextState(undefined, file, good.template, 'template')).toEqual({
      ...shown,
      ...without,
      pane: 'template',
      template: 'Resources:',
      templateSize,
    });
  });

  test('keeps the format and the size of an earlier template', () => {
    const first = nextState(undefined, file, good.template, 'template');
    const second = nextState(first, file, { ...wrong, templateFormat: 'json' }, 'template');
    expect(second).toMatchObject({ version: 2, templateFormat: 'yaml', templateSize, isStale: true });
    const json: Preview = { ...good.template, templateFormat: 'json' };
    expect(nextState(second, file, json, 'template')).toMatchObject({ templateFormat: 'json', isStale: false });
  });

  test.each(panes)('is the last valid %s, marked as such, while errors prevent a new one', (pane) => {
    const first = nextState(undefined, file, good[pane], pane);
    const second = nextState(first, file, wrong, pane);
    const third = nextState(second, file, wrong, pane);
    const { graph, tables, template } = first;
    expect(third).toMatchObject({ graph, tables, template, version: 2, isStale: true });
    expect(third.errors).toEqual([error]);
    expect(nextState(third, file, good[pane], pane)).toEqual(first);
  });

  test('is a new graph, with its edits, if the errors still allow one', () => {
    const first = nextState(undefined, file, good.graph, 'graph');
    const graph = pictureOf('new');
    expect(nextState(first, file, { ...wrong, graph }, 'graph')).toMatchObject({ graph, isStale: false });
  });

  test.each(panes)('keeps its look in the %s while what is wrong is being typed', (pane) => {
    const next = (last: PreviewState, preview: Preview): PreviewState => nextState(last, file, preview, pane);
    const typed: Preview = { ...common, version: 2, hasWithheldProblems: true };
    const valid = nextState(undefined, file, good[pane], pane);
    const typing = next(valid, typed);
    expect(typing).toMatchObject({ isStale: true, looksStale: false, errors: [] });
    const paused = next(typing, wrong);
    expect(paused).toMatchObject({ isStale: true, looksStale: true, errors: [error] });
    expect(next(paused, typed)).toMatchObject({ isStale: true, looksStale: true, errors: [error] });
    expect(next(paused, good[pane])).toEqual(valid);
  });

  test.each(panes)('is no %s if the file was broken from the start', (pane) => {
    expect(nextState(undefined, file, wrong, pane)).toMatchObject({ ...contentless, isStale: false });
  });

  test.each(panes)('is no %s once the file is empty', (pane) => {
    const first = nextState(undefined, file, good[pane], pane);
    expect(nextState(first, file, empty, pane)).toMatchObject({ ...contentless, isEmpty: true, isStale: false });
  });
});

describe('refreshing', () => {
  test('happens once for many changes, and once more for changes in the meantime', async () => {
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

describe('the arrangement of the graph', () => {
  const room = { width: 500, height: 700 };
  const shown: Preview = { ...empty, isEmpty: false, graph: pictureOf('shown') };

  test('stays while the text changes, and while it cannot be parsed', () => {
    const options = withArrangement({ format: 'yaml', room }, shown);
    expect(options).toEqual({ format: 'yaml', room, arrangement: 'tall' });
    expect(withArrangement(options, { ...shown, graph: undefined })).toEqual(options);
  });

  test('is chosen again for a file that was empty', () => {
    const options = { format: 'yaml', room, arrangement: 'tall' } as const;
    expect(withArrangement(options, { ...shown, isEmpty: true, graph: undefined }).arrangement).toBeUndefined();
  });
});
