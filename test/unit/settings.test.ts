// Settings files: what they can contain, what is wrong with them, and where they are found.
import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { mkdirSync, readFileSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diskFiles } from '../../server/src/disk/disk-files.ts';
import { settingsFiles, templateFileFor } from '../../server/src/files/settings-files.ts';
import { rules } from '../../server/src/rules/all-rules.ts';
import { readSettings, settingsSchema, templateFileOf, type TemplateSettings } from '../../server/src/settings.ts';
import { temporaryFolder } from '../harness/folder.ts';
import { runs, seed } from '../harness/property-runs.ts';

/** `line:column message` of each fault. */
function faultsIn(text: string, format: 'yaml' | 'json' = 'yaml'): string[] {
  return readSettings(text, format).faults.map(({ span, message }) => {
    const before = text.slice(0, span.start).split('\n');
    return `${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${message}`;
  });
}

describe('a settings file', () => {
  test('sets rules, ignored files and the template', () => {
    const text = `
rules:
  no-default-route: off
  endpoint-without-handler: error
ignore: [legacy, '*.draft.*']
template: { path: 'dist/{name}.json', format: json }
`;
    const expected = {
      rules: { 'no-default-route': 'off', 'endpoint-without-handler': 'error' },
      ignore: ['legacy', '*.draft.*'],
      template: { path: 'dist/{name}.json', format: 'json' },
    };
    expect(readSettings(text, 'yaml')).toEqual({ settings: expected, faults: [] });
    const json = JSON.stringify({ $schema: './schema.json', ...expected });
    expect(readSettings(json, 'json')).toEqual({ settings: expected, faults: [] });
  });

  test.each(['', '# nothing yet\n', '{}', 'rules:\n', 'template: {}\n'])('can be as empty as %j', (text) => {
    expect(readSettings(text, 'yaml')).toEqual({ settings: { rules: {}, ignore: [], template: {} }, faults: [] });
  });

  test.each([
    ['rules: {', /^1:8 This `\{` is never closed/],
    ['- rules', /^1:1 The settings must be an object\.$/],
    ['rule: {}', /^1:1 `rule` is not a setting\. Did you mean `rules`\?$/],
    ['colour: red', /^1:1 `colour` is not a setting\. Remove it\.$/],
    ['rules: [no-default-route]', /^1:8 `rules` must be an object\.$/],
    [
      'rules: { duplicate-rute: off }',
      /^1:10 There is no rule `duplicate-rute`, which `rules` names\. Did you mean `duplicate-route`\?$/,
    ],
    [
      'rules: { duplicate-route: loud }',
      /^1:27 `loud` is not a level of the rule `duplicate-route` in `rules`\. Use `off`, /,
    ],
    ['rules: { duplicate-route: }', /^1:10 This is not a level of the rule `duplicate-route`/],
    ['rules: { duplicate-route: [off] }', /^1:27 This is not a level of the rule `duplicate-route`/],
    ['ignore: legacy', /^1:9 `ignore` must be a list of patterns\.$/],
    ['ignore: [1]', /^1:10 A pattern must be a text, such as `legacy\/`\.$/],
    ['ignore: ["a*b*c*d*e*f*g*h*i*j"]', /^1:10 A pattern can have at most 8 asterisks\. Use several patterns\.$/],
    ['template: yes', /^1:11 `template` must be an object\.$/],
    ['template: { path: /etc/passwd }', /^1:19 The path must be a relative path of a file/],
    ['template: { path: "C:/x" }', /^1:19 The path must be a relative path of a file/],
    ['template: { path: dist/ }', /^1:19 The path must be a relative path of a file/],
    ['template: { path: dist/.. }', /^1:19 The path must be a relative path of a file/],
    ['template: { path: . }', /^1:19 The path must be a relative path of a file/],
    ['template: { path: 1 }', /^1:19 The path must be a relative path of a file/],
    ['template: { format: xml }', /^1:21 The format must be `yaml` or `json`\.$/],
  ])('%s has one fault', (text, fault) => {
    expect(faultsIn(text)).toEqual([expect.stringMatching(fault)]);
  });

  test('keeps what is valid beside a fault', () => {
    const { settings } = readSettings('rules: { no-default-route: off, x: off }\nignore: [a, 1]\n', 'yaml');
    expect(settings).toMatchObject({ rules: { 'no-default-route': 'off' }, ignore: ['a'] });
  });

  test('is shown in the documentation without faults', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
    const [, shown = ''] = /^```yaml\n(rules:.*?)^```$/ms.exec(page) ?? [];
    expect(shown).toContain('ignore:');
    expect(faultsIn(shown)).toEqual([]);
  });

  test('is valid by its schema if it has no faults, and the other way around', () => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(settingsSchema());
    const level = fc.constantFrom('off', 'information', 'warning', 'error', 'loud', 1, null);
    const rule = fc.constantFrom(...rules.slice(0, 4).map(({ id }) => id), 'no-rule');
    const text = fc.constantFrom('legacy', 'a/b.yaml', '{name}.json', 2);
    const settings = fc.record(
      {
        $schema: fc.constant('x.json'),
        rules: fc.oneof(fc.dictionary(rule, level), fc.constant('off')),
        ignore: fc.oneof(fc.array(text), text),
        template: fc.record({ path: text, format: fc.constantFrom('yaml', 'json', 'xml') }, { requiredKeys: [] }),
        other: fc.constant(1),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(settings, (value) => {
        expect(faultsIn(JSON.stringify(value), 'json').length === 0).toBe(validate(value));
      }),
      { numRuns: runs * 5, seed },
    );
  });
});

