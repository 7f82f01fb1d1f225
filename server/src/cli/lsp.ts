// `lsp`: the language server, whose program is only loaded by this command.
import { startOptions } from '../lsp/start-options.ts';
import { command, UsageError } from './command.ts';

export const lsp = command({
  name: 'lsp',
  parameters: '',
  summary: 'Start the language server. Editors do that.',
  details: ['It uses standard input and output unless an option says otherwise. It writes only the protocol to them.'],
  options: startOptions,
  examples: [{ line: 'lsp --stdio', does: 'What an editor runs.' }],
  async run({ positionals }) {
    if (positionals.length > 0) throw new UsageError('lsp takes no parameters');
    // It reads its options itself.
    process.argv.splice(2, 1);
    await import('../lsp/main.ts');
    return new Promise<never>(() => undefined);
  },
});
