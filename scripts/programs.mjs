// Finds the programs that the scripts run: npm, what node_modules brings, and what PATH leads to. Needs nothing but Node.
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { entries, property, readJson } from './json.mjs';
import { Failure, root } from './processes.mjs';

const isWindows = process.platform === 'win32';

/**
 * npm's command line: the very npm that runs this script, else the one on PATH.
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
export function npm(...args) {
  // An outer `npm --silent` would otherwise swallow the reason of a failure.
  const all = [...args, '--loglevel=error'];
  const running = process.env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js') return [process.execPath, running, ...all];
  return [isWindows ? 'npm.cmd' : 'npm', ...all];
}

/**
 * The command line of a program that a package of node_modules brings.
 * @param {string} name of the package
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
export function packaged(name, ...args) {
  const folder = join(root, 'node_modules', name);
  const bin = property(readJson(join(folder, 'package.json')), 'bin');
  const program = typeof bin === 'string' ? bin : entries(bin)[0]?.[1];
  if (typeof program !== 'string') throw new Failure(`The package ${name} brings no program.`);
  return [process.execPath, join(folder, program), ...args];
}

/**
 * @param {string[]} names
 * @returns {string | undefined} the first of these programs that PATH leads to
 */
export function findOnPath(...names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const endings = isWindows ? ['.exe', '.cmd', '.bat'] : [''];
  return names
    .flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
    .find(isExecutable);
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
