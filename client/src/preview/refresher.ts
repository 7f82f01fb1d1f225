// Runs a refresh soon after it was asked for, one at a time, however often it is asked for.

export interface Refresher {
  readonly request: () => void;
  readonly dispose: () => void;
}

/** @param delay in milliseconds: what is asked for within it is asked for once */
export function refresher(refresh: () => Promise<void>, delay: number): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let askedMeanwhile = false;

  const run = async (): Promise<void> => {
    timer = undefined;
    running = true;
    try {
      await refresh();
    } finally {
      running = false;
      if (askedMeanwhile) request();
    }
  };
  const request = (): void => {
    askedMeanwhile = running;
    if (!running) timer ??= setTimeout(() => void run(), delay);
  };
  return {
    request,
    dispose() {
      clearTimeout(timer);
      askedMeanwhile = false;
    },
  };
}
