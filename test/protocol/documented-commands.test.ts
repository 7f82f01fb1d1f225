// Every command line in the documentation and in the help texts runs, in a folder with the chat example.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, commandLine, example } from '../harness/command-line.ts';

const { folder, run } = commandLine();
const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
  ...['chat', 'poll'].map((name) => `examples/${name}/README.md`),
];

interface Documented {
  readonly line: string;
  /** What a session shows that it prints. */
  readonly output: string | undefined;
}

/** The lines of shell blocks that call the program. A synopsis, with parameters in capitals, is not one. */
function commandsIn(page: string): Documented[] {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^( *)```sh\n(.*?)\n\1```$/gms)];
  return blocks.flatMap(([, indent = '', block = '']) => {
    const lines = block.split('\n').map((line) => line.slice(indent.length));
    return lines.flatMap((written, index) => {
      const isSession = written.startsWith('$ ');
      const line = isSession ? written.slice(2) : written;
      if (!line.startsWith('websocket-project ') || /\b(?:FILE|COMMAND|GLOB)\b/.test(line)) return [];
      const rest = lines.slice(index + 1);
      const next = rest.findIndex((one) => one.startsWith('$ '));
      return [{ line, output: isSession ? rest.slice(0, next < 0 ? undefined : next).join('\n') : undefined }];
    });
  });
}

/** Runs a line as a shell does, where the program is installed. */
function shell(line: string): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  // A project is started in an empty folder, and nothing is written to the home of who runs the tests.
  const cwd = join(folder, line.startsWith('websocket-project init') ? 'empty' : '');
  const env = { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile('bash', ['-c', line], { cwd, env }, (error, out, err) => {
      resolve({ status: error ? Number(error.code) : 0, out, err });
    });
  });
}

beforeAll(async () => {
  for (const path of ['', 'services', 'services/chat', 'packages/a', 'chat', 'legacy']) {
    cpSync(dirname(example), join(folder, path), { recursive: true });
  }
  cpSync(example, join(folder, 'draft.yaml'));
  for (const name of ['bin', 'empty']) mkdirSync(join(folder, name));
  // The other programs of the examples do as little as they can.
  const programs = {
    'websocket-project': `exec '${process.execPath}' '${cli}' "$@"`,
    aws: 'cat template.yaml',
    jq: 'cat',
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  await run('build', 'websocket.yaml', '--out', 'template.yaml');
});

describe.skipIf(process.platform === 'win32')('the documentation', () => {
  const documented = pages.flatMap((page) => commandsIn(page).map((one) => ({ page, ...one })));

  test('has command lines', () => {
    expect(documented.length).toBeGreaterThan(15);
  });

  test.each(documented)('$page: $line', async ({ line, output }) => {
    const { status, out, err } = await shell(line);
    expect(status, err).toBe(0);
    if (output !== undefined) expect(out.trimEnd()).toBe(output);
  });
});

test.skipIf(process.platform === 'win32')('the examples of the help run', async () => {
  const { out } = await run('--help');
  // A server has to be talked to, as in program-commands.test.ts.
  const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'lsp');
  for (const name of names) {
    const help = await run(name, '--help');
    const lines = [...help.out.matchAll(/^ {2}(websocket-project .*)$/gm)].map(([, line = '']) => line);
    expect(lines.length, name).toBeGreaterThan(0);
    for (const line of lines) {
      const { status, err } = await shell(line);
      expect(status, `${line}\n${err}`).toBe(0);
    }
  }
});
