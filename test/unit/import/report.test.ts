// The report of an import: for a terminal, as a document, and as data.
import { expect, test } from 'vitest';
import {
  hasLosses,
  reportData,
  reportDocument,
  reportLines,
  type ReportEntry,
} from '../../../server/src/import/report.ts';
import { readSource, type Place } from '../../../server/src/import/source.ts';

const main = placesIn(
  'serverless.yml',
  'service: chat\nfunctions:\n  send:\n    runtime: nodejs10.x\n    events: [http]\n',
);
const other = placesIn('config/dev.yml', 'a: 1\nb: 2\n');

/** The place of the first such text. */
function placesIn(path: string, text: string): (part: string) => Place {
  const root = readSource(path, text);
  if ('unreadable' in root) throw new Error(root.unreadable);
  return (part) => {
    const start = text.indexOf(part);
    if (start < 0) throw new Error(`${part} is not in ${path}.`);
    return { file: root.place.file, span: { start, end: start + part.length } };
  };
}

const runtime: ReportEntry = {
  kind: 'changed',
  what: 'Runtime of send',
  place: main('nodejs10.x'),
  before: 'nodejs10.x',
  after: 'nodejs22.x',
  why: 'AWS Lambda no longer creates functions with it.',
  todo: 'Test the function.',
  resource: 'send',
};
const entries: readonly ReportEntry[] = [
  { kind: 'next step', todo: 'Run websocket-project check.' },
  { kind: 'left out', what: 'Value b', place: other('b'), why: 'It is not used.', todo: 'Remove it.' },
  { kind: 'left out', what: 'Event http', place: main('http'), why: 'It is no WebSocket event.', todo: 'Keep it in a project of its own.' }, // prettier-ignore
  runtime,
  { kind: 'taken', what: 'Function send', place: main('send'), resource: 'send' },
  { kind: 'taken', what: 'Service chat', place: main('chat') },
  { ...runtime },
  { kind: 'next step', todo: 'Set the parameter.', place: main('service') },
];

test('on a terminal, by kind and place, each once, with the counts at the end', () => {
  expect(reportLines('serverless.yml', entries)).toEqual([
    'Taken over:',
    'serverless.yml:1:10: Service chat',
    'serverless.yml:3:3: Function send',
    'Changed:',
    'serverless.yml:4:14: Runtime of send: nodejs10.x → nodejs22.x — AWS Lambda no longer creates functions with it. Test the function.',
    'Left out:',
    'serverless.yml:5:14: Event http — It is no WebSocket event. Keep it in a project of its own.',
    'config/dev.yml:2:1: Value b — It is not used. Remove it.',
    'Next steps:',
    'serverless.yml:1:1: Set the parameter.',
    'Run websocket-project check.',
    'serverless.yml: 2 parts taken over, 1 changed, 2 left out, 2 next steps',
  ]);
});

test('on a terminal in another folder', () => {
  const lines = reportLines('serverless.yml', entries, (file) => `my chat/${file}`);
  expect(lines).toContain('my chat/config/dev.yml:2:1: Value b — It is not used. Remove it.');
  expect(lines.at(-1)).toMatch(/^my chat\/serverless\.yml: 2 parts/);
});

test('as a document that starts with what is lost, with links to the lines', () => {
  const text = reportDocument('serverless.yml', entries, ({ file, span }) =>
    file.path === 'serverless.yml' ? `file:///my chat/${file.path}#${span.start}` : undefined,
  );
  expect(text).toBe(`# Import of serverless.yml

2 parts taken over, 1 changed, 2 left out, 2 next steps.

## Left out

- [serverless.yml:5:14](<file:///my%20chat/serverless.yml#70>): **Event http** — It is no WebSocket event. Keep it in a project of its own.
- config/dev.yml:2:1: **Value b** — It is not used. Remove it.

## Changed

- [serverless.yml:4:14](<file:///my%20chat/serverless.yml#46>): **Runtime of send**: \`nodejs10.x\` → \`nodejs22.x\` — AWS Lambda no longer creates functions with it. Test the function.

## Next steps

- [serverless.yml:1:1](<file:///my%20chat/serverless.yml#0>): Set the parameter.
- Run websocket-project check.

## Taken over

- [serverless.yml:1:10](<file:///my%20chat/serverless.yml#9>): **Service chat**
- [serverless.yml:3:3](<file:///my%20chat/serverless.yml#27>): **Function send**
`);
});

