// Runs TypeScript that imports the product's own code. It is bundled first, because Node 20 cannot run TypeScript.
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './processes.mjs';

/**
 * Imports a module, in the project's folder.
 * @param {string} path from there
 */
export async function importTypeScript(path) {
  process.chdir(root);
  // Next to the packages that it imports.
  const outfile = join(root, 'node_modules', '.cache', 'websocket-project', `${basename(path, '.ts')}.mjs`);
  // What is bundled for the product as CommonJS is an ES module here.
  const define = { __dirname: 'import.meta.dirname' };
  await build({
    entryPoints: [path],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile,
    define,
  });
  await import(pathToFileURL(outfile).href);
}
