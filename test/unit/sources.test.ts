// The exports of source files, in all notations and for any text.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportsOf } from '../../server/src/sources/exports.ts';
import { variableReads } from '../../server/src/sources/variables.ts';
import { runs, seed } from '../harness/property-runs.ts';

/** The names, followed by `…` if there may be others. The text at each name's span must be the name. */
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
    ['export declare const handler: Handler;\nexport declare function other(): void', ''],
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

  test('an export that is declared elsewhere in the file has the span of its declaration', () => {
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

  test('an export from another file has no declaration in this one', () => {
    const text = "export const handler = 1;\nexport { handler as other } from './other';\n";
    const [, other] = exportsOf('a.js', text).exports;
    expect(other).toMatchObject({ name: 'other', span: { start: text.indexOf('other') } });
  });

  test.each([
    ['export class A {}', false],
    ['class A {}\nexport { A }', false],
    ['export abstract class A {}', false],
    ['export enum A {}', false],
    ['export const enum A {}', false],
    ['export namespace A {}', false],
    ["export * as A from './a'", false],
    ['export const A = make()', true],
    ['export function* A() {}', true],
    ["export { A } from './a'", true],
  ])('whether it can be called: %s', (text, callable) => {
    expect(exportsOf('a.ts', text).exports).toMatchObject([{ name: 'A', callable }]);
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

  test.each([
    ['class A: pass', false],
    ['import A', false],
    ['def A(event, context): pass', true],
    ['from a import A', true],
  ])('whether it can be called: %s', (text, callable) => {
    expect(exportsOf('a.py', text).exports).toMatchObject([{ name: 'A', callable }]);
  });
});

describe('Ruby', () => {
  test.each([
    ['def handler(event:, context:)\n  { statusCode: 200 }\nend', 'handler'],
    ['def handler(event:, context:) = { statusCode: 200 }\ndef other = 1', 'handler other'],
    ['def one(a = (1), b: "def two; end")\nend\ndef three a\nend', 'one three'],
    ['private def handler(event:, context:)\nend', 'handler'],
    ['def valid?\nend\ndef save!\nend\ndef name=(value)\nend\ndef ==(other)\nend\ndef handler\nend', 'handler'],
    ['def self.handler\nend', ''],
    ['require "json"\ndef handler\nend', 'handler'],
    ['require_relative "other"\ndef handler\nend', 'handler …'],
    ['class Chat\n  def send\n  end\nend', ''],
    ['class Chat\n  def self.send(event:, context:)\n  end\nend', 'Chat.send'],
    ['module Chat\n  class Messages\n    def self.send\n    end\n  end\nend', 'Chat::Messages.send'],
    ['class Chat::Messages; def self.send; end; end; def handler; end', 'Chat::Messages.send handler'],
    ['module Chat\n  class ::Other\n    def self.send; end\n  end\nend', 'Other.send'],
    ['class Chat\n  class << self\n    def send; end\n  end\n  def other; end\nend', 'Chat.send'],
    ['module Chat\n  def one; end\n  module_function\n  def two; end\nend', 'Chat.two'],
    ['module Chat\n  def one; end\n  module_function :one\n  def two; end\nend', '…'],
    ['module Chat\n  extend self\n  def send; end\nend', 'Chat.send …'],
    ['class Chat < Base\n  def self.send; end\nend', 'Chat.send …'],
    ['Chat = Struct.new(:a) do\n  def self.send; end\nend', '…'],
    ['def one\n  def two; end\nend', 'one …'],
    ['def chat.send; end', '…'],
    ['if RUBY_VERSION\n  def handler; end\nelse\n  def handler; end\nend', 'handler'],
    ['define_method(:handler) { }', '…'],
    ['alias handler other', '…'],
    [
      'def one\n  return if x\n  y = 1 unless z\n  while x do y end\n  a.each do |b| b.end end\nend\ndef two; end',
      'one two',
    ],
    ['def one\n  x = if y then 1 else 2 end\n  z = case y when 1 then 2 end\nend\ndef two; end', 'one two'],
    ['def one\n  begin\n  end while x\n  for a in b do end\n  until c\n  end\nend\ndef two; end', 'one two'],
    ['def one(if:, class: 1)\n  self.class\n  { end: :end, if: x&.end }\nend\ndef two; end', 'one two'],
    ['# def one; end\n=begin\ndef two; end\n=end\ndef three; end\n__END__\ndef four; end', 'three'],
    ['x = "def one; end"\ny = \'end\'\nz = `end`\ndef two; end', 'two'],
    ['x = "a #{b.map { |c| "end #{c}" }} end"\ndef two; end', 'two'],
    ['x = %w[def one end] + %q(a (b) end) + [%i{end}]\ndef two; end', 'two'],
    ['x = y / 2; z = y / 3 # end\ndef two; end', 'two'],
    ['x = /end["\']/ =~ y\nputs /end/\ndef two; end', 'two'],
    ["x = ?' # end\ny = z ? 'a' : 'b'\ndef two; end", 'two'],
    ['call(<<~SQL, <<-"OTHER TEXT")\n  def one; end\n  SQL\nend\nOTHER TEXT\ndef two; end', 'two'],
    ['x = 1 << BITS\nlist << "a"\ndef two; end', 'two'],
    ['x = $" + $\' + @a + @@b\ndef two; end', 'two'],
    ['\uFEFFdef handler; end', 'handler'],
    ['def handler(', 'handler …'],
    ['def handler; end\nx = "', 'handler …'],
    ['def handler; end; end', 'handler …'],
    ['def ', '…'],
    ['', ''],
  ])('%s', (text, names) => {
    expect(namesIn('a.rb', text)).toBe(names);
  });

  test('a method of a class has the span of its name', () => {
    const text = 'class Chat\n  def self.send\n  end\nend\n';
    expect(exportsOf('a.rb', text).exports[0]?.span).toEqual({ start: 22, end: 26 });
  });
});

test('the exports of other languages are unknown', () => {
  expect(namesIn('a.java', 'class Handler {}')).toBe('…');
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
    'class ',
    'self',
    ' end',
    '#{',
    '<<~A',
    '%w',
    '?',
    ' do',
    ' if ',
  );
  const text = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''));
  test.each(['a.js', 'a.tsx', 'a.py', 'a.rb'])('can be read as %s', (path) => {
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

  const sends = 'exports.a = (event) => { postToConnection(event.b);\n';
  test.each([
    ['an open template', '`'.padEnd(400_000, 'a\\\n')],
    ['brackets', '{\n'.repeat(100_000)],
    ['objects in each other', 'module.exports = { x: 1,\n'.repeat(8_000)],
    ['regular expressions', '/[\n'.repeat(50_000)],
    ['regular expressions on one line', `${'=/['.repeat(1600)}\n`.repeat(100)],
    ['escaped quotes', `${"\\'".repeat(2400)}\n`.repeat(100)],
    ['quotes over several lines', "'\\\n".repeat(160_000)],
    ['targets with blank lines', `(a=${'\n'.repeat(488_000)}`],
    ['dots that are imported', `import (${`${'.'.repeat(4900)}\n`.repeat(99)}`],
    ['declarations', 'export const a = 1,\n'.repeat(20_000)],
    ['an open text', '"""\\\n'.repeat(50_000)],
    ['values in texts', '"#{\n'.repeat(100_000)],
    ['parameters', 'def a(\n'.repeat(50_000)],
    ['classes in each other', 'class A;def self.b;end\n'.repeat(20_000)],
    ['texts that never end', 'x = <<~A\n'.repeat(50_000)],
    ['comments that never end', '=begin\n'.repeat(50_000)],
    ['functions that send', 'exports.a = (event) => { postToConnection({ a,\n'.repeat(9_000)],
    ['functions that send, in each other', `${sends.repeat(8_000)}${'}\n'.repeat(8_000)}`],
    ['types that never end', `postToConnection;${'export const a: {} | {}\n'.repeat(20_000)}`],
    ['conditions in each other', `${sends}${'if (a) b => {\n'.repeat(20_000)}${'}\n'.repeat(20_001)}`],
    ['statements that send', `def a(event):\n${' event.post_to_connection(ConnectionId=event,\n)\n'.repeat(9_000)}`],
    ['names in Python', `def a(post_to_connection):\n${` ${'a'.repeat(4900)}\n`.repeat(100)}`],
    ['members in Python', `def a(a):\n x = a${'["b"]\\\n'.repeat(60_000)}.post_to_connection(ConnectionId=a`],
    ['targets in Python', `def a(post_to_connection):\n${` for ${'as '.repeat(1600)}\n`.repeat(100)}`],
  ])('%s cost no more than their length', (_, text) => {
    for (const path of ['a.js', 'a.py', 'a.rb']) {
      exportsOf(path, text);
      variableReads(path, text, 'a');
    }
  });
});

describe('where a variable is read', () => {
  /** The text before each read on its line. */
  const readsIn = (path: string, text: string): string[] =>
    variableReads(path, text, 'TABLE').map(({ start, end }) => {
      expect(text.slice(start, end)).toBe('TABLE');
      return text.slice(text.lastIndexOf('\n', start) + 1, start);
    });

  test.each([
    ['a.mjs', 'const table = process.env.TABLE;', 'const table = process.env.'],
    ['a.ts', 'const table = process.env.TABLE!;', 'const table = process.env.'],
    ['a.js', "f(process.env['TABLE'])", "f(process.env['"],
    ['a.js', 'process.env?.TABLE', 'process.env?.'],
    ['a.js', 'const { KEY, TABLE } = process.env;', 'const { KEY, '],
    ['a.js', 'const { TABLE: table = "a", KEY } = process.env;', 'const { '],
    ['a.js', '`${process.env.TABLE}`', '`${process.env.'],
    ['a.py', "import os\ntable = os.environ['TABLE']", "table = os.environ['"],
    ['a.py', 'table = os.environ.get("TABLE", "a")', 'table = os.environ.get("'],
    ['a.py', 'def handler(event, context):\n    return os.getenv(\n        "TABLE")', '        "'],
    ['a.rb', "table = ENV['TABLE']", "table = ENV['"],
    ['a.rb', 'table = ENV.fetch("TABLE")', 'table = ENV.fetch("'],
  ])('%s: %s', (path, text, before) => {
    expect(readsIn(path, text)).toEqual([before]);
  });

  test.each([
    ['a.js', '// process.env.TABLE'],
    ['a.js', '"process.env.TABLE"'],
    ['a.js', 'process.env.TABLE_NAME; process.env.MY_TABLE; env.TABLE; const { a: TABLE } = process.env'],
    ['a.js', 'const { TABLE } = config; const { a } = process.env'],
    ['a.py', "# os.environ['TABLE']\na = \"os.environ['TABLE']\""],
    ['a.py', "os.environ['TABLES']"],
    ['a.rb', "# ENV['TABLE']\nENVS['TABLE']; ENV['TABLES']"],
    ['a.go', 'os.Getenv("TABLE")'],
  ])('not in %s: %s', (path, text) => {
    expect(readsIn(path, text)).toEqual([]);
  });
});
