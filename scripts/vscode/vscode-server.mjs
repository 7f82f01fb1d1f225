// Starts VS Code's server: a real workbench and a real Node extension host, for `npm start` and for the tests.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Failure, adopt, endGroup, need, ownGroup, scratchFolder } from '../processes.mjs';
import { installVSCodeServer } from './vscode-server-install.mjs';

const host = '127.0.0.1';
/** In characters: a window may stay open for days. */
const logLimit = 1_000_000;
const processScript = fileURLToPath(new URL('vscode-server-process.mjs', import.meta.url));

/** Settings for an unattended window: no questions, no network requests, and the desktop's defaults. */
const settings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  // It would look for open ports in all processes of this machine, every few seconds.
  'remote.autoForwardPorts': false,
  // It would install packages.
  'typescript.disableAutomaticTypeAcquisition': true,
  // In a browser, VS Code would save after a delay.
  'files.autoSave': 'off',
};

/**
 * What a window shows; all are paths on this machine.
 * @typedef {object} WindowContent
 * @property {string} folder or a `.code-workspace` file
 * @property {string} [openFile]
 * @property {string} [extensionDevelopmentPath]
 * @property {string} [extensionTestsPath]
 */

/**
 * @typedef {object} VSCodeServer
 * @property {(content: WindowContent) => string} url the URL that opens a window, including its access token
 * @property {() => string} log what the server has written so far
 * @property {Promise<number>} exited the server's exit code
 * @property {() => Promise<void>} close ends the server and all it has started
 */

/**
 * @param {object} options
 * @param {string} options.dataFolder where the server keeps settings, extensions and logs; created if necessary
 * @param {string | undefined} [options.extensionsFolder] where the installed extensions are; in the data folder by default
 * @param {number} [options.port] any free one by default
 * @param {Readonly<Record<string, unknown>>} [options.settings] of the user, beside those for an unattended window
 * @returns {Promise<VSCodeServer>} a server that accepts connections from this machine
 * @throws {Failure} if it cannot be installed or started
 */
export async function startVSCodeServer({
  dataFolder,
  extensionsFolder = join(dataFolder, 'extensions'),
  port = 0,
  settings = {},
}) {
  const folder = await installVSCodeServer();
  const token = randomBytes(20).toString('hex');
  const tokenFile = prepareDataFolder(dataFolder, token, settings);
  const flags = {
    host,
    port: String(port),
    'connection-token-file': tokenFile,
    'server-data-dir': dataFolder,
    'extensions-dir': extensionsFolder,
    'telemetry-level': 'off',
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const serverMain = join(folder, 'out', 'server-main.js');
  const server = spawn(process.execPath, [processScript, serverMain, '--accept-server-license-terms', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: ownGroup,
    // Without an extension gallery, nothing is fetched from one.
    env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
  });
  adopt(server);

  let log = '';
  /** @type {Promise<number>} */
  const exited = new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => resolve(code ?? 1));
  });
  /** @type {Promise<number>} */
  const listening = new Promise((resolve) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        log = (log + text).slice(-logLimit);
        const announced = /Extension host agent listening on (\d+)/.exec(log)?.[1];
        if (announced !== undefined) resolve(Number(announced));
      });
    }
  });
  const failed = exited.then((code) => {
    throw new Failure(`VS Code's server ended with code ${code} instead of starting.\n${log}`);
  });
  const boundPort = await Promise.race([listening, failed]);
  failed.catch(() => {}); // From here on, `exited` reports it.

  return {
    url: (content) => windowAddress(`${host}:${boundPort}`, token, content),
    log: () => log,
    exited,
    async close() {
      if (server.pid !== undefined) endGroup(server.pid);
      await exited;
    },
  };
}

/**
 * Installs an extension, as _Install from VSIX…_ does.
 * @param {string} vsix
 * @param {string} extensionsFolder where VS Code's server will find it; created if necessary
 * @throws {Failure} if it cannot be installed
 */
export async function installExtension(vsix, extensionsFolder) {
  const folder = await installVSCodeServer();
  const dataFolder = scratchFolder('vscode-data');
  mkdirSync(extensionsFolder, { recursive: true });
  const flags = { 'install-extension': vsix, 'extensions-dir': extensionsFolder, 'server-data-dir': dataFolder };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const serverMain = join(folder, 'out', 'server-main.js');
  await need('Installing the extension', [process.execPath, serverMain, '--accept-server-license-terms', ...args], {
    env: { EXTENSIONS_GALLERY: '{}' },
  });
}

/**
 * @param {string} dataFolder
 * @param {string} token
 * @param {Readonly<Record<string, unknown>>} more settings
 * @returns the file with the token; on the command line, every user of the machine could read it
 */
function prepareDataFolder(dataFolder, token, more) {
  const userFolder = join(dataFolder, 'data', 'User');
  mkdirSync(userFolder, { recursive: true });
  const settingsFile = join(userFolder, 'settings.json');
  // Changes that were made in the window are kept.
  if (!existsSync(settingsFile)) writeFileSync(settingsFile, JSON.stringify({ ...settings, ...more }, undefined, 2));
  const tokenFile = join(dataFolder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  return tokenFile;
}

/**
 * @param {string} authority
 * @param {string} token
 * @param {WindowContent} content
 */
function windowAddress(authority, token, { folder, ...payload }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${pathToFileURL(path).pathname}`;
  const entries = Object.entries(payload).map(([key, path]) => [key, remote(path)]);
  const query = {
    tkn: token,
    [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: decodeURIComponent(pathToFileURL(folder).pathname),
    payload: JSON.stringify(entries),
  };
  const encoded = Object.entries(query).map(([key, value]) => `${key}=${encodeQueryValue(value)}`);
  return `http://${authority}/?${encoded.join('&')}`;
}

/**
 * Keeps slashes, colons and commas legible, because people read and copy this URL.
 * @param {string} value
 */
function encodeQueryValue(value) {
  return encodeURIComponent(value).replace(/%(2F|3A|2C)/g, decodeURIComponent);
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
