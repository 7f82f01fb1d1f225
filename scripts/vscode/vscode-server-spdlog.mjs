// Replaces the native module @vscode/spdlog in VS Code's server: log files, written at once and never rotated.
import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

export class Logger {
  #level = levels.indexOf('info');
  #decorated = true;
  #file;

  /**
   * @param {string} _kind
   * @param {string} _name
   * @param {string} file
   */
  constructor(_kind, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    // An output channel shows a file, which has to exist before its first line.
    appendFileSync(file, '');
  }

  trace = (/** @type {string} */ message) => this.#write(0, message);
  debug = (/** @type {string} */ message) => this.#write(1, message);
  info = (/** @type {string} */ message) => this.#write(2, message);
  warn = (/** @type {string} */ message) => this.#write(3, message);
  error = (/** @type {string} */ message) => this.#write(4, message);
  critical = (/** @type {string} */ message) => this.#write(5, message);

  getLevel() {
    return this.#level;
  }

  /** @param {number} level */
  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#decorated = false;
  }

  setPattern() {}
  flush() {}
  drop() {}

  /**
   * @param {number} level
   * @param {string} message
   */
  #write(level, message) {
    if (level < this.#level) return;
    const line = `${new Date().toISOString()} [${levels[level]}] ${message}\n`;
    try {
      appendFileSync(this.#file, this.#decorated ? line : message);
    } catch {
      // The data folder may be deleted before the server has written its last line.
    }
  }
}

/**
 * @param {string} name
 * @param {string} file
 */
export const createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
export const createAsyncRotatingLogger = createRotatingLogger;

export const version = 0;
export function setLevel() {}
export function setFlushOn() {}
export function shutdown() {}
