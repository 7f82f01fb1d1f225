// Installs the programs that tests need as Debian packages, where that is possible.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { need } from './processes.mjs';

export function canInstallPackages() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/**
 * @param {string} purpose what they are, for the error message
 * @param {readonly string[]} packages
 */
export async function installPackages(purpose, packages) {
  // Levels of tests run in parallel, and apt-get does not wait for another one.
  const alone = (/** @type {string[]} */ ...args) =>
    /** @type {[string, ...string[]]} */ (['flock', join(tmpdir(), 'apt-get.lock'), 'apt-get', ...args]);
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await need('Reading the lists of Debian packages', alone('update'), options);
  await need(
    `Installing ${purpose} by apt-get`,
    alone('install', '-y', '--no-install-recommends', ...packages),
    options,
  );
}
