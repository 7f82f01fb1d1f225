// What is known from an earlier text changes nothing but the time that an analysis takes.
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { maximumItems, parse } from '../../../server/src/syntax/parse.ts';
import { reparse, reparseReadable } from '../../../server/src/syntax/reparse.ts';
import { firstUnreadable, type SyntaxNode, type SyntaxTree } from '../../../server/src/syntax/tree.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { descriptorText } from '../../harness/descriptor.ts';
import { parseCaseFile, parseDescriptor } from '../../harness/case-file.ts';
import { editSession } from '../../harness/edit-session.ts';
import { Dice, diceSeed, messyYaml } from '../../harness/messy-yaml.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const root = join(import.meta.dirname, '../../cases');
const cases = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .sort()
  .flatMap((name) => parseCaseFile(readFileSync(join(root, name), 'utf8')).cases)
  .map(({ descriptor }) => parseDescriptor(descriptor.text).text);

const text = fc.oneof(
  fc.constantFrom(...cases),
  fc.tuple(arbitraryDescriptor(), diceSeed).map(([descriptor, dice]) => messyYaml(descriptor, dice)),
  arbitraryDescriptor({ overlays: true }).map((descriptor) => descriptorText(descriptor)),
);

/** The content of a tree, since a tree itself may compute it on demand. */
function contentOf({ root: node, problems, comments, anchors, lines }: SyntaxTree): string {
  const content = (one: SyntaxNode | undefined): unknown => {
    if (one?.kind === 'map') {
      const { kind, flow, tag, span } = one;
      const entries = one.entries.map((entry) => [
        entry.span,
        entry.complete,
        entry.colon,
        content(entry.key),
        content(entry.value),
      ]);
      return { kind, flow, tag, span, entries };
    }
    if (one?.kind === 'list') {
      const { kind, flow, tag, span } = one;
      return { kind, flow, tag, span, items: one.items.map((item) => [item.span, content(item.value)]) };
    }
    if (one?.kind === 'alias') return { kind: one.kind, span: one.span, name: one.name };
    return one && { ...one, value: String(one.value), type: typeof one.value };
  };
  return JSON.stringify([content(node), problems, comments, anchors, lines.starts]);
}

/** What people see of an analysis. */
function shownBy(analysis: Analysis, offset: number): string {
  const { items, range } = analysis.completion(offset);
  return JSON.stringify([
    analysis.findings.map((finding) => ({ ...finding, rule: finding.rule.id, fixes: finding.fixes() })),
    analysis.documentSymbols(),
    items.map(({ label, plain, edits }) => [label, plain, edits]),
    range,
    analysis.hover(offset),
    analysis.codeActions({ start: offset, end: offset }),
    analysis.semanticTokens({ start: 0, end: analysis.text.length }),
    analysis.template('yaml'),
    analysis.graph(),
  ]);
}

