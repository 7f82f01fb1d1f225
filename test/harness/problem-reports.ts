// Reports of problems to print: of a file with several, of one without, of one that cannot be read, and of hostile ones.
import * as fc from 'fast-check';
import { analyze } from '../../server/src/analysis.ts';
import type { ReportContext } from '../../server/src/cli/reports/for-ci.ts';
import { reportOf, type FileReport } from '../../server/src/problems.ts';
import { runs, seed } from './property-runs.ts';

export const context: ReportContext = {
  version: '1.2.3',
  pathOf: (file) => file,
  pageOf: (rule) => `https://example.com/rules/${rule}.md`,
};

export const text = `resources:
  Chat:
    type: websocket-api
    name: chat-api
    routeSelectorProperty: action
    endpoints:
      - { route: send, operationMode: two-way }
      - { route: send, operationMode: 2-way }
  Outbox: { type: sqs-queue, name: on }
`;

export const report = (descriptor: string, file = 'services/chat/websocket.yaml'): FileReport =>
  reportOf(file, analyze(descriptor), { withFixes: true });

export const unreadable: FileReport = {
  file: 'gone.yaml',
  problems: [],
  fixed: 0,
  failure: 'gone.yaml cannot be read: <why>',
};
export const fine = report('resources: { Q: { type: sqs-queue, name: Q } }', 'fine.yaml');
export const reports = [report(text), unreadable, fine];

/** Names, routes and messages with all that a format or a terminal would interpret. */
const hostile = fc
  .array(
    fc.constantFrom(
      '\u001b[2J',
      '\u0007',
      '\r',
      '\n',
      '\u2028',
      '\u202e',
      '%0A',
      '::',
      ',',
      ']]>',
      '<&"\'',
      'é',
      '語',
      '\ud800',
      '\ufffe',
      '`',
      'a',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const hostileReport = hostile.map((part) =>
  report(
    text.replace('on }', () => JSON.stringify(part)).replaceAll('send', () => JSON.stringify(`s${part}`)),
    `a${part}.yaml`,
  ),
);
/** What a terminal interprets. */
export const obeyed = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** Checks the reports of hostile texts in files with hostile names. */
export function holdsForHostile(check: (reports: readonly FileReport[]) => void): void {
  fc.assert(
    fc.property(hostileReport, (one) => check([one, unreadable])),
    { numRuns: runs, seed },
  );
}
