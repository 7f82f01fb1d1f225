// The test levels that vitest runs; `npm test` runs the others as well.
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { testDate } from './scripts/test/test-levels.mjs';

// The timeouts, in milliseconds, exist to end tests that hang, not to judge how busy a machine is.
const timeout = 120_000;
const pollTimeout = 60_000;
/** Longer than an editor waits for one of the things that it does. */
const timeoutWithEditor = 180_000;
/** VS Code and Chromium start within seconds, but may need minutes on a busy machine. */
const timeoutWithVSCode = 300_000;

/** The files that take longest start first: at the end, one of them would leave the other cores without work. */
const longest = /\/test\/unit\/(?:steps|robustness|completion|rules|typing|cases)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const [first, others] = [true, false].map((isFirst) =>
      sorted.filter(({ moduleId }) => longest.test(moduleId) === isFirst),
    );
    return [...(first ?? []), ...(others ?? [])];
  }
}

export default defineConfig({
  test: {
    allowOnly: false,
    // For the server and the command line.
    env: { SOURCE_DATE_EPOCH: testDate },
    expect: { poll: { timeout: pollTimeout } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          // The modules are pure, so files share them. One that mocks a module resets them: see architecture.test.ts.
          isolate: false,
          maxWorkers: availableParallelism(),
          // In megabytes. With V8's 16, collecting the garbage of short-lived analyses takes a quarter of the time.
          execArgv: ['--max-semi-space-size=64'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts'],
          // A test waits for the server that it asks, so that another one can run.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // After the unit tests, if one run has both: these need the time of their servers.
          sequence: { groupOrder: 1 },
          testTimeout: timeout,
          hookTimeout: timeout,
        },
      },
      {
        extends: true,
        test: {
          name: 'editors',
          include: ['test/editors/*.test.ts'],
          testTimeout: timeoutWithEditor,
          hookTimeout: timeoutWithEditor,
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
          testTimeout: timeoutWithVSCode,
          hookTimeout: timeoutWithVSCode,
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['test/browser/*.test.ts'],
          // All files share one browser and the bundled page: see window.ts.
          isolate: false,
          fileParallelism: false,
          testTimeout: timeoutWithVSCode,
          hookTimeout: timeoutWithVSCode,
        },
      },
    ],
  },
});
