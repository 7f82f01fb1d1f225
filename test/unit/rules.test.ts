// What holds of the rules whatever the file says: no false alarm, and no fix that harms.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { runtimes, successorOf } from '../../server/src/language/runtimes.ts';
import { resourceCount } from '../../server/src/model/logical-ids.ts';
import { generate } from '../../server/src/template/generate.ts';
import { descriptorText } from '../harness/arbitrary-project.ts';
import { auditFixes } from '../harness/audit-fixes.ts';
import { cleanDescriptor } from '../harness/clean-descriptor.ts';
import { faultyText } from '../harness/faulty-text.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const text = fc
  .tuple(cleanDescriptor(), fc.constantFrom('yaml', 'json'))
  .map(([descriptor, format]) => descriptorText(descriptor, format));

/** What may be said of a file with nothing wrong in it. */
const worthKnowing = [
  'ambiguous-text',
  'no-default-route',
  'no-disconnect-route',
  'shadowing-variable',
  'shortened-description',
  'ungranted-connection',
  'unused-function',
];

test(
  'a file with nothing wrong in it gets no error and no warning',
  () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(text, (descriptor) => {
        const found = analyze(descriptor).findings;
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
  'resources are counted as the template has them',
  () => {
    fc.assert(
      fc.property(text, (descriptor) => {
        const { project } = analyze(descriptor);
        expect(resourceCount(project)).toBe(generate(project).resources.length);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'a fix makes its finding go, brings nothing new, and keeps comments and line ends',
  () => {
    fc.assert(
      fc.property(faultyText, (descriptor) => {
        expect(auditFixes(descriptor)).toEqual([]);
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test('each deprecated runtime has a successor, and no other has', () => {
  for (const { value, deprecated = false } of runtimes.values) {
    const successor = runtimes.values.find((one) => one.value === successorOf(value));
    expect(successor !== undefined, value).toBe(deprecated);
    expect(successor?.deprecated, value).toBeUndefined();
  }
});
