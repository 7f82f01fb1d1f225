// The command line of the language server's program.
import { parseArgs } from 'node:util';
import { version } from '../../../package.json';
import { publishedDocs } from '../published-pages.ts';
import { printable, messageOf } from '../wording.ts';

/** Also those of the command `lsp`. The library that makes the connection reads their values itself. */
export const startOptions = {
  stdio: { type: 'boolean', summary: 'Use standard input and output.' },
  pipe: { type: 'string', value: 'NAME', summary: 'Connect to a named pipe or a socket file.' },
  socket: { type: 'string', value: 'PORT', summary: 'Connect to a port of this computer.' },
  'node-ipc': { type: 'boolean', summary: 'Use the channel of the Node process that started it.' },
  clientProcessId: { type: 'string', value: 'PID', summary: 'End when this process has ended.' },
} as const;

const program = 'websocket-project-language-server';
export const setupPage = `${publishedDocs}/editors.md`;

export interface Start {
  readonly isStdio: boolean;
  readonly text?: never;
}

/** What to print instead of starting. */
export interface NoStart {
  readonly text: string;
  readonly status: 0 | 2;
}

/** Standard input and output are used unless an option says otherwise. */
export function readStart(args: readonly string[]): Start | NoStart {
  const others = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean', short: 'v' } } as const;
  try {
    const { values } = parseArgs({ args: [...args], options: { ...startOptions, ...others }, strict: true });
    if (values.help) return { text: usage(), status: 0 };
    if (values.version) return { text: `${program} ${version} (Node ${process.version})`, status: 0 };
    const port = values.socket;
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)) {
      throw new Error(`--socket must be a port from 1 to 65535, not ${JSON.stringify(port)}`);
    }
    return { isStdio: values.pipe === undefined && values.socket === undefined && !values['node-ipc'] };
  } catch (error) {
    const reason = printable(messageOf(error));
    return { text: `${program}: ${reason}\nTry: ${program} --help`, status: 2 };
  }
}

function usage(): string {
  const options = Object.entries(startOptions).map(([name, option]) => {
    const written = `--${name}${'value' in option ? `=${option.value}` : ''}`;
    return `  ${written.padEnd(24)}${option.summary}`;
  });
  return [
    `Usage: ${program} [OPTIONS]`,
    '',
    'The language server for WebSocket project files. An editor starts it: see',
    setupPage,
    '',
    'Options:',
    ...options,
  ].join('\n');
}
