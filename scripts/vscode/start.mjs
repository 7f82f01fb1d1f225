// `npm start`: installs what is missing, builds, and opens an example with the extension running; in the installed VS
// Code or, if there is none, in a browser. Usage: npm start -- [--example NAME] [--browser] [--port N]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure, main, need, root, run } from '../processes.mjs';
import { findOnPath, installDependencies } from '../programs.mjs';
import { isFree, startVSCodeServer } from './vscode-server.mjs';

const examples = readdirSync(join(root, 'examples'));
const usualPort = 8123;

await main(async () => {
  const { browser, port, example } = readOptions();
  await installDependencies();
  console.log('Building the extension …');
  await need('Building the extension', [process.execPath, join(root, 'scripts', 'build.mjs')]);

  const desktop = browser ? undefined : findDesktop();
  if (desktop === undefined) await openInBrowser(port, example);
  else await openOnDesktop(desktop, example);
});

/** @returns {{ browser: boolean, port: number | undefined, example: string }} */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: { browser: { type: 'boolean' }, port: { type: 'string' }, example: { type: 'string', default: 'chat' } },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
      throw new Error(`--port ${values.port}: a port is a number from 1 to 65535`);
    }
    const { example } = values;
    if (!examples.includes(example)) throw new Error(`--example ${example}: the examples are ${examples.join(', ')}`);
    return { browser: values.browser === true || port !== undefined, port, example };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${reason}\nUsage: npm start -- [--example ${examples.join('|')}] [--browser] [--port N]`);
  }
}

/** @returns {string | undefined} the program `code`, if it can open a window with a development extension */
function findDesktop() {
  // There, `code` talks to a window on another machine, which does not load extensions from this one.
  if (process.env['VSCODE_IPC_HOOK_CLI'] !== undefined || process.env['WSL_DISTRO_NAME'] !== undefined)
    return undefined;
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (process.platform === 'linux' && display === undefined) return undefined;
  const bundled = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  return findOnPath('code') ?? (existsSync(bundled) ? bundled : undefined);
}

/** @param {string} example */
function pathsOf(example) {
  const folder = join(root, 'examples', example);
  return { folder, openFile: join(folder, 'websocket.yaml') };
}

/**
 * @param {string} code
 * @param {string} example
 */
async function openOnDesktop(code, example) {
  const { folder, openFile } = pathsOf(example);
  const args = [`--extensionDevelopmentPath=${root}`, '--new-window', folder, openFile];
  // VS Code does not run as root without these two options.
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot) args.unshift('--no-sandbox', `--user-data-dir=${join(root, '.vscode-test', 'desktop')}`);
  console.log(`Opening examples/${example} in VS Code (${code}); \`npm start -- --browser\` uses a browser instead.`);
  const { code: exitCode } = await run(code, args, { leaveRunning: true });
  if (exitCode !== 0) {
    throw new Failure(`${code} ended with code ${exitCode}. \`npm start -- --browser\` works without it.`);
  }
}

/**
 * @param {number | undefined} wanted
 * @param {string} example
 */
async function openInBrowser(wanted, example) {
  if (wanted !== undefined && !(await isFree(wanted))) {
    throw new Failure(`Port ${wanted} is taken. Choose another one, or leave --port out to get a free one.`);
  }
  const port = wanted ?? ((await isFree(usualPort)) ? usualPort : 0);
  const server = await startVSCodeServer({ dataFolder: join(root, '.vscode-test', 'browser-window'), port });
  const address = server.url({ ...pathsOf(example), extensionDevelopmentPath: root });
  console.log(`\nVS Code, with the extension running, is at\n\n  ${address}\n\nPress Ctrl+C to stop it.`);
  const code = await server.exited;
  throw new Failure(`VS Code's server ended with code ${code}.\n${server.log()}`);
}
