// How far a long run is, on a terminal only.
import { counted } from './reports/text.ts';

export interface Progress {
  advance(): void;
  /** To be called before anything else is printed, and at the end. */
  clear(): void;
}

/** In milliseconds. A shorter run shows nothing. */
const delay = 1000;
/** In milliseconds, between two updates. */
const interval = 100;

/** Writes to standard error, over what it has written before. */
export function showProgress(total: number): Progress {
  const { isTTY } = process.stderr;
  let done = 0;
  let next = Date.now() + delay;
  let isShown = false;
  const clear = (): void => {
    if (isShown) process.stderr.write('\r\u001b[K');
    isShown = false;
  };
  return {
    advance() {
      done++;
      if (!isTTY || Date.now() < next) return;
      next = Date.now() + interval;
      clear();
      process.stderr.write(`Checked ${done.toLocaleString('en')} of ${counted(total, 'file')}`);
      isShown = true;
    },
    clear,
  };
}
