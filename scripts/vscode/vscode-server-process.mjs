// VS Code's server as a process of ours: it ends, with all it has started, as soon as the pipe on its standard input
// closes; that is, however its parent ends. Usage: node vscode-server-process.mjs SERVER_MAIN ARGUMENTS…
import { pathToFileURL } from 'node:url';
import { endGroup } from '../processes.mjs';

process.stdin.once('close', () => endGroup(process.pid)).resume();

// The server is to find the command line that it would have had on its own.
process.argv.splice(1, 1);
const [, serverMain = ''] = process.argv;
await import(pathToFileURL(serverMain).href);
