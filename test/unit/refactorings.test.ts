// Refactorings keep everything that they do not intend to change, anywhere in any text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { analyze, type Analysis } from '../../server/src/analysis.ts';
import type { Finding } from '../../server/src/rules/rule.ts';
import type { Refactoring } from '../../server/src/features/code-actions/refactorings.ts';
import { applyEdits } from '../../server/src/syntax/edits.ts';
import { arbitraryDescriptor } from '../harness/arbitrary-project.ts';
import { diceSeed, messyYaml } from '../harness/messy-yaml.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const messy = fc
  .tuple(arbitraryDescriptor({ alphanumericNames: true }), diceSeed)
  .map(([descriptor, dice]) => messyYaml(descriptor, dice));

const dataOf = (text: string): unknown => parseYaml(text, { maxAliasCount: -1 });

function commentsOf({ tree }: Analysis): string[] {
  return tree.comments.map(({ text }) => text);
}

/** The content of the file, regardless of the order of endpoints and of their APIs. */
function withoutOrder(value: unknown): unknown {
  const flat = JSON.stringify(value, (_, item: unknown) => (Array.isArray(item) ? item.map(String) : item));
  return Array.from(flat).sort().join('');
}

function expectKept(before: Analysis, { kind, title, change, disabled }: Refactoring): void {
  const { edits, keepsMeaning } = change();
  const text = applyEdits(before.text, edits);
  const after = analyze(text);
  expect(after.tree.problems, title).toEqual([]);
  expect(commentsOf(after).sort(), title).toEqual(commentsOf(before).sort());
  const known = new Set(before.errors.map(({ message }) => message));
  // An API whose last endpoint moves is deleted next, or gets other endpoints.
  const isNew = ({ message, rule }: Finding): boolean =>
    !known.has(message) && !(rule.id === 'no-endpoints' && title.startsWith('Move '));
  expect(after.errors.filter(isNew), title).toEqual([]);
  if (disabled !== undefined) expect(text).toBe(before.text);
  else expect(text, title).not.toBe(before.text);
  if (/ the parameter /.test(title)) {
    // The deployed values are the same.
    const impact = before.errors.length === 0 && after.impact(before.template('yaml') ?? '');
    expect(impact && 'changes' in impact ? impact.changes : [], title).toEqual([]);
  } else if (kind === 'refactor.extract' || kind === 'refactor.inline') {
    expect(dataOf(text), title).toEqual(dataOf(before.text));
    expect(commentsOf(after), title).toEqual(commentsOf(before));
  }
  if (title === 'Sort the endpoints') {
    expect(withoutOrder(dataOf(text))).toEqual(withoutOrder(dataOf(before.text)));
    const offset = edits[0]?.span.start ?? 0;
    const again = after.refactorings({ start: offset, end: offset });
    expect(again.map((one) => one.title)).not.toContain(title);
  }
  if (keepsMeaning) expect(before.withConsequences({ edits }).consequence, title).toBeUndefined();
  const lineEnds = new Set(before.text.match(/\r?\n/g));
  if (lineEnds.size === 1) expect(new Set(text.match(/\r?\n/g)), title).toEqual(lineEnds);
}

test(
  'data, comments and line endings stay, and no errors appear',
  () => {
    const offered = new Map<string, number>();
    fc.assert(
      fc.property(messy, fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), (text, places) => {
        const analysis = analyze(text);
        const { resources, parameters } = analysis.project;
        const ids = resources.slice(0, 2).map(({ id }) => id.node.span.start);
        const names = parameters.slice(0, 2).map(({ name }) => name.node.span.start);
        const texts = resources.flatMap((one) => (one.type === 'lambda-function' ? one.environment : []));
        const values = texts.slice(0, 2).map(({ value }) => value.node.span.start);
        for (const offset of [...places.map((place) => place % (text.length + 1)), ...ids, ...names, ...values]) {
          for (const refactoring of analysis.refactorings({ start: offset, end: offset })) {
            const kind = refactoring.title.split(' ')[0] ?? '';
            offered.set(kind, (offered.get(kind) ?? 0) + 1);
            expectKept(analysis, refactoring);
          }
        }
      }),
      { seed, numRuns: runs * 3 },
    );
    const common = ['Connect', 'Expand', 'Extract', 'Inline', 'Move', 'Sort'];
    expect([...offered.keys()]).toEqual(expect.arrayContaining(common));
  },
  patience,
);
