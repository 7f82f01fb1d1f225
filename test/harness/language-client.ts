// A client of the built server over stdio, like any editor.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type ConfigurationParams,
  type InitializeParams,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Registration,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { expect } from 'vitest';
import { goToLocationCommand, openPreviewCommand, showReferencesCommand } from '../../server/src/client-support.ts';

export interface LanguageClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** The messages that the server has logged. */
  readonly log: readonly string[];
  /** The capabilities that it has registered dynamically. */
  readonly registrations: readonly Registration[];
  /** All diagnostics that it has pushed, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  open(uri: string, text: string, languageId?: string): void;
  /** Without a range, the whole text. */
  change(uri: string, version: number, ...changes: TextDocumentContentChangeEvent[]): void;
  close(uri: string): void;
  /** Waits for the diagnostics of that version or, without one, of the closed document. */
  diagnostics(uri: string, version?: number): Promise<PublishDiagnosticsParams>;
  /** Closes all documents that `open` has opened, waits until the server answers, and forgets what it has sent. */
  reset(): Promise<void>;
  /** Closes the connection as if the client had crashed. */
  endInput(): void;
  /** The exit code, once its process ends. */
  readonly exited: Promise<number | null>;
  /** Ends the server as the protocol asks for; returns its exit code. */
  stop(): Promise<number | null>;
}

const server = join(import.meta.dirname, '../../dist/server.js');
/** In milliseconds: shorter than the test's own timeout, so that the error says what was missing. */
const patience = 20_000;

/** VS Code's capabilities, as far as the server looks at them. */
const vscode: ClientCapabilities = {
  workspace: { workspaceEdit: { documentChanges: true } },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
  },
};

/** The experimental capability of a client that has commands for the code lenses that lead somewhere. */
export const lensCommands = {
  commands: { commands: [openPreviewCommand, goToLocationCommand, showReferencesCommand] },
};

interface StartOptions {
  readonly program?: string | undefined;
  readonly refusesRegistrations?: boolean;
  /** Sends requests before the server is initialized. */
  readonly tooEarly?: (connection: ProtocolConnection) => Promise<void>;
}

export async function startLanguageClient(
  capabilities: ClientCapabilities = vscode,
  configuration: (params: ConfigurationParams) => unknown[] | Promise<unknown[]> = ({ items }) => items.map(() => null),
  initialize: Partial<InitializeParams> = {},
  { program = server, refusesRegistrations = false, tooEarly }: StartOptions = {},
): Promise<LanguageClient> {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: 'pipe' });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let printed = '';
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    printed += data;
    process.stderr.write(data);
  });
  const published: PublishDiagnosticsParams[] = [];
  const waiting = new Set<() => void>();
  const log: string[] = [];
  const registrations: Registration[] = [];
  // After the end of its streams.
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    for (const wake of waiting) wake();
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  connection.onRequest(ConfigurationRequest.type, configuration);
  connection.onRequest(RegistrationRequest.type, (params) => {
    if (refusesRegistrations) throw new Error('Nothing is registered here.');
    registrations.push(...params.registrations);
  });
  connection.listen();
  await tooEarly?.(connection);
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities,
    ...initialize,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  const opened = new Set<string>();
  const close = (uri: string): void => {
    opened.delete(uri);
    void connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  };
  return {
    connection,
    initialized,
    log,
    registrations,
    published,
    endInput: () => void child.stdin.end(),
    exited,
    open(uri, text, languageId = 'websocket-project') {
      opened.add(uri);
      void connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      });
    },
    change: (uri, version, ...contentChanges) =>
      void connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges,
      }),
    close,
    diagnostics: (uri, version) =>
      new Promise((resolve, reject) => {
        const wanted = `diagnostics of ${uri}${version === undefined ? '' : `, version ${version}`}`;
        const deadline = setTimeout(() => {
          waiting.delete(look);
          const others = published.map((params) => `${params.uri}, version ${params.version}`);
          reject(new Error(`Waited in vain for ${wanted}. Published: ${others.join('; ') || 'nothing'}`));
        }, patience);
        const look = (): void => {
          const found = published.findLast((params) => params.uri === uri && params.version === version);
          if (!found) return;
          clearTimeout(deadline);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async reset() {
      opened.forEach(close);
      const hover = { textDocument: { uri: 'untitled:none' }, position: { line: 0, character: 0 } };
      expect(await connection.sendRequest(HoverRequest.type, hover)).toBeNull();
      log.length = 0;
      published.length = 0;
    },
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const code = await exited;
      // Malformed messages are printed, but nothing is about the options of Node.
      expect(printed).not.toContain('unrecognized flag');
      connection.dispose();
      return code;
    },
  };
}
