// A project's texts in output: terminals do not interpret them, editors do not turn them into links, and Markdown and
// JSON files contain them only escaped.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { inert, printable, quote, quotePlain } from '../../server/src/wording.ts';
import { runs, seed } from '../harness/property-runs.ts';

const root = join(import.meta.dirname, '../..');

/** An escape sequence, a window title, a bell, their 8-bit forms, and marks that reorder text. */
const hostile = '\u001b[2J\u001b]0;title\u0007\u009b31m\u007f\u0085\u2028\u2029\u061c\u200e\u202e\u2066';
/** Characters that a terminal interprets and does not show. */
const obeyed = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** Text that VS Code turns into a link in a notification (base/common/linkedText.ts). */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const pieces = [
  '[',
  ']',
  '(',
  ')',
  '](',
  'command:x',
  'https://x',
  'file:x',
  ' ',
  '\n',
  '\u2028',
  '"',
  '\\',
  'a',
  hostile,
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''));

test('what is hostile stays readable', () => {
  expect(printable('a\u001b\u009b\u202e\nb é 👩‍👩‍👧')).toBe(String.raw`a\u001b\u009b\u202e${'\n'}b é 👩‍👩‍👧`);
  expect(inert('Use [it](command:x).')).toBe('Use [it] (command:x).');
});

test('no text of a message is a link, and no terminal obeys it', () => {
  expect(link.test('[Show the error](command:workbench.action.terminal.new)')).toBe(true);
  fc.assert(
    fc.property(text, (any) => {
      // VS Code puts a message on one line.
      expect(inert(any).replaceAll(/\r\n|\n|\r/g, ' ')).not.toMatch(link);
      for (const written of [inert(any), printable(any), quote(any), quotePlain(any)])
        expect(written).not.toMatch(obeyed);
    }),
    { numRuns: runs * 20, seed },
  );
});

test('JSON keeps its meaning', () => {
  fc.assert(
    fc.property(fc.jsonValue(), text, (value, more) => {
      const both = [value, more];
      expect(JSON.parse(printable(JSON.stringify(both, null, 2)))).toEqual(JSON.parse(JSON.stringify(both)));
    }),
    { numRuns: runs, seed },
  );
});

/** A project with the text wherever arbitrary text is allowed. */
function saying(text: string): ReturnType<typeof analyze> {
  const resources = {
    Api: {
      type: 'websocket-api',
      name: 'Api',
      description: text,
      routeSelectorProperty: 'action',
      endpoints: [{ route: `send${text}`, operationMode: '2-way', connections: ['F'] }],
    },
    F: {
      type: 'lambda-function',
      name: `F${text}`,
      description: text,
      runtime: 'nodejs22.x',
      entryPoint: 'functions/send.handler',
      environment: { KEY: text },
      connections: [{ to: 'Topic', access: 'write-only' }],
    },
    Topic: { type: 'sns-topic', name: `Topic${text}` },
  };
  return analyze(JSON.stringify({ description: text, resources }));
}

describe('a file that is made from a project full of them has none of them raw', () => {
  const drawn = saying(hostile);
  // AWS accepts no other characters in a template.
  const accepted = saying(
    Array.from(hostile)
      .filter((character) => character >= ' ')
      .join(''),
  );
  test.each([
    ['the YAML template', accepted.template('yaml')],
    ['the JSON template', accepted.template('json')],
    ['the picture', drawn.picture('light')],
    ['the Mermaid flowchart', drawn.mermaid()],
    ['the Markdown page', drawn.routeTable()],
  ])('%s', (_, written) => {
    expect(written).toBeDefined();
    expect(written).not.toMatch(obeyed);
  });
});

describe('there is one way out', () => {
  const sources = ['client/src', 'server/src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name)),
  );
  const filesWith = (pattern: RegExp): string[] =>
    sources.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8'))).sort();

  test.each([
    ['messages of the extension', /\bshow(?:Error|Warning|Information)Message\b/, ['client/src/messages.ts']],
    ['messages of the server', /\bShowMessage|\bwindow\.show/, ['server/src/lsp/convert.ts']],
    [
      'output of the programs',
      /\bprocess\.std(?:out|err)\.write\b/,
      ['server/src/cli/output.ts', 'server/src/lsp/main.ts', 'server/src/lsp/standard-output.ts'],
    ],
  ])('for %s', (_, pattern, files) => {
    const inServer = pattern.source.includes('ShowMessage');
    expect(filesWith(pattern).filter((file) => !inServer || file.startsWith('server/'))).toEqual(files);
  });
});
