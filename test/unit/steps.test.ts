// Nothing takes for ever: whatever there is twice as much of in a text takes twice as many steps, not four times as many.
// Steps are counted, so that no busy machine makes a difference.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../scripts/processes.mjs';
import type { Growth } from '../harness/count-steps.ts';

/** So many of each thing, and twice as many. */
const count = 32;
/** What grows in proportion comes to 2, what is sorted to little more, and what grows with the square to 4. */
const most = 3;
/** Of one piece of code: what is asked at a place in the middle may take another way there. */
const mostOfPiece = 3.4;

/** What does grow with the square, up to a limit, by what it is in and how its code starts. */
const bounded: readonly { readonly texts?: RegExp; readonly code: RegExp; readonly limit: string }[] = [
  {
    code: /common\[one \* width \+ other\]|at\d*\(one \+ 1, other/,
    limit: 'lines compared: no more than 1,000,000 pairs',
  },
  {
    texts: /^brackets that nothing closes$/,
    code: /^(?:expressions|list\.unshift)$/,
    limit: 'no more than 100 levels',
  },
  {
    texts: /^connections to slips of the keyboard$/,
    code: /^/,
    limit: 'like ids: among no more than 500 resources, of no more than 1,000 findings',
  },
];

const growth = await countSteps();

describe('twice as much', () => {
  test.each(Object.keys(growth))('%s', (name) => {
    const steps = growth[name];
    const pieces = steps?.outOfProportion ?? [];
    const unbounded = pieces.filter(
      ({ code }) => !bounded.some(({ texts = /^/, code: known }) => texts.test(name) && known.test(code)),
    );
    expect(unbounded).toEqual([]);
    expect(steps?.once).toBeGreaterThan(1000);
    expect((steps?.twice ?? 0) / (steps?.once ?? 1)).toBeLessThan(most);
  });
});

test.each(bounded)('what has a limit is still there: $limit', ({ texts = /^/, code }) => {
  const found = Object.entries(growth).some(
    ([name, { outOfProportion }]) => texts.test(name) && outOfProportion.some((piece) => code.test(piece.code)),
  );
  expect(found).toBe(true);
});

/** In a process of its own, in which nothing is optimised: what is compiled into its caller would not be counted. */
async function countSteps(): Promise<Growth> {
  const outfile = join(scratchFolder('steps'), 'count-steps.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../harness/count-steps.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const options = { encoding: 'utf8', maxBuffer: 100_000_000 } as const;
  const given = ['--no-opt', '--no-sparkplug', outfile, String(count), String(mostOfPiece)];
  const counted: unknown = JSON.parse(execFileSync(process.execPath, given, options));
  if (!isGrowth(counted)) throw new Error('No steps were counted.');
  return counted;
}

function isGrowth(value: unknown): value is Growth {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((one) => typeof one === 'object' && 'outOfProportion' in one);
}
