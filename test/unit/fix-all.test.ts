// Changes that are applied without review, on save or by a comment, do no harm, whatever the file contains.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import type { SyntaxNode } from '../../server/src/syntax/tree.ts';
import { difference } from '../../server/src/syntax/difference.ts';
import { faultyText } from '../harness/faulty-text.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const commentsOf = ({ tree }: Analysis): string[] => tree.comments.map((comment) => comment.text);

function countsOf({ errors }: Analysis): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of errors) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return counts;
}

describe('fix all', () => {
  test(
    'terminates, causes no errors, keeps comments, and leaves nothing to fix',
    () => {
      let changed = 0;
      fc.assert(
        fc.property(faultyText, (descriptor) => {
          const before = analyze(descriptor);
          const edits = before.fixAll();
          const after = analyze(applyEdits(descriptor, edits), {}, { earlier: before });
          if (edits.length > 0) changed++;
          // If two resources claim one logical ID, or a key lacks an attribute whose name is a number, nothing has been
          // deployed.
          const isClear = [before, after].every(({ errors }) =>
            errors.every(({ rule }) => rule.id !== 'duplicate-logical-id' && rule.id !== 'wrong-type'),
          );
          if (isClear) expect(before.withConsequences({ edits }).consequence).toBeUndefined();
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
    'of one rule leaves nothing of that rule to fix',
    () => {
      fc.assert(
        fc.property(faultyText, (descriptor) => {
          const before = analyze(descriptor);
          for (const id of new Set(before.findings.map(({ rule }) => rule.id))) {
            const edits = before.fixAll(id);
            if (edits.length === 0) continue;
            const after = analyze(applyEdits(descriptor, edits), {}, { earlier: before });
            // An ignored key may have hidden other findings, even of the same rule; fixed ones do not come back.
            expect(after.fixAll(id), id).toEqual([]);
            expect(messagesOf(after, id), id).not.toEqual(messagesOf(before, id));
          }
        }),
        { seed, numRuns: runs },
      );
    },
    patience,
  );
});

function messagesOf({ findings }: Analysis, id: string): string[] {
  return findings.filter(({ rule }) => rule.id === id).map(({ message }) => message);
}

/** Findings that a value of a wrong type hid, since it was not checked. */
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
  'a suppression only hides findings of its rule in its line or file, and is not unused',
  () => {
    let offers = 0;
    fc.assert(
      fc.property(faultyText, (descriptor) => {
        const before = analyze(descriptor);
        const offered = before.quickFixes({ start: 0, end: descriptor.length }).filter(({ suppresses }) => suppresses);
        for (const { finding, fix } of offered) {
          offers++;
          const [edit] = fix.edits;
          if (!edit) continue;
          const after = analyze(applyEdits(descriptor, fix.edits), {}, { earlier: before });
          const moved = edit.newText.length - (edit.span.end - edit.span.start);
          const place = ({ rule, span: { start } }: Finding, by: number): string =>
            `${rule.id} at ${start >= edit.span.end ? start + by : start}`;
          const isSilenced = (other: Finding): boolean =>
            other.rule === finding.rule && (fix.title.endsWith('file') || isOnLine(other, finding, before));
          const others = before.findings.filter((other) => !isSilenced(other)).map((other) => place(other, moved));
          expect(after.tree.problems, fix.title).toEqual([]);
          expect(after.findings.map((other) => place(other, 0)).sort(), fix.title).toEqual(others.sort());
          expect(valuesOf(after.tree.root), fix.title).toEqual(valuesOf(before.tree.root));
        }
      }),
      { seed, numRuns: runs },
    );
    expect(offers).toBeGreaterThan(runs);
  },
  patience,
);

function isOnLine(one: Finding, other: Finding, { lines }: Analysis): boolean {
  return lines.positionAt(one.span.start).line === lines.positionAt(other.span.start).line;
}

/** The content of the text, without positions. */
function valuesOf(node: SyntaxNode | undefined): unknown {
  if (node?.kind === 'map') return node.entries.map(({ key, value }) => [key.text, valuesOf(value)]);
  if (node?.kind === 'list') return node.items.map(({ value }) => valuesOf(value));
  return node?.kind === 'scalar' ? node.value : node?.name;
}

test('the diff of two texts turns one into the other', () => {
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
