// Brings node_modules in step with package-lock.json. Runs before anything is installed, so it needs nothing but Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { entries, property, readJson } from './json.mjs';
import { need, root } from './processes.mjs';
import { npm } from './programs.mjs';

/** Runs `npm ci` unless what is installed is already what the lock file asks for. */
export async function installDependencies() {
  if (areInStep()) return;
  console.log('Installing the dependencies (npm ci) …');
  // No package needs its install script here, and without them nothing but the registry has to be reachable.
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
 * @param {string} path empty for the project itself, which only the lock file names
 * @param {unknown} wanted optional when it is meant for certain platforms
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
