// Opens a window of headless Chromium, which it finds or installs. Packages that have to be installed are only imported
// when they are used.
import { canInstallPackages, installPackages } from '../debian-packages.mjs';
import { Failure, need } from '../processes.mjs';
import { findOnPath, isExecutable, packaged } from '../programs.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const bundled = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * @returns {Promise<string>} the path of a Chromium
 * @throws {Failure} if there is none and none can be installed
 */
export async function ensureChromium() {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined && chosen !== '') {
    if (isExecutable(chosen)) return chosen;
    throw new Failure(`CHROME_PATH is ${chosen}, which cannot be executed.`);
  }
  return (await findChromium()) ?? installChromium();
}

/** @returns {Promise<string | undefined>} */
async function findChromium() {
  const { chromium } = await import('playwright-core');
  return findOnPath(...names) ?? [bundled, chromium.executablePath()].find(isExecutable);
}

async function installChromium() {
  console.log('Installing Chromium …');
  const reasons = ['Chromium is missing. Install Chromium or Chrome, or set CHROME_PATH to one.'];
  for (const install of canInstallPackages() ? [installByApt, installByPlaywright] : [installByPlaywright]) {
    try {
      await install();
      const installed = await findChromium();
      if (installed !== undefined) return installed;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reasons.push(error.message);
    }
  }
  throw new Failure(reasons.join('\n'));
}

async function installByApt() {
  await installPackages('Chromium', ['chromium']);
}

async function installByPlaywright() {
  await need('Installing Chromium by Playwright', packaged('playwright-core', 'install', 'chromium'));
}

/** Tests must not use the network. */
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
 * @property {import('playwright-core').Page}page still empty, so that the caller can prepare it
 * @property {() => Promise<void>} close
 */

/** In milliseconds. It ends what hangs: a busy machine may need long for what takes a moment. */
const longestWait = 100_000;

/** @returns {Promise<Window>} whose pages wait for an element or an action until something is clearly wrong */
export async function openWindow() {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: flags });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  context.setDefaultTimeout(longestWait);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return { page: await context.newPage(), close: () => browser.close() };
}
