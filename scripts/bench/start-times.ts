// How long the language server takes to start, beside what Node takes to start and load its program. One run measures both in
// turn, since machines differ.
import { spawn, spawnSync } from 'node:child_process';
import {
  createProtocolConnection,
  InitializeRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export interface StartTimes {
  /** Of an empty script that loads the program, in milliseconds. */
  readonly load: number;
  /** From the start of the process to the answer to `initialize`, in milliseconds. */
  readonly answer: number;
}

/** Medians of some runs. */
export async function startTimes(program: string, runs: number): Promise<StartTimes> {
  const loads: number[] = [];
  const answers: number[] = [];
  for (let run = 0; run < runs; run++) {
    loads.push(timeToLoad(program));
    answers.push(await timeToAnswer(program));
  }
  return { load: median(loads), answer: median(answers) };
}

function timeToLoad(program: string): number {
  const script = `process.argv.push("--stdio"); require("./${program}"); process.exit();`;
  const start = performance.now();
  // An argument, since the program would read standard input that is the script.
  spawnSync(process.execPath, ['-e', script, '--', '--stdio'], { stdio: ['pipe', 'ignore', 'inherit'] });
  return performance.now() - start;
}

async function timeToAnswer(program: string): Promise<number> {
  const start = performance.now();
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, { processId: process.pid, rootUri: null, capabilities: {} });
  const time = performance.now() - start;
  connection.dispose();
  child.kill();
  return time;
}

export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
