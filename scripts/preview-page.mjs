// Serves the preview's page to a plain browser, bundled afresh on each reload.
// Usage: node scripts/preview-page.mjs [--port N]
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { context } from 'esbuild';
import { main, root } from './processes.mjs';

const folder = join(root, 'test', 'browser', 'preview-page');

/**
 * @param {number} [port] any free one when left out
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function servePreviewPage(port = 0) {
  const bundler = await context({
    entryPoints: { main: join(folder, 'main.ts') },
    outdir: folder,
    write: false,
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    sourcemap: 'inline',
    loader: { '.yaml': 'text', '.ttf': 'file' },
    logLevel: 'warning',
  });
  const { port: boundPort } = await bundler.serve({ servedir: folder, host: '127.0.0.1', port });
  return { url: `http://127.0.0.1:${boundPort}/`, close: () => bundler.dispose() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({ options: { port: { type: 'string', default: '8124' } } });
    const { url } = await servePreviewPage(Number(values.port));
    console.log(`The preview's page is at ${url}. Press Ctrl+C to end it.`);
  });
}
