// Formatting changes only whitespace: the data, the comments and all other characters stay, whatever the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml, parseDocument } from 'yaml';
import { format, type FormatOptions } from '../../server/src/syntax/format/format.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { lineIndex } from '../../server/src/syntax/positions.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { diceSeed, messyYaml } from '../harness/messy-yaml.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { applyEdits } from '../harness/run-case.ts';

const usual: FormatOptions = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

const options = fc.record({
  tabSize: fc.constantFrom(1, 2, 3, 4, 8),
  insertSpaces: fc.boolean(),
  trimTrailingWhitespace: fc.boolean(),
  insertFinalNewline: fc.boolean(),
  trimFinalNewlines: fc.boolean(),
});

const messy = fc.tuple(arbitraryDescriptor(), diceSeed).map(([descriptor, dice]) => messyYaml(descriptor, dice));

const readable = messy.filter((text) => parse(text).problems.length === 0);

function formatted(text: string, chosen: FormatOptions = usual): string {
  return applyEdits(text, format(text, chosen));
}

// The parser of the test does not take a lone carriage return for a line end.
const dataOf = (text: string): unknown => parseYaml(text.replaceAll(/\r(?!\n)/g, '\n'), { maxAliasCount: -1 });
const commentsOf = (text: string): string[] => parse(text).comments.map((comment) => comment.text);
const withoutWhiteSpace = (text: string): string => text.replaceAll(/[ \t\r\n]/g, '');

function expectSame(after: string, before: string): void {
  expect(parse(after).problems).toEqual([]);
  expect(dataOf(after)).toEqual(dataOf(before));
  expect(commentsOf(after)).toEqual(commentsOf(before));
  expect(withoutWhiteSpace(after)).toBe(withoutWhiteSpace(before));
}

const keepAll: FormatOptions = {
  ...usual,
  trimTrailingWhitespace: false,
  insertFinalNewline: false,
  trimFinalNewlines: false,
};

/** Regressions: texts whose data was once changed by formatting. */
const regressions: readonly (readonly [string, string])[] = [
  ['brackets in brackets close before the last', 'a: [{\n  b: c\n  },\n  d]\n'],
  ['a document marker that is a text', '\n  ---\n'],
  ['a document marker that starts a key', '\n    ... a: b\n'],
  ['empty lines that a block scalar keeps', '- |+\n    a\n\n\n- b\n'],
  ['empty lines that a block scalar keeps at the end', 'a: |+\n    b\n\n\n'],
  ['spaces at the end that a block scalar keeps', 'a: |+\n  '],
  ['spaces below a block scalar that moves', '- |+\n    a\n    '],
  ['spaces between a block scalar that moves and what follows', 'a:\n    - |\n        b\n        \n    - c\n'],
  ['spaces above the first line of a block scalar', '-   |\n      \n      a\n'],
  ['an indentation indicator', 'a:\n   -  b: |2\n         c\n          d\n'],
  ['an anchor without a value', 'a: &x b\nc: [ &y , *x , *y ]\n'],
];

describe('a regression', () => {
  test.each(regressions)('%s', (_, text) => {
    for (const chosen of [usual, keepAll, { ...usual, tabSize: 4 }]) {
      const once = formatted(text, chosen);
      expectSame(once, text);
      expect(format(once, chosen)).toEqual([]);
    }
  });

  test('comments below a range that would become part of a block scalar', () => {
    const text = 'a:\n    b: |-\n        c\n\n       # comment\n    d: e\n';
    const within = { start: 0, end: text.indexOf('\n       #') };
    expectSame(applyEdits(text, format(text, { ...usual, tabSize: 1 }, within)), text);
  });

  test('a range inside the first entry of an item', () => {
    const text = 'a:\n-   b: c\n    d: e\n';
    const within = { start: text.indexOf('-'), end: text.indexOf('    d') };
    expect(applyEdits(text, format(text, usual, within))).toBe(text);
  });
});

describe('whatever the text', () => {
  test('most messy texts can be parsed', () => {
    const texts = fc.sample(messy, { seed, numRuns: 200 });
    const unreadable = texts.filter((text) => parse(text).problems.length > 0);
    expect(unreadable.length).toBeLessThan(20);
  });

  test(
    'data, comments and everything except whitespace stay, and formatting again changes nothing',
    () => {
      fc.assert(
        fc.property(readable, options, (text, chosen) => {
          const once = formatted(text, chosen);
          expectSame(once, text);
          expect(format(once, chosen)).toEqual([]);
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );

  test(
    'a range: the rest of the text stays exactly the same',
    () => {
      fc.assert(
        fc.property(readable, options, fc.nat(), fc.nat(), (text, chosen, one, other) => {
          const lines = lineIndex(text);
          const [first, last] = [one % lines.starts.length, other % lines.starts.length].sort((a, b) => a - b);
          const within = {
            start: lines.starts[first ?? 0] ?? 0,
            end: lines.starts[(last ?? 0) + 1] ?? text.length,
          };
          const edits = format(text, chosen, within);
          const after = applyEdits(text, edits);
          expectSame(after, text);
          expect(after.startsWith(text.slice(0, within.start))).toBe(true);
          expect(after.endsWith(text.slice(within.end))).toBe(true);
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );

  test(
    'any YAML that can be parsed',
    () => {
      const exotic = fc
        .array(
          fc.constantFrom(
            'a',
            'b',
            ': ',
            ':',
            '\n',
            '\n',
            ' ',
            '  ',
            '- ',
            '? ',
            '[',
            ']',
            '{',
            '}',
            ',',
            ' # c',
            '\t',
            '|',
            '>',
            '|+',
            '|2',
            '\n  ',
            '\n    ',
            '"',
            "'",
            '&x ',
            '*x',
            '!!str ',
            '---\n',
            '...',
            '\r\n',
            '\r',
            '😀',
            '\\',
          ),
          { maxLength: 24 },
        )
        .map((parts) => parts.join(''));
      fc.assert(
        fc.property(exotic, options, (text, chosen) => {
          const edits = format(text, chosen);
          if (parse(text).problems.length > 0 || parseDocument(text).errors.length > 0) return;
          const once = applyEdits(text, edits);
          expectSame(once, text);
          expect(format(once, chosen)).toEqual([]);
        }),
        { seed, numRuns: runs * 20 },
      );
    },
    patience,
  );

  test(
    'JSON, which stays JSON',
    () => {
      const json = fc
        .tuple(arbitraryDescriptor(), fc.constantFrom('', ' ', '    ', '\t'))
        .map(([descriptor, indent]) => JSON.stringify(descriptor, null, indent));
      fc.assert(
        fc.property(json, options, (text, chosen) => {
          const once = formatted(text, chosen);
          expect(JSON.parse(once)).toEqual(JSON.parse(text));
          expectSame(once, text);
          expect(format(once, chosen)).toEqual([]);
          expect(/^ /m.test(once)).toBe(chosen.insertSpaces);
          expect(/^\t/m.test(once)).toBe(!chosen.insertSpaces);
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );
});
