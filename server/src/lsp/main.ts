// The language server's program: over IPC as VS Code's client starts it, over standard input and output otherwise.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some((argument) => transports.some((known) => argument.startsWith(known))))
  process.argv.push('--stdio');

startServer(createConnection(ProposedFeatures.all));
