// The test levels that vitest runs; `npm test` runs the others as well.
import { defineConfig } from 'vitest/config';

// The limits, in milliseconds, are there to end what hangs, not to judge how busy a machine is.
const patience = 30_000;
const patienceOfPoll = 20_000;
/** VS Code and Chromium start within seconds, which a busy machine may make a minute. */
const patienceWithVSCode = 120_000;

export default defineConfig({
  test: {
    allowOnly: false,
    expect: { poll: { timeout: patienceOfPoll } },
    projects: [
      { extends: true, test: { name: 'unit', testTimeout: 60_000, include: ['test/unit/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts'],
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/workbench/*.test.ts'],
          // All files share one server of VS Code and one window: see workbench.ts.
          isolate: false,
          fileParallelism: false,
          testTimeout: patienceWithVSCode,
          hookTimeout: patienceWithVSCode,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['test/browser/*.test.ts'],
          // Each file has a window of its own, and one at a time is what a small machine can bear.
          fileParallelism: false,
          testTimeout: patienceWithVSCode,
          hookTimeout: patienceWithVSCode,
        },
      },
    ],
  },
});
