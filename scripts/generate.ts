// Compares the generated files with what they are made from, and writes those that differ.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { generatedFiles } from './generated-files.ts';

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const { path, content } of generatedFiles()) {
  // Markdown is formatted as the rest of the project is; JSON comes as it is meant.
  const options = { ...(await resolveConfig(path)), filepath: path };
  const text = path.endsWith('.md') ? await format(content, options) : content;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
for (const path of stale) console.log(`${check ? 'Out of step' : 'Written'}: ${path}`);
if (check && stale.length > 0) {
  console.error('Generated files differ from what they are made from. Repair: npm run generate');
  process.exitCode = 1;
}
