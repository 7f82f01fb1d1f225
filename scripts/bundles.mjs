// The programs of the project, as esbuild bundles them.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { context, transform } from 'esbuild';
import { usedIcons } from './icon-font.mjs';
import { entries, readJson } from './json.mjs';
import { publishedPage } from './package/artifacts.mjs';
import { root } from './processes.mjs';

/**
 * @typedef {object} Bundling
 * @property {boolean} [production] minified and without source maps, as it is published
 * @property {string} [outdir] `dist` by default
 */

/**
 * @param {Bundling} [options]
 * @returns {Promise<import('esbuild').BuildContext[]>} the client, the server with the command line, and the preview's page
 */
export async function contexts({ production = false, outdir = join(root, 'dist') } = {}) {
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    absWorkingDir: root,
    bundle: true,
    // So that the names of files are the same if node_modules is a link.
    preserveSymlinks: true,
    outdir,
    minify: production,
    sourcemap: production ? false : 'linked',
    metafile: true,
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
  };
  return Promise.all(
    [
      { ...node, entryPoints: { client: 'client/src/extension.ts' }, external: ['vscode'] },
      {
        ...node,
        entryPoints: { server: 'server/src/lsp/main.ts', cli: 'server/src/cli/main.ts' },
        // Installed separately, for images.
        external: ['@resvg/resvg-wasm'],
        plugins: [sharedCommonJs(outdir, production)],
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
        plugins: [usedIcons(join(root, 'client', 'webview'))],
      },
      { ...shared, entryPoints: { 'rule-pages': 'rule-pages.json' }, plugins: [rulePages()] },
    ].map((program) => context(program)),
  );
}

/**
 * The pages of the rules in one file, by the IDs of the rules. Their links lead to the repository.
 * @returns {import('esbuild').Plugin}
 */
function rulePages() {
  const folder = 'docs/rules';
  return {
    name: 'rule-pages',
    setup(build) {
      build.onResolve({ filter: /^rule-pages\.json$/ }, ({ path }) => ({ path, namespace: 'rule-pages' }));
      build.onLoad({ filter: /.*/, namespace: 'rule-pages' }, async () => {
        const development = Object.fromEntries(entries(readJson(join(root, 'package.json'))));
        const files = (await readdir(join(root, folder))).filter((file) => file !== 'README.md').sort();
        const pages = files.map(async (file) => {
          const page = await readFile(join(root, folder, file), 'utf8');
          return [basename(file, '.md'), publishedPage(page, development, { folder })];
        });
        return {
          contents: JSON.stringify(Object.fromEntries(await Promise.all(pages))),
          loader: 'copy',
          watchDirs: [join(root, folder)],
        };
      });
    },
  };
}

/**
 * Puts what several programs have in common into a file of its own, `shared-….js`. esbuild only does that for ES modules,
 * so each of them is then made a CommonJS module.
 * @param {string} outdir
 * @param {boolean} production
 * @returns {import('esbuild').Plugin}
 */
function sharedCommonJs(outdir, production) {
  return {
    name: 'shared-common-js',
    setup(build) {
      Object.assign(build.initialOptions, {
        format: 'esm',
        splitting: true,
        chunkNames: 'shared-[hash]',
        write: false,
        sourcemap: production ? false : 'inline',
      });
      build.onEnd(async ({ outputFiles = [] }) => {
        await mkdir(outdir, { recursive: true });
        const names = outputFiles.map(({ path }) => basename(path));
        const old = (await readdir(outdir)).filter((name) => name.startsWith('shared-') && !isOf(name, names));
        await Promise.all([
          ...outputFiles.map(({ path, text, contents }) =>
            path.endsWith('.js') ? writeCommonJs(path, text, production) : writeFile(path, contents),
          ),
          ...old.map((name) => rm(join(outdir, name), { force: true })),
        ]);
      });
    },
  };
}

/**
 * @param {string} file
 * @param {readonly string[]} names
 */
function isOf(file, names) {
  return names.includes(file.replace(/\.map$/, ''));
}

/**
 * @param {string} path
 * @param {string} text
 * @param {boolean} production
 */
async function writeCommonJs(path, text, production) {
  const { code, map } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // A module that is imported later is a file beside this one, or a part of it.
    supported: { 'dynamic-import': false },
    minify: production,
    sourcemap: production ? false : 'external',
    sourcefile: path,
    // The programs are started by their names.
    ...(basename(path).startsWith('shared-') ? {} : { banner: '#!/usr/bin/env node' }),
  });
  if (map === '') return writeFile(path, code);
  await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  await writeFile(`${path}.map`, map);
}
