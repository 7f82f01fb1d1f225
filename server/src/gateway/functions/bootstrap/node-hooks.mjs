// The hooks of the loader of ES modules in versions of Node before 22.15, which run in a thread of their own.
import { pathToFileURL } from 'node:url';
import { includedFile } from './node-sdk.mjs';

/**
 * The module that has been compiled, if any.
 * @type {{ url: string, source: string } | undefined}
 */
let compiled;

/** @param {typeof compiled} passed */
export function initialize(passed) {
  compiled = passed;
}

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    const file = includedFile(specifier);
    if (file === undefined) throw error;
    return next(pathToFileURL(file).href, context);
  }
}

/** @type {import('node:module').LoadHook} */
export function load(url, context, next) {
  return url === compiled?.url ? { format: 'module', source: compiled.source, shortCircuit: true } : next(url, context);
}
