// The command `check`: which files it checks, what it prints and how it exits.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contributes } from '../../package.json';
import { temporaryFolder } from '../harness/folder.ts';
import { cli, commandLine, example } from '../harness/command-line.ts';

const { folder, run, runWith, file } = commandLine();
const text = readFileSync(example, 'utf8');
cpSync(join(dirname(example), 'functions'), join(folder, 'functions'), { recursive: true });
const brokenText = text.replace('operationMode: 2-way', 'operationMode: two-way');
const broken = file('broken.websocket.yaml', brokenText);
const line = text.slice(0, text.indexOf('operationMode: 2-way')).split('\n').length;
const warned = file('warned.websocket.yaml', text.replace('name: Chat\n', 'name: chat-api\n'));
const queue = 'resources: { Outbox: { type: sqs-queue, name: Outbox } }\n';

/** The lines with a problem, as an editor's problem matcher finds them. */
const headlines = (out: string): string[] => out.split('\n').filter((one) => /^\S+:\d+:\d+: \w+: /.test(one));

describe('problems', () => {
  test('there are none in a file without faults', async () => {
    expect(await run('check', example)).toEqual({ status: 0, out: 'No problems in 1 file.\n', err: '' });
    expect(await run('check', example, '--quiet')).toEqual({ status: 0, out: '', err: '' });
  });

  test('are printed with the line of the file, and errors exit with 1', async () => {
    const { status, out, err } = await run('check', example, broken);
    expect({ status, err }).toEqual({ status: 1, err: '' });
    const column = '        operationMode: '.length + 1;
    expect(out.split('\n')).toEqual([
      `broken.websocket.yaml:${line}:${column}: error: \`two-way\` is not an operation mode. Expected \`1-way\` or \`2-way\`. Did you mean \`2-way\`? [invalid-operation-mode]`,
      ` ${line} |         operationMode: two-way`,
      `    |                        ^^^^^^^`,
      '',
      '1 problem (1 error) in 1 of 2 files.',
      '',
    ]);
  });

  test("are what VS Code's problem matcher reads in the text", async () => {
    const matcher = contributes.problemMatchers[0]?.pattern;
    const faulty = file(
      'faulty.websocket.yaml',
      brokenText.replace('functions/help.handler', 'functions/hepl.handler'),
    );
    const [asText, asJson] = [
      await run('check', broken, warned, faulty),
      await run('check', '--format', 'json', broken, warned, faulty),
    ];
    const read = asText.out.split('\n').flatMap((one) => {
      const match = new RegExp(matcher?.regexp ?? '').exec(one) ?? [];
      const part = (name: 'file' | 'line' | 'column' | 'severity' | 'message' | 'code'): string =>
        match[matcher?.[name] ?? 0] ?? '';
      const place = { file: part('file'), line: Number(part('line')), column: Number(part('column')) };
      return match.length > 0
        ? { ...place, severity: part('severity'), message: part('message'), rule: part('code') }
        : [];
    });
    expect(read.length).toBeGreaterThan(2);
    // VS Code knows `info`, and takes what it does not know for an error.
    const meant = read.map((one) => ({ ...one, severity: one.severity.replace(/^info$/, 'information') }));
    expect(JSON.parse(asJson.out)).toMatchObject(meant);
    expect(new Set(read.map(({ severity }) => severity))).toEqual(new Set(['error', 'warning', 'info']));
  });

  test('have colors on a terminal, or if they are forced', async () => {
    const escape = '\u001b[';
    expect((await run('check', broken)).out).not.toContain(escape);
    expect((await runWith({ env: { FORCE_COLOR: '1' } }, 'check', broken)).out).toContain(`${escape}1;31merror:`);
    expect((await runWith({ env: { FORCE_COLOR: '0' } }, 'check', broken)).out).not.toContain(escape);
  });

  test('are checked as JSON in a file whose name ends in .json', async () => {
    const almost = '{"resources": {"Outbox": {"type": "sqs-queue", "name": "Outbox",}}} # the queue\n';
    expect((await run('check', file('almost.websocket.yaml', almost))).status).toBe(0);
    const { status, out } = await run('check', file('almost.websocket.json', almost));
    expect(status).toBe(1);
    expect(out.match(/^almost.*\[json-syntax\]$/gm)?.length).toBe(2);
  });

  test('are reported for an entry point whose file does not exist', async () => {
    const name = file('lost.websocket.yaml', text.replace('functions/help.handler', 'functions/hepl.handler'));
    const { status, out } = await run('check', name);
    expect(status).toBe(0);
    expect(headlines(out)).toEqual([expect.stringMatching(/: information: .* \[entry-point-not-found\]$/)]);
  });

  test('that are suppressed and prevent a template are errors', async () => {
    const suppressed = '# websocket-project-ignore-file: invalid-operation-mode\n';
    const name = file('suppressed.websocket.yaml', suppressed + brokenText);
    const { status, out } = await run('check', name);
    expect(status).toBe(1);
    expect(headlines(out)).toEqual([
      expect.stringMatching(/: error: .* A comment suppresses this error, but .* \[invalid-operation-mode\]$/),
    ]);
  });

  test('that are warnings exit with 0, unless there are too many', async () => {
    expect((await run('check', warned)).status).toBe(0);
    expect((await run('check', warned, '--max-warnings', '1')).status).toBe(0);
    const { status, err } = await run('check', warned, '--max-warnings', '0');
    expect(status).toBe(1);
    expect(err).toBe('websocket-project: 1 warning, and --max-warnings allows 0\n');
    expect(await run('check', warned, '--quiet', '--max-warnings', '0')).toMatchObject({ status: 1, out: '' });
  });
});

