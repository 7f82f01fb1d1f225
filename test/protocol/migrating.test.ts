// docs/migrating.md: the commands on it print what it shows, in a copy of the projects in test/imports.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cli, commandLine } from '../harness/command-line.ts';
import { patience } from '../harness/property-runs.ts';

const { folder } = commandLine();
const root = join(import.meta.dirname, '../..');
const page = join(root, 'docs/migrating.md');

const repair =
  'To update the page, run: UPDATE_CASES=1 npx vitest run --project protocol test/protocol/migrating.test.ts';

/** Of a block, the commands after `$` and what follows each. */
const session = /(?<=^```console\n).*?(?=^```$)/gms;

beforeAll(() => {
  cpSync(join(root, 'test/imports'), join(folder, 'test/imports'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  const program = join(folder, 'bin/websocket-project');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  chmodSync(program, 0o755);
});

/** What the command prints on both streams, and the folder in which the shell is after it. */
function shell(command: string, cwd: string): Promise<{ readonly printed: string; readonly cwd: string }> {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH']}` };
  const script = `exec 2>&1\n${command}\npwd > '${join(folder, 'cwd')}'`;
  return new Promise((resolve) => {
    execFile('bash', ['-c', script], { cwd, env }, (_, printed) => {
      resolve({ printed, cwd: readFileSync(join(folder, 'cwd'), 'utf8').trim() });
    });
  });
}

/** The block with what its commands print now. It starts in the folder with the copy. */
async function replayed(block: string): Promise<string> {
  const parts: string[] = [];
  let cwd = folder;
  for (const part of block.split(/^\$ /m).slice(1)) {
    const [command = ''] = part.split('\n');
    const result = await shell(command, cwd);
    cwd = result.cwd;
    parts.push(`$ ${command}\n${result.printed}`);
  }
  return parts.join('');
}

const blocks = [...(readFileSync(page, 'utf8').match(session) ?? [])].map((block) => ({
  block,
  folderOfBlock: block.split('\n')[0]?.replace('$ cd ', ''),
}));

test('the page has a project of each kind', () => {
  expect(blocks.length).toBeGreaterThan(3);
});

test.skipIf(process.platform === 'win32').each(blocks)(
  'the commands in $folderOfBlock print what the page shows',
  { timeout: patience },
  async ({ block }) => {
    const now = await replayed(block);
    if (process.env['UPDATE_CASES'] !== '1') expect(now, repair).toBe(block);
    else
      writeFileSync(
        page,
        readFileSync(page, 'utf8').replace(block, () => now),
      );
  },
);
