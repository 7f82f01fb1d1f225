// No text is too broken for any request: nothing throws, and nothing hangs.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/analysis.ts';
import { maximumFindings } from '../../server/src/rules/check.ts';
import { askEverything, spread } from '../harness/ask-everything.ts';
import { parseCaseFile, parseDescriptor } from '../harness/case-file.ts';
import { hostilePieces, hostileTexts, largeTexts } from '../harness/hostile-descriptors.ts';
import { patience, runs, seed } from '../harness/property-runs.ts';

const root = join(import.meta.dirname, '..');
const example = readFileSync(join(root, '../examples/chat/websocket.yaml'), 'utf8');

/** The descriptors of all cases: each rule and each feature has its own. */
const descriptors = readdirSync(join(root, 'cases'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => parseCaseFile(readFileSync(join(root, 'cases', name), 'utf8')).cases)
  .map(({ descriptor }) => parseDescriptor(descriptor.text).text);

test('there are cases', () => expect(descriptors.length).toBeGreaterThan(200));

describe('any case', () => {
  const descriptor = fc.constantFrom(example, ...descriptors);
  const anywhere = fc.double({ min: 0, max: 1, noNaN: true });
  const at = (text: string, where: number): number => Math.round(text.length * where);

  test('cut off anywhere', { timeout: patience }, () => {
    fc.assert(
      fc.property(descriptor, anywhere, anywhere, (text, end, place) => {
        const cut = text.slice(0, at(text, end));
        askEverything(cut, [cut.length, at(cut, place)]);
      }),
      { numRuns: 2 * runs, seed },
    );
  });

  test('with a piece removed, duplicated, moved or replaced with something odd', { timeout: patience }, () => {
    const mutation = fc.record({
      from: anywhere,
      length: fc.nat(30),
      kind: fc.constantFrom('replace', 'double', 'move'),
      piece: fc.constantFrom(...hostilePieces),
      to: anywhere,
    });
    fc.assert(
      fc.property(
        descriptor,
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        anywhere,
        (text, mutations, place) => {
          let mutated = text;
          let last = 0;
          for (const { from, length, kind, piece, to } of mutations) {
            const start = at(mutated, from);
            const taken = mutated.slice(start, start + length);
            const rest = mutated.slice(0, start) + mutated.slice(start + length);
            if (kind === 'replace') mutated = mutated.slice(0, start) + piece + mutated.slice(start + length);
            else {
              const base = kind === 'move' ? rest : mutated;
              mutated = base.slice(0, at(base, to)) + taken + base.slice(at(base, to));
            }
            last = Math.min(mutated.length, start + piece.length);
          }
          askEverything(mutated, [last, at(mutated, place)]);
        },
      ),
      { numRuns: 2 * runs, seed },
    );
  });

  test('with other line endings, a byte order mark, tabs or astral characters', { timeout: patience }, () => {
    const change = fc.constantFrom(
      (text: string) => text.replaceAll('\n', '\r\n'),
      (text: string) => text.replaceAll('\n', '\r'),
      (text: string) => `\uFEFF${text}`,
      (text: string) => text.replaceAll('  ', '\t'),
      (text: string) => text.replaceAll('a', '😀'),
      (text: string) => text.replaceAll('Chat', '__proto__'),
      (text: string) => text.replaceAll('Send', 'constructor'),
      (text: string) => text.replaceAll('  ', '   '),
    );
    fc.assert(
      fc.property(descriptor, fc.array(change, { minLength: 1, maxLength: 3 }), anywhere, (text, changes, place) => {
        const changed = changes.reduce((before, change) => change(before), text);
        askEverything(changed, [at(changed, place), changed.length]);
      }),
      { numRuns: runs, seed },
    );
  });
});

test('any text at all', { timeout: patience }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => askEverything(text, spread(text, 2))),
    { numRuns: 2 * runs, seed },
  );
});

describe('a hostile text', () => {
  test.each([...hostileTexts, ...largeTexts].map(({ name, text }) => [name, text] as const))('%s', (_, text) => {
    // Most of these texts repeat one fault, whose fixes are the same each time.
    askEverything(text, [text.length >> 1], 10);
  });
});

describe('a rule with more findings than anyone reads', () => {
  const lines = (text: string): string =>
    `resources:\n${Array.from({ length: 2000 }, (_, n) => `  R${n}: ${text}\n`).join('')}`;

  test('reports a limited number of findings, and of fixes for a selection', () => {
    const text = lines('x');
    const analysis = analyze(text);
    expect(analysis.findings).toHaveLength(maximumFindings);
    const fixed = new Set(analysis.quickFixes({ start: 0, end: text.length }).map(({ finding }) => finding));
    expect(fixed.size).toBeLessThanOrEqual(100);
    expect(analysis.template('yaml')).toBeUndefined();
  });

  test('does not make the suppression of the others count as unused', () => {
    expect(analyze(lines('x # websocket-project-ignore: wrong-type')).findings).toEqual([]);
  });
});

// Texts that once caused a failure, one per file; add new ones here.
describe('the corpus', () => {
  const folder = join(root, 'corpus');
  test.each(readdirSync(folder))('%s', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    // A completion parses the whole text again, so long texts are tried at fewer places.
    askEverything(text, spread(text, Math.min(60, Math.ceil(200_000 / text.length))));
  });
});
