// Serves the preview's page to a plain browser: bundled once for tests, and again on each reload for people.
// Usage: node scripts/preview-page.mjs [--port N]
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, context } from 'esbuild';
import { main, root, scratchFolder } from './processes.mjs';

const folder = join(root, 'test', 'browser', 'preview-page');

/** @type {import('esbuild').BuildOptions} */
const bundled = {
  entryPoints: { main: join(folder, 'main.ts') },
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  loader: { '.yaml': 'text', '.ttf': 'file' },
  logLevel: 'warning',
};

/**
 * @typedef {object} ServedPage
 * @property {string} url
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<ServedPage>} the page as it is now, at any free port: it is bundled once */
export async function servePreviewPage() {
  const built = scratchFolder('preview-page');
  await Promise.all([
    build({ ...bundled, outdir: built, sourcemap: 'linked' }),
    cp(join(folder, 'index.html'), join(built, 'index.html')),
  ]);
  return serve(await context({ logLevel: 'warning' }), built, 0);
}

/**
 * @param {import('esbuild').BuildContext} bundler
 * @param {string} servedir
 * @param {number} port any free one for 0
 * @returns {Promise<ServedPage>}
 */
async function serve(bundler, servedir, port) {
  const { port: boundPort } = await bundler.serve({ servedir, host: '127.0.0.1', port });
  return { url: `http://127.0.0.1:${boundPort}/`, close: () => bundler.dispose() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '8124' } } });
    const bundler = await context({ ...bundled, outdir: folder, write: false, sourcemap: 'inline' });
    const { url } = await serve(bundler, folder, Number(values.port));
    console.log(`The preview's page is at ${url}. Press Ctrl+C to stop it.`);
  });
}
