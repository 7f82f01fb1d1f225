// The language server's program: over IPC as VS Code's client starts it, over standard input and output otherwise.
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

// What nothing else has caught belongs to no request; the open documents are whole, and the next request is answered.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  // Nobody listens any more.
  if (error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Uncaught: ${reasonOf(error)}`);
});
process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${reasonOf(reason)}`));

// The program is a single file, which some install without the documentation beside it.
const rulePages = join(__dirname, '..', 'docs', 'rules');

startServer(connection, { rulePages: existsSync(rulePages) ? pathToFileURL(rulePages).href : undefined });
