#!/usr/bin/env node
// Replaces the executable of VS Code's desktop in @vscode/test-electron's runTests if that cannot be downloaded or
// shown: runs the same suite in VS Code's server and headless Chromium, and exits with the same code.
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { format, parseArgs } from 'node:util';
import { Failure, main, root, scratchFolder } from '../processes.mjs';
import { startVSCodeServer } from '../vscode/vscode-server.mjs';
import { openWindow } from '../vscode/chromium.mjs';

/** How long the suite may print nothing, in milliseconds: far longer than its longest test, on a busy machine as well. */
const patience = 5 * 60_000;
let lastPrinted = 0;

/** The workbench's own log lines among the suite's output. */
const noise =
  /^(\[Service Worker\]|Resolv(ing|ed) connection token|Creating a socket|(Updating|Ignoring fetching) additional builtin|ChatSessionStore)|^$/;

await main(async () => {
  const { extensionsFolder, ...content } = readArguments();
  const dataFolder = scratchFolder('vscode-stand-in');
  const [server, window] = await Promise.all([startVSCodeServer({ dataFolder, extensionsFolder }), openWindow()]);
  try {
    const { exitCode } = await exposeAutomation(window.page);
    await window.page.addInitScript(stopAnimations);
    await window.page.goto(server.url(content));
    process.exitCode = await Promise.race([exitCode, failureOf(window.page, server)]);
  } finally {
    await window.close();
    await server.close();
    if (process.exitCode !== 0) await keepLogs(dataFolder);
  }
});

/** Stops the transitions and animations of the workbench, of which no test sees anything: each draws many frames. */
function stopAnimations() {
  document.addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = '* { animation: none !important; transition: none !important; }';
    document.head.append(style);
  });
}

/** @param {string} dataFolder */
async function keepLogs(dataFolder) {
  const kept = join(root, 'test-results', 'vscode-logs');
  await rm(kept, { recursive: true, force: true });
  await cp(join(dataFolder, 'data', 'logs'), kept, { recursive: true });
  console.log(`The logs of VS Code are in ${kept}.`);
}

/**
 * Reads the desktop's command line, most of which does not apply here.
 * @returns {import('../vscode/vscode-server.mjs').WindowContent & { extensionsFolder: string | undefined }}
 */
function readArguments() {
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests, 'extensions-dir': extensions } = values;
  const [folder] = positionals;
  if (typeof extension !== 'string' || typeof tests !== 'string' || folder === undefined) {
    throw new Failure('Usage: FOLDER_OR_WORKSPACE --extensionDevelopmentPath=PATH --extensionTestsPath=PATH');
  }
  return {
    folder: resolve(folder),
    extensionDevelopmentPath: resolve(extension),
    extensionTestsPath: resolve(tests),
    extensionsFolder: typeof extensions === 'string' ? resolve(extensions) : undefined,
  };
}

/**
 * Exposes the functions through which the workbench reports the progress of a suite.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ exitCode: Promise<number> }>} the exit code, once the suite has ended
 */
async function exposeAutomation(page) {
  /** @type {Promise<unknown> | undefined} */
  let exposed;
  /** @type {Promise<number>} */
  const exitCode = new Promise((done) => {
    exposed = page.exposeFunction('codeAutomationExit', done);
  });
  await exposed;
  await page.exposeFunction('codeAutomationLog', log);
  return { exitCode };
}

/**
 * @param {string} level
 * @param {unknown[]} args the arguments of console.log
 */
function log(level, args) {
  const text = format(...args);
  if (noise.test(text)) return;
  lastPrinted = performance.now();
  (level === 'error' || level === 'warn' ? process.stderr : process.stdout).write(`${text}\n`);
}

/**
 * @param {import('playwright-core').Page} page
 * @param {import('../vscode/vscode-server.mjs').VSCodeServer} server
 * @returns {Promise<never>}
 */
async function failureOf(page, server) {
  /** @type {Promise<string>} */
  const crash = new Promise((done) => page.once('crash', () => done('The window crashed.')));
  const reason = await Promise.race([
    crash,
    server.exited.then((code) => `VS Code's server ended with code ${code}.`),
    silence(),
  ]);
  throw new Failure(`${reason}\n${server.log()}`);
}

/** @returns {Promise<string>} what is wrong, once the suite has printed nothing for so long that it hangs */
async function silence() {
  lastPrinted = performance.now();
  for (;;) {
    const left = lastPrinted + patience - performance.now();
    if (left <= 0) return `The suite has printed nothing for ${patience / 60_000} minutes.`;
    await setTimeout(left, undefined, { ref: false });
  }
}
