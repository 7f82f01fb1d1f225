// Reads how many tests of a level passed and failed from the files that its runner writes.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { entries, property, readJson } from '../json.mjs';
import { root } from '../processes.mjs';

const folder = join(root, 'test-results');

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} [failures] the names of the failed tests, each with what went wrong
 */

/** @typedef {(output: string) => void} Show receives what a level prints, including line breaks */

/**
 * Runs a level's runner and counts the tests that it reports.
 * @param {string} level
 * @param {Show} show
 * @param {(resultsFile: string) => Promise<{ code: number }>} runner
 * @param {(results: unknown, show: Show) => Tally} read
 * @returns {Promise<Tally>} at least one failure unless the runner succeeded and ran tests
 */
export async function tallyOf(level, show, runner, read) {
  const resultsFile = join(folder, `${level}.json`);
  mkdirSync(folder, { recursive: true });
  // The results of an earlier run must not be mistaken for those of this one.
  rmSync(resultsFile, { force: true });
  const { code } = await runner(resultsFile);
  /** @type {Tally} */
  const tally = existsSync(resultsFile) ? read(readJson(resultsFile), show) : { passed: 0, failed: 0 };
  const { passed, failed } = tally;
  if (passed + failed === 0) show(`No test of the level ${level} was run.\n`);
  const succeeded = code === 0 && passed > 0;
  return { ...tally, failed: succeeded ? failed : Math.max(failed, 1) };
}

/**
 * @param {unknown} results as test/vscode/index.ts writes them
 * @returns {Tally}
 */
export function readSuiteResults(results) {
  const failures = elements(property(results, 'failures')).map(String);
  return { passed: count(results, 'passed'), failed: failures.length, failures };
}

/**
 * @param {unknown} results as vitest's JSON reporter writes them
 * @param {Show} show
 * @returns {Tally} a skipped test counts as failed, and so does a file that could not be loaded
 */
export function readVitestResults(results, show) {
  const leftOut = count(results, 'numPendingTests') + count(results, 'numTodoTests');
  if (leftOut > 0) show(`Skipped tests, which count as failed: ${leftOut}. Run them or remove them.\n`);
  const broken = files(results).filter(
    (file) => property(file, 'status') === 'failed' && failedTests(file).length === 0,
  );
  return {
    passed: count(results, 'numPassedTests'),
    failed: count(results, 'numFailedTests') + leftOut + broken.length,
    failures: [
      ...files(results)
        .flatMap(failedTests)
        .map((test) => described(test, 'fullName', property(property(test, 'failureMessages'), '0'))),
      ...broken.map((file) => described(file, 'name', property(file, 'message'))),
    ],
  };
}

/** @param {unknown} results */
function files(results) {
  return elements(property(results, 'testResults'));
}

/** @param {unknown} file */
function failedTests(file) {
  return elements(property(file, 'assertionResults')).filter((test) => property(test, 'status') === 'failed');
}

/**
 * @param {unknown} part of the results
 * @param {string} name the property that names it
 * @param {unknown} message
 */
function described(part, name, message) {
  const [reason = ''] = typeof message === 'string' ? message.split('\n') : [];
  return `${String(property(part, name))}: ${reason}`;
}

/** @param {unknown} list */
function elements(list) {
  return entries(list).map(([, element]) => element);
}

/**
 * @param {unknown} results
 * @param {string} key
 */
function count(results, key) {
  const value = property(results, key);
  return typeof value === 'number' ? value : 0;
}
