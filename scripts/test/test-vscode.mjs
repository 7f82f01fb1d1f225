// Runs test/vscode/suite in VS Code: on the desktop if it can be downloaded and shown, otherwise in VS Code's server and
// headless Chromium. Both ways use the same call of @vscode/test-electron.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestRunFailedError, downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureChromium } from '../vscode/chromium.mjs';
import { Failure, main, root, scratchFolder } from '../processes.mjs';
import { installVSCodeServer } from '../vscode/vscode-server-install.mjs';
import { testDate } from './test-levels.mjs';

const bundle = join(root, '.vscode-test', 'suite');
const standIn = fileURLToPath(new URL('vscode-stand-in.mjs', import.meta.url));
const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';

/** @type {import('esbuild').BuildOptions} */
const bundled = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
};

await main(async () => {
  const [resultsFile] = process.argv.slice(2);
  if (resultsFile === undefined) throw new Failure('Usage: node scripts/test/test-vscode.mjs RESULTS_FILE');
  await bundleSuite();
  const executable = (await downloadDesktop()) ?? (await prepareStandIn());
  // A short name: it is part of the paths of VS Code's sockets, which are limited to 103 characters.
  const scratch = scratchFolder('suite');
  const workspace = await createWorkspace(scratch);
  const extensions = await installOtherExtensions(scratch);
  try {
    process.env['SOURCE_DATE_EPOCH'] = testDate;
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundle, 'index.js'),
      extensionTestsEnv: { TEST_RESULTS_FILE: resultsFile },
      launchArgs: [workspace, `--extensions-dir=${extensions}`, `--user-data-dir=${join(scratch, 'user')}`],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    throw new Failure(error.message); // The output above shows what failed.
  }
});

/**
 * Two folders: a fresh copy of examples/chat, and one with its own settings.
 * @param {string} scratch
 * @returns {Promise<string>} the file that a window opens to show both
 */
async function createWorkspace(scratch) {
  await cp(join(root, 'examples', 'chat'), join(scratch, 'chat'), { recursive: true });
  await cp(join(root, 'test', 'vscode', 'second-folder'), join(scratch, 'second'), { recursive: true });
  const file = join(scratch, 'suite.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [{ path: 'chat' }, { path: 'second' }] }));
  return file;
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} a folder whose only extensions are those in test/vscode
 */
async function installOtherExtensions(scratch) {
  const extensions = join(scratch, 'extensions');
  const server = fileURLToPath(import.meta.resolve('yaml-language-server/out/server/src/server.js'));
  const all = { 'other-yaml': 'test.other-yaml-1.0.0', 'python-debugger': 'ms-python.debugpy-1.0.0' };
  for (const [folder, name] of Object.entries(all)) {
    const source = join(root, 'test', 'vscode', folder);
    const installed = join(extensions, name);
    await cp(source, installed, { recursive: true });
    await build({
      ...bundled,
      entryPoints: [join(source, 'extension.ts')],
      outdir: installed,
      define: { YAML_LANGUAGE_SERVER: JSON.stringify(server) },
    });
  }
  return extensions;
}

/** Bundles each test file, and the index that finds them. */
async function bundleSuite() {
  await rm(bundle, { recursive: true, force: true });
  await build({
    ...bundled,
    entryPoints: [join(root, 'test/vscode/index.ts'), join(root, 'test/vscode/suite/*.test.ts')],
    entryNames: '[name]',
    outdir: bundle,
    sourcemap: 'linked',
  });
}

/** @returns {Promise<string | undefined>} the desktop's executable, if available */
async function downloadDesktop() {
  const hasDisplay = (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']) !== undefined;
  if (process.platform === 'linux' && !hasDisplay) {
    console.log("There is no display for VS Code's desktop: the suite runs in VS Code's server and headless Chromium.");
    return undefined;
  }
  try {
    const { ok } = await fetch(updateServer, { signal: AbortSignal.timeout(5000) });
    if (ok) return await downloadAndUnzipVSCode({ extensionDevelopmentPath: root });
  } catch (error) {
    console.log(`VS Code's desktop cannot be downloaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  console.log("The suite runs in VS Code's server and headless Chromium.");
  return undefined;
}

/** Installs what the stand-in needs, before its timeout starts. */
async function prepareStandIn() {
  await installVSCodeServer();
  process.env['CHROME_PATH'] = await ensureChromium();
  return standIn;
}
