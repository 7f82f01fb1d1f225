// The local gateway as a process of Node: the command line's program, run by the Node that VS Code has itself.
import { spawn } from 'node:child_process';
import { Uri } from 'vscode';
import type { StartGateway } from './runs.ts';

/** In milliseconds. A gateway that was asked to stop has ended all its processes within less than one second. */
const stopTime = 5000;

export function gatewayProcess(extension: Uri): StartGateway {
  const program = Uri.joinPath(extension, 'dist', 'cli.js').fsPath;
  return ({ file, folder, debugging }, { onOutput, onErrorOutput, onEnd }) => {
    const inspect = debugging ? ['--inspect'] : [];
    const debugpy = debugging?.debugpy === undefined ? [] : ['--debugpy', debugging.debugpy];
    const args = [program, 'dev', file, '--json', ...inspect, ...debugpy];
    const gateway = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      // A group of its own, which is ended as a whole if the gateway does not end by itself.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const ended = new Promise<void>((done) => {
      gateway.once('error', (error) => {
        onEnd({ code: undefined, reason: error.message });
        done();
      });
      gateway.once('close', (code, signal) => {
        onEnd({ code: code ?? undefined, reason: signal ?? undefined });
        done();
      });
    });
    gateway.stdout.setEncoding('utf8').on('data', onOutput);
    gateway.stderr.setEncoding('utf8').on('data', onErrorOutput);
    // A gateway that has ended takes no more commands, which its end says.
    gateway.stdin.on('error', () => undefined);
    const kill = (): void => {
      try {
        if (gateway.pid !== undefined && process.platform !== 'win32') process.kill(-gateway.pid, 'SIGKILL');
        else gateway.kill('SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    };
    return {
      write: (line) => void gateway.stdin.write(`${line}\n`),
      async stop() {
        const timer = setTimeout(kill, stopTime);
        // The end of its input stops the gateway, too.
        gateway.stdin.end();
        await ended;
        clearTimeout(timer);
      },
    };
  };
}