test('as data, 1-based', () => {
  expect(reportData('serverless.yml', [runtime])).toEqual([
    {
      kind: 'changed',
      what: 'Runtime of send',
      before: 'nodejs10.x',
      after: 'nodejs22.x',
      why: 'AWS Lambda no longer creates functions with it.',
      todo: 'Test the function.',
      resource: 'send',
      file: 'serverless.yml',
      line: 4,
      column: 14,
      endLine: 4,
      endColumn: 24,
    },
  ]);
  expect(reportData('serverless.yml', [{ kind: 'next step', todo: 'Test.' }])).toEqual([
    { kind: 'next step', todo: 'Test.' },
  ]);
});

test('what the source says is not obeyed, neither by a terminal nor by a page', () => {
  const hostile: ReportEntry = {
    kind: 'changed',
    what: 'Route \u001b[31m*a*\n# b',
    place: main('send'),
    before: 'x`y](command:z)',
    after: 'a\u202Eb'.padEnd(1000, 'c'),
    why: '<img src=x> [a](command:b).',
  };
  const [, line = ''] = reportLines('a\u0007.yml', [hostile]);
  expect(line).toContain('Route \\u001b[31m*a* # b: x`y](command:z) → a\\u202eb');
  expect(line.length).toBeLessThan(300);
  expect(reportLines('a\u0007.yml', [hostile]).at(-1)).toMatch(/^a\\u0007\.yml: /);
  const text = reportDocument('a*b*.yml', [hostile], () => 'x:a>b<c d\n');
  expect(text).toContain('# Import of a\\*b\\*.yml\n');
  expect(text).toContain('(<x:a%3Eb%3Cc%20d%0A>)');
  expect(text).toContain('**Route \\\\u001b\\[31m\\*a\\* \\# b**: `` x`y](command:z) `` → `a\\u202eb');
  expect(text).toContain('\\<img src=x\\> \\[a\\](command:b).');
});

test('only what is left out is a loss', () => {
  expect(hasLosses(entries)).toBe(true);
  expect(hasLosses(entries.filter(({ kind }) => kind !== 'left out'))).toBe(false);
});

test('more than five entries that are alike have one line on a terminal, and all are in the document', () => {
  const routes = (count: number): ReportEntry[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'taken', what: `Route r${index}`, place: main('chat') }));
  const runtime = (id: string, why: string): ReportEntry => ({
    kind: 'changed',
    what: `Runtime of ${id}`,
    place: main('send'),
    before: 'nodejs10.x',
    after: 'nodejs22.x',
    why,
  });
  const runtimes = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => runtime(id, 'It is retired.'));
  const entries = [...routes(7), ...runtimes, runtime('g', 'Another reason.')];
  const lines = reportLines('serverless.yml', entries);
  expect(lines).toHaveLength(6);
  expect(lines[1]).toMatch(/: Route r0 … and 6 more like this$/);
  expect(lines[3]).toMatch(/: Runtime of a: .* It is retired\. … and 5 more like this$/);
  expect(lines[4]).toMatch(/: Runtime of g: .* Another reason\.$/);
  expect(lines[5]).toBe('serverless.yml: 7 parts taken over, 7 changed, 0 left out, 0 next steps');
  expect(reportLines('serverless.yml', routes(5))).toHaveLength(7);
  const document = reportDocument('serverless.yml', entries, () => undefined);
  expect(document.match(/Route/g)).toHaveLength(7);
  expect(reportData('serverless.yml', entries)).toHaveLength(14);
});
