// While a descriptor is typed, nothing is reported that the next keys put right. The figures that the last test prints are
// per 100 keys.
import { describe, expect, it, test } from 'vitest';
import { typedLines } from '../../server/src/syntax/typed-lines.ts';
import { measureTyping, noFigures, type Counts } from '../harness/measure-typing.ts';
import { patience, runs } from '../harness/property-runs.ts';
import { validDescriptors } from '../harness/single-edits.ts';
import { typeText } from '../harness/type-text.ts';

/** The lines that are withheld while `‸` is typed. */
function withheld(marked: string): readonly string[] {
  const offset = marked.indexOf('‸');
  const text = marked.replace('‸', '');
  const lines = typedLines(text, { start: offset, end: offset });
  return lines.map(({ start, end }) => text.slice(start, end).trim()).toReversed();
}

describe('the lines of which nothing is reported', () => {
  it('are the line that is typed and those that start what it is in', () => {
    const text = `resources:
  Send:
    type: lambda-function
  Chat:
    type: websocket-api
    # The routes.
    endpoints:
      - route: $connect
      - route: send

        operationMode: 1‸
        connections: [Send]
`;
    expect(withheld(text)).toEqual(['resources:', 'Chat:', 'endpoints:', '- route: send', 'operationMode: 1']);
  });

  it('include the key of a list in the same column', () => {
    const text = 'resources:\n  Chat:\n    endpoints:\n    - route: a\n    - ‸';
    expect(withheld(text)).toEqual(['resources:', 'Chat:', 'endpoints:', '-']);
  });

  it('are only the line itself at the first level', () => {
    expect(withheld('resources:\n  Chat:\n    type: x\n\nx‸')).toEqual(['x']);
  });
});

test.each(validDescriptors)('typing leads to the text', (text) => {
  let typed = '';
  for (const keystroke of typeText(text)) {
    const { start, end, newText } = keystroke.change;
    typed = typed.slice(0, start) + newText + typed.slice(end);
    expect(typed).toBe(keystroke.text);
  }
  const trimmed = (given: string): string => given.replace(/[ \t]+$/gm, '').trimEnd();
  expect(trimmed(typed)).toBe(trimmed(text));
});

test('what is reported while typing', { timeout: patience * 5 }, () => {
  const figures = noFigures();
  // All of them where properties run often.
  const step = Math.max(1, Math.round(400 / runs));
  for (const text of validDescriptors.filter((_, index) => index % step === 0)) measureTyping(text, figures);
  const per100 = (counts: Counts): Counts => {
    const rate = (count: number): number => Math.round((count * 1000) / figures.keys) / 10;
    return {
      atCursor: rate(counts.atCursor),
      inResource: rate(counts.inResource),
      references: rate(counts.references),
      above: rate(counts.above),
      banner: rate(counts.banner),
    };
  };
  const shown = per100(figures.shown);
  console.info(`${figures.keys} keys`, { found: per100(figures.found), shown });
  expect(shown.atCursor).toBeLessThanOrEqual(1);
  expect(shown.inResource).toBeLessThanOrEqual(10);
  expect(shown.banner).toBeLessThanOrEqual(1);
});
