// Finds the programs that the scripts run: npm, those in node_modules, and those on PATH; and installs node_modules.
// Runs before anything is installed, so it needs only Node.
import { accessSync, constants, existsSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { entries, property, readJson } from './json.mjs';
import { Failure, need, root } from './processes.mjs';

const isWindows = process.platform === 'win32';

/**
 * npm's command line: the npm that runs this script, or the one on PATH.
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
export function npm(...args) {
  // An outer `npm --silent` would otherwise hide the reason for a failure.
  const all = [...args, '--loglevel=error'];
  const running = process.env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js') return [process.execPath, running, ...all];
  return [isWindows ? 'npm.cmd' : 'npm', ...all];
}

/**
 * The command line of a program in a package of node_modules.
 * @param {string} name of the package
 * @param {string[]} args
 * @returns {[string, ...string[]]}
 */
export function packaged(name, ...args) {
  const folder = join(root, 'node_modules', name);
  const bin = property(readJson(join(folder, 'package.json')), 'bin');
  const program = typeof bin === 'string' ? bin : entries(bin)[0]?.[1];
  if (typeof program !== 'string') throw new Failure(`The package ${name} has no program.`);
  return [process.execPath, join(folder, program), ...args];
}

/**
 * @param {string[]} names
 * @returns {string | undefined} the first of these programs that is on PATH
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

/** Runs `npm ci` unless the installed packages already match the lock file. */
export async function installDependencies() {
  if (areInStep()) return;
  console.log('Installing the dependencies (npm ci) …');
  // No package needs its install script here, and without them only the registry has to be reachable.
  const command = npm('ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund');
  await need('Installing the dependencies', command);
}

function areInStep() {
  // npm writes this file last: an interrupted installation does not have it.
  const installed = new Map(packagesOf('node_modules/.package-lock.json'));
  return packagesOf('package-lock.json').every(([path, wanted]) => {
    const found = installed.get(path);
    return found === undefined ? mayBeAbsent(path, wanted) : isSame(wanted, found);
  });
}

/**
 * @param {string} lockFile
 * @returns {[string, unknown][]} the packages by their folder
 */
function packagesOf(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? entries(property(readJson(path), 'packages')) : [];
}

/**
 * @param {string} path empty for the project itself, which is only in the lock file
 * @param {unknown} wanted optional if it is only for certain platforms
 */
function mayBeAbsent(path, wanted) {
  return path === '' || property(wanted, 'optional') === true || property(wanted, 'devOptional') === true;
}

/**
 * @param {unknown} wanted
 * @param {unknown} found
 */
function isSame(wanted, found) {
  return ['version', 'integrity'].every((key) => property(wanted, key) === property(found, key));
}
