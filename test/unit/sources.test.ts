// What source files export, in all notations; and that no text is too odd to be looked at.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsOf } from '../../server/src/sources/exports.ts';
import { runs, seed } from '../harness/property-runs.ts';

/** The names, with `…` behind them where there may be others. Where each stands, the text must say so. */
function namesIn(path: string, text: string): string {
  const { exports, allExportsKnown } = exportsOf(path, text);
  for (const { span } of exports) expect(text.slice(span.start, span.end)).toMatch(/^[\w$]+$/);
  return [...exports.map(({ name }) => name), ...(allExportsKnown ? [] : ['…'])].join(' ');
}

describe('JavaScript and TypeScript', () => {
  test.each([
    ['export function handler() {}', 'handler'],
    ['export async function handler(event, context) { return {}; }', 'handler'],
    ['export function* handler() {}', 'handler'],
    ['export const handler = async () => {};', 'handler'],
    ['export const handler: Handler<A, B> = async () => {}', 'handler'],
    [
      'export const one = 1, two = { three: 3, four }, five: Map<string, number> = x;\nconst six = 6, seven = 7',
      'one two five',
    ],
    ['export const { a, b: c, d = 1 } = made();', 'a c d'],
    ['export let handler', 'handler'],
    ['export class Handler {}', 'Handler'],
    ['export abstract class Handler {}', 'Handler'],
    ['export enum Mode { One }\nexport const enum Other { Two }', 'Mode Other'],
    ['export default async () => {}', 'default'],
    ['export type Event = {};\nexport interface Result { body: string }', ''],
    ["export { one, two as three, type Four, type Five as Six } from './other'", 'one three'],
    ["export * from './other'", '…'],
    ["export * as other from './other'", 'other'],
    ['export = handler', '…'],
    ['exports.handler = async () => {}', 'handler'],
    ["exports['handler'] = 1", 'handler'],
    ['module.exports.handler = wrap(handler)', 'handler'],
    [
      'module.exports = { handler, other: 1, async third() {}, "fourth": 4, get fifth() { return {}; }, };',
      'handler other third fourth fifth',
    ],
    ['module.exports = { get, async: 1, set() {} }', 'get async set'],
    ['module.exports = { handler, ...others }', 'handler …'],
    ['module.exports = { [name]: handler }', '…'],
    ["module.exports = require('./other')", '…'],
    ['module.exports = exports = { handler }', 'handler'],
    ['exports.one = exports.two = void 0;\nexports.one = 1', 'one two'],
    [
      'Object.defineProperty(exports, "__esModule", { value: true });\nObject.defineProperty(exports, "handler", {})',
      'handler',
    ],
    ['__exportStar(require("./other"), exports);', '…'],
    ['if (exports.handler === 1) other.exports.handler = 2; a.module.exports.b = 3', ''],
    ['(function () { exports.handler = 1; })()', 'handler'],
    ['import x from "y";\nconst handler = 1;', ''],
    ['', ''],
    ['export const ', '…'],
    ['const a = `${{ b: 1 }.b}`;\nexport const handler = 1', 'handler'],
    ['exports.', '…'],
    ['#!/usr/bin/env node\nexport const handler = 1', 'handler'],
  ])('%s', (text, names) => {
    expect(namesIn('a.ts', text)).toBe(names);
  });

  test.each([
    '// export const handler = 1',
    '/* export const handler = 1 */',
    '"export const handler = 1"',
    "'it\\'s' + 'export const handler = 1'",
    '`export const handler = ${`export const handler = ${"}"}`}\nexport const handler = 1`',
    '/export const handler = [/"]/.test(x)',
    'a = b / c; "export const handler"; d / e',
    'namespace N { export const handler = 1 }',
    'x.export = { handler }',
  ])('nothing in %s', (text) => {
    expect(namesIn('a.js', text)).toBe('');
  });

  test('what is declared elsewhere in the file stands there', () => {
    const text = 'const handler = 1;\nfunction send() {}\nexport { send as other };\nmodule.exports = { handler };\n';
    const found = exportsOf('a.js', text).exports.map(({ name, span }) => [
      name,
      text.slice(0, span.start).split('\n').length,
    ]);
    expect(found).toEqual([
      ['other', 2],
      ['handler', 1],
    ]);
  });

  test('a text in JSX may have an apostrophe', () => {
    const text = "export const one = () => <p>Don't</p>\nexport const two = 2\n";
    expect(namesIn('a.jsx', text)).toBe('one two');
  });

  test('the functions of the examples have handlers', () => {
    const folder = join(import.meta.dirname, '../../examples/chat/functions');
    const files = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(namesIn(file, readFileSync(join(folder, file), 'utf8'))).toBe('handler');
  });
});

