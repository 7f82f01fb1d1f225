// The language server's program in a web worker. It has no disk: the client reads all files for it.
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { publishedPages } from '../published-pages.ts';
import { today } from '../today.ts';
import { stackOf } from '../wording.ts';
import { startServer } from './server.ts';

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
);

// An uncaught error belongs to no request. The open documents are intact, so the server continues.
self.addEventListener('error', ({ error, message }: ErrorEvent) => {
  connection.console.error(`Uncaught: ${stackOf(error ?? message)}`);
});
self.addEventListener('unhandledrejection', ({ reason }) => {
  connection.console.error(`Unhandled: ${stackOf(reason)}`);
});

startServer(connection, { disk: undefined, today: () => today(), rulePages: publishedPages });
