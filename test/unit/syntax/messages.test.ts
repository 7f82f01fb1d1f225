// Every text that the parser refuses has a finding, in our own words.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument, type ErrorCode } from 'yaml';
import { analyze } from '../../../server/src/analysis.ts';
import { parseCaseFile, parseDescriptor } from '../../harness/case-file.ts';
import { hostilePieces } from '../../harness/hostile-descriptors.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const cases = join(import.meta.dirname, '../../cases');

/** Short descriptors, so that a random edit is likely to hit something that matters. */
const descriptors = readdirSync(cases, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseCaseFile(readFileSync(join(cases, name), 'utf8')).cases)
  .map(({ descriptor }) => parseDescriptor(descriptor.text).text)
  .filter(({ length }) => length < 2000);

/** Signs that mean something to YAML. */
const signs = [
  ...'[]{},:"\'-\t \n&*!|>%@`#?\\'.split(''),
  '- ',
  ': ',
  '---\n',
  '...\n',
  '&a &b ',
  '*a : ',
  '!a !b ',
  '|2\n',
  '%YAML 1.2\n',
];

const edit = fc.record({
  where: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(4),
  added: fc.constantFrom('', ...signs, ...hostilePieces),
});

test('every text that the parser refuses has an error', { timeout: patience }, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...descriptors),
      fc.array(edit, { minLength: 1, maxLength: 3 }),
      (descriptor, edits) => {
        const text = edits.reduce((before, { where, removed, added }) => {
          const start = Math.round(before.length * where);
          return before.slice(0, start) + added + before.slice(start + removed);
        }, descriptor);
        if (parseDocument(text).errors.length > 0) expect(analyze(text).errors, text).not.toEqual([]);
      },
    ),
    { numRuns: 20 * runs, seed },
  );
});

/** Texts for each of the parser's codes, and what their errors tell people to do. A code without a text cannot occur. */
const codes: Readonly<Record<ErrorCode, readonly (readonly [text: string, advice: RegExp])[]>> = {
  ALIAS_PROPS: [['a: &x 1\nb: &y *x', /Remove what is before the `\*`/]],
  BAD_ALIAS: [['a: * ', /Write a name/]],
  BAD_COLLECTION_TYPE: [],
  BAD_DIRECTIVE: [['%FOO\n---\na: 1', /Remove the line/]],
  BAD_DQ_ESCAPE: [['a: "\\q"', /single quotes/]],
  BAD_INDENT: [
    ['a: 1\n b:\n  c: 1\n d: 2', /Align this line/],
    ['a: [b', /Add `\]`/],
    ['a: [b}', /Replace it/],
  ],
  BAD_PROP_ORDER: [['&a ? b', /directly before its value/]],
  BAD_SCALAR_START: [['a: @b', /Add quotes/]],
  BLOCK_AS_IMPLICIT_KEY: [['a: b: c', /Start a new line/]],
  BLOCK_IN_FLOW: [['a: { b: c: d }', /Add a comma/]],
  DUPLICATE_KEY: [['a: 1\na: 2', /Remove one/i]],
  IMPOSSIBLE: [],
  KEY_OVER_1024_CHARS: [[`${'k'.repeat(1100)}: 1`, /Shorten it/]],
  MISSING_CHAR: [
    ['a: "b', /Add `"`/],
    ['a: ["b" "c"]', /comma/],
    ['%YAML 1.2', /Add it/],
    ['--- a: b', /Start a new line/],
    ['a: "b"#c', /Add one/],
    ['a: !x"b"', /Add one|Remove/],
    ['a: |\n     \n   b', /Fix the indentation/],
    ['a:\n- b\nc', /Add a colon/],
  ],
  MULTILINE_IMPLICIT_KEY: [['"a\nb": c', /closed|single line/]],
  MULTIPLE_ANCHORS: [['a: &x &y b', /Remove the others/]],
  MULTIPLE_DOCS: [['a: 1\n---\nb: 2', /separate file/]],
  MULTIPLE_TAGS: [['a: !x !y b', /Remove/]],
  NON_STRING_KEY: [],
  RESOURCE_EXHAUSTION: [],
  TAB_AS_INDENT: [['a:\n\tb: 1', /spaces/]],
  TAG_RESOLVE_FAILED: [['a: !!int b', /Remove the tag/]],
  UNEXPECTED_TOKEN: [
    ['a: { b: c,, d: e }', /Remove it/],
    ['a: { , b: c }', /Remove it/],
    ['a: - b', /Start a new line/],
    ['a: b ]\nc: [d] ]', /Remove it/],
    ['a: "b" c', /Remove this text/],
    ['a: | b\n  c', /nothing but a comment/],
    ['a: >9x\n  c', /nothing but a comment/],
  ],
};

describe('each code of the parser', () => {
  const samples = Object.entries(codes).flatMap(([code, texts]) =>
    texts.map(([text, advice]) => ({ code, text, advice })),
  );
  test.each(samples)('$code: $text', ({ text, code, advice }) => {
    const { errors, warnings } = parseDocument(text, { prettyErrors: false });
    const complaints = [...errors, ...warnings];
    expect(complaints.map((complaint): string => complaint.code)).toContain(code);
    const messages = analyze(text).findings.map(({ message }) => message);
    expect(messages.join('\n')).toMatch(advice);
    for (const { message } of complaints) expect(messages).not.toContain(`${message}.`);
  });
});
