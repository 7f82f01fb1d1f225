// A preferred fix never leaves more errors than before, whatever slip a file has. As the file was valid before the slip, no
// error is an older one that the slip hid: each is a consequence of the slip or of the fix.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';
import { singleEdit } from '../harness/single-edits.ts';

test('a preferred fix adds no error', { timeout: patience }, () => {
  const slips = fc.sample(singleEdit, { seed, numRuns: runs * 20 });
  const harmful: string[] = [];
  let fixes = 0;
  let complete = 0;
  for (const { kind, text } of slips) {
    const before = analyze(text);
    for (const finding of before.findings) {
      for (const { title, edits, preferred } of finding.fixes()) {
        if (!preferred) continue;
        fixes++;
        const { errors } = analyze(applyEdits(text, edits), {}, { earlier: before });
        if (errors.length === 0) complete++;
        if (errors.length > before.errors.length) harmful.push(`${kind}: ${finding.rule.id}, ${title}\n\n${text}`);
      }
    }
  }
  console.info(
    `${slips.length} slips, ${fixes} preferred fixes: ${complete} leave no error, ${harmful.length} add one`,
  );
  expect(harmful).toEqual([]);
  expect(complete / fixes).toBeGreaterThan(0.7);
});
