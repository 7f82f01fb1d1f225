// Finding files in a folder on the disk, however large or unusual it is.
import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, utimesSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOf, diskFiles } from '../../server/src/disk/disk-files.ts';
import type { Files } from '../../server/src/files/files.ts';
import { filesBelow } from '../../server/src/files/find-files.ts';
import { maximumSourceBytes, readSourceFolder } from '../../server/src/files/source-files.ts';
import { temporaryFolder } from '../harness/folder.ts';

const all = (): boolean => true;

describe('files below a folder', () => {
  test('are listed nearest first, without installed, built or hidden files', async () => {
    const { path } = temporaryFolder({
      'b/c/deep.js': '',
      'b/near.js': '',
      'a.js': '',
      'node_modules/x/index.js': '',
      '.git/hooks/x.js': '',
      'b/dist/x.js': '',
    });
    expect(await filesBelow(diskFiles, path, all)).toMatchObject({
      files: ['a.js', 'b/near.js', 'b/c/deep.js'],
      complete: true,
    });
  });

  test('are found through links, without following cycles', async () => {
    const folder = temporaryFolder({ 'a/x.js': '', 'b/y.js': '' });
    symlinkSync(folder.path, folder.pathOf('a/loop'));
    symlinkSync(folder.pathOf('b'), folder.pathOf('a/b'));
    symlinkSync(folder.pathOf('a'), folder.pathOf('b/a'));
    symlinkSync('/', folder.pathOf('b/all'));
    symlinkSync(folder.pathOf('b/y.js'), folder.pathOf('z.js'));
    symlinkSync(folder.pathOf('self'), folder.pathOf('self'));
    symlinkSync(folder.pathOf('gone'), folder.pathOf('b/broken.js'));
    const { files, complete } = await filesBelow(diskFiles, folder.path, all);
    expect(files).toEqual(['z.js', 'a/x.js', 'b/y.js', 'a/b/y.js', 'b/a/x.js']);
    expect(complete).toBe(true);
  });

  test('are not looked for through links out of the folder, and the result is incomplete', async () => {
    const other = temporaryFolder({ 'secret.js': '', 'more/x.js': '' });
    for (const target of ['secret.js', 'more']) {
      const folder = temporaryFolder({ 'a.js': '' });
      symlinkSync(other.pathOf(target), folder.pathOf(`linked-${target}`));
      expect(await filesBelow(diskFiles, folder.path, all)).toMatchObject({ files: ['a.js'], complete: false });
    }
  });

  test('are named if they are in a folder that cannot be read', async () => {
    const folder = temporaryFolder({ 'a/locked/x.js': '', 'a/y.js': '' });
    const list = (path: string): ReturnType<Files['list']> =>
      path.endsWith('locked') ? Promise.resolve(undefined) : diskFiles.list(path);
    const found = await filesBelow({ ...diskFiles, list }, folder.path, all);
    expect(found).toMatchObject({ files: ['a/y.js'], unreadable: ['a/locked'], complete: false });
  });

  test('are inside unless a link leads out, also before they exist', async () => {
    const other = temporaryFolder({ 'x.js': '' });
    const folder = temporaryFolder({ 'a/x.js': '' });
    symlinkSync(other.path, folder.pathOf('out'));
    symlinkSync(folder.pathOf('a'), folder.pathOf('in'));
    const inside = (file: string): Promise<boolean> => diskFiles.leadsInto(folder.path, folder.pathOf(file));
    for (const file of ['a/x.js', 'in/x.js', 'in/new/y.js', 'new.js']) expect(await inside(file), file).toBe(true);
    for (const file of ['out/x.js', 'out/new/y.js', '../new.js']) expect(await inside(file), file).toBe(false);
  });

  test('end at the limit, and the result says so', async () => {
    const { path } = temporaryFolder({ 'a.js': '', 'b.js': '', 'c/d.js': '' });
    expect(await filesBelow(diskFiles, path, all, { limit: 3 })).toMatchObject({
      files: ['a.js', 'b.js'],
      complete: false,
    });
    expect(await filesBelow(diskFiles, path, all, { limit: 4 })).toMatchObject({ complete: true });
  });

  test('are none if the folder does not exist, and the result is incomplete', async () => {
    expect(await filesBelow(diskFiles, '/nowhere/at/all', all)).toMatchObject({ files: [], complete: false });
  });
});

