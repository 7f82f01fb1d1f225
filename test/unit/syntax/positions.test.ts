// Offsets to lines and columns and back, in all encodings.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineIndex, type PositionEncoding } from '../../../server/src/syntax/positions.ts';
import { runs, seed } from '../../harness/property-runs.ts';

const encodings: readonly PositionEncoding[] = ['utf-16', 'utf-8', 'utf-32'];

/** The length of the text in code units, counted independently. */
function unitsOf(text: string, encoding: PositionEncoding): number {
  if (encoding === 'utf-8') return Buffer.byteLength(text, 'utf8');
  return encoding === 'utf-32' ? Array.from(text).length : text.length;
}

const character = fc.constantFrom(
  'a',
  ' ',
  'é',
  'ß',
  '日',
  '😀',
  '\u{10FFFF}',
  '\n',
  '\r',
  '\r\n',
  '\t',
  '\uFEFF',
  '\0',
);
const text = fc.array(character, { maxLength: 60 }).map((characters) => characters.join(''));

describe.each(encodings)('in %s', (encoding) => {
  test('a column is the length of the text before it in the line', () => {
    fc.assert(
      fc.property(text, fc.nat(120), (text, wanted) => {
        const starts = [...text.matchAll(/[\s\S]/gu)].map(({ index }) => index);
        const offset = starts[wanted % (starts.length + 1)] ?? text.length;
        const before = text.slice(0, offset).split(/\r\n|\n|\r/);
        const { line, character } = lineIndex(text, encoding).positionAt(offset);
        const isWithinLineBreak = text.slice(offset - 1, offset + 1) === '\r\n';
        if (isWithinLineBreak) return;
        expect({ line, character }).toEqual({
          line: before.length - 1,
          character: unitsOf(before.at(-1) ?? '', encoding),
        });
        expect(lineIndex(text, encoding).offsetAt({ line, character })).toBe(offset);
      }),
      { numRuns: runs * 5, seed },
    );
  });

  test('a column past the end of its line is that end; one inside a character is its start', () => {
    const index = lineIndex('a😀b\r\nc', encoding);
    expect(index.offsetAt({ line: 0, character: 1000 })).toBe(4);
    expect(index.offsetAt({ line: 1, character: 1000 })).toBe(7);
    expect(index.offsetAt({ line: 1000, character: 0 })).toBe(7);
    if (encoding === 'utf-8') expect(index.offsetAt({ line: 0, character: 3 })).toBe(1);
    expect(index.offsetAt({ line: 0, character: 1 })).toBe(1);
    expect(index.offsetAt({ line: -1, character: -1 })).toBe(0);
  });

  test('a lone surrogate is a character', () => {
    const index = lineIndex('\uD83Da\uDE00b', encoding);
    const columns = [0, 1, 2, 3, 4].map((offset) => index.positionAt(offset).character);
    expect(columns).toEqual(encoding === 'utf-8' ? [0, 3, 4, 7, 8] : [0, 1, 2, 3, 4]);
    expect(columns.map((character) => index.offsetAt({ line: 0, character }))).toEqual([0, 1, 2, 3, 4]);
  });

  test('a line of many characters costs its length, not its square', () => {
    const text = 'é'.repeat(200_000);
    const index = lineIndex(text, encoding);
    for (let offset = 0; offset < text.length; offset += 500) {
      const { character } = index.positionAt(offset);
      expect(character).toBe(encoding === 'utf-8' ? 2 * offset : offset);
    }
  });
});
