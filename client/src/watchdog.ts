// Notices that the server hangs: for some seconds it has answered nothing, not even a ping. No time passes while nothing is
// unanswered.

/** In milliseconds. Ticks are counted, and not the time, because a computer can sleep and its clock can be set. */
const tick = 1000;
/** The ticks without an answer before the ping: some answers take long while others arrive. */
const pingAfter = 5;
/** The ticks without an answer before the server is reported. */
export const maximumSilence = 15;

export interface Watchdog {
  /** Sends a request and watches for its answer, or for any other. */
  readonly watch: <R>(method: string, send: () => Promise<R>) => Promise<R>;
  /** Rejects all unanswered requests, because nothing will answer them. */
  readonly abandon: (reason: Error) => void;
}

interface Request {
  readonly method: string;
  readonly reject: (reason: unknown) => void;
}

/**
 * @param ping sends a request that the server answers at once, also by this watchdog
 * @param onSilent called once for each time that the server hangs, with the methods of the unanswered requests
 */
export function watchdog(ping: () => void, onSilent: (methods: readonly string[]) => void): Watchdog {
  const unanswered = new Set<Request>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let silence = 0;

  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  const onTick = (): void => {
    silence++;
    if (silence === pingAfter) ping();
    if (silence < maximumSilence) return;
    stop();
    onSilent([...new Set([...unanswered].map(({ method }) => method))]);
  };
  const onAnswer = (request: Request): void => {
    unanswered.delete(request);
    silence = 0;
    if (unanswered.size === 0) stop();
    else timer ??= setInterval(onTick, tick);
  };

  return {
    watch: (method, send) =>
      new Promise((resolve, reject) => {
        const request = { method, reject };
        unanswered.add(request);
        if (silence < maximumSilence) timer ??= setInterval(onTick, tick);
        send()
          .finally(() => onAnswer(request))
          .then(resolve, reject);
      }),
    abandon(reason) {
      stop();
      for (const { reject } of unanswered) reject(reason);
      unanswered.clear();
    },
  };
}
