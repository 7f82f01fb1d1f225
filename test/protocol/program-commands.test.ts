// The commands about files and the program itself: format, init, rules, lsp and completion, as from a shell.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findOnPath } from '../../scripts/programs.mjs';
import { rules } from '../../server/src/rules/all-rules.ts';
import { cli, commandLine, expectLanguageServer } from '../harness/command-line.ts';

const { folder, run, runWith, file } = commandLine();
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

test.each(['cli.js', 'server.js'])('%s starts by its name', (name) => {
  expect(readFileSync(join(cli, '..', name), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});

describe('format', () => {
  const messy = 'resources:\r\n   Outbox:   { type: sqs-queue,name: Outbox }  \r\n\r\n\r\n';
  const formatted = 'resources:\r\n  Outbox: { type: sqs-queue, name: Outbox }\r\n';

  test('formats files, and names those that change', async () => {
    file('format/a/websocket.yaml', messy);
    file('format/b.websocket.yaml', formatted);
    expect(await run('format', 'format')).toEqual({
      status: 0,
      out: 'format/a/websocket.yaml\nFormatted: 1 of 2 files.\n',
      err: '',
    });
    expect(textOf('format/a/websocket.yaml')).toBe(formatted);
    expect(await run('format', 'format')).toEqual({ status: 0, out: '', err: '' });
  });

  test('only says which files would change with --check', async () => {
    const name = file('messy.websocket.yaml', messy);
    expect(await run('format', '--check', name)).toEqual({
      status: 1,
      out: `${name}\nNot formatted: 1 of 1 file.\n`,
      err: '',
    });
    expect(textOf(name)).toBe(messy);
  });

  test('leaves a file alone that cannot be parsed', async () => {
    const name = file('torn.websocket.yaml', 'resources: {\n');
    const { status, out, err } = await run('format', name);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toMatch(
      /^torn\.websocket\.yaml:1:12: error: The file cannot be formatted because it cannot be parsed\. /,
    );
    expect(textOf(name)).toBe('resources: {\n');
  });

  test('formats standard input', async () => {
    expect(await runWith({ input: messy }, 'format', '-')).toEqual({ status: 0, out: formatted, err: '' });
    expect(await runWith({ input: messy }, 'format', '-', '--check')).toEqual({ status: 1, out: '', err: '' });
    const json = ['format', '-', '--stdin-filename', 'a.websocket.json'];
    expect((await runWith({ input: '{"resources":{}}' }, ...json)).out).toBe('{ "resources": {} }\n');
  });

  test.each([
    [['missing.yaml'], 'missing.yaml cannot be read: no such file'],
    [['-', 'a.yaml'], '- must be the only path'],
    [['--stdin-filename', 'a.yaml'], '--stdin-filename requires the path -'],
  ])('exits with 2 for %j', async (parameters, reason) => {
    const { status, out, err } = await run('format', ...parameters);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(reason);
  });
});

describe('init', () => {
  test.each([['fresh/websocket.yaml'], ['fresh/shop/shop.websocket.json']])(
    'creates %s without problems, which is formatted and builds',
    async (name) => {
      expect(await run('init', name)).toMatchObject({ status: 0, err: '' });
      expect(await run('check', name)).toEqual({ status: 0, out: 'No problems in 1 file.\n', err: '' });
      expect((await run('format', '--check', name)).status).toBe(0);
      expect((await run('build', name)).status).toBe(0);
    },
  );

  test('overwrites nothing', async () => {
    const name = file('kept/websocket.yaml', 'resources: {}\n');
    const { status, err } = await run('init', name);
    expect(status).toBe(2);
    expect(err).toBe('websocket-project: kept/websocket.yaml exists already\n');
    file('beside/functions/hello.mjs', '// mine\n');
    expect((await run('init', 'beside/websocket.yaml')).status).toBe(0);
    expect(textOf('beside/functions/hello.mjs')).toBe('// mine\n');
  });

  test('requires the name of a project file', async () => {
    const { status, err } = await run('init', 'api.yaml');
    expect(status).toBe(2);
    expect(err).toContain('the name must be websocket.yaml, or end in ');
  });
});

describe('rules', () => {
  test('are listed with their severity and summary', async () => {
    const { status, out } = await run('rules');
    expect(status).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(rules.length);
    expect(out).toMatch(/^duplicate-route +error +A route that is defined twice in an API\.$/m);
    const listed: unknown = JSON.parse((await run('rules', '--json')).out);
    expect(listed).toContainEqual({
      id: 'duplicate-route',
      severity: 'error',
      summary: 'A route that is defined twice in an API.',
      fixable: true,
    });
  });

  test('have a page each', async () => {
    const { status, out } = await run('rules', 'duplicate-route');
    expect(status).toBe(0);
    expect(out).toMatch(/^# duplicate-route\n[^]*\n## Why\n[^]*\n## Example\n/);
    const unknown = await run('rules', 'duplicate-rute');
    expect(unknown.status).toBe(2);
    expect(unknown.err).toContain('there is no rule "duplicate-rute". Did you mean duplicate-route?');
  });
});

test('lsp starts the language server', async () => {
  await expectLanguageServer(process.execPath, [cli, 'lsp', '--stdio', `--clientProcessId=${process.pid}`]);
});

describe('completion', () => {
  /** The words that a shell offers after `before`, where the last word is being typed. */
  const shells: Readonly<Record<string, (before: readonly string[]) => string[]>> = {
    bash(before) {
      const script = `source '${join(folder, 'bash')}'; COMP_WORDS=(websocket-project "$@"); COMP_CWORD=$#; _websocket_project; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', script, 'bash', ...before], { encoding: 'utf8' }).split('\n');
    },
    zsh(before) {
      // Stand-ins for what the completion system of zsh does with the words.
      const script = `
        compdef() { : }; _files() { : }; compadd() { shift; print -l -- "$@" }
        _describe() { local name=$2; print -l -- \${(P)name%%:*} }
        source '${join(folder, 'zsh')}'; words=(websocket-project "$@"); CURRENT=$#words; _websocket_project`;
      return execFileSync('zsh', ['-fc', script, 'zsh', ...before], { encoding: 'utf8' }).split('\n');
    },
    fish(before) {
      const script = `source '${join(folder, 'fish')}'; complete -C "$argv"`;
      const line = `websocket-project ${before.join(' ')}`;
      return execFileSync('fish', ['--no-config', '-c', script, line], { encoding: 'utf8' })
        .split('\n')
        .map((one) => one.split('\t')[0] ?? '');
    },
  };

  test.each(Object.keys(shells))('of %s offers commands, options, and their values', async (shell) => {
    const { status, out } = await run('completion', shell);
    expect(status).toBe(0);
    if (findOnPath(shell) === undefined) return;
    writeFileSync(join(folder, shell), out);
    const offered = (...before: string[]): string[] => shells[shell]?.(before) ?? [];
    expect(offered('')).toEqual(expect.arrayContaining(['check', 'build', 'completion']));
    expect(offered('check', '--')).toEqual(expect.arrayContaining(['--format', '--max-warnings']));
    expect(offered('check', '--')).not.toContain('--theme');
    expect(offered('check', '--format', '')).toEqual(expect.arrayContaining(['text', 'sarif']));
    expect(offered('rules', 'duplicate-r')).toContain('duplicate-route');
    expect(offered('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
  });

  test('exists only for known shells', async () => {
    const { status, err } = await run('completion', 'fihs');
    expect(status).toBe(2);
    expect(err).toContain('the shell must be bash, zsh or fish, not "fihs". Did you mean fish?');
  });
});