describe('files', () => {
  test.each([
    ['is not there', 'missing.yaml', ': no such file'],
    ['has an empty name', '', "'': the path is empty"],
    ['is in a folder that is not there', 'missing/..', 'missing/.. cannot be read: no such file'],
    ['is no text', file('bytes.yaml', Uint8Array.of(0xff, 0xfe, 0x00)), 'it is not UTF-8 text'],
  ])('end with 2 if one %s, and the others are checked', async (_, name, reason) => {
    const { status, out, err } = await run('check', name, broken);
    expect(status).toBe(2);
    expect(err).toContain(reason);
    expect(out).toContain('[invalid-operation-mode]');
  });

  test('in a folder that cannot be read are missing, and that is said', () => {
    // Root can read every folder, so the refusal is that of a replaced function.
    const refusal = `
      const files = require('node:fs/promises');
      const { readdir } = files;
      const refused = Object.assign(new Error('permission denied'), { code: 'EACCES' });
      files.readdir = (path, ...rest) => (/locked$/.test(path) ? Promise.reject(refused) : readdir(path, ...rest));`;
    const shared = temporaryFolder({
      'ok.websocket.yaml': queue,
      'locked/websocket.yaml': queue,
      'refuse.cjs': refusal,
    });
    for (const command of ['check', 'format']) {
      const { status, stderr } = spawnSync(process.execPath, ['--require', './refuse.cjs', cli, command], {
        cwd: shared.path,
        encoding: 'utf8',
      });
      expect(status).toBe(2);
      expect(stderr).toContain('websocket-project: locked: this folder cannot be read.');
    }
  });

  test.skipIf(process.platform === 'win32')('that are devices are not read', async () => {
    symlinkSync('/dev/zero', join(folder, 'device.websocket.yaml'));
    const { status, err } = await run('check', 'device.websocket.yaml');
    expect(status).toBe(2);
    expect(err).toContain('device.websocket.yaml cannot be read: it is a folder, a pipe or a device');
  });

  const tree = 'tree';
  const checked = async (...parameters: string[]): Promise<string[]> => {
    const { out } = await runWith({ cwd: tree }, 'check', '--quiet', '--format', 'json', ...parameters);
    const problems: unknown = JSON.parse(out);
    if (!Array.isArray(problems)) throw new Error('There is no array.');
    return problems.map((problem: { readonly file: string }) => problem.file);
  };
  for (const name of [
    'websocket.yaml',
    'services/a/websocket.yaml',
    'services/b/b.websocket.yml',
    'services/b/generated/websocket.yaml',
    'services/b/kept.websocket.yaml',
    'other/api.yaml',
    'node_modules/x/websocket.yaml',
    '.hidden/websocket.yaml',
    'ignored/websocket.yaml',
  ]) {
    file(`${tree}/${name}`, brokenText);
  }
  file(`${tree}/.gitignore`, '/ignored\nkept.*\n');
  file(`${tree}/services/b/.gitignore`, 'generated\n!kept.websocket.yaml\n');
  execFileSync('git', ['init', '--quiet'], { cwd: join(folder, tree) });

  test.each([
    [
      [],
      ['websocket.yaml', 'services/a/websocket.yaml', 'services/b/b.websocket.yml', 'services/b/kept.websocket.yaml'],
    ],
    [['services/b'], ['services/b/b.websocket.yml', 'services/b/kept.websocket.yaml']],
    [['./services/../services/a/', 'services/a/websocket.yaml'], ['services/a/websocket.yaml']],
    [['services/*/*.yml'], ['services/b/b.websocket.yml']],
    [['**/a/**'], ['services/a/websocket.yaml']],
    [['{services,other}/**/websocket.yaml'], ['services/a/websocket.yaml']],
    [['other/api.yaml'], ['other/api.yaml']],
    [['ignored'], ['ignored/websocket.yaml']],
    [['ignored/websocket.yaml'], ['ignored/websocket.yaml']],
    [['.', '--ignore', 'services/b', '--ignore', '/websocket.yaml'], ['services/a/websocket.yaml']],
    [['services', '--ignore', 'b*'], ['services/a/websocket.yaml']],
  ])('%j are the wanted ones', async (parameters, expected) => {
    expect(await checked(...parameters)).toEqual(expected);
  });

  test('are found below a folder of a repository with the rules of the folders above it', async () => {
    const { out } = await runWith({ cwd: `${tree}/services` }, 'check', '--quiet', '--format', 'github', '.');
    expect(out.match(/(?<=file=)[^,]+/g)).toEqual(['a/websocket.yaml', 'b/b.websocket.yml', 'b/kept.websocket.yaml']);
  });

  test('end with 2 where there are none', async () => {
    mkdirSync(join(folder, 'nothing'), { recursive: true });
    for (const path of ['nothing', 'nothing/*.yaml', `${tree}/other/*.yaml`]) {
      const { status, out, err } = await run('check', path);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/^websocket-project: \S+: no project file .* Project files are named websocket\.yaml, or /);
    }
  });

  test('end with 0 if all that are named are ignored, as a hook wants it', async () => {
    expect(await run('check', broken, '--ignore', '*.yaml')).toEqual({
      status: 0,
      out: '',
      err: 'websocket-project: all files that are named are ignored\n',
    });
  });

  test('can be standard input', async () => {
    const { status, out } = await runWith({ input: brokenText }, 'check', '-');
    expect(status).toBe(1);
    expect(headlines(out.replace('standard input', 'stdin'))).toHaveLength(1);
    const named = ['check', '-', '--stdin-filename', 'new.websocket.json', '--format', 'github'];
    const json = await runWith({ input: queue }, ...named);
    expect(json.out).toMatch(/^::error file=new\.websocket\.json,.*title=json-syntax::/);
    const lost = text.replace('functions/help.handler', 'functions/hepl.handler');
    cpSync(join(folder, 'functions'), join(folder, 'sourced/functions'), { recursive: true });
    const sources = await runWith({ input: lost }, 'check', '-', '--stdin-filename', 'sourced/websocket.yaml');
    expect(sources.out).toContain('[entry-point-not-found]');
  });

  test('are reported in their order, however many there are', async () => {
    for (let index = 0; index < 300; index++) {
      file(
        `many/${index}/websocket.yaml`,
        index % 100 === 7 ? brokenText.replaceAll('functions/', '../functions/') : queue,
      );
    }
    const { status, out, err } = await run('check', 'many');
    expect({ status, err }).toEqual({ status: 1, err: '' });
    const errors = headlines(out).filter((one) => one.includes('invalid-operation-mode'));
    expect(errors.map((one) => one.split(':')[0])).toEqual(
      [107, 207, 7].map((index) => `many/${index}/websocket.yaml`),
    );
    expect(out).toMatch(/ in 3 of 300 files\.\n$/);
  });
});

