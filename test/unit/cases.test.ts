// Every case of test/cases. The invariants of all fixes that they offer are in rules.test.ts.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../server/src/rules/all-rules.ts';
import { expectedText, formatCaseFile, parseCaseFile, parseDescriptor, type Case } from '../harness/case-file.ts';
import { runCase } from '../harness/run-case.ts';

const root = join(import.meta.dirname, '../cases');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(root, name))
  .sort();
const read = () =>
  files.map((file) => ({
    file,
    name: basename(file, '.md'),
    content: parseCaseFile(readFileSync(file, 'utf8')),
  }));

if (process.env['UPDATE_CASES'] === '1') {
  for (const { file, name, content } of read()) {
    writeFileSync(file, formatCaseFile({ ...content, cases: content.cases.map((given) => runCase(given, name)) }));
  }
}

const parsed = read();
for (const { file, name, content } of parsed) {
  describe(relative(root, file), () => {
    test.each(content.cases.map((given) => [given.title, given] as const))('%s', (_, given) => {
      expect(textsOf(given)).toEqual(textsOf(runCase(given, name)));
    });
  });
}

/** Changed documents are compared as a whole, even if the case shows a diff. */
function textsOf(given: Case): unknown {
  return [
    given.descriptor,
    ...given.expectations.map((block) => ({ verb: block.verb, name: block.name, text: expectedText(given, block) })),
  ];
}

describe('each rule', () => {
  const reported = new Set(
    parsed
      .flatMap(({ content }) => content.cases.flatMap(({ descriptor }) => parseDescriptor(descriptor.text).markers))
      .map(({ text }) => /^\w+ ([\w-]+):/.exec(text)?.[1]),
  );
  test.each(rules.map(({ id }) => id))('%s has a case', (id) => {
    expect(reported).toContain(id);
  });
});
