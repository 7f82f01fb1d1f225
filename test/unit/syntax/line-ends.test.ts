// A lone carriage return ends a line, as in YAML 1.2 and in the Language Server Protocol.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { applyEdits } from '../../../server/src/syntax/edits.ts';
import { arbitraryDescriptor } from '../../harness/arbitrary-project.ts';
import { faultyText } from '../../harness/faulty-text.ts';
import { offeredEdits, partsOf } from '../../harness/graph-edits.ts';
import { diceSeed, messyYaml } from '../../harness/messy-yaml.ts';
import { patience, runs, seed } from '../../harness/property-runs.ts';

const options = {
  tabSize: 2,
  insertSpaces: true,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

function withReturns(text: string): string {
  return text.replaceAll('\n', '\r');
}

function formatted(analysis: Analysis): string {
  const result = analysis.format(options);
  return result.kind === 'formatted' ? applyEdits(analysis.text, result.edits) : analysis.text;
}

function shown({ lines, findings }: Analysis): unknown {
  return findings.map(({ rule, span, message }) => ({
    rule: rule.id,
    message,
    start: lines.positionAt(span.start),
    end: lines.positionAt(span.end),
  }));
}

test(
  'a file with carriage returns is the same as one with line feeds',
  () => {
    fc.assert(
      fc.property(
        faultyText.filter((text) => !text.includes('\r')),
        (text) => {
          const [feeds, returns] = [analyze(text), analyze(withReturns(text))];
          expect(shown(returns)).toEqual(shown(feeds));
          expect(returns.template('yaml')).toBe(feeds.template('yaml'));
          expect(formatted(returns)).toBe(withReturns(formatted(feeds)));
        },
      ),
      { seed, numRuns: runs },
    );
  },
  patience,
);

test(
  'so is an edit in the graph',
  () => {
    const text = fc
      .tuple(arbitraryDescriptor({ alphanumericNames: true }), diceSeed)
      .map(([descriptor, dice]) => messyYaml(descriptor, dice).replaceAll('\r\n', '\n'));
    let count = 0;
    fc.assert(
      fc.property(text, fc.nat(), (written, choice) => {
        const [feeds, returns] = [analyze(written), analyze(withReturns(written))];
        const parts = [undefined, ...partsOf(feeds)];
        const offered = offeredEdits(feeds, parts[choice % parts.length]);
        for (const edit of offered.filter((_, index) => (index + choice) % Math.ceil(offered.length / 4) === 0)) {
          const [change, same] = [feeds.graphEdit(edit), returns.graphEdit(edit)];
          expect(same.refused, JSON.stringify(edit)).toBe(change.refused);
          if (change.refused !== undefined || same.refused !== undefined) continue;
          expect(applyEdits(returns.text, same.edits)).toBe(withReturns(applyEdits(written, change.edits)));
          count++;
        }
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
    expect(count).toBeGreaterThan(runs);
  },
  patience,
);

test('the lines of the tree are those of the protocol', () => {
  const text = 'resources:\r  Outbox:\r    type: sqs-queue\r    nme: Outbox\r';
  const { findings, lines } = analyze(text);
  const unknown = findings.find(({ rule }) => rule.id === 'unknown-property');
  expect(unknown && lines.positionAt(unknown.span.start)).toEqual({ line: 3, character: 4 });
});
