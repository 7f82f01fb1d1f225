// A lone carriage return ends a line, as in YAML 1.2 and in the Language Server Protocol.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../server/src/analysis.ts';
import { applyEdits } from '../../../server/src/syntax/edits.ts';
import { faultyText } from '../../harness/faulty-text.ts';
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

test('the lines of the tree are those of the protocol', () => {
  const text = 'resources:\r  Outbox:\r    type: sqs-queue\r    nme: Outbox\r';
  const { findings, lines } = analyze(text);
  const unknown = findings.find(({ rule }) => rule.id === 'unknown-property');
  expect(unknown && lines.positionAt(unknown.span.start)).toEqual({ line: 3, character: 4 });
});
