// The built command line, run as from a shell, in a temporary folder.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
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
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the folder. */
  readonly cwd?: string;
}

export interface CommandLine {
  /** Deleted when the tests of the file have ended. */
  readonly folder: string;
  readonly run: (...parameters: string[]) => Promise<Result>;
  /** The same with standard input, and with changes of the environment. */
  readonly runWith: (context: RunContext, ...parameters: string[]) => Promise<Result>;
  /** Writes a file in the folder, and the folders above it, and returns its name. */
  readonly file: (name: string, text: string | Uint8Array) => string;
}

/**
 * All runs of a test file share a process: see command-line-process.mjs. So a command can neither end it nor get signals, and
 * has no file descriptors. Tests of these start a process of their own.
 */
export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  let program: ChildProcess | undefined;
  let last: Promise<unknown> = Promise.resolve();
  afterAll(async () => {
    if (program?.kill() === true) await once(program, 'exit');
    rmSync(folder, { recursive: true });
  });
  const startProcess = (): ChildProcess => {
    const path = join(import.meta.dirname, 'command-line-process.mjs');
    // Without the options of the process that runs the tests.
    const started = fork(path, { execArgv: [], serialization: 'advanced' });
    return started.once('exit', () => (program = undefined));
  };
  const runNow = (parameters: string[], { input = '', env = {}, cwd = '.' }: RunContext): Promise<Result> => {
    program ??= startProcess();
    const result = resultOf(program, parameters);
    const environment = { ...process.env, ...env };
    program.send({ program: cli, parameters, input, env: environment, cwd: resolve(folder, cwd) });
    return result;
  };
  const runWith: CommandLine['runWith'] = (context, ...parameters) => {
    const result = last.then(() => runNow(parameters, context));
    last = result.catch(() => undefined);
    return result;
  };
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

function resultOf(program: ChildProcess, parameters: readonly string[]): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onExit = (): void => reject(new Error(`This command has ended its process: ${parameters.join(' ')}`));
    program.once('exit', onExit);
    program.once('message', (answer: unknown) => {
      program.off('exit', onExit);
      if (isResult(answer)) resolve(answer);
    });
  });
}

function isResult(answer: unknown): answer is Result {
  return typeof answer === 'object' && answer !== null && 'status' in answer;
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
