// The text in which `check` prints problems, for people and for the problem matchers of editors.
import { describe, expect, test } from 'vitest';
import { colors, noColors, wantsColor } from '../../server/src/cli/output.ts';
import { asText, summaryOf } from '../../server/src/cli/reports/text.ts';
import { holdsForHostile, obeyed, report, reports, text, unreadable } from '../harness/problem-reports.ts';

describe('text', () => {
  test('shows the line with marks, what is related, and a summary', () => {
    expect(asText(report(text), noColors)).toContain(`
services/chat/websocket.yaml:8:18: error: The API already has a route \`send\`, and only one endpoint can handle its messages. Change or remove one of the two. [duplicate-route]
 8 |       - { route: send, operationMode: 2-way }
   |                  ^^^^
   services/chat/websocket.yaml:7:18: First defined here.
 7 |       - { route: send, operationMode: two-way }
   |                  ----

services/chat/websocket.yaml:9:36: information: \`on\` is a string here, but YAML 1.1 tools read it as a boolean. Add quotes so that every tool reads a string. [ambiguous-text]
 9 |   Outbox: { type: sqs-queue, name: on }
   |                                    ^^

`);
    expect(summaryOf(reports, noColors)).toBe(
      '7 problems (2 errors, 3 warnings and 2 information) in 1 of 2 files. --fix fixes 1 of them.',
    );
    expect(summaryOf([{ ...report('resources: {}'), problems: [], fixed: 2 }], noColors)).toBe(
      'Fixed 2 problems. No problems in 1 file.',
    );
    expect(summaryOf([unreadable], noColors)).toBe(undefined);
  });

  test('marks what is after wide characters and tabs, in a long line, and up to the end of its first line', () => {
    const marked = (descriptor: string): string[] =>
      asText(report(descriptor), noColors)
        .split('\n')
        .flatMap((line, index, all) => (/^ +\| +\^/.test(line) ? [`${all[index - 1]}\n${line}`] : []));
    expect(marked(`resources: { 語: { type: "sqs-queue",\tname: "é 🎈" } }`)).toEqual([
      ' 1 | resources: { 語: { type: "sqs-queue", name: "é 🎈" } }\n   |              ^^',
      ' 1 | resources: { 語: { type: "sqs-queue", name: "é 🎈" } }\n   |                                             ^^^^^^',
    ]);
    expect(marked('resources: { A: { type: sqs-queue, name: A } }\n? { x: 1,\n    y: 1 }\n: z')).toEqual([
      ' 2 | ? { x: 1,\n   |   ^^^^^^^',
    ]);
    const long = asText(report(`resources: { Q: { type: ${'🎈'.repeat(300)}, name: Q } }`), noColors);
    expect(long).toMatch(/^ 1 \| resources: \{ Q: \{ type: 🎈+$/mu);
    expect(long).not.toContain(String.raw`\ud8`);
  });

  test('has colors only if they are wanted', () => {
    const uncolored = asText(report(text), colors)
      .split('\u001b')
      .map((part, index) => (index > 0 ? part.replace(/^\[[\d;]+m/, '') : part));
    expect(uncolored.join('')).toBe(asText(report(text), noColors));
    expect(uncolored.length).toBeGreaterThan(20);
    const cases: [Readonly<Record<string, string>>, boolean, boolean][] = [
      [{}, true, true],
      [{}, false, false],
      [{ NO_COLOR: '1' }, true, false],
      [{ NO_COLOR: '' }, true, true],
      [{ TERM: 'dumb' }, true, false],
      [{ FORCE_COLOR: '1' }, false, true],
      [{ FORCE_COLOR: '0' }, true, false],
      [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ];
    for (const [environment, isTerminal, expected] of cases) {
      expect(wantsColor(environment, isTerminal), JSON.stringify(environment)).toBe(expected);
    }
  });

  test('keeps each problem on its line, and no terminal obeys it', () => {
    holdsForHostile(([one = unreadable]) => {
      const printed = asText(one, noColors);
      expect(printed).not.toMatch(obeyed);
      expect(printed.match(/^\S.*:\d+:\d+: \w+: /gm) ?? []).toHaveLength(one.problems.length);
    });
  });
});
