// Finds or installs the programs of others that tests use: editors, and Ruby.
import { canInstallPackages, installPackages } from '../debian-packages.mjs';
import { Failure, run } from '../processes.mjs';
import { findOnPath } from '../programs.mjs';

const emacsPackages = ['eglot', 'lsp-mode', 'yaml-mode', 'yasnippet'];
const debianPackages = ['neovim', 'emacs-nox', ...emacsPackages.map((name) => `elpa-${name}`)];

/** @throws {Failure} if one is missing and cannot be installed */
export async function ensureEditors() {
  if (await areInstalled()) return;
  if (canInstallPackages()) {
    console.log('Installing Neovim and Emacs …');
    await installPackages('Neovim and Emacs', debianPackages);
    if (await areInstalled()) return;
  }
  throw new Failure(`Neovim, Emacs or one of its packages (${emacsPackages.join(', ')}) is missing. Install them.`);
}

/** Installs Ruby where that is possible. The test of handlers in Ruby does not exist without it. */
export async function installRuby() {
  if (findOnPath('ruby') !== undefined || !canInstallPackages()) return;
  console.log('Installing Ruby …');
  await installPackages('Ruby', ['ruby']).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof Failure)) throw error;
    console.log(error.message);
  });
}

async function areInstalled() {
  const requires = emacsPackages.map((name) => `(require '${name})`).join(' ');
  const found = await Promise.all([
    succeeds('nvim', '--version'),
    succeeds('emacs', '--batch', '--eval', `(progn (package-initialize) ${requires})`),
  ]);
  return !found.includes(false);
}

/**
 * @param {string} program
 * @param {string[]} args
 */
async function succeeds(program, ...args) {
  try {
    return (await run(program, args, { quiet: true })).code === 0;
  } catch (error) {
    if (error instanceof Failure) return false; // There is no such program.
    throw error;
  }
}