test.each([
  [{}, 'websocket.yaml', 'websocket.template.yaml', 'yaml'],
  [{ format: 'json' }, 'chat.websocket.yml', 'chat.websocket.template.json', 'json'],
  [{ path: 'dist/{name}.json' }, 'chat.websocket.json', 'dist/chat.websocket.json', 'json'],
  [{ path: '../{name}/$&.yml', format: 'yaml' }, 'a$&.websocket.yaml', '../a$&.websocket/$&.yml', 'yaml'],
] as const)('the settings %j put the template of %s in %s', (settings, name, path, format) => {
  expect(templateFileOf(settings, name)).toEqual({ path, format });
});

describe('settings files on the disk', () => {
  const off = 'rules: { no-default-route: off }\n';

  test('apply to all folders below, until a nearer one or a repository', async () => {
    const folder = temporaryFolder({
      'websocket-project.config.yaml': off,
      'a/b/c/x': '',
      'a/near/websocket-project.config.json': '{}',
      'a/near/d/x': '',
      'a/repository/.git/x': '',
      'a/repository/d/x': '',
    });
    const files = settingsFiles(diskFiles);
    const pathAbove = async (path: string): Promise<string | undefined> =>
      (await files.above(folder.pathOf(path)))?.path;
    expect(await pathAbove('a/b/c')).toBe(folder.pathOf('websocket-project.config.yaml'));
    expect(await pathAbove('a/near/d')).toBe(folder.pathOf('a/near/websocket-project.config.json'));
    expect(await pathAbove('a/repository/d')).toBe(undefined);
    expect(await pathAbove('gone/d')).toBe(folder.pathOf('websocket-project.config.yaml'));
    expect(await files.above(folder.pathOf('a'))).toBe(await files.above(folder.pathOf('a/b')));
  });

  test('are the same object until they change', async () => {
    const folder = temporaryFolder({ 'websocket-project.config.yaml': off });
    const files = settingsFiles(diskFiles);
    const first = await files.above(folder.path);
    files.refresh();
    expect(await files.above(folder.path)).toBe(first);
    folder.write('websocket-project.config.yaml', 'rules: {}\n');
    utimesSync(folder.pathOf('websocket-project.config.yaml'), 1, 1);
    files.refresh();
    expect((await files.above(folder.path))?.settings.rules).toEqual({});
  });

  test('have a fault if they are there and cannot be read', async () => {
    const folder = temporaryFolder({ 'websocket-project.config.yaml': off });
    const files = settingsFiles({ ...diskFiles, read: () => Promise.resolve(undefined) });
    const file = await files.above(folder.path);
    expect(file?.settings.rules).toEqual({});
    const message = 'This file cannot be read, so its settings do not apply. Change its permissions, or remove it.';
    expect(file?.faults).toEqual([{ position: { line: 0, character: 0 }, message }]);
    files.refresh();
    expect(await files.above(folder.path)).toBe(file);
  });

  test('count only once in a folder', async () => {
    const folder = temporaryFolder({ 'websocket-project.config.yaml': off, 'websocket-project.config.json': '{}' });
    const file = await settingsFiles(diskFiles).above(folder.path);
    expect(file?.path).toBe(folder.pathOf('websocket-project.config.json'));
    expect(file?.faults).toEqual([
      {
        position: { line: 0, character: 0 },
        message: 'websocket-project.config.yaml is in the same folder and does not count. Remove one of the two.',
      },
    ]);
  });

  test('ignore files by patterns relative to their folder', async () => {
    const folder = temporaryFolder({
      'a/websocket-project.config.yaml': 'ignore: [/x, "*.draft.*", "!kept.draft.yaml"]\n',
    });
    const file = await settingsFiles(diskFiles).above(folder.pathOf('a'));
    const ignores = (path: string): boolean | undefined => file?.ignores(folder.pathOf(path));
    expect(ignores('a/x/websocket.yaml')).toBe(true);
    expect(ignores('a/b/x/websocket.yaml')).toBe(false);
    expect(ignores('a/b/chat.draft.websocket.yaml')).toBe(true);
    expect(ignores('a/b/kept.draft.yaml')).toBe(false);
    expect(ignores('x/websocket.yaml')).toBe(false);
  });

  test('that are no regular files are no settings', async () => {
    const folder = temporaryFolder({ 'a/x': '' });
    mkdirSync(folder.pathOf('a/websocket-project.config.yaml'));
    symlinkSync('/dev/zero', folder.pathOf('a/websocket-project.config.json'));
    expect(await settingsFiles(diskFiles).above(folder.pathOf('a'))).toBe(undefined);
  });

  test('put templates only in their own folder', async () => {
    const outside = temporaryFolder({});
    const folder = temporaryFolder({ 'a/websocket.yaml': '', 'b/websocket-project.config.yaml': '' });
    symlinkSync(outside.path, folder.pathOf('linked'));
    const put = async (path: string): Promise<unknown> => {
      folder.write('websocket-project.config.yaml', `template: { path: '${path}' }\n`);
      const settings = await settingsFiles(diskFiles).above(folder.pathOf('a'));
      const file = await templateFileFor(diskFiles, settings, folder.pathOf('a/websocket.yaml'));
      return file.refused === undefined ? file.path : 'refused';
    };
    expect(await put('new/{name}.yaml')).toBe(folder.pathOf('a/new/websocket.yaml'));
    expect(await put('../dist/{name}.yaml')).toBe(folder.pathOf('dist/websocket.yaml'));
    expect(await put('../../x.yaml')).toBe('refused');
    expect(await put('../linked/x.yaml')).toBe('refused');
  });

  test('give way to what the user has set for templates, which can be anywhere', async () => {
    const folder = temporaryFolder({
      'a/websocket-project.config.yaml': "template: { path: '../x.yaml', format: yaml }\n",
      'b/websocket-project.config.yaml': 'template: { path: x.json }\n',
    });
    const put = async (name: string, user: TemplateSettings): Promise<unknown> => {
      const settings = await settingsFiles(diskFiles).above(folder.pathOf(name));
      const { format, ...file } = await templateFileFor(
        diskFiles,
        settings,
        folder.pathOf(`${name}/websocket.yaml`),
        user,
      );
      return [format, file.refused === undefined ? file.path : 'refused'];
    };
    expect(await put('a', { path: '../{name}.json' })).toEqual(['json', folder.pathOf('websocket.json')]);
    expect(await put('a', { format: 'json' })).toEqual(['json', 'refused']);
    expect(await put('b', { format: 'yaml' })).toEqual(['yaml', folder.pathOf('b/x.json')]);
    expect(await put('b', {})).toEqual(['json', folder.pathOf('b/x.json')]);
  });
});
