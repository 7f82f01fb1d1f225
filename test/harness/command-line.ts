// The built command line, run as from a shell, in a temporary folder.
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';

const root = join(import.meta.dirname, '../..');
export const cli = join(root, 'dist/cli.js');
export const example = join(root, 'examples/chat/websocket.yaml');

interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

interface RunContext {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Below the folder. */
  readonly cwd?: string;
}

export interface CommandLine {
  /** Deleted when the tests of the file have ended. */
  readonly folder: string;
  readonly run: (...parameters: string[]) => Promise<Result>;
  /** The same with a text on standard input, and with changes of the environment. */
  readonly runWith: (context: RunContext, ...parameters: string[]) => Promise<Result>;
  /** Writes a file in the folder, and the folders above it, and returns its name. */
  readonly file: (name: string, text: string | Uint8Array) => string;
}

export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const runWith: CommandLine['runWith'] = ({ input, env = {}, cwd = '.' }, ...parameters) =>
    new Promise((resolve) => {
      const options = { cwd: join(folder, cwd), env: { ...process.env, ...env } };
      const program = execFile(process.execPath, [cli, ...parameters], options, (error, out, err) => {
        resolve({ status: error ? Number(error.code) : 0, out, err });
      });
      program.stdin?.end(input);
    });
  return {
    folder,
    run: (...parameters) => runWith({}, ...parameters),
    runWith,
    file(name, text) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
      return name;
    },
  };
}

/** Starts a program that must be the language server over standard input and output, and ends it as the protocol asks for. */
export async function expectLanguageServer(program: string, parameters: readonly string[]): Promise<void> {
  const child = spawn(program, parameters);
  try {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => (out += data));
    const send = (message: object): void => {
      const content = JSON.stringify({ jsonrpc: '2.0', ...message });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(content)}\r\n\r\n${content}`);
    };
    send({ id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities: {} } });
    await expect.poll(() => out).toMatch(/^Content-Length: \d+\r\n\r\n\{.*"serverInfo":\{"name":"websocket-project"\}/);
    send({ id: 2, method: 'shutdown' });
    send({ method: 'exit' });
    await expect.poll(() => child.exitCode).toBe(0);
  } finally {
    child.kill();
  }
}
