// The parser never throws, whatever the text; and every node is where it says it is.
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../server/src/analysis.ts';
import { maximumLength, parse } from '../../../server/src/syntax/parse.ts';
import type { Entry, ListItem, Span, SyntaxNode, SyntaxTree } from '../../../server/src/syntax/tree.ts';

const example = readFileSync(join(import.meta.dirname, '../../../examples/chat/websocket.yaml'), 'utf8');

/** What is wrong with the places of a tree's nodes: each lies within its parent, and a plain text is where it says. */
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

/** Everything that can be asked of a text. */
function askEverything(text: string): void {
  const analysis = analyze(text);
  for (const finding of analysis.findings) finding.fixes();
  analysis.template('yaml');
  analysis.template('json');
  analysis.graph();
  for (let offset = 0; offset <= text.length; offset += Math.max(1, Math.floor(text.length / 7))) {
    analysis.hover(offset);
    analysis.completion(offset);
  }
}

describe('a text as it is being typed', () => {
  test('every truncation of the example', () => {
    for (let end = 0; end <= example.length; end += 3) {
      const text = example.slice(0, end);
      expect(misplaced(parse(text))).toEqual([]);
      analyze(text).findings.forEach((finding) => finding.fixes());
    }
  });

  test('any piece of the example taken out, doubled or replaced', () => {
    const offset = fc.nat(example.length);
    const piece = fc.constantFrom(
      '',
      ':',
      '- ',
      '[',
      '{',
      '}',
      ']',
      '"',
      "'",
      '\n',
      '\t',
      '#',
      '&a',
      '*a',
      '|',
      '>',
      '!x ',
      '---',
      '\r\n',
      '😀',
      '${',
      '__proto__: ',
    );
    fc.assert(
      fc.property(offset, offset, piece, (one, other, inserted) => {
        const text = example.slice(0, Math.min(one, other)) + inserted + example.slice(Math.max(one, other));
        expect(misplaced(parse(text))).toEqual([]);
        askEverything(text);
      }),
      { numRuns: 150 },
    );
  });

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(misplaced(parse(text))).toEqual([]);
        askEverything(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a hostile text', () => {
  const one = (text: string): string => {
    const { problems } = parse(text);
    expect(problems).toHaveLength(1);
    return problems[0]?.message ?? '';
  };

  test('10 MB are refused in words', () => {
    const text = 'a: b\n'.repeat(2_000_000);
    expect(text.length).toBeGreaterThan(maximumLength);
    expect(one(text)).toContain('10,000,000 characters');
    askEverything(text);
  });

  test.each([
    ['brackets', '['.repeat(10_000)],
    ['closed brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['braces', '{a: '.repeat(10_000)],
    ['dashes', '- '.repeat(10_000)],
  ])('10,000 nested %s are refused in words', (_, text) => {
    expect(one(text)).toContain('levels deep');
    askEverything(text);
  });

  test('an alias bomb costs no more than its text', () => {
    const levels = Array.from({ length: 60 }, (_, level) => {
      const previous = level === 0 ? 'x' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => previous).join(', ')}]`;
    });
    askEverything(`${levels.join('\n')}\nresources: { A: *a59 }\n`);
  });

  test('an alias of itself ends', () => {
    askEverything('resources: &r\n  A: &a { type: websocket-api, endpoints: [*a], connections: *r }\n');
  });

  test('CRLF, a BOM and astral characters keep every span in place', () => {
    const text = `\uFEFF# 😀\r\n${example.replaceAll('\n', '\r\n')}`;
    expect(analyze(text).findings).toEqual([]);
    expect(misplaced(parse(text))).toEqual([]);
  });
});
