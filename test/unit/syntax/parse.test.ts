// The parser never throws, whatever the text, and every node has the correct span.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { maximumItems, maximumLength, maximumSigns, parse } from '../../../server/src/syntax/parse.ts';
import { hostilePieces } from '../../harness/hostile-descriptors.ts';
import { runs, seed } from '../../harness/property-runs.ts';
import type { Entry, ListItem, Span, SyntaxNode, SyntaxTree } from '../../../server/src/syntax/tree.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

/** The faults in the spans of a tree: each node is within its parent, and the text of a plain scalar is at its span. */
function misplaced(tree: SyntaxTree): unknown[] {
  const wrong: unknown[] = [];
  const visit = (node: SyntaxNode | undefined, outer: Span): void => {
    if (!node) return;
    const { start, end } = node.span;
    if (start < outer.start || end > outer.end || end < start) wrong.push({ node, outer });
    const written = tree.text.slice(start, end);
    if (node.kind === 'scalar' && node.style === 'plain' && !/[\r\n]/.test(written) && written !== node.text) {
      wrong.push({ node, written });
    }
    const parts: readonly (Entry | ListItem)[] =
      node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [];
    for (const part of parts) {
      if ('key' in part) visit(part.key, part.span);
      visit(part.value, part.span);
    }
  };
  visit(tree.root, { start: 0, end: tree.text.length });
  const outside = [...tree.problems, ...tree.comments].filter(
    ({ span }) => span.start < 0 || span.end > tree.text.length,
  );
  return [...wrong, ...outside];
}

describe('every node is where it says it is', () => {
  test('in every truncation of the example', () => {
    for (let end = 0; end <= example.length; end += 3) {
      expect(misplaced(parse(example.slice(0, end)))).toEqual([]);
    }
  });

  test('with any piece of the example removed, duplicated or replaced', () => {
    const offset = fc.nat(example.length);
    fc.assert(
      fc.property(offset, offset, fc.constantFrom(...hostilePieces), (one, other, inserted) => {
        const text = example.slice(0, Math.min(one, other)) + inserted + example.slice(Math.max(one, other));
        expect(misplaced(parse(text))).toEqual([]);
      }),
      { numRuns: 5 * runs, seed },
    );
  });

  test('in any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(misplaced(parse(text))).toEqual([]);
      }),
      { numRuns: 5 * runs, seed },
    );
  });

  test('with CRLF, a byte order mark and astral characters', () => {
    const text = `\uFEFF# 😀\r\n${example.replaceAll('\n', '\r\n')}`;
    expect(parse(text).problems).toEqual([]);
    expect(misplaced(parse(text))).toEqual([]);
  });
});

/** The content of a tree, without positions. */
function contentOf(node: SyntaxNode | undefined): unknown {
  if (node?.kind === 'map') {
    return node.entries.map(({ key, value, complete }) => [contentOf(key), complete, contentOf(value)]);
  }
  if (node?.kind === 'list') return [node.flow, node.items.map(({ value }) => contentOf(value))];
  return node?.kind === 'scalar' ? [node.text.replaceAll('\r\n', '\n'), node.style] : node?.name;
}

function sameWithEither(text: string): void {
  const lf = parse(text);
  const crlf = parse(text.replaceAll('\n', '\r\n'));
  const problems = (tree: SyntaxTree): unknown[] =>
    tree.problems.map(({ kind, halfTyped, span }) => [
      kind,
      halfTyped,
      tree.text.slice(0, span.start).replaceAll('\r\n', '\n').length,
    ]);
  expect(problems(crlf)).toEqual(problems(lf));
  expect(contentOf(crlf.root)).toEqual(contentOf(lf.root));
  expect(crlf.comments.map((comment) => comment.text)).toEqual(lf.comments.map((comment) => comment.text));
}

