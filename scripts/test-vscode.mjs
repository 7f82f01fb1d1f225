// Runs test/vscode/suite in VS Code: the desktop where it can be downloaded and shown, else VS Code's server in headless
// Chromium. Either way by the same call of @vscode/test-electron.
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TestRunFailedError, downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { ensureChromium } from './chromium.mjs';
import { Failure, main, root } from './processes.mjs';
import { scratchFolder } from './scratch.mjs';
import { installVSCodeServer } from './vscode-server-install.mjs';

const bundle = join(root, '.vscode-test', 'suite');
const standIn = fileURLToPath(new URL('vscode-stand-in.mjs', import.meta.url));
const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';

await main(async () => {
  const [resultsFile] = process.argv.slice(2);
  if (resultsFile === undefined) throw new Failure('Usage: node scripts/test-vscode.mjs RESULTS_FILE');
  await bundleSuite();
  const executable = (await downloadDesktop()) ?? (await prepareStandIn());
  // A short name: VS Code's sockets, whose names may not have more than 103 characters, are below it.
  const scratch = scratchFolder('suite');
  const workspace = join(scratch, 'chat');
  await cp(join(root, 'examples', 'chat'), workspace, { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundle, 'index.js'),
      // The suite's own output is a pipe, which tells it nothing about ours.
      extensionTestsEnv: { TEST_RESULTS_FILE: resultsFile, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${join(scratch, 'user')}`],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    throw new Failure(error.message); // What failed stands above.
  }
});

/** Makes one file of each test, and one of the index that finds them. */
async function bundleSuite() {
  await rm(bundle, { recursive: true, force: true });
  await build({
    entryPoints: [join(root, 'test/vscode/index.ts'), join(root, 'test/vscode/suite/*.test.ts')],
    entryNames: '[name]',
    outdir: bundle,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: 'linked',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/** @returns {Promise<string | undefined>} the desktop's executable, where it is to be had */
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

/** Installs what the stand-in would, before a time limit runs. */
async function prepareStandIn() {
  await installVSCodeServer();
  process.env['CHROME_PATH'] = await ensureChromium();
  return standIn;
}
