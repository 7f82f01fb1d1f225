// Loads the module of a handler as Lambda's runtime for Node does. And from TypeScript, compiled by the project's own esbuild.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { includedFile } from './node-sdk.mjs';

/**
 * @typedef {object} Source
 * @property {string} file the absolute path
 * @property {boolean} importsAll whether the runtime imports every file, and not only ES modules
 * @property {string} [esbuild] the path of the project's own esbuild, if it is to compile the file
 */

/**
 * @param {Source} source
 * @returns {Promise<unknown>} what the module exports
 */
export async function loadModule({ file, importsAll, esbuild }) {
  const isModule = /\.m[jt]s$/.test(file) || (!/\.c[jt]s$/.test(file) && isInModulePackage(file));
  const { href: url } = pathToFileURL(file);
  const code = esbuild === undefined ? undefined : compile(file, esbuild, isModule);
  const isImported = isModule || (importsAll && code === undefined);
  if (isImported) addHooks(code === undefined ? undefined : { url, source: code });
  try {
    /** @type {unknown} */
    const module = isImported
      ? await import(url)
      : code === undefined
        ? createRequire(file)(file)
        : evaluate(file, code);
    return module;
  } catch (error) {
    if (isImported && error instanceof SyntaxError) error.stack = `${placeOf(file, error)}${error.stack}`;
    const [, name] = /'(@aws-sdk\/[\w-]+)'/.exec(String(error)) ?? [];
    if (name !== undefined && error instanceof Error && 'code' in error) {
      error.message += `\n${name} is not included here, as it is on AWS: install it as a development dependency.`;
    }
    throw error;
  }
}

/**
 * For an ES module, Node says only at the end of a program where its syntax is wrong.
 * @param {string} file
 * @param {SyntaxError} error
 * @returns {string} the line of the file, if the error is there and the stack does not have it
 */
function placeOf(file, error) {
  const { href } = pathToFileURL(file);
  if (error.stack?.includes(href)) return '';
  const { stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', env: {} });
  const end = stderr.indexOf('SyntaxError');
  return end > 0 ? `${stderr.slice(0, end).trimEnd()}\n` : '';
}

/**
 * Whether Node takes a `.js` or `.ts` file for an ES module because of the package that it is in.
 * @param {string} file
 */
function isInModulePackage(file) {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      /** @type {unknown} */
      const json = JSON.parse(readFileSync(manifest, 'utf8'));
      return typeof json === 'object' && json !== null && 'type' in json && json.type === 'module';
    }
    if (dirname(folder) === folder) return false;
  }
}

/**
 * Lets ES modules import what `NODE_PATH` has for CommonJS modules.
 * @param {{ url: string, source: string } | undefined} compiled the code of a module, in place of what is in its file
 */
function addHooks(compiled) {
  /** @type {unknown} */
  const current = Module;
  if (!hasSyncHooks(current)) {
    Module.register(new URL('node-hooks.mjs', import.meta.url), { data: compiled });
    return;
  }
  current.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        const file = includedFile(specifier);
        if (file === undefined) throw error;
        return next(pathToFileURL(file).href, context);
      }
    },
    load: (url, context, next) =>
      url === compiled?.url ? { format: 'module', source: compiled.source, shortCircuit: true } : next(url, context),
  });
}

/**
 * @template Result
 * @typedef {(what: string, context: object, next: (what: string, context: object) => Result) => Result} SyncHook
 */

/** @typedef {{ resolve: SyncHook<import('node:module').ResolveFnOutput>, load: SyncHook<import('node:module').LoadFnOutput> }} SyncHooks */

/**
 * Whether this version of Node has hooks in the same thread.
 * @param {unknown} module
 * @returns {module is { registerHooks: (hooks: SyncHooks) => void }}
 */
function hasSyncHooks(module) {
  return typeof module === 'function' && 'registerHooks' in module;
}

/**
 * @param {string} file
 * @param {string} esbuild
 * @param {boolean} isModule
 * @returns {string} JavaScript for the file and what it imports, apart from packages
 * @throws {SyntaxError}
 */
function compile(file, esbuild, isModule) {
  /** @type {unknown} */
  const bundler = createRequire(file)(esbuild);
  if (!hasBuild(bundler)) throw new TypeError(`${esbuild} has no function buildSync.`);
  try {
    const { outputFiles } = bundler.buildSync({
      entryPoints: [file],
      // Only for the paths in the source map.
      outfile: `${file}.js`,
      write: false,
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: `node${process.versions.node}`,
      format: isModule ? 'esm' : 'cjs',
      sourcemap: 'inline',
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw new SyntaxError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/**
 * @param {unknown} module
 * @returns {module is { buildSync: (options: object) => { outputFiles: { text: string }[] } }}
 */
function hasBuild(module) {
  return typeof module === 'object' && module !== null && 'buildSync' in module;
}

/**
 * @param {string} file
 * @param {string} code of a CommonJS module, as if it were in the file
 * @returns {unknown} its exports
 */
function evaluate(file, code) {
  const load = createRequire(file);
  load.extensions[extname(file)] = (module) => {
    if (canCompile(module)) module['_compile'](code, file);
  };
  return load(file);
}

/**
 * @param {NodeJS.Module} module
 * @returns {module is NodeJS.Module & { _compile: (code: string, file: string) => void }} all are
 */
function canCompile(module) {
  return '_compile' in module;
}
