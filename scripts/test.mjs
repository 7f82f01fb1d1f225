// `npm test`: installs what is missing and runs all levels of tests. Usage: npm test -- [LEVEL…]
// It begins with no more than Node, and its last line is always `N passed, N failed`.
import { installDependencies } from './dependencies.mjs';
import { Failure, main } from './processes.mjs';
import { scratchFolder } from './scratch.mjs';
import { levels } from './test-levels.mjs';

/** @typedef {import('./test-levels.mjs').Level} Level */
/** @typedef {import('./test-results.mjs').Tally} Tally */

/** @type {Readonly<Tally>} */
const failure = { passed: 0, failed: 1 };

await main(async () => {
  const chosen = chooseLevels(process.argv.slice(2));
  if (!process.stdout.isTTY) process.env['NO_COLOR'] ??= '1'; // For the programs that look at TERM only.
  collectTemporaryFiles();
  const canRun = await succeeds(installDependencies);
  /** @type {Map<Level, Tally & { seconds: string }>} */
  const results = new Map();
  for (const level of chosen) {
    console.log(`\n── ${level.title} ${'─'.repeat(Math.max(0, 100 - level.title.length))}`);
    const start = performance.now();
    const isBuilt = ![...results].some(([{ name }, { failed }]) => name === 'build' && failed > 0);
    const tally = canRun ? await runLevel(level, isBuilt) : failure;
    const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
    results.set(level, { ...tally, seconds });
    console.log(`${level.name}: ${describe(tally)} (${seconds})`);
  }
  summarize(results);
});

/** Makes what the tests leave in the folder for temporary files go with this process, even if they are interrupted. */
function collectTemporaryFiles() {
  // On macOS that folder's name is so long that below another one VS Code's sockets could not be named.
  if (process.platform === 'darwin') return;
  const folder = scratchFolder('npm-test');
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
}

/** @param {string[]} names */
function chooseLevels(names) {
  const unknown = names.filter((name) => !levels.some((level) => level.name === name));
  if (unknown.length > 0) {
    throw new Failure(`No such level: ${unknown.join(', ')}. There are ${levels.map(({ name }) => name).join(', ')}.`);
  }
  if (names.length === 0) return levels;
  const chosen = levels.filter(({ name }) => names.includes(name));
  const needsBuild = chosen.some((level) => level.needsBuild);
  const all = levels.filter((level) => chosen.includes(level) || (needsBuild && level.name === 'build'));
  console.log(`Only some of the levels are run: ${all.map(({ name }) => name).join(', ')}.`);
  return all;
}

/**
 * @param {Level} level
 * @param {boolean} isBuilt
 * @returns {Promise<Tally>}
 */
async function runLevel(level, isBuilt) {
  if (level.needsBuild && !isBuilt) {
    console.error('Not run, which counts as failed: it needs the build, which has failed.');
    return failure;
  }
  let tally = failure;
  await succeeds(async () => {
    tally = await level.run();
  });
  return tally;
}

/**
 * @param {() => Promise<void>} action
 * @returns {Promise<boolean>} whether it came to its end; if not, the reason has been told
 */
async function succeeds(action) {
  try {
    await action();
    return true;
  } catch (error) {
    console.error(error instanceof Failure ? error.message : error);
    return false;
  }
}

/** @param {Map<Level, Tally & { seconds: string }>} results */
function summarize(results) {
  console.log(`\n── Summary ${'─'.repeat(93)}`);
  const total = { passed: 0, failed: 0 };
  for (const [{ name }, { passed, failed, seconds }] of results) {
    console.log(`${name.padEnd(10)} ${describe({ passed, failed }).padEnd(24)} ${seconds.padStart(8)}`);
    total.passed += passed;
    total.failed += failed;
  }
  console.log(`\n${describe(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** @param {Tally} tally */
function describe({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
