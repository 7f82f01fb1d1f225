// Writes the generated files; with --check, only says which are out of step. What they are stands in generate.ts,
// which is bundled first: it imports the product's own code, and Node 20 runs no TypeScript.
import { build } from 'esbuild';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

process.chdir(join(import.meta.dirname, '..'));
const outfile = join(process.cwd(), 'node_modules/.cache/websocket-project/generate.mjs');
await build({
  entryPoints: ['scripts/generate.ts'],
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
});
await import(pathToFileURL(outfile).href);
