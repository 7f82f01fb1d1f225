// `npm test`: installs what is missing and runs all levels of tests. Usage: npm test -- [LEVEL…]
// It only requires Node, and its last line is always `N passed, N failed`.
// `npm run test:update` writes the generated files, updates the expectations of the cases to what the product does now, and
// records the analysis of regular expressions. Read the diff: a wrong expectation passes forever.
import { join } from 'node:path';
import { format } from 'node:util';
import { Failure, main, need, root, run, scratchFolder } from '../processes.mjs';
import { installDependencies, packaged } from '../programs.mjs';
import { rounds } from './test-levels.mjs';

/** @typedef {import('./test-levels.mjs').Level} Level */
/** @typedef {import('./test-results.mjs').Show} Show */
/** @typedef {import('./test-results.mjs').Tally} Tally */

const levels = rounds.flat(2);

/** @type {Readonly<Tally>} */
const failure = { passed: 0, failed: 1 };

/**
 * The results of the chosen levels.
 * @type {Map<Level, Tally & { seconds: string }>}
 */
const results = new Map();

await main(() => (process.argv[2] === '--update' ? updateCases() : test(process.argv.slice(2))));

/** The cases need the generated list of rules, and the generated pages of the rules show cases. */
async function updateCases() {
  await installDependencies();
  await generate();
  const updating = ['test/unit/cases', 'test/unit/regular-expressions'];
  const [command, ...args] = packaged('vitest', 'run', '--project', 'unit', '--reporter=dot', ...updating);
  const { code } = await run(command, args, { env: { UPDATE_CASES: '1' } });
  await generate();
  process.exitCode = code ?? 1;
}

async function generate() {
  await need('Generating files', [process.execPath, join(root, 'scripts', 'generate', 'generate.mjs')], {
    quiet: false,
  });
}

/** @param {string[]} names of levels; all if empty */
async function test(names) {
  const chosen = chooseLevels(names);
  setColors();
  collectTemporaryFiles();
  const canRun = await succeeds(installDependencies, (reason) => process.stderr.write(reason));
  for (const round of rounds) {
    const lanes = round.map((lane) => lane.filter((level) => chosen.includes(level))).filter((lane) => lane.length > 0);
    if (lanes.length > 1) {
      const shown = lanes.map((lane) => lane.map(({ name }) => name).join(', then '));
      console.log(`\nIn parallel: ${shown.join(' | ')}. Each is shown when it ends.`);
    }
    await Promise.all(
      lanes.map(async (lane) => {
        for (const level of lane) await runLevel(level, canRun, lanes.length > 1);
      }),
    );
  }
  summarize(chosen);
}

/** Passes on whether to use colors, because the programs of the levels write to a pipe. */
function setColors() {
  if (process.stdout.isTTY && process.env['NO_COLOR'] === undefined) process.env['FORCE_COLOR'] ??= '1';
  else process.env['NO_COLOR'] ??= '1';
}

/** Deletes the tests' temporary files at the end of this process, even if the tests are interrupted. */
function collectTemporaryFiles() {
  // On macOS that folder's path is so long that the paths of VS Code's sockets in a nested one would exceed their limit.
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
  const needed = chosen.flatMap(({ needs = [] }) => needs);
  const all = levels.filter((level) => chosen.includes(level) || needed.some((name) => name === level.name));
  console.log(`Only running some levels: ${all.map(({ name }) => name).join(', ')}.`);
  return all;
}

/**
 * @param {Level} level
 * @param {boolean} canRun
 * @param {boolean} isParallel whether other levels run meanwhile, whose output must not be mixed with this one's
 */
async function runLevel(level, canRun, isParallel) {
  let output = `\n── ${level.title} ${'─'.repeat(Math.max(0, 100 - level.title.length))}\n`;
  /** @type {Show} */
  const show = (text) => {
    output += text;
    if (isParallel) return;
    process.stdout.write(output);
    output = '';
  };
  show('');
  const start = performance.now();
  let tally = failure;
  const missing = level.needs?.find((needed) =>
    [...results].some(([{ name }, { failed }]) => name === needed && failed > 0),
  );
  if (missing !== undefined) {
    show(`Not run, which counts as failed: it needs the level ${missing}, which failed.\n`);
  } else if (canRun) {
    await succeeds(async () => {
      tally = await level.run(show);
    }, show);
  }
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  results.set(level, { ...tally, seconds });
  show(`${level.name}: ${describe(tally)} (${seconds})\n`);
  process.stdout.write(output);
}

/**
 * @param {() => Promise<void>} action
 * @param {Show} show receives the reason if it fails
 * @returns {Promise<boolean>} whether it succeeded
 */
async function succeeds(action, show) {
  try {
    await action();
    return true;
  } catch (error) {
    show(`${error instanceof Failure ? error.message : format(error)}\n`);
    return false;
  }
}

/** @param {readonly Level[]} chosen */
function summarize(chosen) {
  console.log(`\n── Summary ${'─'.repeat(93)}`);
  const total = { passed: 0, failed: 0 };
  for (const level of chosen) {
    const { passed, failed, seconds } = results.get(level) ?? { ...failure, seconds: '' };
    console.log(`${level.name.padEnd(10)} ${describe({ passed, failed }).padEnd(24)} ${seconds.padStart(8)}`);
    total.passed += passed;
    total.failed += failed;
  }
  // Again at the end: a long log is often cut.
  for (const level of chosen) {
    for (const failed of results.get(level)?.failures ?? []) console.log(`\nFailed, ${level.name}: ${failed}`);
  }
  console.log(`\n${describe(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

/** @param {Tally} tally */
function describe({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
