// Nothing is computed twice: counts how often the expensive steps run for the requests after a keystroke.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi, type Mock } from 'vitest';
import { Parser } from 'yaml';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import * as canConnect from '../../server/src/model/can-connect.ts';
import * as logicalIdsModule from '../../server/src/model/logical-ids.ts';
import * as misplaced from '../../server/src/model/misplaced.ts';
import * as shape from '../../server/src/model/shape.ts';
import * as positions from '../../server/src/syntax/positions.ts';
import * as sourceMap from '../../server/src/template/source-map.ts';

// Files share their modules: here they are loaded again, with the mocks, and for the next file without them.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock(import('../../server/src/model/can-connect.ts'), { spy: true });
vi.mock(import('../../server/src/model/logical-ids.ts'), { spy: true });
vi.mock(import('../../server/src/model/misplaced.ts'), { spy: true });
vi.mock(import('../../server/src/model/shape.ts'), { spy: true });
vi.mock(import('../../server/src/syntax/positions.ts'), { spy: true });
vi.mock(import('../../server/src/template/source-map.ts'), { spy: true });

const example = readFileSync(join(import.meta.dirname, '../../examples/chat/websocket.yaml'), 'utf8');
const parses = vi.spyOn(Parser.prototype, 'end');
const shapes = vi.mocked(shape.shapeOf);
const logicalIds = vi.mocked(logicalIdsModule.assignLogicalIds);
const printedTemplates = vi.mocked(sourceMap.mapText);
const lineIndexes = vi.mocked(positions.lineIndex);

beforeEach(() => void vi.clearAllMocks());

describe('diagnostics', () => {
  test('parse the text once, and split it into lines once', () => {
    const { findings, lines } = analyze(example.replace('routeSelectorProperty', 'description: A chat.\n    route'));
    expect(findings.map(({ span }) => lines.positionAt(span.start))).not.toEqual([]);
    expect(parses).toHaveBeenCalledTimes(1);
    expect(lineIndexes).toHaveBeenCalledTimes(1);
  });

  test('do not print a template to count its bytes', () => {
    expect(analyze(example).errors).toEqual([]);
    expect(printedTemplates).not.toHaveBeenCalled();
  });

  test.each([
    ['a key without its colon', 'resources:\n  Chat\n    type: websocket-api\n', 2],
    ['an unclosed quote', 'description: "Chat\nresources: {}\n', 2],
    ['both', 'resources:\n  Chat\n    type: websocket-api\n    name: "Chat\n  Other:\n    type: sqs-queue\n', 3],
  ])('parse a text with %s as often as it needs to be read otherwise', (_, text, times) => {
    expect(analyze(text).findings.length).toBeGreaterThan(0);
    expect(parses.mock.calls.length).toBeLessThanOrEqual(times);
  });
});

describe('after an edit in a long text', () => {
  const textOf = (functions: number): string => {
    const numbers = Array.from({ length: functions }, (_, index) => index);
    const endpoint = (one: number): string =>
      `      - route: step${one}\n        operationMode: 1-way\n        connections: [Step${one}]\n`;
    const lambda = (one: number): string =>
      `  Step${one}:\n    type: lambda-function\n    name: Step${one}\n    runtime: nodejs22.x\n    entryPoint: functions/step.handler\n`;
    const api =
      '  Chat:\n    type: websocket-api\n    name: Chat\n    routeSelectorProperty: action\n    endpoints:\n      - route: $default\n        operationMode: 1-way\n        connections: [Step0]\n';
    return `resources:\n${api}${numbers.map(endpoint).join('')}${numbers.map(lambda).join('')}`;
  };

  const edits: readonly (readonly [string, string, string])[] = [
    ['an endpoint', 'route: step10', 'route: steps10'],
    ['a function', 'name: Step10', 'name: Steps10'],
    ['half a key', 'runtime: nodejs22.x\n', 'runtime: nodejs22.x\n    mem\n'],
  ];
  /** How often something is called for the findings after the edit, with some functions and with twice as many. */
  const callsFor = (calls: Mock<(...parameters: never[]) => unknown>, from: string, to: string): readonly number[] =>
    [30, 60].map((functions) => {
      const earlier = analyze(textOf(functions));
      expect(earlier.errors).toEqual([]);
      calls.mockClear();
      expect(analyze(earlier.text.replace(from, to), {}, { earlier }).findings).not.toEqual([]);
      return calls.mock.calls.length;
    });

  test.each(edits)('only what has changed is compared with the definition: %s', (_, from, to) => {
    const [once = 0, twice = 0] = callsFor(vi.mocked(misplaced.repeatedEntries), from, to);
    expect(once).toBeLessThan(20);
    expect(twice).toBe(once);
  });

  test.each(edits)('local rules look only at what has changed, and at what is connected to it: %s', (_, from, to) => {
    const [once = 0, twice = 0] = callsFor(vi.mocked(canConnect.judgeConnection), from, to);
    expect(once).toBeLessThan(5);
    expect(twice).toBe(once);
  });

  test.each([
    ['a hover', (analysis: Analysis, at: number) => analysis.hover(at)],
    ['a completion', (analysis: Analysis, at: number) => analysis.completion(at).range],
  ])('%s looks only at what is there', (_, ask) => {
    const looked = vi.mocked(misplaced.repeatedEntries);
    const [once = 0, twice = 0] = [30, 60].map((functions) => {
      const earlier = analyze(textOf(functions));
      const text = earlier.text.replace('name: Step10', 'name: Steps10');
      expect(earlier.errors).toEqual([]);
      looked.mockClear();
      expect(ask(analyze(text, {}, { earlier }), text.indexOf('1-way', text.length / 4))).toBeDefined();
      return looked.mock.calls.length;
    });
    expect(once).toBeLessThan(20);
    expect(twice).toBe(once);
  });

  test('what is before it is bound once', () => {
    const earlier = analyze(textOf(20));
    const later = analyze(`${earlier.text}  Box: { type: sqs-queue, name: Box }\n`, {}, { earlier });
    expect(later.project.resources.slice(0, -1)).toEqual(earlier.project.resources);
    for (const [index, resource] of earlier.project.resources.entries()) {
      expect(later.project.resources[index]).toBe(resource);
    }
  });
});

