// The client notices a server that hangs, and no other one.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { maximumSilence, watchdog, type Watchdog } from '../../client/src/watchdog.ts';

const second = 1000;
let dog: Watchdog;
let reported: (readonly string[])[];
let pings: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers();
  reported = [];
  pings = [];
  dog = watchdog(
    () => void dog.watch('ping', () => new Promise<void>((resolve) => pings.push(resolve))),
    (methods) => reported.push(methods),
  );
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sends a request, and returns what answers it. */
function send(method: string): () => Promise<void> {
  let answer: () => void = () => undefined;
  const answered = dog.watch(method, () => new Promise<void>((resolve) => (answer = resolve)));
  return () => {
    answer();
    return answered;
  };
}

test('a server that answers nothing is reported once, with what it has not answered', async () => {
  send('hover');
  send('hover');
  await vi.advanceTimersByTimeAsync((maximumSilence - 1) * second);
  expect(reported).toEqual([]);
  send('completion');
  await vi.advanceTimersByTimeAsync(second);
  expect(reported).toEqual([['hover', 'ping', 'completion']]);
  send('rename');
  await vi.advanceTimersByTimeAsync(100 * second);
  expect(reported).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('it is reported again when it hangs again', async () => {
  const answer = send('hover');
  await vi.advanceTimersByTimeAsync(maximumSilence * second);
  await answer();
  pings.forEach((resolve) => resolve());
  send('completion');
  await vi.advanceTimersByTimeAsync(maximumSilence * second);
  expect(reported).toHaveLength(2);
});

test('a request that takes long is not reported while the server answers pings', async () => {
  send('workspace/diagnostic');
  for (let passed = 0; passed < 60; passed++) {
    await vi.advanceTimersByTimeAsync(second);
    pings.splice(0).forEach((resolve) => resolve());
  }
  expect(reported).toEqual([]);
});

test('nothing is reported after the computer has slept or its clock was set', async () => {
  const answer = send('hover');
  await vi.advanceTimersByTimeAsync(second);
  vi.setSystemTime(Date.now() + 3600 * second);
  await vi.advanceTimersByTimeAsync(second);
  await answer();
  expect(reported).toEqual([]);
});

test('nothing is left to do once all requests are answered, or have failed', async () => {
  const answer = send('hover');
  const failed = dog.watch('completion', () => Promise.reject(new Error('The server has stopped.')));
  await expect(failed).rejects.toThrow('The server has stopped.');
  expect(vi.getTimerCount()).toBe(1);
  await answer();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(100 * second);
  expect(reported).toEqual([]);
  expect(pings).toEqual([]);
});

test('requests to a server that is replaced are rejected', async () => {
  const unanswered = dog.watch('hover', () => new Promise(() => undefined));
  dog.abandon(new Error('The server was stopped.'));
  await expect(unanswered).rejects.toThrow('The server was stopped.');
  expect(vi.getTimerCount()).toBe(0);
});
