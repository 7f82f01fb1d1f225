// The levels of `npm test`, in their order: what each runs, and what it needs. Imports nothing that has to be installed.
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './chromium.mjs';
import { run } from './processes.mjs';
import { findOnPath, packaged } from './programs.mjs';
import { readSuiteResults, readVitestResults, tallyOf } from './test-results.mjs';
import { installVSCodeServer } from './vscode-server-install.mjs';

/** @typedef {import('./test-results.mjs').Tally} Tally */

/**
 * @typedef {object} Level
 * @property {string} name what selects it: `npm test -- NAME`
 * @property {string} title
 * @property {boolean} [needsBuild]
 * @property {() => Promise<Tally>} run
 */

const typedFolders = ['server/tsconfig.core.json', 'server', 'client', 'client/webview', 'test', 'scripts'];

/** @type {readonly Level[]} */
export const levels = [
  {
    name: 'format',
    title: 'Format (`npm run format` repairs it)',
    run: () => check(packaged('prettier', '--check', '--log-level', 'warn', '.')),
  },
  {
    name: 'lint',
    title: 'Lint',
    run: () => check(packaged('oxlint', '--type-aware', '--deny-warnings')),
  },
  {
    name: 'types',
    title: 'Types',
    run: () => check(...typedFolders.map((folder) => packaged('typescript', '-p', folder))),
  },
  {
    name: 'generated',
    title: 'Generated files (`npm run generate` repairs them)',
    run: () => check(script('generate.mjs', '--check')),
  },
  {
    name: 'build',
    title: 'Build',
    run: () => check(script('build.mjs')),
  },
  {
    name: 'unit',
    title: 'Unit tests',
    run: () => vitest('unit'),
  },
  {
    name: 'protocol',
    title: 'Protocol tests',
    needsBuild: true,
    run: () => vitest('protocol'),
  },
  {
    name: 'vscode',
    title: 'The extension in VS Code',
    needsBuild: true,
    run: () => tallyOf('vscode', runInVSCode, readSuiteResults),
  },
  {
    name: 'browser',
    title: 'The workbench as a user sees it',
    needsBuild: true,
    run: async () => {
      await installVSCodeServer();
      return vitest('browser', { CHROME_PATH: await ensureChromium() });
    },
  },
];

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
function script(name, ...args) {
  return [process.execPath, fileURLToPath(new URL(name, import.meta.url)), ...args];
}

/**
 * @param {[string, ...string[]][]} commands all of which are run, so that all that is wrong is seen
 * @returns {Promise<Tally>}
 */
async function check(...commands) {
  let isWell = true;
  for (const [command, ...args] of commands) {
    const { code } = await run(command, args);
    isWell &&= code === 0;
  }
  return isWell ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/**
 * @param {string} project of vitest.config.mts
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Tally>}
 */
function vitest(project, env = {}) {
  const runner = (/** @type {string} */ resultsFile) => {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`];
    const [command, ...args] = packaged('vitest', 'run', '--project', project, ...reporters);
    return run(command, args, { env });
  };
  return tallyOf(project, runner, readVitestResults);
}

/** @param {string} resultsFile */
function runInVSCode(resultsFile) {
  const hasDisplay = (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
  const xvfb = process.platform === 'linux' && !hasDisplay ? findOnPath('xvfb-run') : undefined;
  const [command, ...args] = script('test-vscode.mjs', resultsFile);
  return xvfb === undefined ? run(command, args) : run(xvfb, ['-a', command, ...args]);
}
