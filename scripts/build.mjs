// Bundles the extension's programs into dist/: the client, the server, the command line and the preview's page.
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  outdir: 'dist',
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...shared,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // Prefer a package's ES build; the UMD build of some hides its requires from the bundler.
  mainFields: ['module', 'main'],
  // The rasterizer and its fonts, read when a picture is requested.
  loader: { '.wasm': /** @type {const} */ ('file'), '.ttf': /** @type {const} */ ('file') },
  assetNames: '[name]',
};

const programs = [
  { ...node, entryPoints: { client: 'client/src/extension.ts' }, external: ['vscode'] },
  {
    ...node,
    entryPoints: { server: 'server/src/lsp/main.ts', cli: 'server/src/cli/main.ts' },
    // They are started by their names.
    banner: { js: '#!/usr/bin/env node' },
  },
  {
    ...shared,
    platform: /** @type {const} */ ('browser'),
    target: 'es2022',
    format: /** @type {const} */ ('iife'),
    entryPoints: { webview: 'client/webview/main.ts' },
    // The icons, loaded by the style sheet.
    loader: { '.ttf': /** @type {const} */ ('file') },
    assetNames: '[name]',
  },
];

const contexts = await Promise.all(programs.map((program) => context(program)));
await Promise.all(contexts.map((program) => (watch ? program.watch() : program.rebuild())));
if (!watch) await Promise.all(contexts.map((program) => program.dispose()));
