// VS Code's server as a child process: it ends, with all it has started, as soon as the pipe on its standard input
// closes; that is, however its parent ends. Usage: node vscode-server-process.mjs SERVER_MAIN ARGUMENTS…
import { pathToFileURL } from 'node:url';
import { endGroup } from '../processes.mjs';

process.stdin.once('close', () => endGroup(process.pid)).resume();

// The server must see the command line of a direct start.
process.argv.splice(1, 1);
const [, serverMain = ''] = process.argv;
await import(pathToFileURL(serverMain).href);
