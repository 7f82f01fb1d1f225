// A process that runs the built command line repeatedly: starting Node and loading the program takes longer than most
// commands. A run has its own arguments, environment, folder and streams. It evaluates its modules again, except those that the
// language server shares, which have no state. It ends as a process does: when nothing is left to do. See command-line.ts.
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { Readable, Writable } from 'node:stream';

/**
 * @typedef {object} Run
 * @property {string} program
 * @property {string[]} parameters
 * @property {string} cwd
 * @property {Record<string, string>} env
 * @property {string | Uint8Array} input
 */

const require = createRequire(import.meta.url);

const isShared = (/** @type {string} */ path) => basename(path).startsWith('shared-');

process.on('message', start);

/** @param {Run} run */
function start({ program, parameters, cwd, env, input }) {
  const [out, err] = [collector('stdout'), collector('stderr')];
  const stdin = new Readable({ read: () => undefined });
  if (input.length > 0) stdin.push(input);
  stdin.push(null);
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  process.argv = [process.execPath, program, ...parameters];
  process.env = env;
  process.chdir(cwd);
  process.exitCode = undefined;
  // So that the channel does not keep the process from ending.
  process.channel?.unref();
  process.once('beforeExit', (status) => {
    process.channel?.ref();
    process.send?.({ status, out: out(), err: err() });
  });
  for (const path of Object.keys(require.cache)) if (!isShared(path)) delete require.cache[path];
  require(program);
}

/**
 * Replaces a stream of the process.
 * @param {'stdout' | 'stderr'} name
 * @returns {() => string} what was written to it
 */
function collector(name) {
  /** @type {Buffer[]} */
  const chunks = [];
  const stream = new Writable({
    write(/** @type {Buffer} */ chunk, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  Object.defineProperty(process, name, { value: stream, configurable: true });
  return () => Buffer.concat(chunks).toString();
}
