// Installs VS Code's own server, which the npm package code-server contains. This only needs the npm registry, since
// VS Code's download server may be unreachable; code-server's front end is left out.
import { cp, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure, need, root } from '../processes.mjs';
import { npm } from '../programs.mjs';

// The newest that runs with Node 20; its VS Code is 1.100.3.
const version = '4.100.3';
// Unlike the version that the server requires, this one gets its program from the registry, not from GitHub.
const ripgrep = '@vscode/ripgrep@1.18.0';

// Its extension for JavaScript and TypeScript needs it, and would warn of a virus scanner that has deleted it.
const typescript = 'typescript@5.8.3';

const home = join(root, '.vscode-test');
const spdlogStandIn = fileURLToPath(new URL('vscode-server-spdlog.mjs', import.meta.url));

/**
 * @returns {Promise<string>} the server's folder, installed if necessary
 * @throws {Failure} if it cannot be installed
 */
export async function installVSCodeServer() {
  const server = join(home, `code-server-${version}`);
  if (!existsSync(server)) await installServer(server);
  await installTypeScript(server);
  return server;
}

/** @param {string} server */
async function installServer(server) {
  console.log(`Installing VS Code's server (code-server ${version}, some 120 MB, once) …`);
  await mkdir(home, { recursive: true });
  await sweep();
  const workplace = await mkdtemp(join(home, `installing-${process.pid}-`));
  try {
    const unpacked = await unpack(workplace);
    await complete(unpacked, server);
    // The last step, so that the folder has its final name only when it is complete.
    await rename(unpacked, server).catch((error) => {
      if (!existsSync(server)) throw error; // Otherwise another run was faster.
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const advice = 'It comes from the npm registry: check the network connection and `npm ping`.';
    throw new Failure(`VS Code's server is missing. ${advice}\n${error.message}`);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** @param {string} server which may have been installed before this was part of it */
async function installTypeScript(server) {
  const modules = join(server, 'extensions', 'node_modules');
  if (existsSync(modules)) return;
  const workplace = await mkdtemp(join(home, `installing-${process.pid}-`));
  try {
    const install = npm('install', typescript, '--ignore-scripts', '--no-audit', '--no-fund');
    await writeFile(join(workplace, 'package.json'), '{}');
    await need("Installing TypeScript for VS Code's server", install, { cwd: workplace });
    await rename(join(workplace, 'node_modules'), modules).catch((error) => {
      if (!existsSync(modules)) throw error; // Otherwise another run was faster.
    });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

/** @param {string} workplace */
async function unpack(workplace) {
  await need('Fetching code-server', npm('pack', `code-server@${version}`, '--pack-destination', workplace));
  const archive = `code-server-${version}.tgz`;
  // The source maps are more than half of it.
  await need('Unpacking code-server', ['tar', '-xzf', archive, '--exclude=*.map'], { cwd: workplace });
  return join(workplace, 'package', 'lib', 'vscode');
}

/**
 * @param {string} unpacked
 * @param {string} server where it will be
 */
async function complete(unpacked, server) {
  const install = npm('install', ripgrep, '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund');
  await need("Installing the dependencies of VS Code's server", install, { cwd: unpacked });
  await replaceNatives(join(unpacked, 'node_modules'));
  // The workbench requests some of its modules under the name of the desktop's archive.
  const target = process.platform === 'win32' ? join(server, 'node_modules') : 'node_modules';
  await symlink(target, join(unpacked, 'node_modules.asar'), 'junction');
}

/**
 * Two native modules are not compiled. Without the first, VS Code's output channels would stay empty; without the second,
 * which watches the extension host's parent process, every extension host would report an error.
 * @param {string} modules the folder node_modules
 */
async function replaceNatives(modules) {
  const spdlog = join(modules, '@vscode', 'spdlog');
  await cp(spdlogStandIn, join(spdlog, 'stand-in.mjs'));
  await writeFile(join(spdlog, 'package.json'), JSON.stringify({ name: '@vscode/spdlog', main: 'stand-in.mjs' }));
  await writeFile(join(modules, 'native-watchdog', 'index.js'), 'exports.start = () => {};\n');
}

/** Removes the leftovers of interrupted installations. */
async function sweep() {
  const leftovers = (await readdir(home)).filter((name) => /^installing-\d+-/.test(name) && !isRunning(name));
  await Promise.all(leftovers.map((name) => rm(join(home, name), { recursive: true, force: true })));
}

/** @param {string} name of a workplace, which contains its owner's process ID */
function isRunning(name) {
  try {
    process.kill(Number(name.split('-')[1]), 0);
    return true;
  } catch {
    return false;
  }
}
