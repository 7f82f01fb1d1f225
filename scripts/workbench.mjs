// Opens a window of VS Code's server in headless Chromium.
import { chromium } from 'playwright-core';
import { ensureChromium } from './chromium.mjs';

/** A test must neither depend on the network nor tell anybody that it runs. */
const outsideIsUnreachable = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';

const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
  outsideIsUnreachable,
];

/**
 * @typedef {object} Window
 * @property {import('playwright-core').Page} page still empty: whoever opens it may want to prepare it first
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Window>} */
export async function openWindow() {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: flags });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { page: await context.newPage(), close: () => browser.close() };
}
