// The built command line, run as from a shell, in a temporary folder.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const root = join(import.meta.dirname, '../..');
export const example = join(root, 'examples/chat/websocket.yaml');

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

export interface CommandLine {
  /** Deleted when the tests of the file have ended. */
  readonly folder: string;
  readonly run: (...parameters: string[]) => Promise<Result>;
  /** Writes a file in the folder, and returns its name. */
  readonly file: (name: string, text: string | Uint8Array) => string;
}

export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    run: (...parameters) =>
      new Promise((resolve) => {
        execFile(process.execPath, [join(root, 'dist/cli.js'), ...parameters], { cwd: folder }, (error, out, err) => {
          resolve({ status: error ? Number(error.code) : 0, out, err });
        });
      }),
    file(name, text) {
      writeFileSync(join(folder, name), text);
      return name;
    },
  };
}
