// Reads JSON files without assuming their shape: anything missing is undefined. Needs only Node.
import { readFileSync } from 'node:fs';

/**
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/**
 * @param {unknown} value
 * @param {string} key
 * @returns {unknown}
 */
export function property(value, key) {
  return entries(value).find(([name]) => name === key)?.[1];
}

/**
 * @param {unknown} value
 * @returns {[string, unknown][]} none unless it is an object
 */
export function entries(value) {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
