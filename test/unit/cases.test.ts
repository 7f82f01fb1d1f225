// Every case of test/cases, and what must hold for every fix that any of them brings up.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { rules } from '../../server/src/rules/index.ts';
import { formatCaseFile, parseCaseFile, parseDescriptor, type Case } from '../harness/case-file.ts';
import { applyEdits, runCase } from '../harness/run-case.ts';

const root = join(import.meta.dirname, '../cases');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join(root, name))
  .sort();
const parsed = files.map((file) => ({ file, content: parseCaseFile(readFileSync(file, 'utf8')) }));

if (process.env['UPDATE_CASES'] === '1') {
  for (const { file, content } of parsed) {
    writeFileSync(file, formatCaseFile({ ...content, cases: content.cases.map((given) => runCase(given)) }));
  }
}

for (const { file, content } of parsed) {
  describe(relative(root, file), () => {
    test.each(content.cases.map((given) => [given.title, given] as const))('%s', (_, given) => {
      expect(blocksOf(given)).toEqual(blocksOf(runCase(given)));
    });
    test.each(content.cases.map((given) => [given.title, given] as const))('%s: fixes', (_, given) => {
      expectFixesToMend(parseDescriptor(given.descriptor.text).text);
    });
  });
}

function blocksOf({ descriptor, expectations }: Case): unknown {
  return [descriptor, ...expectations];
}

/** A fix makes its finding go and brings no error, but for what a resource lacks once its type is known. */
function expectFixesToMend(text: string): void {
  const before = analyze(text);
  for (const finding of before.findings) {
    for (const fix of finding.fixes()) {
      const after = analyze(applyEdits(text, fix.edits));
      const same = ({ findings }: Analysis): number =>
        findings.filter(({ rule, message }) => rule === finding.rule && message === finding.message).length;
      expect(same(after), `${finding.rule.id}, ${fix.title}`).toBeLessThan(same(before));
      const known = new Set(before.errors.map(({ message }) => message));
      const settlesType = finding.rule.id === 'unknown-resource-type' || /^(Add|Set) `type`$/.test(fix.title);
      const revealed = settlesType
        ? ['missing-property', 'unknown-property', 'missing-access', 'connection-not-allowed']
        : [];
      const added = after.errors.filter(({ rule, message }) => !known.has(message) && !revealed.includes(rule.id));
      expect(
        added.map(({ message }) => message),
        `${finding.rule.id}, ${fix.title}`,
      ).toEqual([]);
    }
  }
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
