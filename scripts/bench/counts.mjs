// Prints how many rules, fixes, cases and properties there are. Usage: npm run counts
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../processes.mjs';

const rules = textsIn('server/src/rules/all', '.ts');
const cases = textsIn('test/cases', '.md');
const tests = textsIn('test', '.test.ts');
for (const severity of ['error', 'warning', 'information']) {
  console.log(`${severity}: ${rules.filter((text) => text.includes(`severity: '${severity}'`)).length} rules`);
}
console.log(`rules: ${rules.length}, with fixes: ${rules.filter((text) => /\bfixes\b/.test(text)).length}`);
console.log(`cases: ${sum(cases, /^## /gm)}, in ${cases.length} files`);
console.log(`property tests: ${sum(tests, /\bfc\.assert\(/g)}`);

/**
 * @param {string} folder
 * @param {string} ending
 */
function textsIn(folder, ending) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

/**
 * @param {readonly string[]} texts
 * @param {RegExp} pattern
 */
function sum(texts, pattern) {
  return texts.reduce((total, text) => total + (text.match(pattern) ?? []).length, 0);
}
