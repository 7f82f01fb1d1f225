// Runs a refresh soon after it was requested: one at a time, and once for any number of requests in the meantime.

export interface Refresher {
  readonly request: () => void;
  /** Whether a refresh is running, or will soon. */
  readonly isPending: () => boolean;
  readonly dispose: () => void;
}

/** @param delay in milliseconds, within which all requests count as one */
export function refresher(refresh: () => Promise<void>, delay: number): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let requestedMeanwhile = false;

  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    try {
      await refresh();
    } finally {
      running = false;
      if (requestedMeanwhile) request();
    }
  };
  const request = (): void => {
    requestedMeanwhile = running;
    if (!running) timer ??= setTimeout(() => void run(), delay);
  };
  return {
    request,
    isPending: () => running || timer !== undefined,
    dispose() {
      clearTimeout(timer);
      requestedMeanwhile = false;
    },
  };
}
