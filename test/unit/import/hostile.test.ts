// Files that people should not write: each is refused in words or imported without a fault, and takes bounded work.
import * as fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { analyze } from '../../../server/src/analysis.ts';
import { importProject, type Imported } from '../../../server/src/import/import.ts';
import { importFiles, importedFrom, ownProject } from '../../harness/import-files.ts';
import { hostileTexts } from '../../harness/hostile-descriptors.ts';
import { faultsOf } from '../../harness/judge-import.ts';
import { mutated } from '../../harness/mutations.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';
import type { SourceTexts } from '../../harness/source-routes.ts';

/** What is wrong with the result. A reason is a text that can follow a colon. */
function faultsOfAny(path: string, files: SourceTexts, imported: Imported): readonly string[] {
  if (!('unreadable' in imported)) {
    // The judge does not know what two values of one key mean.
    const errors = analyze(imported.descriptor).errors.map(({ message }) => message);
    return hasDuplicates(files) ? errors : faultsOf(path, files, imported);
  }
  const { unreadable, place } = imported;
  const isThere = !place || (place.span.start >= 0 && place.span.end <= place.file.text.length);
  return [
    ...(unreadable.trim() === '' || unreadable.endsWith(':') ? [`No reason: ${unreadable}`] : []),
    ...(isThere ? [] : [`No such place: ${place.span.start}–${place.span.end}`]),
  ];
}

function hasDuplicates(files: SourceTexts): boolean {
  return Object.values(files).some((text) =>
    parseAllDocuments(text).some(({ errors }) => errors.some(({ code }) => code === 'DUPLICATE_KEY')),
  );
}

async function faultsOfText(path: string, text: string, others: SourceTexts = {}): Promise<readonly string[]> {
  const files = { ...others, [path]: text };
  return faultsOfAny(path, files, await importFiles(path, files));
}

const service = (functions: string, more = ''): string => `service: chat
provider: { name: aws, runtime: nodejs22.x }
functions:
${functions}
${more}`;

const open = `  connect:
    handler: functions/connect.handler
    events: [{ websocket: $connect }]`;

async function reasonsOf(text: string, others: SourceTexts = {}): Promise<string> {
  const imported = await importFiles('serverless.yml', { ...others, 'serverless.yml': text });
  if ('unreadable' in imported) return imported.unreadable;
  return imported.entries.map((entry) => ('why' in entry ? `${entry.what}: ${entry.why}` : '')).join('\n');
}

