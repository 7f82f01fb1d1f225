// The command line: `websocket-project COMMAND …`. This file lists the commands, runs one and prints the help.
import { version } from '../../../package.json';
import { check } from './check.ts';
import { UsageError, type Command } from './command.ts';
import { completion } from './completion.ts';
import { connect, dev } from './dev.ts';
import { format } from './format.ts';
import { graph } from './graph.ts';
import { commandHelp, commandNamed, generalHelp, help, printText } from './help.ts';
import { importCommand } from './import.ts';
import { init } from './init.ts';
import { lsp } from './lsp.ts';
import { mcp } from './mcp.ts';
import { reportLine } from './output.ts';
import { route } from './route.ts';
import { rules } from './rules.ts';
import { build, diff, explain } from './template-commands.ts';
import { messageOf } from '../wording.ts';

const commands: readonly Command[] = [
  check,
  format,
  build,
  diff,
  explain,
  graph,
  route,
  dev,
  connect,
  rules,
  init,
  importCommand,
  lsp,
  mcp,
  completion(() => commands),
  help(() => commands),
];

async function main([name, ...parameters]: readonly string[]): Promise<number> {
  if (name === undefined) {
    for (const line of generalHelp(commands).split('\n')) reportLine(line);
    return 2;
  }
  if (['--version', '-v'].includes(name)) return print(`websocket-project ${version} (Node ${process.version})`);
  if (isHelp(name)) return print(generalHelp(commands));
  const command = commandNamed(name, commands);
  // Nothing after `--` is an option.
  const end = parameters.indexOf('--');
  if ((end < 0 ? parameters : parameters.slice(0, end)).some(isHelp)) return print(commandHelp(command));
  return await command.run(parameters);
}

function isHelp(parameter: string): boolean {
  return parameter === '--help' || parameter === '-h';
}

function print(text: string): number {
  printText(text);
  return 0;
}

async function run(): Promise<void> {
  // A reader such as `head` closes the pipe when it has seen enough. That is not an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const [name = ''] = process.argv.slice(2);
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    reportLine(`websocket-project: ${messageOf(error)}`);
    if (error instanceof UsageError) {
      const about = commands.some((command) => command.name === name) ? `${name} ` : '';
      reportLine(`Try: websocket-project ${about}--help`);
    }
    process.exitCode = 2;
  }
}

void run();
