// The shipped package: the .vsix is built, and contains what its programs refer to.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { expect, test } from 'vitest';
import { contributes } from '../../package.json';
import { extensionTexts, languages, manifestTexts, serverTexts } from '../../scripts/generate/catalogues.ts';
import { packaged } from '../../scripts/programs.mjs';
import { scratchFolder } from '../../scripts/processes.mjs';
import { rules } from '../../server/src/rules/all-rules.ts';

const cwd = join(import.meta.dirname, '../..');
const shipped = await listFiles({ cwd, packageManager: PackageManager.None });

test('the page of every rule is shipped, since diagnostics link to it', () => {
  const missing = rules.map(({ id }) => `docs/rules/${id}.md`).filter((page) => !shipped.includes(page));
  expect(missing).toEqual([]);
});

test('the texts in all languages are shipped', () => {
  const texts = languages.flatMap((language) => [
    manifestTexts(language),
    extensionTexts(language),
    serverTexts(language),
  ]);
  expect([manifestTexts(), ...texts].filter((file) => !shipped.includes(file))).toEqual([]);
});

test('the pictures of the walkthrough are shipped', () => {
  const pictures = contributes.walkthroughs.flatMap(({ steps }) =>
    steps.flatMap(({ media }) => Object.values(media.image)),
  );
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.filter((picture) => !shipped.includes(picture))).toEqual([]);
});

test('`npm run package` creates a package', { timeout: 60_000 }, () => {
  const folder = scratchFolder('package');
  for (const file of shipped) cpSync(join(cwd, file), join(folder, file), { recursive: true });
  const manifest: unknown = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  if (!isManifest(manifest)) throw new Error('package.json has no script `package`.');
  const { 'vscode:prepublish': _, package: script = '', ...scripts } = manifest.scripts;
  // The programs are already built.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, scripts }));
  const [program, ...args] = packaged('@vscode/vsce', ...script.split(' ').slice(1), '--out', 'made.vsix');
  execFileSync(program, args, { cwd: folder, stdio: 'pipe' });
  expect(existsSync(join(folder, 'made.vsix'))).toBe(true);
});

function isManifest(value: unknown): value is { readonly scripts: Readonly<Record<string, string>> } {
  return typeof value === 'object' && value !== null && 'scripts' in value;
}