describe('--fix', () => {
  test('writes what can safely be fixed, and reports the rest', async () => {
    const ambiguous = '\ufeffresources: { Outbox: { type: sqs-queue, name: on } }\r\nsurprise: 1\n';
    const name = file('fix.websocket.yaml', ambiguous);
    expect((await run('check', name)).out).toMatch(/ --fix fixes 1 of them\.\n$/);
    const { status, out } = await run('check', '--fix', name);
    expect(status).toBe(1);
    expect(out).toMatch(
      /^fix\.websocket\.yaml:2:1: error: .*\n[^]*\n\nFixed 1 problem\. 1 problem \(1 error\) in 1 file\.\n$/,
    );
    expect(readFileSync(join(folder, name), 'utf8')).toBe(ambiguous.replace('on }', '"on" }'));
  });

  test('leaves a file alone that it cannot fix', async () => {
    expect((await run('check', '--fix', broken)).status).toBe(1);
    expect(readFileSync(join(folder, broken), 'utf8')).toBe(brokenText);
  });
});

test('--watch checks again after a change', async () => {
  const name = file('watched/websocket.yaml', queue);
  const child = spawn(process.execPath, [cli, 'check', '--watch', 'watched'], { cwd: folder });
  try {
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => (out += data));
    child.stderr.setEncoding('utf8').on('data', (data: string) => (err += data));
    await expect.poll(() => err).toBe('Watching for changes. Press Ctrl+C to stop.\n');
    expect(out).toBe('No problems in 1 file.\n');
    writeFileSync(join(folder, name), `${queue}surprise: 1\n`);
    await expect.poll(() => out).toContain('[unknown-property]');
    writeFileSync(join(folder, name), queue);
    await expect.poll(() => out).toMatch(/1 problem [^]*No problems in 1 file\.\n$/);
    expect(child.exitCode).toBe(null);
  } finally {
    child.kill();
  }
});
