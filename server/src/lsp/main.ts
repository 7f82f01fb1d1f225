// The language server's program. It uses IPC if VS Code's client starts it so, and standard input and output by default.
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskFiles } from '../disk/disk-files.ts';
import { installedPages, publishedPages } from '../disk/rule-pages.ts';
import { today } from '../today.ts';
import { reasonOf } from './containment.ts';
import { checkHeaders } from './framing.ts';
import { startServer } from './server.ts';
import { printable } from '../wording.ts';

// An editor runs many servers, and this one works in bursts between long pauses. By default, V8 lets garbage pile up until
// it takes several times the memory of what is in use, and optimizes code so early that it costs more than it saves in the
// first minutes. docs/performance.md has the figures. V8 looks at these flags whenever it decides, so they can be set late.
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=100', '--interrupt-budget=528000'])
  setFlagsFromString(flag);

const transports = ['--node-ipc', '--stdio', '--socket', '--pipe'];
if (!process.argv.some((argument) => transports.some((known) => argument.startsWith(known))))
  process.argv.push('--stdio');

if (process.argv.includes('--stdio')) {
  checkHeaders(process.stdin, (header) => {
    const start = printable(JSON.stringify(header.slice(0, 100)));
    process.stderr.write(
      `websocket-project: The language server has ended because its standard input is not the Language Server Protocol: expected the header of a message, with its Content-Length and \\r\\n at the end of each line, but got ${start}. An editor starts the server, see docs/editors.md.\n`,
    );
    process.exit(1);
  });
}

const connection = createConnection(ProposedFeatures.all);

// An uncaught error belongs to no request. The open documents are intact, so the server continues.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  // The client is gone.
  if (error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Uncaught: ${reasonOf(error)}`);
});
process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${reasonOf(reason)}`));

startServer(connection, { files: diskFiles, today, rulePages: installedPages() ?? publishedPages });
