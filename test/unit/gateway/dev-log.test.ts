// What `dev` prints for people: no terminal obeys the texts of clients and functions, but the styles reach it.
import { expect, test } from 'vitest';
import { eventLines } from '../../../server/src/cli/dev-log.ts';
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