describe('Python', () => {
  test.each([
    ['def handler(event, context):\n    inner = 1\n    def nested(): pass', 'handler'],
    ['async def handler(event, context): pass', 'handler'],
    ['@wrapped\ndef handler(event): pass', 'handler'],
    ['class Handler(Base):\n    field = 1', 'Handler'],
    ['handler = lambda event, context: {}', 'handler'],
    ['handler: Callable[[dict], str] = make()', 'handler'],
    ['one = two = 1', 'one two'],
    ['one, two = 1, 2', 'one two'],
    ['handler == 1', ''],
    ['print(a, handler=1)', ''],
    ['a.handler = 1', ''],
    ['from other import one, two as three, (four)', 'one three four'],
    ['from other import (\n  one, # two\n  three,\n)', 'one three'],
    ['from other import *', '…'],
    ['import os, a.b as c', 'os c'],
    ['if condition:\n    def handler(): pass', '…'],
    ['try:\n    from a import handler\nexcept ImportError:\n    handler = None', '…'],
    ['if __name__ == "__main__":\n    main()', ''],
    ['"""\ndef handler(): pass\n"""\nx = \'def handler(): pass\'', 'x'],
    ["r'''\nhandler = 1'''; other = 2", ''],
    ['call(\nhandler = 1\n)', ''],
    ['# handler = 1', ''],
    ['x = 1; y = 2', 'x'],
    ['\uFEFFhandler = 1', 'handler'],
    ['a = 1 \\\nhandler = 2', 'a'],
  ])('%s', (text, names) => {
    expect(namesIn('a.py', text)).toBe(names);
  });
});

test('of other languages nothing is known', () => {
  expect(namesIn('a.rb', 'def handler; end')).toBe('…');
});

describe('any text at all', () => {
  const piece = fc.constantFrom(
    'export ',
    'const ',
    'module.exports',
    'exports',
    ' = ',
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '`',
    '${',
    '"',
    "'",
    '/',
    '\\',
    'handler',
    ' as ',
    ',',
    '*',
    '\n',
    '#',
    '"""',
    'def ',
    'import ',
    'from ',
    '...',
    '/*',
    '//',
    '=>',
    '😀',
    '\0',
    ':',
  );
  const text = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));
  test.each(['a.js', 'a.tsx', 'a.py'])('is read as %s', (path) => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 100 })), (text) => {
        for (const { name, span } of exportsOf(path, text).exports) {
          expect(text.slice(span.start, span.end).length).toBeGreaterThan(0);
          expect(name).not.toBe('');
        }
      }),
      { numRuns: runs * 10, seed },
    );
  });

  test.each([
    ['an open template', '`'.padEnd(400_000, 'a\\\n')],
    ['brackets', '{\n'.repeat(100_000)],
    ['objects in each other', 'module.exports = { x: 1,\n'.repeat(8_000)],
    ['regular expressions', '/[\n'.repeat(50_000)],
    ['declarations', 'export const a = 1,\n'.repeat(20_000)],
    ['an open text', '"""\\\n'.repeat(50_000)],
  ])('%s cost no more than their length', (_, text) => {
    exportsOf('a.js', text);
    exportsOf('a.py', text);
  });
});