describe('both line endings give the same tree', () => {
  test('of the example, cut off anywhere', () => {
    for (let end = 0; end <= example.length; end += 3) sameWithEither(example.slice(0, end));
  });

  test('of the example with something odd in it', () => {
    const offset = fc.nat(example.length);
    fc.assert(
      fc.property(offset, fc.nat(20), fc.constantFrom(...hostilePieces), (start, length, inserted) => {
        const text = example.slice(0, start) + inserted + example.slice(start + length);
        // After a syntax error, the parser may recover differently.
        fc.pre(!inserted.includes('\r') && parse(text).problems.every(({ halfTyped }) => halfTyped === true));
        sameWithEither(text);
      }),
      { numRuns: 5 * runs, seed },
    );
  });
});

test.each(['a: [{ b: c }', 'a: { b: [c]', 'a: [[b]', 'a: [{ b: c }, d: e'])(
  'a bracket is not closed by an inner one: %s',
  (text) => {
    expect(parse(text).problems).toMatchObject([{ kind: 'unclosed-bracket', span: { start: 3, end: 4 } }]);
  },
);

test.each(["'\n", "\n'\n", '"\n', "\r'\r", "'a\n"])('a quote that nothing closes is reported in %j', (text) => {
  expect(parse(text).problems).toMatchObject([{ kind: 'unclosed-quote' }]);
});