describe('after any edit', () => {
  test('the tree is that of the whole text', { timeout: patience }, () => {
    fc.assert(
      fc.property(text, diceSeed, (start, dice) => {
        let tree = parse(start);
        for (const edited of editSession(start, 20, new Dice(dice))) {
          tree = reparse(edited, tree);
          expect(contentOf(tree)).toBe(contentOf(parse(edited)));
        }
      }),
      { numRuns: runs, seed },
    );
  });

  test('back at an earlier text, too', () => {
    const text = 'resources: # all\n  Chat: # one\n    name: Chat # two\n  Box:\n    name: Box\n';
    const start = parse(text);
    const unreadable = reparse(text.replace('Box\n', '"Box'), start);
    expect(unreadable.problems).not.toEqual([]);
    expect(contentOf(reparse(text, unreadable))).toBe(contentOf(start));
  });

  test('also if a key without a colon becomes the first', () => {
    const text = 'word\n# \nother:\n';
    expect(contentOf(reparse(text, parse(`first:\n${text}`)))).toBe(contentOf(parse(text)));
  });

  test('so is everything that is derived from it', { timeout: patience }, () => {
    fc.assert(
      fc.property(text, diceSeed, (start, dice) => {
        let analysis = analyze(start);
        const places = new Dice(dice);
        for (const edited of editSession(start, 8, new Dice(dice))) {
          analysis = analyze(edited, {}, { earlier: analysis });
          const offset = places.below(edited.length + 1);
          expect(shownBy(analysis, offset)).toBe(shownBy(analyze(edited), offset));
        }
      }),
      { numRuns: Math.ceil(runs / 2), seed },
    );
  });

  test('so are the findings, with whatever source files and on whatever day', { timeout: patience }, () => {
    const findings = ({ findings: shown, errors }: Analysis): unknown =>
      [...shown, ...errors].map((finding) => ({ ...finding, rule: finding.rule.id, fixes: undefined }));
    const surroundings = [{}, { files: { files: new Map(), complete: true } }, { today: '2031-01-01' }];
    fc.assert(
      fc.property(text, diceSeed, (start, dice) => {
        let earlier = analyze(start);
        const places = new Dice(dice);
        for (const edited of editSession(start, 12, new Dice(dice))) {
          const around = surroundings[places.below(surroundings.length)];
          const analysis = analyze(edited, {}, { ...around, earlier });
          expect(findings(analysis)).toEqual(findings(analyze(edited, {}, around)));
          earlier = analysis;
        }
      }),
      { numRuns: runs, seed },
    );
  });

  test.each([
    ['the type of a connected resource', 'type: sqs-queue', 'type: websocket-api', 'unexpected-access'],
    ['the type of a handler', 'type: lambda-function', 'type: sqs-queue', 'connection-not-allowed'],
    ['the ID of a handler', '  Send:', '  Sent:', 'unknown-resource'],
  ])('a part that is the same is checked again with %s', (_, from, to, expected) => {
    const earlier = analyze(
      [
        'resources:',
        '  Chat:',
        '    type: websocket-api',
        '    name: Chat',
        '    routeSelectorProperty: action',
        '    endpoints:',
        '      - route: $default',
        '        operationMode: 1-way',
        '        connections: [Send]',
        '  Send:',
        '    type: lambda-function',
        '    name: Send',
        '    runtime: nodejs22.x',
        '    entryPoint: send.handler',
        '    connections: [{ to: Box, access: read-write }]',
        '  Box:',
        '    type: sqs-queue',
        '    name: Box',
      ].join('\n'),
    );
    expect(earlier.findings).toEqual([]);
    const edited = earlier.text.replace(from, to);
    const reported = ({ findings }: Analysis): readonly unknown[] => findings.map(({ rule, span }) => [rule.id, span]);
    const whole = analyze(edited);
    expect(whole.findings.map(({ rule }) => rule.id)).toContain(expected);
    expect(reported(analyze(edited, {}, { earlier }))).toEqual(reported(whole));
  });

  test('a list that gets too long is rejected, and one that gets shorter again is not', () => {
    const lines = (count: number): string => `a: b\nc:\n${'  - d\n'.repeat(count)}`;
    let tree = parse(lines(maximumItems - 2));
    for (const count of [-1, 0, 1, 2, 1, 0, -1, -2]) {
      const edited = lines(maximumItems + count);
      tree = reparse(edited, tree);
      expect(tree.problems).toEqual(parse(edited).problems);
      expect(tree.root === undefined).toBe(count > 0);
    }
  });

  test('a text of which a block is unreadable is unreadable as a whole', { timeout: patience }, () => {
    fc.assert(
      fc.property(text, diceSeed, (start, dice) => {
        let tree = parse(start);
        for (const edited of editSession(start, 20, new Dice(dice))) {
          const whole = parse(edited);
          if (reparseReadable(edited, tree) === undefined) expect(firstUnreadable(whole)).toBeDefined();
          const inPart = reparseReadable(edited, tree, () => false);
          if (inPart) expect(contentOf(inPart)).toBe(contentOf(whole));
          tree = whole;
        }
      }),
      { numRuns: runs, seed },
    );
  });
});
