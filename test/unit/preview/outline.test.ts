// The template pane's view of a template: folding blocks, colors and search matches.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastAtMost, matchesIn, outline } from '../../../client/webview/template/outline.ts';
import { tokensOf } from '../../../client/webview/json-and-yaml-tokens.ts';
import { analyze } from '../../../server/src/analysis.ts';
import type { TemplateFormat } from '../../../server/src/protocol.ts';
import { arbitraryProject } from '../../harness/arbitrary-project.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const formats: readonly TemplateFormat[] = ['yaml', 'json'];
const descriptor = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');
const template = (format: TemplateFormat): string => analyze(descriptor).template(format) ?? '';

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

/** Templates of random projects, in either format. */
function anyTemplate(check: (template: string, format: TemplateFormat) => void): void {
  const property = fc.property(arbitraryProject(), fc.constantFrom(...formats), (project, format) => {
    const made = analyze(project).template(format);
    if (made !== undefined) check(made, format);
  });
  fc.assert(property, { seed, numRuns: runs });
}

describe('the outline', () => {
  test.each(formats)('has a block for each parameter, resource and output, in %s', (format) => {
    const keys = outline(template(format), format).flatMap(({ key }) => key ?? []);
    const folded = ['Parameters', 'Resources', 'Outputs'];
    const expected = entriesOf(JSON.parse(template('json')))
      .filter(([section]) => folded.includes(section))
      .flatMap(([section, members]) => entriesOf(members).map(([name]) => `${section}/${name}`));
    expect(expected.length).toBeGreaterThan(30);
    expect(keys).toEqual(expected);
  });

  test('keeps comments and empty lines between blocks out of them', () => {
    const yaml =
      'Resources:\n  # The first\n  A:\n    Type: x\n\n  # The second\n  B:\n    Text: |-\n      one\n\n      two\n';
    expect(outline(yaml, 'yaml')).toEqual([
      { key: undefined, lines: ['Resources:\n', '  # The first\n'] },
      { key: 'Resources/A', lines: ['  A:\n', '    Type: x\n'] },
      { key: undefined, lines: ['\n', '  # The second\n'] },
      { key: 'Resources/B', lines: ['  B:\n', '    Text: |-\n', '      one\n', '\n', '      two\n'] },
    ]);
  });

  test(
    'covers the whole template, whatever it contains',
    () => {
      anyTemplate((made, format) => {
        const blocks = outline(made, format);
        expect(blocks.flatMap(({ lines }) => lines).join('')).toBe(made);
        expect(blocks.every(({ key, lines }) => key === undefined || lines.length > 1)).toBe(true);
      });
    },
    patience,
  );
});

describe('the colors', () => {
  const colored = (line: string, format: TemplateFormat): string[] =>
    tokensOf(line, format).map(({ kind, start, end }) => `${kind} ${line.slice(start, end)}`);

  test.each([
    ['  Chat:\n', ['key Chat']],
    ['      Name: "a: b" # why\n', ['key Name', 'text "a: b"', 'comment # why']],
    ['        websocket-project:resource: Chat\n', ['key websocket-project:resource']],
    ['      - ApiId: !Ref Chat\n', ['key ApiId', 'tag !Ref']],
    ['      AutoDeploy: true\n', ['key AutoDeploy', 'value true']],
    ["AWSTemplateFormatVersion: '2010-09-09'\n", ['key AWSTemplateFormatVersion', "text '2010-09-09'"]],
    ['  # Route a#b of Chat\n', ['comment # Route a#b of Chat']],
    ['\n', []],
  ])('of YAML: %j', (line, expected) => expect(colored(line, 'yaml')).toEqual(expected));

  test.each([
    ['    "Chat": {\n', ['key "Chat"']],
    ['      "A\\"B": "c: \\"d\\"",\n', ['key "A\\"B"', 'text "c: \\"d\\""']],
    ['      "Days": [30, null, true]\n', ['key "Days"', 'value 30', 'value null', 'value true']],
  ])('of JSON: %j', (line, expected) => expect(colored(line, 'json')).toEqual(expected));

  test(
    'lie one after the other within their line',
    () => {
      anyTemplate((made, format) => {
        const wrong = made.split('\n').filter((line) => {
          const ends = tokensOf(line, format).flatMap(({ start, end }) => [start, end]);
          return [0, ...ends, line.length].some((offset, index, all) => offset > (all[index + 1] ?? Infinity));
        });
        expect(wrong).toEqual([]);
      });
    },
    patience,
  );
});

describe('the search', () => {
  const found = (text: string, query: string): string[] =>
    matchesIn(text, query).map(({ start, end }) => `${start} ${text.slice(start, end)}`);

  test('takes a query literally, ignoring case', () => {
    expect(found('Chat.* chat.* İ CHAT', 'chat')).toEqual(['0 Chat', '7 chat', '16 CHAT']);
    expect(found('Chat.* chat.*', 'T.*')).toEqual(['3 t.*', '10 t.*']);
    expect(found('a-b [c] 👍', '👍')).toEqual(['8 👍']);
    expect(found('a-b [c]/d', '-b [')).toEqual(['1 -b [']);
    expect(found('a', '')).toEqual([]);
  });

  test.each([
    [[], 5, 0],
    [[0, 4, 9], 0, 0],
    [[0, 4, 9], 8, 1],
    [[0, 4, 9], 9, 2],
    [[3], 1, 0],
  ])('in %j, %i comes after index %i', (numbers, value, index) => expect(lastAtMost(numbers, value)).toBe(index));
});