describe('an unclosed quote ends at the end of its line', () => {
  test.each([
    ['a: "b\nc: d\n', 'a: "b', 'c'],
    ["a: 'b # c\nd: [e]\n", "a: 'b # c", 'd'],
    ['a:\n  - b: "c\n    d: e\n  - f\nc: d\n', '"c', 'c'],
    ['a: { b: "c }\nd: e\n', '"c }', 'd'],
    ['a: "b', 'a: "b', 'a'],
  ])('%j', (text, written, last) => {
    const { root, problems } = parse(text);
    expect(
      problems.map(({ kind, halfTyped, span }) => [kind, halfTyped, /["']/.test(text.charAt(span.start))]),
    ).toEqual([['unclosed-quote', true, true]]);
    expect(text).toContain(written);
    expect(root?.kind === 'map' && root.entries.at(-1)?.key.text).toBe(last);
    expect(misplaced(parse(text))).toEqual([]);
  });

  test('and its text is the rest of the line', () => {
    const { root } = parse('a: "bc\nd: e\n');
    expect(contentOf(root)).toEqual([
      [['a', 'plain'], true, ['bc', 'double']],
      [['d', 'plain'], true, ['e', 'plain']],
    ]);
  });

  test('unless that would lose more', () => {
    const { problems } = parse('{\n  "a": "b,\n  "c": "d"\n}\n');
    expect(problems.every(({ halfTyped }) => halfTyped === true)).toBe(false);
  });
});

describe('a mistake in the layout is read as if it were corrected', () => {
  test.each([
    ['a\n  b: c\nd: e\n', 'a:\n  b: c\nd: e\n'],
    ['a:\n  b: c\n  d # e\n  - f\n', 'a:\n  b: c\n  d: # e\n  - f\n'],
    ['a: b\n   c: d\n   e:\n    - f\ng: |\n h\n', 'a: b\nc: d\ne:\n - f\ng: |\n h\n'],
    ['a:\n  b: c\n d: &e f\n  g: *e\n', 'a:\n  b: c\n  d: &e f\n  g: *e\n'],
    ['a:\n    b: c\n   d: "e\n     f"\n', 'a:\n   b: c\n   d: "e\n     f"\n'],
    ['- a: b\n c: d\n', '- a: b\n  c: d\n'],
    ['- a: b\n   c: d\n    e: f\n', '- a: b\n  c: d\n  e: f\n'],
    ['a:\n  b:\n  c: d\n    e: f\n    g: h\n', 'a:\n  b:\n    c: d\n    e: f\n    g: h\n'],
    ['a:\nb:\n    c: d\n  e:\n    f: g\n', 'a:\n  b:\n    c: d\n  e:\n    f: g\n'],
    ['a:\n  - b: c\n    d: e\n     - f: g\n', 'a:\n  - b: c\n    d: e\n  - f: g\n'],
    ['a:\n  - { b: c }\n  -b: d\n    e: f\n', 'a:\n  - { b: c }\n  - b: d\n    e: f\n'],
    ['a: b: c\n   d: e\n', 'a:\n   b: c\n   d: e\n'],
    ['a:\n  b:\n<<<<<<< HEAD\n    c: 1\n=======\n    c: 2\n>>>>>>> x\n  d: e\n', 'a:\n  b:\n    c: 1\n  d: e\n'],
    ['a:\n=======\n  b: c\n', 'a:\n  b: c\n'],
    ['a:\u00a0b\n\u00a0\u00a0\nc: { d:\u00a0e }\n', 'a: b\n\nc: { d: e }\n'],
    ['a:\n  -\u00a0b: c\n  \u00a0 d: e\n', 'a:\n  - b: c\n    d: e\n'],
  ])('%j', (text, corrected) => {
    const tree = parse(text);
    expect(tree.problems.every(({ halfTyped }) => halfTyped === true)).toBe(true);
    expect(tree.problems.length).toBeGreaterThan(0);
    expect(contentOf(tree.root)).toEqual(contentOf(parse(corrected).root));
    expect(misplaced(tree)).toEqual([]);
    sameWithEither(text);
  });

  test('unless the intended place is ambiguous', () => {
    const { problems } = parse('a:\n  b:\n    c: d\n   e:\n    f: g\n');
    expect(problems.map(({ kind, halfTyped }) => [kind, halfTyped])).toEqual([['misaligned', undefined]]);
  });
});

describe('is rejected with a message', () => {
  const onlyProblem = (text: string): string => {
    const { problems } = parse(text);
    expect(problems).toHaveLength(1);
    return problems[0]?.message ?? '';
  };

  test('a text that is longer than any descriptor', () => {
    const text = 'a: b\n'.repeat(2_000_000);
    expect(text.length).toBeGreaterThan(maximumLength);
    expect(onlyProblem(text)).toContain('10,000,000 characters');
  });

  test.each([
    ['line breaks', '\n'.repeat(maximumSigns + 1)],
    ['commas', `a: [${','.repeat(maximumSigns)}]`],
    ['keys', 'a: b\n'.repeat(maximumSigns / 2 + 1)],
  ])('a text with more signs than any descriptor has: %s', (_, text) => {
    expect(text.length).toBeLessThan(maximumLength);
    expect(onlyProblem(text)).toContain('more than 120,000');
  });

  test.each([
    ['keys', 'a: b\n', ''],
    ['items in a block', '- a\n', ''],
    ['items in a block below a key', '  - a\n', 'a:\n'],
    ['items in brackets', 'a, ', '['],
    ['keys in braces', 'a: b, ', 'c: {'],
    ['aliases that lack a colon', '*a\n', 'a: &a b\n'],
  ])('a collection with more %s than any descriptor has', (_, item, before) => {
    expect(onlyProblem(before + item.repeat(maximumItems + 1))).toContain('more than 10,000 entries');
    expect(JSON.stringify(parse(before + item.repeat(maximumItems - 1)).problems)).not.toContain('10,000 entries');
  });

  test('a template may have as many signs as fit into it', () => {
    expect(parse(`[${'"",'.repeat(maximumSigns / 3)}""]`, { content: 'template' }).problems).toEqual([]);
  });

  test.each([
    ['brackets', '['.repeat(10_000)],
    ['closed brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', '- '.repeat(10_000)],
  ])('what nests too deep, in %s', (_, text) => {
    expect(onlyProblem(text)).toContain('levels deep');
  });

  test('too many repetitions by aliases, at the first alias over the limit', () => {
    const list = (n: number, of: string): string => `[${Array.from({ length: n }, () => of).join(', ')}]`;
    const text = `a: &a ${list(99, 'x')}\nb: &b ${list(99, '*a')}\nc: &c ${list(9, '*b')}\nd: 1\n`;
    expect(onlyProblem(text)).toContain('more than 50,000 values');
    const [problem] = parse(text).problems;
    expect(text.slice(problem?.span.start, problem?.span.end)).toBe('*b');
    expect(parse(text.replace(/c: .*/, '')).problems).toEqual([]);
  });
});