describe('completion', () => {
  /** The length of each text that was parsed, relative to the example. */
  const parsedParts = (): number[] =>
    parses.mock.contexts.map((one) => (one instanceof Parser ? one.offset / example.length : 0));
  const parsedInAll = (): number => parsedParts().reduce((sum, part) => sum + part, 0);

  test('parses the text at most twice if something is offered, and usually only a small part of it', () => {
    const analysis = analyze(example);
    const counts: number[] = [];
    const shares: number[] = [];
    for (let offset = 0; offset <= example.length; offset += 5) {
      parses.mockClear();
      if (analysis.completion(offset).items.length === 0) continue;
      counts.push(parsedParts().filter((part) => part >= 0.5).length);
      shares.push(parsedInAll());
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(shares.filter((share) => share < 0.1).length).toBeGreaterThan(shares.length * 0.8);
  });

  test('of a half-typed key parses a small part of the text', () => {
    const text = example.replace('    timeout: 20\n', '    t\n');
    const analysis = analyze(text);
    parses.mockClear();
    expect(analysis.completion(text.indexOf('    t\n') + 5).items.map(({ label }) => label)).toContain('timeout');
    expect(parsedInAll()).toBeGreaterThan(0);
    expect(parsedInAll()).toBeLessThan(0.1);
  });

  test('in a comment parses nothing', () => {
    const analysis = analyze(example);
    parses.mockClear();
    expect(analysis.completion(example.indexOf('\n')).items).toEqual([]);
    expect(parsedParts()).toEqual([]);
  });

  test('computes neither the model of the current text nor logical IDs until an item needs them', () => {
    const analysis = analyze(example);
    expect(analysis.completion(example.indexOf('timeout')).items).not.toEqual([]);
    expect(shapes).toHaveBeenCalledTimes(1);
    expect(logicalIds).not.toHaveBeenCalled();
  });

  test('resolves an item without computing the list again', () => {
    const analysis = analyze(example);
    const start = example.indexOf('timeout');
    const { items } = analysis.completion(start + 3);
    parses.mockClear();
    for (const { label, markdown } of items) expect(analysis.completionDetails(label, start)).toBe(markdown());
    expect(parsedParts()).toEqual([]);
  });

  test('does not look again where there is nothing to complete', () => {
    const text = '[';
    const analysis = analyze(text);
    expect(analysis.completion(text.length).items).toEqual([]);
    parses.mockClear();
    expect(analysis.completionDetails('resources', text.length)).toBeUndefined();
    expect(parses).not.toHaveBeenCalled();
  });

  test('shares one range between all items that replace the same text', () => {
    const analysis = analyze(example);
    const { range, items } = analysis.completion(example.indexOf('read-write'));
    expect(items.length).toBeGreaterThan(1);
    for (const item of items) expect(item.range).toBe(range);
  });
});
