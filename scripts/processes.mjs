// Starts other programs, and ends them and deletes their temporary files with this process, on Linux, macOS and Windows.
// Needs only Node.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const isWindows = process.platform === 'win32';

/** A failure that its message fully explains; a stack trace would only bury it. */
export class Failure extends Error {}

/**
 * Runs a script's body: a Failure prints only its message, and Ctrl+C also ends the started programs.
 * @param {() => Promise<void>} body
 */
export async function main(body) {
  process.once('SIGINT', () => interrupt(130));
  process.once('SIGTERM', () => interrupt(143));
  try {
    const [major = 0] = process.versions.node.split('.').map(Number);
    if (major < 20) throw new Failure(`Node 20 or newer is needed; this is ${process.version}.`);
    await body();
  } catch (error) {
    if (interrupted) return;
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    // Exit immediately: running programs would keep this process alive, and they end with it.
    process.exit(1);
  }
}

/**
 * The process groups that this process has started.
 * @type {Set<number>}
 */
const groups = new Set();
process.once('exit', () => groups.forEach((leader) => endGroup(leader)));

/** Whether this process is about to end, so that nothing new may begin. */
let interrupted = false;
/** The time that the started programs then have to clean up, in milliseconds. */
const grace = 3000;

/** @param {number} exitCode */
function interrupt(exitCode) {
  interrupted = true;
  const end = () => process.exit(exitCode);
  for (const leader of groups) endGroup(leader, 'SIGTERM');
  setTimeout(end, grace);
  setInterval(() => groups.size === 0 && end(), 50);
}

/**
 * Remembers a process group, so that it does not outlive this process.
 * @param {import('node:child_process').ChildProcess} leader started with `detached: ownGroup`
 */
export function adopt(leader) {
  const { pid } = leader;
  if (pid === undefined) return;
  groups.add(pid);
  leader.once('exit', () => {
    // Ends the processes that the program itself has left running.
    endGroup(pid);
    groups.delete(pid);
  });
}

/** On Windows a detached program opens a console window, and taskkill finds its descendants without a group. */
export const ownGroup = !isWindows;

/**
 * @param {number} leader the process id that the group is named after
 * @param {'SIGKILL' | 'SIGTERM'} [signal] Windows only supports the first
 */
export function endGroup(leader, signal = 'SIGKILL') {
  if (isWindows) {
    spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-leader, signal);
  } catch {
    // The group is empty.
  }
}

/** Other programs then get three times as much of a core, not ten times, with which a busy machine would look like a hang. */
const background = 5;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the project's folder when left out
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 * @property {(output: string) => void} [show] receives the output as it arrives; without it, the output goes to this process's own
 * @property {boolean} [quiet] collect the output instead of showing it
 * @property {boolean} [leaveRunning] let what the program starts outlive it
 * @property {boolean} [inBackground] let other programs go first when all cores are busy
 */

/**
 * Runs a program to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} a program ended by a signal has code 1
 * @throws {Failure} when it cannot be started
 */
export function run(command, args, options = {}) {
  const { cwd = root, env = {}, show, quiet = false, leaveRunning = false, inBackground = false } = options;
  return new Promise((done, fail) => {
    // On Windows, Node refuses to start .cmd files without a shell, and does not quote for it.
    const shell = isWindows && /\.(cmd|bat)$/i.test(command);
    const [program = '', ...rest] = [command, ...args].map((part) => (shell ? `"${part}"` : part));
    const stdio = show || quiet ? 'pipe' : 'inherit';
    const child = spawn(program, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', stdio, stdio],
      detached: ownGroup,
      shell,
    });
    if (!leaveRunning) adopt(child);
    if (inBackground && child.pid !== undefined) setPriority(child.pid, background);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => (show ? show(text) : (output += text)));
    }
    child.once('error', (error) => fail(new Failure(`${command} could not be started: ${error.message}`)));
    // An interrupted script should just stop, not report this as a failure.
    child.once('close', (code) => interrupted || done({ code: code ?? 1, output }));
  });
}

/**
 * Runs a program that must succeed, and shows its output only if it fails.
 * @param {string} purpose what failed, for the error message
 * @param {readonly [string, ...string[]]} command
 * @param {RunOptions} [options]
 */
export async function need(purpose, [command, ...args], options) {
  const { code, output } = await run(command, args, { quiet: true, ...options });
  if (code !== 0) throw new Failure(`${purpose} failed (${basename(command)} ended with code ${code}).\n${output}`);
}

/**
 * @param {string} name
 * @returns {string} a new folder for temporary files, deleted when this process ends
 */
export function scratchFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // A program that is being killed may still write there; the system cleans up its temporary files eventually.
    }
  });
  return folder;
}
