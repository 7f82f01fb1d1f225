// What a killed run leaves is deleted at the next start, and nothing else.
import { existsSync, symlinkSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { makeScratch, removeScratch, removeStaleScratch } from '../../../server/src/gateway/scratch.ts';
import { temporaryFolder } from '../../harness/folder.ts';

/** Larger than the ID of any process. */
const ended = '2147483647';

test('folders of processes that have ended are deleted', () => {
  const mine = makeScratch();
  const prefix = basename(mine).slice(0, -6);
  const folder = temporaryFolder({
    [`${prefix}stale/.process`]: ended,
    [`${prefix}stale/home/file`]: '',
    [`${prefix}running/.process`]: String(process.pid),
    [`${prefix}another/file`]: '',
    'other/.process': ended,
  });
  symlinkSync(folder.pathOf('other'), folder.pathOf(`${prefix}link`));
  removeStaleScratch(folder.path);
  removeStaleScratch(dirname(mine));
  const left = ['stale', 'running', 'another', 'link'].filter((name) => existsSync(folder.pathOf(prefix + name)));
  expect(left).toEqual(['running', 'another', 'link']);
  expect(existsSync(folder.pathOf('other/.process'))).toBe(true);
  expect(existsSync(mine)).toBe(true);
  removeScratch(mine);
  expect(existsSync(mine)).toBe(false);
});
