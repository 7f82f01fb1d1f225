// The processes of this machine.
import { execFileSync } from 'node:child_process';

export interface Process {
  readonly id: number;
  /** The ID of its parent: 1 once that has ended. */
  readonly parent: number;
  /** Its program and its arguments, separated by spaces. */
  readonly command: string;
}

export function allProcesses(): readonly Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.map((line) => {
    const [id, parent, ...command] = line.trim().split(/ +/);
    return { id: Number(id), parent: Number(parent), command: command.join(' ') };
  });
}
