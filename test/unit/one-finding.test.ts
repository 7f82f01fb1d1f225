// One mistake gives one finding. The figures that the last test prints are the share of single edits of valid descriptors
// after which there is more than one error.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { patience, seed } from '../harness/property-runs.ts';
import { singleEdit, validDescriptors } from '../harness/single-edits.ts';

const originals = new Map(validDescriptors.map((text): [string, Analysis] => [text, analyze(text)]));

test('a single edit rarely gives more than one error', { timeout: patience * 3 }, () => {
  const edits = fc.sample(singleEdit, { numRuns: 2000, seed });
  const several = new Map<string, number>();
  let count = 0;
  for (const { kind, original, text } of edits) {
    // What is known of the text without the edit saves most of the time.
    const errors = analyze(text, {}, { earlier: originals.get(original) }).findings.filter(
      ({ severity }) => severity === 'error',
    );
    if (errors.length < 2) continue;
    count++;
    several.set(kind, (several.get(kind) ?? 0) + 1);
  }
  const share = Math.round((count * 1000) / edits.length) / 10;
  console.info(`${edits.length} edits, ${share} % with more than one error`, Object.fromEntries(several));
  expect(share).toBeLessThanOrEqual(2);
});
