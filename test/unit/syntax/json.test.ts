// A file whose name ends in `.json` is JSON: `JSON.parse` is the oracle.
import * as fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { formatOf } from '../../../server/src/language/files.ts';
import type { Finding } from '../../../server/src/rules/rule.ts';
import { applyEdits } from '../../../server/src/syntax/edits.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { cleanDescriptor } from '../../harness/clean-descriptor.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

function findingsOf(text: string): readonly Finding[] {
  return analyze(text, {}, { format: 'json' }).findings;
}

function isSyntax({ rule }: Finding): boolean {
  return rule.id === 'json-syntax' || rule.id === 'yaml-syntax';
}

function valueOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A single value is not a project, and that an empty text or most empty values are a mistake is said in other words. */
function isOtherwiseReported(text: string): boolean {
  const { root } = parse(text, { format: 'json' });
  return root === undefined || root.kind === 'scalar' || /:\s*[,}]/.test(text);
}

const json = cleanDescriptor().map((descriptor) => descriptorText(descriptor, 'json'));

/** Pieces of JSON, of YAML and of what people write in JSON. */
const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ' ',
    '\n',
    '\r',
    '\t',
    '"',
    "'",
    '\\',
    '"a"',
    '"b": 1',
    "'c'",
    'd',
    'e: f',
    '1',
    '-1',
  ],
  ...[
    '0x1F',
    '.5',
    '1e3',
    '+1',
    '01',
    'null',
    '~',
    'true',
    'True',
    'NaN',
    '.inf',
    '# x',
    '// y',
    '/* z */',
    '/*',
    '*/',
  ],
  ...['&a', '*a', '!!str', '---', '...', '%YAML 1.2', '? ', '- ', '<<', '|', '\ufeff', '\u00a0', '\u2028', '\u007f'],
  ...[String.raw`"\x41"`, String.raw`"\u0041"`, String.raw`"\/"`, '"a\nb"', '"a\tb"', '``', 'http://x'],
];

const edited = fc
  .tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 3 }))
  .map(([text, edits]) =>
    edits.reduce((sofar, [at, removed, piece]) => {
      const start = at % (sofar.length + 1);
      return sofar.slice(0, start) + piece + sofar.slice(start + removed);
    }, text),
  );

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));

test.each([
  ['edited JSON', edited],
  ['pieces', soup],
  ['pieces in braces', soup.map((text) => `{"a": ${text}}`)],
])(
  'there is a finding if and only if JSON.parse refuses the text: %s',
  (_, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = findingsOf(text);
        const valid = valueOf(text);
        if (valid) expect(typeof valid.value === 'object' ? found.filter(isSyntax) : []).toEqual([]);
        else expect(found.filter((one) => isSyntax(one) || isOtherwiseReported(text))).not.toEqual([]);
      }),
      { seed, numRuns: runs * 10 },
    );
  },
  patience,
);

/** The offsets of the text in which a fault can be, outside of strings. */
function places(text: string, before: RegExp): number[] {
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(
    ({ 0: { length }, index }) => [index, index + length] as const,
  );
  return [...text.matchAll(before)]
    .map(({ index }) => index)
    .filter((offset) => strings.every(([start, end]) => offset <= start || end <= offset));
}

