// Invariants of the rules for any file: no false positives, and no harmful fixes, neither on random files nor on the cases.
import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { runtimes, successorsOf } from '../../server/src/language/runtimes.ts';
import { resourceCount } from '../../server/src/model/logical-ids.ts';
import { deployedOf } from '../../server/src/template/deployed.ts';
import { generate } from '../../server/src/template/generate.ts';
import type { Format } from '../../server/src/syntax/tree.ts';
import { descriptorText } from '../harness/descriptor.ts';
import { auditFixes } from '../harness/audit-fixes.ts';
import { parseCaseFile, parseDescriptor } from '../harness/case-file.ts';
import { cleanDescriptor } from '../harness/clean-descriptor.ts';
import { faultyText } from '../harness/faulty-text.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { surroundingsOf } from '../harness/run-case.ts';

const text = fc
  .tuple(cleanDescriptor(), fc.constantFrom('yaml', 'json'))
  .map(([descriptor, format]) => descriptorText(descriptor, format));

function formatOf(descriptor: string): Format {
  return descriptor.startsWith('{') ? 'json' : 'yaml';
}

/** The findings that a valid file may have. */
const worthKnowing = [
  'ambiguous-text',
  'logs-need-role',
  'no-default-route',
  'no-disconnect-route',
  'physical-name',
  'shadowing-variable',
  'shortened-description',
  'ungranted-connection',
  'unused-function',
  'unused-parameter',
];

test(
  'a valid file gets no errors and no warnings',
  () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(text, (descriptor) => {
        const found = analyze(descriptor, {}, { format: formatOf(descriptor) }).findings;
        for (const { rule } of found) if (worthKnowing.includes(rule.id)) seen.add(rule.id);
        const alarms = found.filter(({ rule }) => !worthKnowing.includes(rule.id));
        expect(alarms.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
    expect(seen.size).toBeGreaterThan(3);
  },
  patience,
);

test(
  'the resource count is that of the template',
  () => {
    fc.assert(
      fc.property(text, (descriptor) => {
        const { project } = analyze(descriptor);
        expect(resourceCount(project)).toBe(deployedOf(generate(project)).resources.size);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'a fix resolves its finding, causes no new ones, and keeps comments and line endings',
  () => {
    fc.assert(
      fc.property(faultyText, (descriptor) => {
        expect(auditFixes(descriptor, { format: formatOf(descriptor) })).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

describe('the fixes of the cases', () => {
  const folder = join(import.meta.dirname, '../cases');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  describe.each(files.sort())('%s', (file) => {
    const { cases } = parseCaseFile(readFileSync(join(folder, file), 'utf8'));
    test.each(cases.map((given) => [given.title, given] as const))('%s', (_, given) => {
      const { text } = parseDescriptor(given.descriptor.text);
      expect(auditFixes(text, surroundingsOf(given))).toEqual([]);
    });
  });
});

test('each deprecated runtime can be replaced with one that is not deprecated', () => {
  for (const { value, deprecated = false } of runtimes.values) {
    const successor = runtimes.values.find((one) => one.value === successorsOf(value)[0]);
    if (deprecated) expect(successor, value).toBeDefined();
    expect(successor?.deprecated, value).toBeUndefined();
    expect(successor?.value).not.toBe(value);
  }
});
