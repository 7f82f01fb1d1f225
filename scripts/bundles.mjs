// The programs of the project, as esbuild bundles them.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { context, transform } from 'esbuild';
import { usedIcons } from './icon-font.mjs';
import { entries, readJson } from './json.mjs';
import { bootstrapPrograms, publishedPage, sdkPackages } from './package/artifacts.mjs';
import { root } from './processes.mjs';

/**
 * @typedef {object} Bundling
 * @property {boolean} [production] minified and without source maps, as it is published
 * @property {string} [outdir] `dist` by default
 */

/** The programs that run the handlers of functions on this machine. */
const bootstrap = join(root, 'server/src/gateway/functions/bootstrap');

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
    // Some packages have a module for Node and one for browsers.
    conditions: ['module', 'browser'],
    alias: {
      yaml: join(root, 'node_modules/yaml/browser/index.js'),
      // The tables of a local run are in memory, for which dynalite does not need the package that keeps them on the disk.
      level: join(root, 'node_modules/memory-level/index.js'),
      // What it has for browsers only throws.
      ws: join(root, 'node_modules/ws/wrapper.mjs'),
    },
  };
  return Promise.all(
    [
      { ...node, entryPoints: { client: 'client/src/extension.ts' }, external: ['vscode'], plugins: [withoutNode] },
      {
        ...node,
        entryPoints: {
          server: 'server/src/lsp/main.ts',
          'server-worker': 'server/src/lsp/worker.ts',
          cli: 'server/src/cli/main.ts',
        },
        // Installed separately, for images.
        external: ['@resvg/resvg-wasm'],
        plugins: [sharedCommonJs(outdir, production), withoutNode],
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
      // What runs in the processes of functions, so it is not bundled with anything.
      {
        ...shared,
        outdir: join(outdir, 'bootstrap'),
        bundle: false,
        platform: /** @type {const} */ ('node'),
        target: 'node20',
        format: /** @type {const} */ ('esm'),
        outExtension: { '.js': '.mjs' },
        loader: { '.py': /** @type {const} */ ('copy'), '.rb': /** @type {const} */ ('copy') },
        sourcemap: false,
        entryPoints: bootstrapPrograms.map((name) => join(bootstrap, name)),
      },
      // The AWS SDK that Lambda's runtime for Node brings, as packages of CommonJS modules.
      {
        ...shared,
        outdir: join(outdir, 'bootstrap', 'modules'),
        minify: true,
        platform: /** @type {const} */ ('node'),
        target: 'node20',
        mainFields: ['module', 'main'],
        entryPoints: Object.fromEntries(sdkPackages.map((name) => [name, name])),
        plugins: [sharedCommonJs(join(outdir, 'bootstrap', 'modules'), true)],
      },
    ].map((program) => context(program)),
  );
}

/** The modules that only run in Node, besides the command line. Everything else also runs in a browser. */
const forNode =
  /\/lib\/node\/|^client\/src\/(?:server-process|local-run\/gateway-process)\.ts$|^server\/src\/(?:disk|gateway|cli)\/|^node_modules\/ws\/|^server\/src\/lsp\/(?:main|framing|standard-output|start-options)\.ts$/;

/**
 * Fails if what runs in a browser imports a module of Node: any module of `server-worker.js`, and those of the client that are
 * not for Node.
 * @type {import('esbuild').Plugin}
 */
const withoutNode = {
  name: 'without-node',
  setup(build) {
    build.onEnd(({ metafile }) => {
      const { inputs = {}, outputs = {} } = metafile ?? {};
      const worker = Object.keys(outputs).find((path) => basename(path) === 'server-worker.js');
      const inBrowser = worker === undefined ? Object.keys(inputs) : importedBy(worker, outputs);
      const wrong = inBrowser.filter((path) => {
        if (forNode.test(path)) return worker !== undefined;
        // An import of types is not followed.
        return inputs[path]?.imports.some(
          ({ path: to, external }) => external && to !== 'vscode' && !to.startsWith('.'),
        );
      });
      return { errors: wrong.map((path) => ({ text: `${path} is for a browser too, but it needs Node.` })) };
    });
  },
};

/**
 * @param {string} program
 * @param {import('esbuild').Metafile['outputs']} outputs
 * @returns {string[]} the modules of a program, and of the files that it loads
 */
function importedBy(program, outputs) {
  const files = new Set([program]);
  // A set also yields what is added to it meanwhile.
  for (const file of files)
    for (const { path, external } of outputs[file]?.imports ?? []) if (!external) files.add(path);
  return [...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
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
        for (const { path } of outputFiles) await mkdir(dirname(path), { recursive: true });
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
    ...(/^(?:server|cli)\.js$/.test(basename(path)) ? { banner: '#!/usr/bin/env node' } : {}),
  });
  if (map === '') return writeFile(path, code);
  await writeFile(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  await writeFile(`${path}.map`, map);
}
