// What `dev` prints for people: no terminal obeys the texts of clients and functions, but the styles reach it.
import { expect, test } from 'vitest';
import { eventLines, sessionLog } from '../../../server/src/cli/dev-log.ts';
import { colors, noColors } from '../../../server/src/cli/output.ts';
import type { SessionEvent } from '../../../server/src/gateway/session.ts';

const text = 'Hello\u001b[2J\nBob\u0007';
const sent: SessionEvent = {
  time: 0,
  event: 'sent',
  api: 'Chat',
  connection: 'abcdefg=',
  message: { text, bytes: Buffer.byteLength(text) },
  by: { kind: 'gateway', request: '1' },
  cause: 'It says \u009b2J.',
};

test('control characters of others are escaped', () => {
  const [first = '', second = ''] = eventLines(sent, noColors);
  expect(first).toContain(String.raw`abcd  ←  API Gateway  Hello\u001b[2J\u000aBob\u0007`);
  expect(second).toBe(String.raw`          why: It says \u009b2J.`);
});

test('styles are not', () => {
  const [first = '', second = ''] = eventLines(sent, colors);
  expect(first).toContain('\u001b[2mabcd\u001b[0m  ←  API Gateway  ');
  expect(first).toContain(String.raw`\u001b[2J`);
  expect(second).toContain('\u001b[1;33mwhy:\u001b[0m It says ');
});

test('a log with tabs is readable', () => {
  const lines = eventLines(
    { time: 0, event: 'log', function: 'Help', instance: 1, level: 'info', text: 'a\tb' },
    noColors,
  );
  expect(lines[0]).toContain('log   Help: a  b');
});

test('the error of a handler is printed once: not as its runtime logs it', () => {
  const error = { errorType: 'TypeError', errorMessage: 'no' };
  const lines = [
    ...eventLines(
      {
        time: 0,
        event: 'log',
        function: 'Help',
        instance: 1,
        level: 'error',
        text: 'Invoke Error\t{}',
        isOutcome: true,
      },
      noColors,
    ),
    ...eventLines(
      {
        time: 0,
        event: 'answered',
        call: '1',
        function: 'Help',
        outcome: {
          kind: 'failed',
          ...error,
          stack: ['TypeError: no', '    at a.mjs:1:2'],
          durationMs: 1,
          initMs: 1,
          instance: 1,
        },
        steps: [],
      },
      noColors,
    ),
  ];
  expect(lines.map((line) => line.replace(/^[\d:]{8} /, ''))).toEqual([
    ' ····  Help  failed: TypeError: no in 1 ms, after a start of 1 ms',
    '          at a.mjs:1:2',
  ]);
});

test('what AWS would refuse is printed once, and at the end how often', () => {
  const log = sessionLog(noColors);
  const call: SessionEvent = {
    time: 0,
    event: 'service',
    service: 'dynamodb',
    operation: 'PutItem',
    function: 'Help',
    refused: 'AWS would refuse this call.',
    durationMs: 1,
  };
  expect(log(call).at(-1)).toBe('          why: AWS would refuse this call.');
  expect(log(call)).toEqual([]);
  expect(log({ ...call, problem: 'There is no table.' }).join('\n')).toContain('why: There is no table.');
  expect(log({ time: 0, event: 'stopped', reason: 'It received SIGINT.' })[0]).toBe(
    '          3 times: AWS would refuse this call.',
  );
});
