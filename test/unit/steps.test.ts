// All work is linear: twice as much of anything in a text takes twice as many steps, not four times as many. Counting
// steps makes the result independent of how busy the machine is.
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../scripts/processes.mjs';
import type { Counted } from '../harness/count-steps.ts';

/** The number of repetitions, and twice as many. Long texts have half of them. */
const count = 32;
/** Linear work grows by a factor of 2, sorting by little more, and quadratic work by 4. */
const most = 3;
/** For one piece of code: a request in the middle of the text may take another path there. */
const mostOfPiece = 3.4;

/** Quadratic work with a limit, by the texts in which it occurs and the start of its code. */
const bounded: readonly { readonly texts?: RegExp; readonly code: RegExp; readonly limit: string }[] = [
  {
    code: /common\[one \* width \+ other\]|at\d*\(one \+ 1, other/,
    limit: 'lines compared: no more than 1,000,000 pairs',
  },
  {
    texts: /bracket|brace|alternating columns/,
    code: /^(?:expressions|list\.unshift)$/,
    limit: 'no more than 100 levels',
  },
  {
    texts: /^connections to slips of the keyboard$|^resources with IDs that are not allowed$/,
    code: /^/,
    limit: 'like ids: among no more than 200 resources, of no more than 1,000 findings',
  },
];

const { growth, around } = await countSteps();

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

test('refactorings are offered after an edit in as many steps, however many endpoints are elsewhere', () => {
  const [few = 0, many = Infinity] = around;
  expect(few).toBeGreaterThan(100);
  expect(many / few).toBeLessThan(1.5);
});

test.each(bounded)('the bounded exception still exists: $limit', ({ texts = /^/, code }) => {
  const found = Object.entries(growth).some(
    ([name, { outOfProportion }]) => texts.test(name) && outOfProportion.some((piece) => code.test(piece.code)),
  );
  expect(found).toBe(true);
});

/** In a separate process without optimizations: an inlined function would not be counted. */
async function countSteps(): Promise<Counted> {
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
  const flags = ['--no-opt', '--always-sparkplug', '--max-semi-space-size=64'];
  const given = [...flags, outfile, String(count), String(mostOfPiece)];
  const counted: unknown = JSON.parse(execFileSync(process.execPath, given, options));
  if (!isCounted(counted)) throw new Error('No steps were counted.');
  return counted;
}

function isCounted(value: unknown): value is Counted {
  return typeof value === 'object' && value !== null && 'growth' in value && 'around' in value;
}
