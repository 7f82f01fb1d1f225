// `lsp`: the language server, whose program is only loaded by this command.
import { command, UsageError } from './command.ts';

export const lsp = command({
  name: 'lsp',
  parameters: '',
  summary: 'Start the language server. Editors do that.',
  details: ['It uses standard input and output unless an option says otherwise. It writes only the protocol to them.'],
  options: {
    stdio: { type: 'boolean', summary: 'Use standard input and output.' },
    pipe: { type: 'string', value: 'NAME', summary: 'Connect to a named pipe or a socket file.' },
    socket: { type: 'string', value: 'PORT', summary: 'Connect to a port of this computer.' },
    'node-ipc': { type: 'boolean', summary: 'Use the channel of the Node process that started it.' },
    clientProcessId: { type: 'string', value: 'PID', summary: 'End when this process has ended.' },
  },
  examples: [{ line: 'lsp --stdio', does: 'What an editor runs.' }],
  async run({ positionals }) {
    if (positionals.length > 0) throw new UsageError('lsp takes no parameters');
    // It reads the options itself.
    await import('../lsp/main.ts');
    return new Promise<never>(() => undefined);
  },
});
