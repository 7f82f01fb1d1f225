// Writes generated files that are out of date or, with --check, only names them and fails.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';

export interface GeneratedFile {
  /** From the root of the project. */
  readonly path: string;
  readonly content: string;
}

export async function writeOrCheck(files: readonly GeneratedFile[]): Promise<void> {
  const check = process.argv.includes('--check');
  const stale: string[] = [];
  for (const { path, content } of files) {
    // JSON keeps the layout of JSON.stringify; everything else is formatted like the rest of the project.
    const options = { ...(await resolveConfig(path)), filepath: path };
    const text = path.endsWith('.json') ? content : await format(content, options);
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
    stale.push(path);
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  for (const path of stale) console.log(`${check ? 'Out of date' : 'Written'}: ${path}`);
  if (check && stale.length > 0) {
    console.error('Generated files are out of date. To fix this, run: npm run generate');
    process.exitCode = 1;
  }
}
