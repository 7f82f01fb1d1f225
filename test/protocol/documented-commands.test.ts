// Every command line in the documentation for users and in the help texts runs, in a folder with the chat example.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { cli, commandLine, example } from '../harness/command-line.ts';

const { folder, run, runWith } = commandLine();
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

/**
 * The programs in the documentation, as functions of the shell. That of this project sends its folder, the date of the
 * environment, its input and its parameters to the test, and gets the status and what is printed. It only is a process
 * for the file of a `<(…)`, which no other process has. The others do as little as they can. What is done in a clone of
 * the repository is tested elsewhere.
 */
const programs = `
  websocket-project() {
    local input= status= out= err=
    case " $* " in
      *' /dev/fd/'*) '${process.execPath}' '${cli}' "$@"; return ;;
      *' - '* | *' mcp '*) IFS= read -r -d '' input || true ;;
    esac
    printf '%s\\0' "$PWD" "\${SOURCE_DATE_EPOCH-}" "$input" "$#" "$@" >&3
    IFS= read -r -d '' status <&4
    IFS= read -r -d '' out <&4
    IFS= read -r -d '' err <&4
    printf %s "$out"
    printf %s "$err" >&2
    return "$status"
  }
  npx() {
    while [ "\${1#-}" != "$1" ]; do shift; done
    case "$1" in
      websocket-project@${version}) shift; websocket-project "$@" ;;
      wscat) ;;
      *) echo "npx $*" >&2; return 1 ;;
    esac
  }
  aws() { cat ~/template.yaml; }
  jq() { cat; }
  git() { echo 1795910400; }
  code() { :; }
  npm() { :; }
  zip() { :; }
`;

/** Runs a script as a shell does, where the program is installed. */
async function shell(
  script: string,
  start = folder,
): Promise<{ readonly status: number | null; readonly out: string; readonly err: string }> {
  // A project is started in an empty folder, and nothing is written to the home of who runs the tests.
  const cwd = script.startsWith('websocket-project init') ? join(folder, 'empty') : start;
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', `${programs}\n${script}`], {
    cwd,
    env: { ...process.env, HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const [, stdout, stderr, requests, answers] = child.stdio;
  if (!(stdout && stderr && requests instanceof Readable && answers instanceof Writable)) {
    throw new Error('There are no pipes.');
  }
  let request = '';
  requests.setEncoding('utf8').on('data', (data: string) => {
    request += data;
    const [from = '', date = '', input = '', count = '', ...rest] = request.split('\0');
    // The last part is what follows the last separator.
    if (rest.length <= Number(count)) return;
    request = '';
    runWith({ cwd: from, input, env: { SOURCE_DATE_EPOCH: date } }, ...rest.slice(0, -1)).then(
      ({ status, out, err }) => answers.write(`${status}\0${out}\0${err}\0`),
      (error: unknown) => answers.write(`1\0\0${String(error)}\0`),
    );
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, status] = await Promise.all([text(stdout), text(stderr), ended]);
  return { status, out, err };
}

beforeAll(async () => {
  for (const path of ['', 'services', 'services/chat', 'packages/a', 'chat', 'examples/chat', 'legacy']) {
    cpSync(dirname(example), join(folder, path), { recursive: true });
  }
  cpSync(example, join(folder, 'draft.yaml'));
  cpSync(join(root, 'test/imports/serverless/serverless.yml'), join(folder, 'serverless.yml'));
  mkdirSync(join(folder, 'empty'));
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
