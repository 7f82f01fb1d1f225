// What the Run pane makes of the events of a local run.
import { describe, expect, test } from 'vitest';
import {
  advanceSession,
  hasFault,
  maximumEntries,
  noSession,
  type Session,
} from '../../../client/webview/run/session-state.ts';
import { keptEvents, thinned } from '../../../client/src/local-run/kept-events.ts';
import { outputLines } from '../../../client/src/local-run/output-lines.ts';
import { sessionEvent } from '../../../client/src/session-checks.ts';
import type { SessionEvent } from '../../../server/src/protocol.ts';

const connection = { api: 'Chat', connection: 'c1' };
const text = { text: '{}', bytes: 2 };
const open: readonly SessionEvent[] = [
  { event: 'connecting', time: 1, ...connection, client: 'Client 1', path: '/prod', request: 'r1', steps: [] },
  { event: 'opened', time: 2, ...connection, steps: [] },
];
const received: SessionEvent = { event: 'received', time: 3, ...connection, request: 'r2', message: text, steps: [] };
const about = { call: 'call', request: 'r2', connection: 'c1', function: 'Send' };
const called: SessionEvent = { event: 'called', time: 4, ...about, trigger: 'send', payload: text };
const answered: SessionEvent = {
  event: 'answered',
  time: 9,
  ...about,
  outcome: { kind: 'returned', value: text, durationMs: 3, initMs: undefined, instance: 1 },
  steps: [],
};

function sessionOf(...events: readonly SessionEvent[]): Session {
  for (const event of events) expect(sessionEvent(event), JSON.stringify(event)).toBe(true);
  return advanceSession(noSession, events);
}

const entriesOf = ({ entries }: Session) => [...entries.values()];

describe('a session', () => {
  test('joins a frame with the calls of its functions, their logs, and what they call', () => {
    const session = sessionOf(
      ...open,
      received,
      called,
      { event: 'log', time: 5, function: 'Send', instance: 1, request: 'call', level: 'info', text: 'Hello' },
      { event: 'service', time: 6, service: 'dynamodb', operation: 'Scan', function: 'Send', durationMs: 1 },
      { event: 'management', time: 7, ...connection, method: 'POST', status: 200, function: 'Send' },
      answered,
    );
    expect(entriesOf(session).map(({ what, client }) => [what.kind, client])).toEqual([
      ['connect', 'Client 1'],
      ['received', 'Client 1'],
    ]);
    const [call] = entriesOf(session)[1]?.calls ?? [];
    expect(call).toMatchObject({ id: 'call', function: 'Send', outcome: { kind: 'returned' } });
    expect(call?.logs.map((log) => log.text)).toEqual(['Hello']);
    expect(call?.services.map(({ service, operation }) => `${service} ${operation}`)).toEqual([
      'dynamodb Scan',
      '@connections POST Client 1',
    ]);
    expect(entriesOf(session).some(hasFault)).toBe(false);
  });

  test('gives the disconnection the call of its function, and invocations by other things an entry of their own', () => {
    const session = sessionOf(
      ...open,
      { event: 'closed', time: 3, ...connection, code: 1000, reason: 'Bye', by: 'client', steps: [] },
      {
        event: 'called',
        time: 4,
        call: 'a',
        request: 'r3',
        connection: 'c1',
        function: 'Leave',
        trigger: '$disconnect',
        payload: text,
      },
      { event: 'called', time: 5, call: 'b', function: 'Tick', trigger: 'Clock', payload: text },
    );
    expect(session.connections.size).toBe(0);
    expect(entriesOf(session).map(({ what, calls }) => [what.kind, calls.map((call) => call.function)])).toEqual([
      ['connect', []],
      ['closed', ['Leave']],
      ['invoked', ['Tick']],
    ]);
  });

  test('has a fault where something failed, was refused, or would be refused by AWS', () => {
    const refused: SessionEvent = {
      event: 'refused',
      time: 2,
      ...connection,
      status: 401,
      cause: 'No token.',
      steps: [],
    };
    const failure = {
      kind: 'failed',
      errorType: 'E',
      errorMessage: 'm',
      stack: [],
      durationMs: 1,
      initMs: 2,
      instance: 1,
    } as const;
    const faulty = (...events: readonly SessionEvent[]): boolean => entriesOf(sessionOf(...events)).some(hasFault);
    expect(faulty(...open, received, called, answered)).toBe(false);
    expect(faulty(...open.slice(0, 1), refused)).toBe(true);
    expect(faulty(received, called, { event: 'answered', time: 9, ...about, outcome: failure, steps: [] })).toBe(true);
    expect(
      faulty(received, called, {
        event: 'service',
        time: 5,
        service: 'sqs',
        operation: 'Send',
        function: 'Send',
        refused: 'No.',
        durationMs: 1,
      }),
    ).toBe(true);
  });

  test('keeps the last entries, and the same answer whether events come at once or one by one', () => {
    const many = Array.from({ length: maximumEntries + 5 }, (_, index): SessionEvent => ({
      ...received,
      request: `r${index}`,
    }));
    const all = [...open, ...many, called, answered];
    const atOnce = sessionOf(...all);
    expect(atOnce.entries.size).toBe(maximumEntries);
    expect(atOnce.count).toBe(maximumEntries + 7);
    expect(all.reduce((session, event) => advanceSession(session, [event]), noSession)).toEqual(atOnce);
  });
});

describe('the events that are kept', () => {
  const noise = (count: number): readonly SessionEvent[] => Array.from({ length: count }, () => received);

  test('are the latest ones, and those that say what is open', () => {
    const kept = keptEvents(10);
    const other = { api: 'Chat', connection: 'gone' };
    kept.add({ event: 'ready', time: 0, apis: [] });
    for (const event of open) kept.add(event);
    kept.add({ event: 'opened', time: 1, ...other, steps: [] });
    kept.add({ event: 'closed', time: 1, ...other, code: 1000, reason: '', by: 'client', steps: [] });
    for (const event of noise(100)) kept.add(event);
    expect(kept.all().map(({ event }) => event)).toEqual([
      'ready',
      'connecting',
      'opened',
      ...noise(10).map(() => 'received'),
    ]);
  });

  test('are thinned out only by what is not lasting', () => {
    const closed: SessionEvent = {
      event: 'closed',
      time: 1,
      ...connection,
      code: 1000,
      reason: '',
      by: 'client',
      steps: [],
    };
    expect(thinned([closed, ...noise(5)], 2)).toEqual([closed, received, received]);
  });
});

test('output is split into lines, wherever it was cut, and lines that are too long are dropped', () => {
  const lines: string[] = [];
  const dropped: string[] = [];
  const output = outputLines(
    10,
    (line) => lines.push(line),
    (line) => dropped.push(line),
  );
  for (const part of ['on', 'e\r\ntwo\n\n', '12345678', '901', '23\nth', 'ree']) output.add(part);
  output.end();
  expect(lines).toEqual(['one', 'two', 'three']);
  expect(dropped).toEqual(['12345678901']);
});
