// The help texts, from the definitions of the commands.
import { command, suggestion, UsageError, type Command, type Option } from './command.ts';
import { printLine } from './output.ts';

const width = 80;

/** @param commands is called when the command runs, because it is one of them */
export function help(commands: () => readonly Command[]): Command {
  return command({
    name: 'help',
    parameters: '[COMMAND]',
    summary: 'Print the help of a command, or the list of commands.',
    options: {},
    examples: [{ line: 'help check', does: 'Prints what check does, with its options and examples.' }],
    async run({ positionals }) {
      const [name, ...others] = positionals;
      if (others.length > 0) throw new UsageError('help takes one command');
      printText(name === undefined ? generalHelp(commands()) : commandHelp(commandNamed(name, commands())));
      return Promise.resolve(0);
    },
  });
}

export function printText(text: string): void {
  for (const line of text.split('\n')) printLine(line);
}

export function generalHelp(commands: readonly Command[]): string {
  return lines(
    'Usage: websocket-project COMMAND [PARAMETERS…]',
    '',
    'Checks WebSocket project files, and makes CloudFormation templates of them.',
    '',
    'Commands:',
    ...table(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Options:',
    ...table([
      ['-h, --help', 'Print the help of a command, or this one.'],
      ['-v, --version', 'Print the version, and that of Node.'],
    ]),
    '',
    'Exit status: 0 for success, 1 if a file has errors, 2 if a file cannot be read',
    'or the command line is invalid.',
    '',
    'websocket-project COMMAND --help has the options of a command, and examples.',
  );
}

export function commandHelp({ name, parameters, summary, details, options, examples }: Command): string {
  const rows = Object.entries(options).map(([option, definition]): [string, string] => [
    `${definition.short === undefined ? '    ' : `-${definition.short}, `}--${option}${valueOf(definition)}`,
    summaryOf(definition),
  ]);
  const shown = [...rows, ['-h, --help', 'Print this help.'] satisfies [string, string]];
  return lines(
    `Usage: websocket-project ${[name, '[OPTIONS]', parameters].filter((part) => part !== '').join(' ')}`,
    '',
    ...wrap(summary, width),
    ...details.flatMap((paragraph) => ['', ...wrap(paragraph, width)]),
    '',
    'Options:',
    ...table(shown),
    ...(examples.length > 0 ? ['', 'Examples:'] : []),
    ...examples.flatMap(({ line, does }) => [`  websocket-project ${line}`, `      ${does}`]),
  );
}

function valueOf({ type, value = 'VALUE' }: Option): string {
  return type === 'string' ? ` ${value}` : '';
}

function summaryOf({ summary, values }: Option): string {
  return values ? `${summary} One of ${values.join(', ')}.` : summary;
}

/** @throws {UsageError} that proposes the most similar command for one that does not exist */
export function commandNamed(name: string, commands: readonly Command[]): Command {
  const found = commands.find((candidate) => candidate.name === name);
  if (found) return found;
  const known = [...commands.map((candidate) => candidate.name), '--help', '--version'];
  const what = name.startsWith('-') ? `unknown option ${name}` : `unknown command ${JSON.stringify(name)}`;
  throw new UsageError(what + suggestion(name, known));
}

function lines(...all: readonly string[]): string {
  return all.join('\n');
}

/** Two columns, the first as wide as its longest entry, unless that leaves too little for the second. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const first = Math.min(28, Math.max(...rows.map(([name]) => name.length))) + 4;
  return rows.flatMap(([name, text]) => {
    const wrapped = wrap(text, width - first);
    const start = `  ${name}`;
    const head = start.length + 2 > first ? [start] : [];
    return [
      ...head,
      ...wrapped.map((line, index) => (index === 0 && head.length === 0 ? start : '').padEnd(first) + line),
    ];
  });
}

function wrap(text: string, columns: number): string[] {
  const wrapped: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      wrapped.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...wrapped, line];
}
