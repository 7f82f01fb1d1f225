// Strings that YAML might misinterpret, as values, as keys and in comments.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  TextWriter,
  writeYaml,
  type YamlList,
  type YamlMap,
  type YamlTagged,
} from '../../server/src/syntax/write-yaml.ts';
import { hostileText } from '../harness/hostile-text.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

type YamlValue = string | number | boolean | YamlTagged | YamlList<YamlValue> | YamlMap<YamlValue>;

const written = (value: YamlMap<YamlValue>, header?: string): TextWriter => {
  const writer = new TextWriter();
  writeYaml(writer, value, (one) => one, header);
  return writer;
};

const map = (key: string, value: YamlValue, comment?: string): YamlMap<YamlValue> => ({
  kind: 'map',
  entries: [{ key, value, comment }],
});

test.each([
  ['plain', 'key: plain'],
  ['two words', 'key: two words'],
  ['$request.body.action', 'key: $request.body.action'],
  ['arn:aws:s3:::bucket/*', 'key: arn:aws:s3:::bucket/*'],
  ['nodejs22.x', 'key: nodejs22.x'],
  ['2012-10-17', "key: '2012-10-17'"],
  ['yes', "key: 'yes'"],
  ['Null', "key: 'Null'"],
  ['12', "key: '12'"],
  ['12:30', "key: '12:30'"],
  ['', "key: ''"],
  ["it's", "key: it's"],
  ["'tis", "key: '''tis'"],
  ['a: b', "key: 'a: b'"],
  ['a #b', "key: 'a #b'"],
  ['a:', "key: 'a:'"],
  [' a', "key: ' a'"],
  ['*a', "key: '*a'"],
  ['<<', "key: '<<'"],
  ['=', "key: '='"],
  ['two\nlines', 'key: "two\\nlines"'],
  ['a"b\\\t', 'key: "a\\"b\\\\\\t"'],
  ['\u0000\u0085\u2028\uFEFF', 'key: "\\0\\x85\\u2028\\uFEFF"'],
  ['\u{E0001}', 'key: "\\U000E0001"'],
  ['日本 😀', 'key: 日本 😀'],
])('%j', (text, expected) => {
  expect(written(map('key', text)).text).toBe(`${expected}\n`);
});

test('numbers, booleans, tags, lists, and collections without items', () => {
  const value: YamlMap<YamlValue> = {
    kind: 'map',
    entries: [
      { key: 'number', value: 512 },
      { key: 'boolean', value: true, spaceBefore: true },
      { key: 'tag', value: { kind: 'tagged', tag: '!Ref', text: 'Chat' }, comment: 'What it is' },
      { key: 'list', value: { kind: 'list', items: ['a', { kind: 'map', entries: [{ key: 'b', value: '1' }] }] } },
      { key: 'none', value: { kind: 'list', items: [] } },
      { key: 'empty', value: { kind: 'map', entries: [] } },
    ],
  };
  expect(written(value, 'A header\n\nof two paragraphs').text).toBe(
    [
      '# A header',
      '',
      '# of two paragraphs',
      '',
      'number: 512',
      '',
      'boolean: true',
      '# What it is',
      'tag: !Ref Chat',
      'list:',
      '  - a',
      "  - b: '1'",
      'none: []',
      'empty: {}',
      '',
    ].join('\n'),
  );
});

test('any string is read back unchanged by readers of both versions', { timeout: patience }, () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary' })), hostileText, (text, key) => {
      const { text: yaml } = written({
        kind: 'map',
        entries: [{ key, value: { kind: 'list', items: [map('key', text)] } }],
      });
      for (const version of ['1.1', '1.2'] as const) {
        const parsed: unknown = parse(yaml, { version, mapAsMap: true });
        expect(parsed).toEqual(new Map([[key, [new Map([['key', text]])]]]));
      }
    }),
    { seed, numRuns: runs * 5 },
  );
});

test('a key of any length is read back', () => {
  const key = 'k'.repeat(2000);
  for (const value of ['text', map('inner', 'text')]) {
    const { text: yaml, parts } = written({ kind: 'map', entries: [{ key, value }] });
    expect(parse(yaml)).toEqual({ [key]: typeof value === 'string' ? value : { inner: 'text' } });
    expect(parts[0]?.span).toEqual({ start: 0, end: yaml.length - 1 });
  }
});

test('no text escapes from a comment', { timeout: patience }, () => {
  fc.assert(
    fc.property(fc.oneof(hostileText, fc.string({ unit: 'binary' })), (comment) => {
      const { text: yaml } = written(map('key', 'value', comment), comment);
      expect(parse(yaml)).toEqual({ key: 'value' });
      for (const line of yaml.split(/[\n\r\u0085\u2028\u2029]/)) expect(line).toMatch(/^(?:#.*|key: value|)$/su);
    }),
    { seed, numRuns: runs * 5 },
  );
});
