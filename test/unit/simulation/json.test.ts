// The JSON reader of route selection, compared with JavaScript's own.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInJson } from '../../../server/src/simulation/json.ts';
import { hostileText } from '../../harness/hostile-text.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const names = ['action', 'detail', 'type', '__proto__', 'constructor', ''];
const name = fc.constantFrom(...names);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.oneof(fc.constantFrom(true, false, null, 0, -0.5, 1e21), fc.string(), hostileText),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('any')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs)),
  ),
})).any;

/** JSON, and texts that are almost JSON. */
const text = fc.oneof(
  fc.tuple(value, fc.constantFrom(undefined, 1, '\t')).map(([one, indent]) => JSON.stringify(one, null, indent)),
  fc
    .tuple(
      value,
      fc.nat(60),
      fc.nat(3),
      fc.constantFrom('', '"', ',', '{', ']', '\\', ' ', '0', '\u0000', '\ufeff', 'null'),
    )
    .map(([one, at, length, other]) => {
      const json = JSON.stringify(one);
      const from = at % (json.length + 1);
      return json.slice(0, from) + other + json.slice(from + length);
    }),
  // Duplicate names.
  fc
    .array(fc.tuple(name, value), { maxLength: 5 })
    .map((pairs) => `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(',')}}`),
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^[[\]{}",:0-9.eE+\-truefalsn ]{0,12}$/),
);

/** Numbers and booleans are compared by value, since the reader returns them as written. */
function meant({ type, text }: { readonly type: string; readonly text: string }): unknown {
  if (type === 'number' || type === 'boolean') return JSON.parse(text);
  return type === 'null' ? '' : text;
}

function typeOf(one: unknown): string {
  return one === null ? 'null' : Array.isArray(one) ? 'array' : typeof one;
}

/** The expected result of `findInJson`, computed with JavaScript's own parser. */
function expected(json: string, path: readonly string[]): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return { kind: 'not-json' };
  }
  if (typeOf(parsed) !== 'object') return { kind: 'not-object', type: typeOf(parsed) };
  let current = parsed;
  for (const [depth, step] of path.entries()) {
    const next = typeOf(current) === 'object' ? Object.getOwnPropertyDescriptor(Object(current), step) : undefined;
    if (!next) return { kind: 'missing', depth, type: typeOf(current) };
    current = next.value;
  }
  return { kind: 'value', type: typeOf(current), value: typeof current === 'object' ? '' : current };
}

test(
  'it agrees with JSON.parse about every text',
  () => {
    fc.assert(
      fc.property(text, fc.array(name, { minLength: 1, maxLength: 3 }), (json, path) => {
        const found = findInJson(json, path);
        const { near: _, ...rest } = { near: undefined, ...found };
        const wanted = expected(json, path);
        expect(rest.kind === 'value' ? { kind: rest.kind, type: rest.type, value: meant(rest) } : rest).toEqual(wanted);
      }),
      { seed, numRuns: runs * 20 },
    );
  },
  patience,
);

describe('numbers and booleans', () => {
  test.each(['1', '1.0', '1.50', '1e3', '1E+3', '-0', '100000000000000000000', 'true'])(
    '%s is returned as written',
    (written) => {
      expect(findInJson(`{"action" : ${written} }`, ['action'])).toMatchObject({ kind: 'value', text: written });
    },
  );
});

test('a name that differs only in case is reported', () => {
  expect(findInJson('{"a": {"Type": 1}}', ['a', 'type'])).toMatchObject({ kind: 'missing', depth: 1, near: 'Type' });
  expect(findInJson('{"Type": 1, "type": 2}', ['type'])).toMatchObject({ kind: 'value', text: '2' });
  expect(findInJson('{"type": {"A": 1}, "Type": 2}', ['type', 'b'])).toMatchObject({ near: undefined });
});

test('texts of any depth and length are read', () => {
  const depth = 1_000_000;
  const deep = `{"action":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  expect(findInJson(deep, ['action'])).toMatchObject({ kind: 'value', type: 'array' });
  expect(findInJson(deep.slice(0, -1), ['action'])).toEqual({ kind: 'not-json' });
  const long = 'x'.repeat(depth);
  expect(findInJson(`{"action":"${long}"}`, ['action'])).toMatchObject({ kind: 'value', text: long });
});
