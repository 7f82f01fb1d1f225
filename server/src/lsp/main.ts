// The language server's program.
import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { diskFiles } from '../disk/disk-files.ts';
import { installedPage, installedPages, installedTexts } from '../disk/installed.ts';
import { publishedPages } from '../published-pages.ts';
import { today } from '../today.ts';
import { checkHeaders } from './framing.ts';
import { startServer } from './server.ts';
import { reserveStandardOutput } from './standard-output.ts';
import { readStart, setupPage, type Start } from './start-options.ts';
import { messageOf, printable, stackOf } from '../wording.ts';

// An editor runs many servers, and this one works in bursts between long pauses. By default, V8 lets garbage pile up until
// it takes several times the memory of what is in use, and optimizes code so early that it costs more than it saves in the
// first minutes. docs/performance.md has the figures. V8 looks at these flags whenever it decides, so they can be set late.
// It prints an error for one that it does not know: from Node 22 on, the budget is a number of calls. Both are 8 times the default.
const later =
  Number.parseInt(process.versions.v8) < 12 ? '--interrupt-budget=528000' : '--invocation-count-for-turbofan=24000';
for (const flag of ['--semi-space-growth-factor=1', '--heap-growing-percent=100', later]) setFlagsFromString(flag);

const start = readStart(process.argv.slice(2));
if (start.text !== undefined) {
  (start.status === 0 ? process.stdout : process.stderr).write(`${start.text}\n`);
  process.exit(start.status);
}
const connection = connectionBy(start);

// An uncaught error belongs to no request. The open documents are intact, so the server continues.
process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
  // The client is gone.
  if (error.code === 'EPIPE') process.exit(1);
  connection.console.error(`Uncaught: ${stackOf(error)}`);
});
process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${stackOf(reason)}`));

startServer(connection, {
  disk: diskFiles,
  today: () => today(process.env),
  rulePages: installedPages() ?? publishedPages,
  installed: { texts: installedTexts, page: installedPage },
});

function connectionBy(chosen: Start): Connection {
  switch (chosen.transport) {
    case 'stdio':
      return standardConnection();
    case 'node-ipc':
      if (process.send === undefined) {
        end(
          'The language server has ended because it has no channel to the process that started it: --node-ipc is for a Node process that starts it by `fork`.',
        );
      }
      return createConnection(ProposedFeatures.all);
    case 'socket':
      return socketConnection(connect(chosen.address, '127.0.0.1'), `port ${chosen.address} of this computer`);
    case 'pipe':
      return socketConnection(connect(chosen.address), chosen.address);
  }
}

/** The client listens, and the server connects to it. */
function socketConnection(socket: Socket, to: string): Connection {
  let isConnected = false;
  socket.once('connect', () => (isConnected = true));
  socket.on('error', (error) => {
    const reason = printable(messageOf(error));
    end(
      isConnected
        ? `The language server has ended because its connection to ${printable(to)} has failed: ${reason}`
        : `The language server has ended because it could not connect to ${printable(to)}, where its editor must listen: ${reason}`,
    );
  });
  return createConnection(ProposedFeatures.all, socket, socket);
}

function standardConnection(): Connection {
  if (process.stdin.isTTY) {
    tell(`The language server waits for the messages of an editor, which starts it: see ${setupPage}. Ctrl+C ends it.`);
  }
  checkHeaders(process.stdin, (header) => {
    const got = header === '' ? 'nothing' : printable(JSON.stringify(header.slice(0, 100)));
    end(
      `The language server has ended because its standard input is not the Language Server Protocol: expected the header of a message, with its Content-Length and \\r\\n at the end of each line, but got ${got}. An editor starts the server: see ${setupPage}.`,
    );
  });
  return createConnection(ProposedFeatures.all, process.stdin, reserveStandardOutput());
}

function end(message: string): never {
  tell(message);
  process.exit(1);
}

function tell(message: string): void {
  process.stderr.write(`websocket-project: ${message}\n`);
}
