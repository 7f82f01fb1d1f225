// The levels of `npm test`: what each runs and needs, and which of them run in parallel. Imports nothing that has to be
// installed.
import { fileURLToPath } from 'node:url';
import { run } from '../processes.mjs';
import { findOnPath, packaged } from '../programs.mjs';
import { ensureChromium } from '../vscode/chromium.mjs';
import { installVSCodeServer } from '../vscode/vscode-server-install.mjs';
import { installNode, otherNodes, testsForOtherNodes } from './other-nodes.mjs';
import { ensureEditors, installRuby } from './other-programs.mjs';
import { readSuiteResults, readVitestResults, tallyOf } from './test-results.mjs';

/** @typedef {import('./test-results.mjs').Show} Show */
/** @typedef {import('./test-results.mjs').Tally} Tally */

/**
 * @typedef {object} Level
 * @property {string} name selects it: `npm test -- NAME`
 * @property {string} title
 * @property {readonly ('build' | 'package')[]} [needs] the levels without which it cannot run
 * @property {(show: Show) => Promise<Tally>} run
 */

/** The date on which all tests run, in seconds: 2026-11-29. Runtimes end by date. */
export const testDate = '1795910400';

const typedFolders = [
  'server/tsconfig.core.json',
  'server/tsconfig.worker.json',
  'server',
  'client/tsconfig.worker.json',
  'client',
  'client/webview',
  'test',
  'scripts',
];

/** @type {readonly Level[]} */
const checks = [
  {
    name: 'format',
    title: 'Format (`npm run format` fixes it)',
    run: (show) =>
      check(
        show,
        packaged('prettier', '--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn', '.'),
      ),
  },
  {
    name: 'lint',
    title: 'Lint',
    run: (show) => check(show, packaged('oxlint', '--type-aware', '--deny-warnings')),
  },
  {
    name: 'types',
    title: 'Types',
    run: (show) => check(show, ...typedFolders.map((folder) => packaged('typescript', '-p', folder))),
  },
  {
    name: 'generated',
    title: 'Generated files (`npm run generate` updates them)',
    run: (show) => check(show, script('../generate/generate.mjs', '--check')),
  },
  {
    name: 'build',
    title: 'Build',
    run: (show) => check(show, script('../build.mjs')),
  },
  {
    name: 'package',
    title: 'The packages that are published',
    run: (show) => check(show, script('../package/package.mjs')),
  },
];

/** @type {readonly Level[]} */
const computing = [
  {
    name: 'unit',
    title: 'Unit tests',
    run: async (show) => {
      await installRuby();
      return vitest(show, 'unit', { inBackground: true });
    },
  },
  {
    name: 'node',
    title: `The same programs with Node ${otherNodes.join(' and ')}`,
    needs: ['build'],
    run: onOtherNodes,
  },
];

/** @type {readonly Level[]} */
const overMessages = [
  {
    name: 'protocol',
    title: 'Protocol tests',
    needs: ['build', 'package'],
    run: (show) => vitest(show, 'protocol'),
  },
  {
    name: 'editors',
    title: 'Neovim and Emacs',
    needs: ['package'],
    run: async (show) => {
      await ensureEditors();
      return vitest(show, 'editors');
    },
  },
  {
    name: 'page',
    title: "The preview's page in a plain browser",
    run: async (show) => vitest(show, 'page', { env: { CHROME_PATH: await ensureChromium() } }),
  },
];

/** @type {readonly Level[]} */
const inVSCode = [
  {
    name: 'vscode',
    title: 'The extension in VS Code',
    needs: ['build'],
    run: (show) => tallyOf('vscode', show, (resultsFile) => runInVSCode(show, resultsFile), readSuiteResults),
  },
  {
    name: 'browser',
    title: 'The workbench as a user sees it',
    needs: ['build', 'package'],
    run: async (show) => {
      await installVSCodeServer();
      return vitest(show, 'browser', { env: { CHROME_PATH: await ensureChromium() } });
    },
  },
];

/**
 * The rounds run one after the other. The lanes of a round run in parallel, and the levels of a lane in order. Tests that
 * only compute use all cores, at a lower priority: they get what those leave that wait for a server or a window.
 * @type {readonly (readonly (readonly Level[])[])[]}
 */
export const rounds = [checks.map((level) => [level]), [computing, overMessages, inVSCode]];

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
function script(name, ...args) {
  return [process.execPath, fileURLToPath(new URL(name, import.meta.url)), ...args];
}

/**
 * @param {Show} show
 * @param {[string, ...string[]][]} commands all of which run, so that all failures are reported
 * @returns {Promise<Tally>}
 */
async function check(show, ...commands) {
  let succeeded = true;
  for (const [command, ...args] of commands) {
    const { code } = await run(command, args, { show });
    succeeded &&= code === 0;
  }
  return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * @param {Show} show
 * @param {string} project of vitest.config.mts
 * @param {import('../processes.mjs').RunOptions} [options]
 * @returns {Promise<Tally>}
 */
function vitest(show, project, options) {
  return tallyOfVitest(project, process.execPath, ['--project', project], show, options);
}

/**
 * @param {Show} show
 * @returns {Promise<Tally>}
 */
async function onOtherNodes(show) {
  const args = ['--project', 'unit', '--project', 'protocol', ...testsForOtherNodes()];
  const total = { passed: 0, failed: 0 };
  /** @type {string[]} */
  const failures = [];
  const installed = await Promise.all(otherNodes.map(async (major) => ({ major, node: await installNode(major) })));
  for (const { major, node } of installed) {
    const { output } = await run(node, ['--version'], { quiet: true });
    const tally = await tallyOfVitest(`node-${major}`, node, args, show, { inBackground: true });
    show(`Node ${output.trim()}: ${tally.passed} passed, ${tally.failed} failed\n`);
    total.passed += tally.passed;
    total.failed += tally.failed;
    failures.push(...(tally.failures ?? []));
  }
  return { ...total, failures };
}

/**
 * @param {string} name of the results
 * @param {string} node the program that runs the tests
 * @param {readonly string[]} chosen
 * @param {Show} show
 * @param {import('../processes.mjs').RunOptions} [options]
 * @returns {Promise<Tally>}
 */
function tallyOfVitest(name, node, chosen, show, options) {
  const runner = (/** @type {string} */ resultsFile) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
    const [, ...args] = packaged('vitest', 'run', ...chosen, ...reporters);
    return run(node, args, { ...options, show });
  };
  return tallyOf(name, show, runner, readVitestResults);
}

/**
 * @param {Show} show
 * @param {string} resultsFile
 */
function runInVSCode(show, resultsFile) {
  const hasDisplay = (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
  const xvfb = process.platform === 'linux' && !hasDisplay ? findOnPath('xvfb-run') : undefined;
  const [command, ...args] = script('test-vscode.mjs', resultsFile);
  return xvfb === undefined ? run(command, args, { show }) : run(xvfb, ['-a', command, ...args], { show });
}
