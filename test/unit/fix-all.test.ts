// What is applied without being looked at, on save or by a comment, does no harm whatever the file says.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { difference } from '../../server/src/syntax/difference.ts';
import { descriptorText } from '../harness/arbitrary-project.ts';
import { cleanDescriptor } from '../harness/clean-descriptor.ts';
import { diceSeed, messyYaml } from '../harness/messy-yaml.ts';
import { commented, mutated } from '../harness/mutations.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const text = fc
  .tuple(cleanDescriptor(), fc.constantFrom('yaml', 'json'))
  .map(([descriptor, format]) => descriptorText(descriptor, format));

/** Several faults, comments, and either line end. */
const faulty = fc
  .tuple(mutated(mutated(mutated(text))), fc.array(fc.nat(1_000_000), { maxLength: 6 }), fc.boolean())
  .map(([one, spots, isWindows]) => {
    const withComments = one.startsWith('{') ? one : commented(one, spots);
    return isWindows ? withComments.replaceAll('\n', '\r\n') : withComments;
  });

const messy = fc.tuple(cleanDescriptor(), diceSeed).map(([descriptor, dice]) => {
  const resources = Object.entries(descriptor.resources).map(([id, resource], index): [string, object] => [
    id,
    { ...resource, name: index % 2 === 0 ? `${resource.name}-${index}` : resource.name, memory: 7 },
  ]);
  return messyYaml({ ...descriptor, resources: Object.fromEntries(resources) }, dice);
});

const commentsOf = ({ tree }: Analysis): string[] => tree.comments.map((comment) => comment.text);

function countsOf({ errors }: Analysis): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of errors) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}

describe('fix all', () => {
  test(
    'ends, brings no error, keeps comments, and leaves nothing to fix',
    () => {
      let changed = 0;
      fc.assert(
        fc.property(faulty, (descriptor) => {
          const before = analyze(descriptor);
          const edits = before.fixAll();
          const after = analyze(applyEdits(descriptor, edits));
          if (edits.length > 0) changed++;
          expect(before.replacement(edits)).toBeUndefined();
          expect(after.fixAll()).toEqual([]);
          expect(commentsOf(after)).toEqual(
            expect.arrayContaining(commentsOf(before).filter((one) => !/ignore/.test(one))),
          );
          expect(after.tree.problems).toEqual(before.tree.problems.length > 0 ? expect.anything() : []);
          expect(after.errors.length).toBeLessThanOrEqual(before.errors.length + revealed(before, after));
        }),
        { seed, numRuns: runs },
      );
      expect(changed).toBeGreaterThan(runs / 20);
    },
    patience,
  );

  test(
    'of one rule leaves fewer of its findings',
    () => {
      fc.assert(
        fc.property(faulty, (descriptor) => {
          const before = analyze(descriptor);
          const count = (analysis: Analysis, id: string): number =>
            analysis.findings.filter(({ rule }) => rule.id === id).length;
          for (const id of new Set(before.findings.map(({ rule }) => rule.id))) {
            const edits = before.fixAll(id);
            if (edits.length === 0) continue;
            const after = analyze(applyEdits(descriptor, edits));
            expect(count(after, id), id).toBeLessThan(count(before, id));
          }
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );
});

/** What a value of a wrong type hid: it was not looked into. */
function revealed(before: Analysis, after: Analysis): number {
  const known = countsOf(before);
  const hidden = [
    'missing-access',
    'unexpected-access',
    'connection-not-allowed',
    'too-many-connections',
    'duplicate-logical-id',
    'duplicate-route',
  ];
  return [...countsOf(after)].reduce(
    (sum, [id, count]) => sum + (hidden.includes(id) ? Math.max(0, count - (known.get(id) ?? 0)) : 0),
    0,
  );
}

test(
  'a suppression makes its finding go, brings no other, and keeps all that is there',
  () => {
    fc.assert(
      fc.property(fc.oneof(faulty, messy), (descriptor) => {
        const before = analyze(descriptor);
        const offered = before.quickFixes({ start: 0, end: descriptor.length }).filter(({ suppresses }) => suppresses);
        for (const { finding, fix } of offered) {
          const after = analyze(applyEdits(descriptor, fix.edits));
          const written = (analysis: Analysis): string => analysis.text.replaceAll(/^(\uFEFF?)[ \t]*#.*\r?\n?/gm, '$1');
          const same = after.findings.filter(
            ({ rule, message, span }) =>
              rule === finding.rule && message === finding.message && span.start === finding.span.start,
          );
          expect(same, fix.title).toEqual([]);
          expect(after.tree.problems.length, fix.title).toBe(before.tree.problems.length);
          expect(after.findings.length, fix.title).toBeLessThan(before.findings.length);
          expect(written(after), fix.title).toBe(written(before));
        }
      }),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test('the difference of two texts makes one of the other', () => {
  const lines = fc
    .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd'), { maxLength: 12 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const edits = difference(before, after);
      expect(applyEdits(before, edits)).toBe(after);
      expect(edits.every(({ span }, index) => span.start >= (edits[index - 1]?.span.end ?? 0))).toBe(true);
    }),
    { seed, numRuns: runs * 10 },
  );
  expect(difference('a\nb\nc\nd\n', 'a\nB\nc\nD\n')).toEqual([
    { span: { start: 2, end: 4 }, newText: 'B\n' },
    { span: { start: 6, end: 8 }, newText: 'D\n' },
  ]);
});
