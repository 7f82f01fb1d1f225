// Paths and URIs of files on every system, and in file systems that only a client can read.
import { describe, expect, test } from 'vitest';
import { isBelow, isOnDisk, parentOf, pathBelow, pathOf, resolvePath, uriOf } from '../../server/src/files/paths.ts';

test.each([
  ['file:///chat/websocket.yaml', '/chat/websocket.yaml'],
  ['file:///a%20b/%C3%A4%23%3F.yaml', '/a b/ä#?.yaml'],
  ['file://localhost/chat', '/chat'],
  ['file://machine/share/chat', '//machine/share/chat'],
  ['file:///C%3A/chat/a.yaml', 'c:/chat/a.yaml'],
  ['file:///c:/chat', 'c:/chat'],
  [
    'vscode-vfs://github%2B7b/owner/my%20project/websocket.yaml',
    'vscode-vfs://github%2B7b/owner/my project/websocket.yaml',
  ],
  ['memfs:/chat/websocket.yaml', 'memfs:///chat/websocket.yaml'],
])('the path of %s is %s, and leads back to it', (uri, path) => {
  expect(pathOf(uri)).toBe(path);
  expect(pathOf(uriOf(path))).toBe(path);
  expect(isOnDisk(path)).toBe(uri.startsWith('file:'));
});

test.each([
  ['file:///a/../../etc/./x//y/', '/etc/x/y'],
  ['file:///a/%2e%2e/b', '/b'],
  ['memfs://x/a/../../../b', 'memfs://x/b'],
])('dots in %s lead nowhere else than to %s', (uri, path) => {
  expect(pathOf(uri)).toBe(path);
});

test.each([
  'untitled:/chat/websocket.yaml',
  'git:/websocket.yaml?%7B%7D',
  'memfs:/a#b',
  'output:x',
  '',
  'file:///a%2Fb',
  'file:///%',
])('%s is no file', (uri) => {
  expect(pathOf(uri)).toBeUndefined();
});

describe('a path', () => {
  test('is below the folders that it is in, and not below itself', () => {
    for (const [folder, path, below] of [
      ['/', '/a', 'a'],
      ['/a', '/a/b/c', 'b/c'],
      ['memfs://x/', 'memfs://x/a', 'a'],
    ] as const) {
      expect(isBelow(folder, path)).toBe(true);
      expect(pathBelow(folder, path)).toBe(below);
    }
    for (const [folder, path] of [
      ['/a', '/a'],
      ['/a', '/ab'],
      ['/a/b', '/a'],
      ['/', '/'],
    ] as const)
      expect(isBelow(folder, path)).toBe(false);
  });

  test('has a folder, up to the root', () => {
    const upwards = (path: string): string[] => (parentOf(path) === path ? [path] : [path, ...upwards(parentOf(path))]);
    expect(upwards('/a/b')).toEqual(['/a/b', '/a', '/']);
    expect(upwards('c:/a')).toEqual(['c:/a', 'c:/']);
    expect(upwards('vscode-vfs://github/owner')).toEqual(['vscode-vfs://github/owner', 'vscode-vfs://github/']);
  });

  test('is resolved from a folder, within its file system', () => {
    expect(resolvePath('/a/b', './c/../../d')).toBe('/a/d');
    expect(resolvePath('/a', '../../../d')).toBe('/d');
    expect(resolvePath('/a', '/d')).toBe('/d');
    expect(resolvePath('memfs://x/a', 'b')).toBe('memfs://x/a/b');
    expect(resolvePath('memfs://x/a', '/etc')).toBe('memfs://x/etc');
  });
});
