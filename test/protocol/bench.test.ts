// The comparison of language servers works. Its times say nothing here, and are not checked.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('The short form measures all servers and prints all columns', { timeout: 120_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/bench/bench.mjs', 'servers', '--short']);
  const columns =
    'first diagnostics   diagnostics   completion   hover   symbols   code actions   with edits   peak memory'.split(
      / {2,}/,
    );
  const headings = stdout.split('\n').filter((line) => line.startsWith('lines '));
  expect(headings).toHaveLength(3);
  for (const heading of headings) expect(heading.split(/ {2,}/)).toEqual(expect.arrayContaining(columns));
  expect(stdout).toMatch(/^\d+ +this server( +\d+\.\d \(.+?\)){7} +\d+$/m);
  expect(stdout).toMatch(/^\d+ +yaml-language-server( +\d+\.\d \(.+?\)){7} +\d+$/m);
  expect(stdout).toMatch(/^\d+ +dockerfile-language-server( +\d+\.\d){2} +\d+$/m);
  expect(stdout).toMatch(/^An empty script that loads this server: \d+ ms\./m);
});
