// The terminal in which a task prints: it starts the work when VS Code is ready, and ends the task with an exit code.
import { EventEmitter, type Pseudoterminal, type Uri } from 'vscode';
import { printable, messageOf } from '../../../server/src/wording.ts';
import type { LanguageServer } from '../language-server.ts';
import { inBackground } from '../messages.ts';

export interface TaskContext {
  readonly server: LanguageServer;
  /** The folder of the workspace. Paths are printed relative to it. */
  readonly folder: Uri;
  /** The file or folder that the task is limited to. */
  readonly place: Uri;
}

/** As on the command line: 0 for success, 1 if a file has errors, 2 if the work could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Prints a line, with visible escapes for what a terminal would obey. */
export type Print = (line: string) => void;

/** @param isStopped whether the user has ended the task, so that nothing more is written */
export type Work = (context: TaskContext, print: Print, isStopped: () => boolean) => Promise<ExitCode>;

const interruptKey = '\u0003';
/** In milliseconds. Of a terminal that ends earlier, VS Code says that it failed to launch. */
const launchTime = 600;

export function taskTerminal(work: Work, context: TaskContext): Pseudoterminal {
  const written = new EventEmitter<string>();
  const closed = new EventEmitter<number>();
  let isStopped = false;
  const print: Print = (line) => written.fire(`${printable(line).replaceAll('\n', String.raw`\u000a`)}\r\n`);
  const run = async (): Promise<ExitCode> => {
    try {
      return await work(context, print, () => isStopped);
    } catch (error) {
      print(messageOf(error));
      return 2;
    }
  };
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open() {
      const launched = new Promise((done) => setTimeout(done, launchTime));
      inBackground(Promise.all([run(), launched]).then(([code]) => closed.fire(code)));
    },
    close() {
      isStopped = true;
    },
    handleInput(keys) {
      if (keys === interruptKey) isStopped = true;
    },
  };
}