describe('the code next to a descriptor', () => {
  test('is every file that an entry point can name, with its exports', async () => {
    const { path } = temporaryFolder({
      'functions/send.mjs': 'export const handler = 1;',
      'functions/send.test.mjs': 'export const handler = 1;',
      'functions/types.d.ts': 'export const handler: 1;',
      'functions/a b.mjs': 'export const handler = 1;',
      'functions/x.py': 'def handler(): pass',
      'functions/x.rb': 'def handler; end',
      'README.md': '',
    });
    const { sources } = await readSourceFolder(diskFiles, path);
    expect([...sources.files.values()].map((file) => [file.path, file.exports.map(({ name }) => name)])).toEqual([
      ['functions/send.mjs', ['handler']],
      ['functions/x.py', ['handler']],
      ['functions/x.rb', ['handler']],
    ]);
  });

  test('is the same object until something changes, and only changed files are read again', async () => {
    const folder = temporaryFolder({ 'a.mjs': 'export const one = 1;', 'b.mjs': 'export const two = 2;' });
    const first = await readSourceFolder(diskFiles, folder.path);
    expect(await readSourceFolder(diskFiles, folder.path, first)).toBe(first);
    folder.write('b.mjs', 'export const other = 2;');
    utimesSync(folder.pathOf('b.mjs'), 1, 1);
    const second = await readSourceFolder(diskFiles, folder.path, first);
    expect(second.read.get('a.mjs')).toBe(first.read.get('a.mjs'));
    expect(second.sources.files.get('b.mjs')?.exports).toMatchObject([{ name: 'other' }]);
    folder.remove('a.mjs');
    const third = await readSourceFolder(diskFiles, folder.path, second);
    expect([...third.sources.files.keys()]).toEqual(['b.mjs']);
  });

  test('that is too long to be handwritten has unknown exports', async () => {
    const { path } = temporaryFolder({
      'long.js': 'exports.handler = 1;\n'.repeat(100_000),
      'packed.js': `exports.handler = 1;${'a();'.repeat(2000)}`,
    });
    const { sources } = await readSourceFolder(diskFiles, path);
    const known = [...sources.files.values()].map(({ allExportsKnown }) => allExportsKnown);
    expect(known).toEqual([false, false]);
  });

  test('is read up to a limit for the whole folder', async () => {
    const text = 'exports.handler = 1;\n'.padEnd(400_000, `// ${'a'.repeat(90)}\n`);
    const count = maximumSourceBytes / text.length + 1;
    const { path } = temporaryFolder(
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n + 100}.js`, text])),
    );
    const first = await readSourceFolder(diskFiles, path);
    const known = [...first.sources.files.values()].map(({ allExportsKnown }) => allExportsKnown);
    expect(known).toEqual([...Array.from({ length: count - 1 }, () => true), false]);
    expect(await readSourceFolder(diskFiles, path, first)).toBe(first);
  });
});

describe('reading', () => {
  test('takes no more than is wanted, and keeps the byte order mark', async () => {
    const folder = temporaryFolder({ 'a.yaml': '\uFEFFabc', 'sparse.yaml': '' });
    truncateSync(folder.pathOf('sparse.yaml'), 400_000_000);
    expect(await diskFiles.read(folder.pathOf('a.yaml'), 5)).toBe('\uFEFFab');
    expect(await diskFiles.read(folder.pathOf('sparse.yaml'), 5)).toBe('\0'.repeat(5));
  });

  test.skipIf(process.platform === 'win32')('refuses pipes and devices instead of waiting for them', async () => {
    const folder = temporaryFolder({});
    execFileSync('mkfifo', [folder.pathOf('pipe.yaml')]);
    symlinkSync('/dev/zero', folder.pathOf('device.yaml'));
    for (const name of ['pipe.yaml', 'device.yaml']) {
      expect(await diskFiles.read(folder.pathOf(name), 5)).toBeUndefined();
      await expect(bytesOf(folder.pathOf(name), 5)).rejects.toThrow('it is a folder, a pipe or a device');
    }
  });
});
