// The command line: `websocket-project COMMAND …`. This file lists the commands, runs one and prints the help.
import { check } from './check.ts';
import { printLine, reportLine, UsageError, type Command } from './command.ts';
import { graph } from './graph.ts';
import { route } from './route.ts';
import { build, diff, explain } from './template-commands.ts';
import { version } from '../../../package.json';

const commands: readonly Command[] = [check, build, diff, explain, graph, route];

const help = `Usage: websocket-project COMMAND …

${commands.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

Exit status: 0 if no file has errors, 1 if a file has errors, 2 if a file cannot be read or the command line is invalid.`;

async function main([name, ...parameters]: readonly string[]): Promise<number> {
  if (name === '--version') {
    printLine(version);
    return 0;
  }
  // Nothing after `--` is an option.
  const end = parameters.indexOf('--');
  const options = end < 0 ? parameters : parameters.slice(0, end);
  if (name === undefined || [name, ...options].some((one) => one === '--help' || one === '-h')) {
    for (const line of help.split('\n')) (name === undefined ? reportLine : printLine)(line);
    return name === undefined ? 2 : 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`unknown command ${JSON.stringify(name)}`);
  return await command.run(parameters);
}

// A reader such as `head` closes the pipe when it has seen enough. That is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

async function run(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reportLine(`websocket-project: ${message}`);
    if (error instanceof UsageError) reportLine('Try: websocket-project --help');
    process.exitCode = 2;
  }
}

void run();