/** One fault each, which changes nothing to YAML. */
const faults: Readonly<Record<string, (text: string, at: number) => string | undefined>> = {
  'a comment with slashes': (text, at) => inserted(text, places(text, /\n/g), at, ' // why'),
  'a comment with stars': (text, at) => inserted(text, places(text, /[,{}[\]]/g), at, ' /* "why"\n */ '),
  'a YAML comment': (text, at) => inserted(text, places(text, /\n/g), at, " # that's why"),
  'a trailing comma': (text, at) => inserted(text, places(text, /(?<=[\]}"])\n\s*[\]}]/g), at, ','),
  'single quotes': (text, at) => requoted(text, at, (word) => `'${word}'`),
  'no quotes': (text, at) => requoted(text, at, (word) => word),
  'an escape sequence of YAML': (text, at) =>
    requoted(text, at, (word) => `"\\x${word.charCodeAt(0).toString(16)}${word.slice(1)}"`),
};

function inserted(text: string, offsets: readonly number[], at: number, piece: string): string | undefined {
  const offset = offsets[at % offsets.length];
  return offset === undefined ? undefined : text.slice(0, offset) + piece + text.slice(offset);
}

/** Words that would be a string without quotes as well. */
function requoted(text: string, at: number, write: (word: string) => string): string | undefined {
  const words = [...text.matchAll(/(?<=[\s[{])"([A-Z][a-z]+\w+|type|name|resources)"/g)];
  const word = words[at % words.length];
  if (!word || /^(?:true|false|null|yes|no|on|off)$/i.test(word[1] ?? '')) return undefined;
  return text.slice(0, word.index) + write(word[1] ?? '') + text.slice(word.index + word[0].length);
}

describe('one fault is one finding, whose fix restores the JSON', () => {
  test.each(Object.keys(faults))(
    '%s',
    (name) => {
      let tried = 0;
      fc.assert(
        fc.property(json, fc.nat(), (text, at) => {
          const faulty = faults[name]?.(text, at);
          if (faulty === undefined) return;
          tried++;
          const before = findingsOf(text).map(({ rule }) => rule.id);
          const found = findingsOf(faulty);
          // Some findings are reported only if there are no errors.
          const others = found.map(({ rule }) => rule.id).filter((id) => !before.includes(id));
          expect(others).toEqual(['json-syntax']);
          const fix = found.find(isSyntax)?.fixes()[0];
          expect(valueOf(applyEdits(faulty, fix?.edits ?? []))).toEqual(valueOf(text));
        }),
        { seed, numRuns: runs },
      );
      expect(tried).toBeGreaterThan(runs / 2);
    },
    patience,
  );
});

test(
  'YAML in a JSON file is one finding, whose fix converts all of it',
  () => {
    fc.assert(
      fc.property(cleanDescriptor(), (descriptor) => {
        const text = descriptorText(descriptor, 'yaml');
        // A tag such as `!Ref` has no meaning in JSON, which is another finding.
        fc.pre(!/(?:^|[\s,[{])![A-Z]/m.test(text));
        const found = findingsOf(text).filter(isSyntax);
        expect(found.map(({ rule }) => rule.id)).toEqual(['json-syntax']);
        const fix = found[0]?.fixes()[0];
        const value: unknown = parseYaml(text);
        expect(valueOf(applyEdits(text, fix?.edits ?? []))).toEqual({ value });
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test('a slash after a brace in a word of YAML starts no comment', () => {
  const text = 'resources:\n  Chat: { name: Chat }\n  Files:\n    - arn:aws:s3:::b/${name}/*\n  Last: 1 # */\n';
  const value: unknown = parseYaml(text);
  const [fix] = findingsOf(text).flatMap((finding) => (isSyntax(finding) ? finding.fixes() : []));
  expect(valueOf(applyEdits(text, fix?.edits ?? []))).toEqual({ value });
});

test('an alias that contains itself has no value to write', () => {
  const text = '{"resources": &a {"b": *a}}';
  expect(
    findingsOf(text)
      .filter(isSyntax)
      .flatMap((finding) => finding.fixes()),
  ).toEqual([]);
});

test('the name decides', () => {
  const names = ['websocket.yaml', 'a.websocket.yml', 'a.websocket.json', 'A.JSON', 'json', 'untitled:Untitled-1'];
  expect(names.map(formatOf)).toEqual(['yaml', 'yaml', 'json', 'json', 'yaml', 'yaml']);
  expect(analyze('{"resources": {}} # c').findings.filter(isSyntax)).toEqual([]);
});
