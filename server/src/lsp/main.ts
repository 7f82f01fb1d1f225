// The language server's program. It uses IPC if VS Code's client starts it so, and standard input and output by default.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { reasonOf } from './containment.ts';
import { startServer } from './server.ts';

const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some((argument) => transports.some((known) => argument.startsWith(known))))
  process.argv.push('--stdio');

const connection = createConnection(ProposedFeatures.all);

// An uncaught error belongs to no request. The open documents are intact, so the server continues.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  // The client is gone.
  if (error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Uncaught: ${reasonOf(error)}`);
});
process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${reasonOf(reason)}`));

// The program is a single file, which may be installed without the documentation.
const rulePages = join(__dirname, '..', 'docs', 'rules');

startServer(connection, { rulePages: existsSync(rulePages) ? pathToFileURL(rulePages).href : undefined });
