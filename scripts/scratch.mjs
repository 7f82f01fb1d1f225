// Folders for temporary files. Needs nothing but Node.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * @param {string} name
 * @returns {string} a new folder, which goes when this process does
 */
export function scratchFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  process.once('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // A program that is just being killed may still write there; the system clears its temporary files as well.
    }
  });
  return folder;
}
