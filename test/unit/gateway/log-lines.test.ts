// The output of functions as lines of a log.
import { expect, test } from 'vitest';
import { readLog, type LogLine } from '../../../server/src/gateway/functions/log-lines.ts';

function linesOf(chunks: readonly (string | Uint8Array)[], now: () => number = () => 0): readonly LogLine[] {
  const lines: LogLine[] = [];
  const reader = readLog((line) => lines.push(line), now);
  for (const chunk of chunks) reader.read(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  reader.end();
  return lines;
}

const request = '5f2f6a7c-0d27-4c4e-9d55-7f3d1c1b9d10';

test('have the level and the request that the runtimes of Lambda write', () => {
  const output = [
    `2026-11-29T10:00:00.000Z\t${request}\tERROR\ttwo\rlines\n`,
    '2026-11-29T10:00:00.000Z\tundefined\tDEBUG\tat the start\n',
    `[WARNING]\t2026-11-29T10:00:00.000Z\t${request}\tin Python\n`,
    '[ERROR] ValueError: wrong\rTraceback\n',
    `2026-11-29T10:00:00.000Z\t${request}\tERROR\tInvoke Error\t{"errorType":"Error"}\n`,
    '[ERROR] printed\r\n',
    'printed\r\n\nnot a time\tERROR\ttext',
  ];
  expect(linesOf(output)).toEqual([
    { level: 'error', request, text: 'two\nlines' },
    { level: 'debug', text: 'at the start' },
    { level: 'warn', request, text: 'in Python' },
    { level: 'error', text: 'ValueError: wrong\nTraceback', isOutcome: true },
    { level: 'error', request, text: 'Invoke Error\t{"errorType":"Error"}', isOutcome: true },
    { level: 'error', text: 'printed' },
    { level: 'info', text: 'printed' },
    { level: 'info', text: 'not a time\tERROR\ttext' },
  ]);
});

test('come in any pieces, even of a character', () => {
  const bytes = Buffer.from('één\ntwo\n');
  const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
  expect(linesOf(pieces)).toEqual(linesOf([bytes]));
  expect(linesOf(pieces).map(({ text }) => text)).toEqual(['één', 'two']);
});

test('are bounded in length and number', () => {
  const [long] = linesOf(['x'.repeat(50_000), 'y'.repeat(50_000), '\n']);
  expect(long?.text).toHaveLength(65_536 + ' … (34464 more characters)'.length);
  expect(long?.text).toMatch(/xy+ … \(34464 more characters\)$/);
  // A line every 0.3 ms: 3,333 in the first second, and 1,669 in the next one.
  let time = 0;
  const many = linesOf(['line\n'.repeat(5000), 'next\n'.repeat(2)], () => (time += 0.3));
  const dropped = many.filter(({ level }) => level === 'warn').map(({ text }) => text);
  expect(dropped).toEqual(['2333 more lines in one second were dropped.', '669 more lines were dropped.']);
  expect(many).toHaveLength(1000 + 1 + 1000 + 1);
});
