// The command line of the language server's program.
import { parseArgs } from 'node:util';
import { version } from '../../../package.json';
import { publishedDocs } from '../published-pages.ts';
import { printable, messageOf } from '../wording.ts';

/** Also those of the command `lsp`. The library reads the process ID itself. */
export const startOptions = {
  stdio: { type: 'boolean', summary: 'Use standard input and output.' },
  pipe: { type: 'string', value: 'NAME', summary: 'Connect to a named pipe or a socket file.' },
  socket: { type: 'string', value: 'PORT', summary: 'Connect to a port of this computer.' },
  'node-ipc': { type: 'boolean', summary: 'Use the channel of the Node process that started it.' },
  clientProcessId: { type: 'string', value: 'PID', summary: 'End when this process has ended.' },
} as const;

const program = 'websocket-project-language-server';
export const setupPage = `${publishedDocs}/editors.md`;

/** How messages are exchanged. An address is a port, or the name of a pipe or of a socket file. */
export type Start = { readonly text?: never } & (
  | { readonly transport: 'stdio' | 'node-ipc' }
  | { readonly transport: 'socket'; readonly address: number }
  | { readonly transport: 'pipe'; readonly address: string }
);

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
    return startOf(values);
  } catch (error) {
    const reason = printable(messageOf(error));
    return { text: `${program}: ${reason}\nTry: ${program} --help`, status: 2 };
  }
}

interface Values {
  readonly stdio?: boolean | undefined;
  readonly pipe?: string | undefined;
  readonly socket?: string | undefined;
  readonly 'node-ipc'?: boolean | undefined;
}

/** @throws an error that says what is wrong with the options */
function startOf({ stdio, pipe, socket, 'node-ipc': ipc }: Values): Start {
  const chosen = Object.entries({ stdio, pipe, socket, 'node-ipc': ipc }).filter(([, value]) => value !== undefined);
  if (chosen.length > 1) {
    throw new Error(`Only one of ${chosen.map(([name]) => `--${name}`).join(' and ')} can be used`);
  }
  if (pipe === '') throw new Error('--pipe must be the name of a pipe or of a socket file');
  if (pipe !== undefined) return { transport: 'pipe', address: pipe };
  if (socket === undefined) return { transport: ipc ? 'node-ipc' : 'stdio' };
  const port = Number(socket);
  if (!/^\d{1,5}$/.test(socket) || port < 1 || port > 65_535) {
    throw new Error(`--socket must be a port from 1 to 65535, not ${JSON.stringify(socket)}`);
  }
  return { transport: 'socket', address: port };
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
