// A text that is changed incrementally equals the resulting text, in any position encoding.
import fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { applyChanges } from '../../server/src/lsp/text-sync.ts';
import * as positions from '../../server/src/syntax/positions.ts';
import { runs, seed } from '../harness/property-runs.ts';

// Files share their modules: here they are loaded again, with the mocks, and for the next file without them.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock(import('../../server/src/syntax/positions.ts'), { spy: true });

const text = fc
  .array(fc.constantFrom('a', ' ', 'é', '日', '😀', '\n', '\r', '\r\n', '\t', '\uFEFF'), { maxLength: 30 })
  .map((characters) => characters.join(''));

/** Not inside a character or a line break: no client would request that. */
function boundary(text: string, offset: number): number {
  const within = /[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n/.test(text.slice(Math.max(0, offset - 1), offset + 1));
  return within ? offset - 1 : offset;
}

test.each(['utf-16', 'utf-8', 'utf-32'] as const)('in %s', (encoding) => {
  const change = fc.tuple(fc.nat(60), fc.nat(8), text);
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 6 }), (before, changes) => {
      let now = before;
      const sent = changes.map(([from, length, inserted]) => {
        const start = boundary(now, from % (now.length + 1));
        const end = boundary(now, Math.max(start, Math.min(now.length, start + length)));
        const lines = positions.lineIndex(now, encoding);
        const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
        now = now.slice(0, start) + inserted + now.slice(end);
        return { range, text: inserted };
      });
      expect(applyChanges(before, sent, encoding).text).toBe(now);
    }),
    { numRuns: runs * 5, seed },
  );
});

test('a change without a range is the whole text; a reversed range is normalized', () => {
  const range = { start: { line: 0, character: 3 }, end: { line: 0, character: 1 } };
  expect(applyChanges('gone', [{ text: 'abcd' }, { range, text: '-' }], 'utf-16').text).toBe('a-d');
});

test('a range past the end is at the end', () => {
  const range = { start: { line: 7, character: 0 }, end: { line: 9, character: 9 } };
  expect(applyChanges('a\nb', [{ range, text: 'c' }], 'utf-8').text).toBe('a\nbc');
});

test('changes in order from the end of the text are applied in one pass', () => {
  const lines = Array.from({ length: 50 }, (_, line) => `line ${line}`);
  const change = (line: number, character: number) => ({
    range: { start: { line, character }, end: { line, character: character + 1 } },
    text: '12',
  });
  const upwards = lines.flatMap((_, line) => [change(line, 1), change(line, 3)]).toReversed();
  vi.mocked(positions.lineIndex).mockClear();
  expect(applyChanges(lines.join('\n'), upwards, 'utf-16').text).toBe(
    lines.map((line) => line.replace('line', 'l12n12')).join('\n'),
  );
  expect(positions.lineIndex).toHaveBeenCalledTimes(1);
});
