// What the .vsix ships beside its programs.
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';
import { rules } from '../../server/src/rules/index.ts';

test('the page of every rule is shipped, since diagnostics lead there', async () => {
  const cwd = join(import.meta.dirname, '../..');
  const shipped = await listFiles({ cwd, packageManager: PackageManager.None });
  const missing = rules.map(({ id }) => `docs/rules/${id}.md`).filter((page) => !shipped.includes(page));
  expect(missing).toEqual([]);
});