describe('files that refer to others', () => {
  test('in a cycle', async () => {
    const others = { 'a.yml': 'events: ${file(b.yml):events}', 'b.yml': 'events: ${file(a.yml):events}' };
    const text = service(`${open}\n  loop:\n    handler: a.b\n    events: \${file(a.yml):events}`);
    expect(await faultsOfText('serverless.yml', text, others)).toEqual([]);
    expect(await reasonsOf(text, others)).toMatch(/loop/);
  });

  test('to themselves', async () => {
    const text = service(open, 'custom: ${file(serverless.yml)}\nresources: ${file(serverless.yml):resources}');
    expect(await faultsOfText('serverless.yml', text)).toEqual([]);
  });

  test.each([
    '../secret.yml',
    'a/../../secret.yml',
    './../secret.yml',
    '/etc/passwd',
    '~/secret.yml',
    'C:/secret.yml',
    '..\\\\secret.yml',
    '\\\\\\\\server\\\\secret.yml',
    'file:///etc/passwd',
    'https://example.com/secret.yml',
    '${self:custom.up}/secret.yml',
  ])('outside of their folder: %s', async (path) => {
    const asked: string[] = [];
    const text = service(open, `custom:\n  up: ..\n  secret: "\${file(${path})}"\nresources: "\${file(${path})}"`);
    const imported = await importFilesAsking(text, asked);
    expect(faultsOfAny('serverless.yml', { 'serverless.yml': text }, imported)).toEqual([]);
    // What reads files does not let them go outside either, but is not asked to.
    expect(asked.filter((one) => /^[/~\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/.test(one))).toEqual([]);
  });

  test('with names of what all objects have', async () => {
    const text = service(open, 'custom: ${file(constructor)}\nresources: ${file(__proto__):constructor}');
    expect(await faultsOfText('serverless.yml', text)).toEqual([]);
  });
});

function importFilesAsking(text: string, asked: string[]): Promise<Imported> {
  return importProject({
    path: 'serverless.yml',
    text,
    read: (path) => {
      asked.push(path);
      return Promise.resolve(undefined);
    },
  });
}

describe('variables', () => {
  test.each([
    ['that contain themselves', 'custom: { a: "${self:custom.a}" }'],
    ['that contain each other', 'custom: { a: "${self:custom.b}", b: "x${self:custom.a}" }'],
    ['that double each time', doubling(40)],
    ['in each other, 10,000 levels deep', `custom: { a: "${'${self:'.repeat(10_000)}${'}'.repeat(10_000)}" }`],
    ['that never end', `custom: { a: "${'${self:'.repeat(10_000)}" }`],
    [
      'with names of what all objects have',
      'custom: { a: "${self:__proto__.constructor}", b: "${self:custom.toString}" }',
    ],
    ['of the whole file', 'custom: { a: "${self:}", b: "${self:custom}" }'],
    ['that are empty', 'custom: { a: "${}", b: "${self}", c: "${:}", d: "${self:,}", e: "$\\{" }'],
  ])('%s', async (_, more) => {
    const used = service(open.replace('functions/connect', '${self:custom.a}'), more);
    expect(await faultsOfText('serverless.yml', used)).toEqual([]);
  });
});

/** Each value has the one before twice: a billion times the first at the thirtieth. */
function doubling(levels: number): string {
  const values = Array.from({ length: levels }, (_, level) =>
    level === 0 ? '  a0: ha' : `  a${level}: "\${self:custom.a${level - 1}}\${self:custom.a${level - 1}}"`,
  );
  return ['custom:', ...values, `  a: "\${self:custom.a${levels - 1}}"`].join('\n');
}

const templates: Readonly<Record<string, string>> = {
  nothing: '',
  'a comment': '# nothing',
  'no map': '- a',
  'an empty map': '{}',
  'no resources': 'Resources: {}',
  'resources that are none': 'Resources: [a]',
  'a resource that is none': 'Resources: { Chat: a, Other: [], Third: null, Fourth: { Type: [a] } }',
  'only what is no text': '\u0000\u0001\u0002',
  'a lone surrogate': 'Resources: { "\uD83D": { Type: "\uDE00" } }',
  tabs: 'Resources:\n\tChat:\n\t\tType: AWS::ApiGatewayV2::Api\n',
  'an alias of what contains it': 'Resources: &all { Chat: { Type: AWS::ApiGatewayV2::Api, Properties: *all } }',
  'unknown tags': 'Resources: !!binary aGk=\nOther: !unknown { a: !<tag:b> c }',
  'brackets, 10,000 levels deep': `Resources: ${'['.repeat(10_000)}`,
  'maps, 10,000 levels deep': `Resources: ${'{ a: '.repeat(10_000)}`,
  'more than one document': 'Resources: {}\n---\nResources: {}\n',
  '10 MB': `Resources: { Chat: "${'x'.repeat(10_000_000)}" }`,
  '10 MB of lines': `Resources:\n${'  a: b\n'.repeat(1_500_000)}`,
};

describe('texts', () => {
  test.each(Object.keys(templates))('%s', async (name) => {
    for (const path of ['template.yml', 'template.json', 'serverless.yml', 'project.json'])
      expect(await faultsOfText(path, templates[name] ?? '')).toEqual([]);
  });

  test.each(hostileTexts)('$name', async ({ text }) => {
    expect(await faultsOfText('template.yml', text)).toEqual([]);
  });

  test('names of what all objects have', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'];
    const { 'template.json': text = '' } = ownProject('cloudformation');
    for (const name of names) {
      for (const old of ['Chat', 'OnSay', 'Sessions', 'CALLBACK'])
        expect(await faultsOfText('template.json', text.replaceAll(`"${old}"`, JSON.stringify(name)))).toEqual([]);
      const functions = `  ${name}:\n    handler: a.b\n    environment: { ${name}: x }\n    events: [{ websocket: ${name} }]`;
      expect(await faultsOfText('serverless.yml', service(functions, `custom: { ${name}: x }`))).toEqual([]);
    }
  });

  test('an alias bomb', async () => {
    const levels = Array.from({ length: 60 }, (_, level) => {
      const before = level === 0 ? 'x' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
    });
    const text = `${levels.join('\n')}\nResources: { Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Tags: *a59 } } }\n`;
    expect(await faultsOfText('template.yml', text)).toEqual([]);
    expect(await faultsOfText('serverless.yml', service(open, `custom:\n  ${levels.join('\n  ')}`))).toEqual([]);
  });

  test('references that lead in circles', async () => {
    const { 'template.json': text = '' } = ownProject('cloudformation');
    const circles = [
      text.replace('"Ref": "ConnectCall"', '"Ref": "Connect"'),
      text.replace('"Fn::GetAtt": ["OnSay", "Arn"]', '"Fn::GetAtt": ["SayCall", "Arn"]'),
      text.replaceAll('"Ref": "Stage"', '"Ref": "ChatLive"'),
      text.replaceAll('"Ref": "Chat"', '"Ref": "Nobody"'),
      text.replaceAll('"Fn::GetAtt"', '"Ref"'),
    ];
    for (const circle of circles) {
      expect(circle).not.toBe(text);
      const imported = await importFiles('template.json', { 'template.json': circle });
      expect('unreadable' in imported || analyze(imported.descriptor).errors.length === 0).toBe(true);
    }
  });
});

