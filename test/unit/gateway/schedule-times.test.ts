// When schedules are due, by the calendar.
import { expect, test } from 'vitest';
import { nextTime } from '../../../server/src/gateway/data/schedule-times.ts';

const start = Date.parse('2026-01-01T00:00:30Z');

/** The next times after a Friday. */
function next(expression: string, count = 1, from = '2026-05-15T10:07:00Z'): string[] {
  const times: string[] = [];
  let now: number | undefined = Date.parse(from);
  while (times.length < count) {
    now = nextTime(expression, start, now);
    if (now === undefined) break;
    times.push(new Date(now).toISOString().replace(':00.000Z', ''));
  }
  return times;
}

test('a rate counts from its creation', () => {
  expect(next('rate(1 minute)', 2)).toEqual(['2026-05-15T10:07:30.000Z', '2026-05-15T10:08:30.000Z']);
  expect(next('rate(12 hours)', 2)).toEqual(['2026-05-15T12:00:30.000Z', '2026-05-16T00:00:30.000Z']);
  expect(next('rate(7 days)')).toEqual(['2026-05-21T00:00:30.000Z']);
});

test.each([
  ['cron(0/15 * * * ? *)', ['2026-05-15T10:15', '2026-05-15T10:30']],
  ['cron(7 10 * * ? *)', ['2026-05-16T10:07', '2026-05-17T10:07']],
  ['cron(0 8 ? * MON-FRI *)', ['2026-05-18T08:00', '2026-05-19T08:00']],
  ['cron(0 8 ? * SAT-SUN,2 *)', ['2026-05-16T08:00', '2026-05-17T08:00', '2026-05-18T08:00', '2026-05-23T08:00']],
  ['cron(0 0 L * ? *)', ['2026-05-31T00:00', '2026-06-30T00:00']],
  ['cron(0 0 L-2 * ? *)', ['2026-05-29T00:00']],
  // 31 May 2026 is a Sunday.
  ['cron(0 0 LW * ? *)', ['2026-05-29T00:00', '2026-06-30T00:00']],
  // 1 August 2026 is a Saturday.
  ['cron(0 0 1W * ? *)', ['2026-06-01T00:00', '2026-07-01T00:00', '2026-08-03T00:00']],
  ['cron(0 0 ? * FRI#2 *)', ['2026-06-12T00:00', '2026-07-10T00:00']],
  ['cron(0 0 ? * 6L *)', ['2026-05-29T00:00', '2026-06-26T00:00']],
  ['cron(0 0 29 FEB ? *)', ['2028-02-29T00:00', '2032-02-29T00:00']],
  ['cron(30 22-1 15 5/6 ? 2026)', ['2026-05-15T22:30', '2026-05-15T23:30', '2026-11-15T00:30']],
  ['cron(0 0 1 1 ? 2020)', []],
])('%s', (expression, times) => {
  expect(next(expression, Math.max(1, times.length))).toEqual(times);
});
