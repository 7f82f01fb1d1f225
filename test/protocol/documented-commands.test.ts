// Every command line in the documentation for users and in the help texts runs, in a folder with the chat example.
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { cli, commandLine, example } from '../harness/command-line.ts';

const { folder, run } = commandLine();
const root = join(import.meta.dirname, '../..');
/** For users. What docs/performance.md measures takes long. */
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...readdirSync(join(root, 'examples')).map((name) => `examples/${name}/README.md`),
].filter((page) => page !== 'docs/performance.md');

interface Documented {
  /** A block of lines, or a line of a session. */
  readonly script: string;
  /** What a session shows that it prints. */
  readonly output?: string;
}

/** The shell blocks of a page. A synopsis, with parameters in capitals, is not one, and a server has to be talked to. */
function blocksOf(page: string): string[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^( *)```sh\n(.*?)\n\1```$/gms)];
  return blocks
    .map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .filter((block) => !/\b(?:FILE|COMMAND|GLOB)\b|--stdio|websocket-project (?:dev|connect)\b/.test(block));
}

/** The commands with what they print, after `$`. */
function sessionsIn(blocks: readonly string[]): Documented[] {
  const commands = blocks.flatMap((block) => block.split(/^\$ /m).slice(1));
  return commands.map((command) => {
    const [script = '', ...output] = command.split('\n');
    return { script, output: output.join('\n') };
  });
}

/** Runs a script as a shell does, where the program is installed. */
function shell(
  script: string,
  start = folder,
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  // A project is started in an empty folder, and nothing is written to the home of who runs the tests.
  const cwd = script.startsWith('websocket-project init') ? join(folder, 'empty') : start;
  const env = { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, env }, (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
  });
}

beforeAll(async () => {
  for (const path of ['', 'services', 'services/chat', 'packages/a', 'chat', 'examples/chat', 'legacy']) {
    cpSync(dirname(example), join(folder, path), { recursive: true });
  }
  cpSync(example, join(folder, 'draft.yaml'));
  cpSync(join(root, 'test/imports/serverless/serverless.yml'), join(folder, 'serverless.yml'));
  for (const name of ['bin', 'empty']) mkdirSync(join(folder, name));
  // The other programs do as little as they can. What is done in a clone of the repository is tested elsewhere.
  const programs = {
    'websocket-project': `exec '${process.execPath}' '${cli}' "$@"`,
    npx: `while [ "\${1#-}" != "$1" ]; do shift; done; case "$1" in
      websocket-project@${version}) shift; exec websocket-project "$@" ;;
      wscat) ;;
      *) echo "npx $*" >&2; exit 1 ;;
    esac`,
    aws: 'cat ~/template.yaml',
    jq: 'cat',
    git: 'echo 1795910400',
    ...Object.fromEntries(['code', 'npm', 'zip'].map((name) => [name, 'exit 0'])),
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  await run('build', 'websocket.yaml', '--out', 'template.yaml');
});

const documented = pages.map((page) => ({ page, blocks: blocksOf(page) })).filter(({ blocks }) => blocks.length > 0);

test('the documentation has command lines', () => {
  expect(documented.length).toBeGreaterThan(8);
});

describe.skipIf(process.platform === 'win32').each(documented)('$page', ({ blocks }) => {
  // The blocks of a page are steps: one goes on in the folder in which the one before has ended.
  let cwd = folder;
  test.each(blocks.filter((block) => !block.startsWith('$ ')))('has commands that run: %s', async (block) => {
    const { status, err } = await shell(`${block}\npwd > ~/.folder`, cwd);
    expect(status, err).toBe(0);
    cwd = readFileSync(join(folder, '.folder'), 'utf8').trim();
  });

  test.each(sessionsIn(blocks))('prints what it shows: $script', async ({ script, output }) => {
    const { status, out, err } = await shell(script);
    expect(status, err).toBe(0);
    expect(out.trimEnd()).toBe(output);
  });
});

describe.skipIf(process.platform === 'win32')('the help', () => {
  const commands = execFileSync(process.execPath, [cli, '--help'], { encoding: 'utf8' });
  const names = [...commands.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);

  // A server has to be talked to, as in program-commands.test.ts, mcp.test.ts and gateway/dev.test.ts.
  test.each(names.filter((name) => !['lsp', 'mcp', 'dev', 'connect'].includes(name)))(
    'of %s has examples that run',
    async (name) => {
      const help = await run(name, '--help');
      const lines = [...help.out.matchAll(/^ {2}(websocket-project .*)$/gm)].map(([, line = '']) => line);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const { status, err } = await shell(line);
        expect(status, `${line}\n${err}`).toBe(0);
      }
    },
  );
});