/** A template with that many functions, each with a route. */
function templateWith(functions: number): string {
  const all = Array.from({ length: functions }, (_, index): readonly (readonly [string, object])[] => [
    [`Route${index}`, route(index)],
    [`Call${index}`, call(index)],
    [
      `On${index}`,
      { Type: 'AWS::Lambda::Function', Properties: { Handler: 'a.b', Runtime: 'nodejs22.x', Code: 'src' } },
    ],
  ]).flat();
  const Chat = {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'Chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
  };
  return JSON.stringify({ Resources: { Chat, ...Object.fromEntries(all) } });
}

function route(index: number): object {
  const Target = { 'Fn::Sub': `integrations/\${Call${index}}` };
  return { Type: 'AWS::ApiGatewayV2::Route', Properties: { ApiId: { Ref: 'Chat' }, RouteKey: `r${index}`, Target } };
}

function call(index: number): object {
  const IntegrationUri = { 'Fn::GetAtt': [`On${index}`, 'Arn'] };
  const Properties = { ApiId: { Ref: 'Chat' }, IntegrationType: 'AWS_PROXY', IntegrationUri };
  return { Type: 'AWS::ApiGatewayV2::Integration', Properties };
}

test('a template with 5,000 resources is refused, because a stack has at most 500', async () => {
  const imported = await importFiles('template.json', { 'template.json': templateWith(5000 / 3) });
  expect('unreadable' in imported ? imported.unreadable : '').toMatch(/500/);
});

const folder = join(import.meta.dirname, '../../../../shared/samples');

/** The projects of the tests, and the samples where they are at hand. */
const projects: readonly (readonly [string, SourceTexts])[] = [
  ...['serverless', 'serverless-short', 'sam', 'cloudformation', 'cdk', 'altostra'].flatMap((name) =>
    Object.keys(ownProject(name)).map((path) => [path, ownProject(name)] as const),
  ),
  ...(existsSync(folder) ? readdirSync(folder) : []).flatMap((kind) =>
    readdirSync(join(folder, kind)).map((file) => {
      return [file, { [file]: readFileSync(join(folder, kind, file), 'utf8') }] as const;
    }),
  ),
];

test(
  'projects with any faults are refused or imported, and never more open than they were',
  async () => {
    const changed = fc
      .constantFrom(...projects)
      .chain(([path, files]) =>
        fc.tuple(fc.constant(path), fc.constant(files), mutated(fc.constant(files[path] ?? ''))),
      );
    await fc.assert(
      fc.asyncProperty(changed, async ([path, files, text]) => {
        expect(await faultsOfText(path, text, files)).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'projects that end anywhere, or have anything in the middle, are refused or imported',
  async () => {
    const pieces = fc.constantFrom(
      '',
      '\n',
      '{',
      ']',
      '"',
      '${',
      '${self:',
      '&a ',
      '*a',
      '!Ref ',
      '\t',
      '\0',
      '\uD83D',
      '- ',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...projects),
        fc.nat(),
        pieces,
        fc.boolean(),
        async ([path, files], at, piece, ends) => {
          const text = files[path] ?? '';
          const middle = at % (text.length + 1);
          const broken = `${text.slice(0, middle)}${piece}${ends ? '' : text.slice(middle)}`;
          const imported = await importFiles(path, { ...files, [path]: broken });
          expect('unreadable' in imported || analyze(imported.descriptor).errors.length === 0).toBe(true);
        },
      ),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test('an import throws nothing because of the files that it reads', async () => {
  const files = ownProject('serverless-parts');
  for (const path of Object.keys(files).filter((one) => one !== 'serverless.yml')) {
    for (const text of ['', '\0', '[', 'a', '- a', '${file(custom.yml)}', 'module.exports = {}']) {
      const imported = await importedFrom('serverless.yml', { ...files, [path]: text });
      expect(analyze(imported.descriptor).errors).toEqual([]);
    }
  }
});
